"""What makes a message wait: it leaves once there is room, or somebody is back."""

from datetime import datetime, timedelta
from typing import Final

from nurture.domain.touchpoints import ChannelKind
from nurture.engine.absence import back_at
from nurture.engine.gate.attempt import Attempt, Limit
from nurture.engine.gate.room import LOOK_AGAIN, full_until, who_would_wait
from nurture.engine.gate.verdict import Later, Verdict
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.cap import Cap
from nurture.language.sequence import Purpose

BREAKER: Final = "breaker"
UNREAD: Final = "unread-news"
ASKS_AGAIN_AFTER: Final = timedelta(hours=1)
"""When mail of a sequence or a mailbox that has stopped asks whether a person has let it go on."""
SOON: Final = timedelta(seconds=30)
LATEST: Final = timedelta(hours=1)
"""How soon a message that waits for news asks again, and how late: news that has lain for long will lie for longer."""


def unread_news(attempt: Attempt) -> Verdict:
    """Nothing leaves to a person of whom more was told than is on record: it may be that they were turned down."""
    unread, journey = attempt.unread, attempt.journey
    if unread is None or not attempt.is_to_candidate:
        return None
    at = journey.now + min(max(journey.now - unread.received_at, SOON), LATEST)
    return Later(rule=UNREAD, sentence=f"{unread}; asks again {journey.say(at)}", at=at)


def everybody_there(attempt: Attempt) -> Verdict:
    """Whoever of ours is to read or sign it is there, or comes back; else a person has to say who does it."""
    missing = attempt.missing
    if missing is None:
        return None
    if missing.until is None:
        raise Held(missing.sentence, hint=missing.hint)
    return Later(rule="away", sentence=missing.sentence, at=missing.until)


def paused(attempt: Attempt) -> Verdict:
    """Mail waits for somebody who asked for a pause, until it is over."""
    until, journey = attempt.contacts.paused_until, attempt.journey
    if not attempt.is_to_candidate or until is None or until <= journey.now:
        return None
    return Later(rule="paused", sentence=f"they asked for a pause; asks again {journey.say(until)}", at=until)


def out_of_office(attempt: Attempt) -> Verdict:
    """Nurture mail waits for somebody whose automatic reply says that they are away."""
    journey = attempt.journey
    if not attempt.is_to_candidate or journey.plan.sequence.purpose is not Purpose.NURTURE:
        return None
    back = back_at(journey)
    if back is None:
        return None
    return Later(rule="out-of-office", sentence=f"they are away; asks again {journey.say(back)}", at=back)


def breaker(attempt: Attempt) -> Verdict:
    """Too many mails of its sequence or mailbox came back, were called spam or put people off: a person looks first."""
    if attempt.stopped is None or not attempt.is_to_candidate or attempt.channel is not ChannelKind.EMAIL:
        return None
    at = attempt.journey.now + ASKS_AGAIN_AFTER
    sentence = f"{attempt.stopped}; asks again {attempt.journey.say(at)}"
    return Later(rule=BREAKER, sentence=sentence, at=at)


def touch_cap(attempt: Attempt) -> Verdict:
    """At most N touches in a period over all sequences; it makes nurture mail wait, never a receipt or a first day.

    Where there is room for fewer than wait for the person, those go first whose turn it is.
    """
    if attempt.cap is None or not _is_nurture(attempt):
        return None
    limit = Limit(cap=attempt.cap, times=attempt.contacts.touches, line=attempt.line)
    return _held_by(limit, attempt.journey, rule="touch-cap", what=("touch", "touches"))


def openings_cap(attempt: Attempt) -> Verdict:
    """At most N messages about openings in a period over all sequences, by the same turns."""
    limit = attempt.of_openings
    if limit is None or not _is_nurture(attempt):
        return None
    what = ("message about openings", "messages about openings")
    return _held_by(limit, attempt.journey, rule="openings-cap", what=what)


def _is_nurture(attempt: Attempt) -> bool:
    return attempt.is_to_candidate and attempt.journey.plan.sequence.purpose is Purpose.NURTURE


def _held_by(limit: Limit, journey: Journey, *, rule: str, what: tuple[str, str]) -> Later | None:
    """When there is room, and it is this message's turn; None where that is now."""
    cap, line = limit.cap, limit.line
    if over := _over(cap, limit.times, journey, rule=rule, what=what):
        return over
    first = who_would_wait(cap, limit.times, line, journey) if line else None
    if line is None or first is None:
        return None
    at = max(first.at, journey.now) + LOOK_AGAIN
    why = f"{first.called} goes first ({first.why_before(line.own)}), and there is no room for both within {cap.per}"
    return Later(rule=rule, sentence=f"{why}; asks again {journey.say(at)}", at=at)


def reader_cap(attempt: Attempt) -> Verdict:
    """At most N messages of this sequence to one reader in a period, over all its runs, if its author says so."""
    cap = attempt.journey.plan.sequence.send.at_most
    if cap is None:
        return None
    reader = "of this sequence to the same reader"
    what = (f"message {reader}", f"messages {reader}")
    return _over(cap, attempt.contacts.of_sequence, attempt.journey, rule="reader-cap", what=what)


def _over(cap: Cap, times: tuple[datetime, ...], journey: Journey, *, rule: str, what: tuple[str, str]) -> Later | None:
    """When there is room again under a cap; None where there is room now."""
    full = full_until(cap, times, journey.now, journey)
    if full is None:
        return None
    count, at = full
    had = f"{count} {what[count != 1]}"
    return Later(rule=rule, sentence=f"{had} within {cap.per}; asks again {journey.say(at)}", at=at)
