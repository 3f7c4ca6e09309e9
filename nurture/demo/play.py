"""Plays the story: each thing at its time, once the record is ready for it, until everybody is where they belong."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nurture.demo import greenhouse, judge, onrecord
from nurture.demo.cast import Applicant
from nurture.demo.onrecord import OnRecord
from nurture.demo.story import STRANDS, Beat, march
from nurture.demo.telling import Teller
from nurture.service.parts import Parts
from nurture.service.replies import record_reply
from nurture.service.waking import start_and_wake

GIVES_UP_AT = march(31, 9) + timedelta(days=10)
"""Journey time at which the story is over even if something has not come."""
LOOK_AGAIN = 0.1
"""Seconds between two looks at the record."""


@dataclass(kw_only=True)
class Stage:
    """Where it is played: the parts of the running installation, and a check that all of it still runs."""

    parts: Parts
    check: Callable[[], None]
    show_time: Callable[[datetime], None]


def play(stage: Stage, teller: Teller) -> Mapping[Applicant, OnRecord]:
    """Plays to the end, and gives back what is on record then. Raises NotSetUp if a part ends by itself."""
    ahead = {strand.who: list(strand.beats) for strand in STRANDS}
    clock, over_since = stage.parts.clock, None
    while True:
        stage.check()
        records = onrecord.read(stage.parts.store, tuple(ahead))
        teller.look(records)
        now = clock.now()
        stage.show_time(now)
        if now > GIVES_UP_AT:
            return records
        if not any(ahead.values()) and judge.is_complete(records):
            over_since = over_since or now
            if now - over_since > timedelta(days=1):  # long enough for a mail too many to show itself
                return records
        for who, beats in ahead.items():
            if beats and beats[0].at <= now and beats[0].once(records[who]):
                _perform(stage, who, beats.pop(0), teller)
        _sleep(stage, ahead)


def _perform(stage: Stage, who: Applicant, beat: Beat, teller: Teller) -> None:
    at, settings = stage.parts.clock.now(), stage.parts.settings
    teller.happens(at, who, beat.what)
    if beat.body is None:
        taken = record_reply(stage.parts, who.candidate_id, at=at, summary=beat.what)
        asyncio.run(start_and_wake(stage.parts, taken))
        return
    body = beat.body(at)
    for _ in range(beat.times):
        greenhouse.deliver(
            body,
            delivery_id=f"{who.id}-{beat.at:%Y%m%dT%H%M}",
            secret=settings.greenhouse_secrets[0].get_secret_value(),
            port=settings.web_port,
        )


def _sleep(stage: Stage, ahead: Mapping[Applicant, list[Beat]]) -> None:
    """Until it is time to look again, or until the next beat's moment if that comes first."""
    due = (stage.parts.clock.on_server(beats[0].at) for beats in ahead.values() if beats)
    left = ((at - datetime.now(UTC)).total_seconds() for at in due)
    time.sleep(min((LOOK_AGAIN, *(seconds for seconds in left if seconds > 0))))
