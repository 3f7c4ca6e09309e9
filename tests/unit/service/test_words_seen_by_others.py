"""What a person wrote to a colleague, and a colleague to them, as their ATS tells it in our own form."""

import json

import pytest

from nurture.ats import Posted
from nurture.ats.generic.adapter import Generic
from nurture.domain.events import EventType
from nurture.domain.touchpoints import Direction, SendState
from nurture.service.intake import hear
from nurture.store import contacts, records, timeline
from tests.unit.service.desk import MAIL, MAYA, MONDAY, Desk, maya_is_rejected, sequence
from tests.unit.service.mailing import PROVED, RUN, a_mail, replies, take

ATS = Generic(connection="greenhouse")
WEEKLY = "- {id: first, email: one}\n- {id: a-day, wait: 1 day}\n- {id: second, email: two}\n"


def tells(desk: Desk, type_: str, *, candidate: str = "57683", **message: str) -> None:
    """The ATS shows a mail of its activity feed."""
    told = {"candidate": {"id": candidate}, "message": message}
    body = {"type": type_, "timestamp": desk.clock.at.isoformat(), "data": told}
    understood = ATS.understand(Posted(raw=json.dumps(body).encode(), headers={}), received_at=desk.clock.at)
    with desk.parts.store.write() as conn:
        heard = hear(desk.parts, conn, understood)
    desk.wake(heard.taken)


def heard(desk: Desk, type_: EventType) -> int:
    with desk.parts.store.read() as conn:
        return [each.event.type for each in timeline.events_of(conn, MAYA)].count(type_)


def test_a_reply_to_any_colleague_that_the_ats_shows_ends_what_ends_on_replies(mailed: Desk) -> None:
    tells(mailed, "candidate.replied", message_id="<7@home.example>", text="Yes, gladly.")
    mailed.run(days=30)
    assert mailed.standing(RUN).outcome == "replied"
    assert mailed.sent == ["one for Maya"]
    assert replies(mailed) == ["wrote: Yes, gladly."]
    with mailed.parts.store.read() as conn:
        person = records.candidate(conn, MAYA)
    assert person.last_reply == person.last_contact
    assert person.last_reply is not None


@pytest.mark.parametrize("is_first_by_mail", [True, False])
def test_a_mail_that_came_to_us_and_stands_in_the_ats_too_is_one_reply(mailed: Desk, is_first_by_mail: bool) -> None:
    def by_mail() -> None:
        take(mailed, a_mail(In_Reply_To=mailed.post.asked[0].message_id), PROVED)

    def by_ats() -> None:
        tells(mailed, "candidate.replied", message_id="<1@lindqvist.example>", text="Yes, gladly.")

    for told in (by_mail, by_ats) if is_first_by_mail else (by_ats, by_mail):
        told()
    assert heard(mailed, EventType.CANDIDATE_REPLIED) == 1
    assert replies(mailed) == ["wrote: Yes, gladly."]


def test_what_a_colleague_wrote_counts_for_the_cap_and_as_the_last_contact(desk: Desk) -> None:
    desk.publish(sequence(WEEKLY), company={"touches": {"at_most": "2 per week"}})
    desk.hear(maya_is_rejected())
    desk.run(days=0.5)
    tells(desk, "candidate.contacted", message_id="<8@acme.example>")
    wrote_at = desk.clock.at
    desk.run(days=3)
    assert desk.sent == ["one for Maya"]
    assert [each.sentence for each in desk.why() if each.rule == "touch-cap"]
    with desk.parts.store.read() as conn:
        assert records.candidate(conn, MAYA).last_contact == wrote_at
        [ours] = [each for each in contacts.of_candidate(conn, MAYA) if each.state is None]
    assert (ours.direction, ours.channel, ours.at) == (Direction.OUTBOUND, "email", wrote_at)
    desk.run(days=7)
    assert desk.sent == ["one for Maya", "two for Maya"]


def test_the_same_mail_of_a_colleague_told_twice_is_one_and_what_was_said_on_the_phone_is_another(mailed: Desk) -> None:
    for _ in range(2):
        tells(mailed, "candidate.contacted", message_id="<8@acme.example>")
    tells(mailed, "candidate.contacted", by="call")
    assert heard(mailed, EventType.CANDIDATE_CONTACTED) == 2


def test_a_mail_of_our_own_that_the_ats_shows_is_no_colleagues(mailed: Desk) -> None:
    tells(mailed, "candidate.contacted", message_id=mailed.post.asked[0].message_id)
    assert heard(mailed, EventType.CANDIDATE_CONTACTED) == 0
    assert mailed.states() == {"first": SendState.ACCEPTED}


def test_who_is_new_to_us_has_written_all_the_same(desk: Desk) -> None:
    tells(desk, "candidate.replied", candidate="99", text="Hello")
    with desk.parts.store.read() as conn:
        assert records.candidate(conn, "greenhouse:99").last_reply == MONDAY


def test_to_whoever_is_erased_nothing_is_added(mailed: Desk) -> None:
    body = {
        "type": "candidate.anonymized",
        "timestamp": mailed.clock.at.isoformat(),
        "data": {"candidate": {"id": "57683"}},
    }
    erased = ATS.understand(Posted(raw=json.dumps(body).encode(), headers={}), received_at=mailed.clock.at)
    with mailed.parts.store.write() as conn:
        hear(mailed.parts, conn, erased)
    tells(mailed, "candidate.replied", text=f"from {MAIL}")
    assert replies(mailed) == []
