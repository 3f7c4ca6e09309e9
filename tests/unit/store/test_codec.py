"""What is kept as JSON comes back as it was."""

import json
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from nurture.domain.moves import Outcome, Place, Progress, Track
from nurture.domain.touchpoints import Address, Attachment, Message
from nurture.store.codec import message_from_json, message_to_json, progress_from_json, progress_to_json

times = st.datetimes(timezones=st.just(UTC))
numbers = st.integers(0, 10_000)
words = st.text(max_size=20)
tracks = st.builds(Track, step=words, name=words)
several = st.lists(words, max_size=3).map(tuple)
places = st.builds(
    Place,
    step=st.none() | words,
    since=times,
    visit=numbers,
    due=st.none() | times,
    did=several,
    met=several,
    track=st.none() | tracks,
)
outcomes = st.builds(
    Outcome,
    result=words,
    at=times,
    visit=numbers,
    event=st.none() | numbers,
    round=st.none() | numbers,
    due=st.none() | times,
)
progresses = st.builds(
    Progress,
    version=numbers,
    places=st.lists(places, max_size=3).map(tuple),
    seen_event=numbers,
    event=st.none() | numbers,
    outcomes=st.dictionaries(words, outcomes, max_size=3),
)
addresses = st.builds(Address, email=words, name=st.none() | words)
messages = st.builds(
    Message,
    key=words,
    message_id=words,
    sender=addresses,
    to=addresses,
    subject=words,
    text=words,
    html=words,
    reply_to=st.none() | addresses,
    headers=st.dictionaries(words, words, max_size=3),
    language=words,
    attachments=st.lists(
        st.builds(Attachment, name=words, media_type=words, text=words, parameters=st.dictionaries(words, words)),
        max_size=2,
    ).map(tuple),
)


@given(progresses)
def test_progress_comes_back_as_it_was(progress: Progress) -> None:
    assert progress_from_json(json.loads(json.dumps(progress_to_json(progress)))) == progress


@given(messages)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    assert message_from_json(json.loads(json.dumps(message_to_json(message)))) == message
