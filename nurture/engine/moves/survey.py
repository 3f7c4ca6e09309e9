"""`survey`: asks by mail, reminds, and goes on with the answer or without one."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from nurture.domain.events import Event, EventType
from nurture.domain.moves import Because, Place, Progress
from nurture.domain.surveys import asked, mailed_at, reminded
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.anchors import date_of
from nurture.engine.hearing import news_of
from nurture.engine.journey import Go, Journey, Stand, Stay
from nurture.engine.moves.email import SEND_EMAIL, email, opening
from nurture.engine.outgoing import outgoing
from nurture.engine.stand import stand
from nurture.language.steps.survey import ANSWERED, TIMEOUT, SurveyStep
from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Duration
from nurture.values import replace

LISTENS = (EventType.SURVEY_ANSWERED.value,)
HAS_LEFT = frozenset({"sent", "unknown"})
"""What came of a mail that is, or may be, with its reader."""


@stand.register
def survey(step: SurveyStep, place: Place, journey: Journey) -> Go | Stand | Stay:
    """Sends the mail that asks, then waits for the answer, with a reminder from time to time."""
    if done := _answer(step, place, journey):
        answer = str(done.data.get("answer"))
        because = Because(rule="survey-answered", step=step.id, sentence=f"answered {journey.say(done.at)}")
        to, number = journey.plan.after(step.id), done.number or None
        return Go(to=to, result=ANSWERED, since=done.at, event=number, answer=answer, because=because)
    mails = mailed_at(place.did)
    if not mails:
        answer_to_mail = email(outgoing(step, journey, place.did).mail, place, journey)
        return replace(answer_to_mail, listen=LISTENS) if isinstance(answer_to_mail, Stand) else answer_to_mail
    ends, listen = _ends(mails[0], step, journey), _listen(step)
    if (at := _reminds_at(step, place, mails, journey)) and (ends is None or at < ends):
        summary = f"{step.id}: asks again on {journey.say(at)}"
        return Stand(step=step.id, at=at, action=SEND_EMAIL, summary=summary, listen=listen)
    if ends is None or ends > journey.now:
        until = f" until {journey.say(ends)}" if ends else f"; {step.timeout.anchor} has no date yet"
        summary = f"{step.id}: waits for an answer{until}"
        return Stand(step=step.id, at=ends, summary=summary, listen=listen)
    because = Because(rule="survey-timeout", step=step.id, sentence=f"no answer until {journey.say(ends)}")
    return Go(to=journey.plan.after(step.id), result=TIMEOUT, since=ends, because=because)


def mailed(progress: Progress, step: SurveyStep, result: str, at: datetime) -> Progress | None:
    """The progress once a mail of the step has ended that way; None where the step is over: nobody was asked, or it
    does not wait for the answer.

    A reminder that did not leave counts as one: it is not tried again.
    """
    if not step.wait:
        return None
    place = next(each for each in progress.places if each.step == step.id)
    was_asked = bool(mailed_at(place.did))
    if not was_asked and result not in HAS_LEFT:
        return None
    done = replace(place, did=(*place.did, reminded(at) if was_asked else asked(at)))
    return replace(progress, places=tuple(done if each is place else each for each in progress.places))


def event_data(step: str, survey_name: str, answer: str, *, enrollment: str, key: str) -> Mapping[str, str]:
    """What the news of an answer carries; `asked` names the very survey that was sent."""
    return {"survey": survey_name, "step": step, "answer": answer, "enrollment": enrollment, "asked": key}


def _answer(step: SurveyStep, place: Place, journey: Journey) -> Event | None:
    """The event by which the survey of this very visit was answered, if it is among the news."""
    key = touchpoint_key(journey.facts.enrollment.id, step.id, place.visit)
    answers = (each for each in journey.events if each.type == EventType.SURVEY_ANSWERED)
    return next((each for each in answers if each.data.get("asked") == key), None)


def _reminds_at(step: SurveyStep, place: Place, mails: tuple[datetime, ...], journey: Journey) -> datetime | None:
    """When the next reminder leaves; None when there have been enough."""
    if step.remind is None or len(mails) > step.remind.times:
        return None
    due = max(_after(mails[-1], step.remind.every, step, journey), place.since)
    return opening(step.reminder(), max(due, journey.now), journey)


def _ends(start: datetime, step: SurveyStep, journey: Journey) -> datetime | None:
    """When it waits no longer, by the days of whoever is asked; None while the date that counts is not known."""
    anchor = date_of(step.timeout.anchor, journey) if step.timeout.anchor else None
    if step.timeout.anchor and anchor is None:
        return None
    zone, calendar = _clock(step, journey)
    return step.timeout.ends(start=start, anchor=anchor, zone=zone, calendar=calendar)


def _listen(step: SurveyStep) -> tuple[str, ...]:
    """The answer, and whatever may move the date until which it waits."""
    moved = news_of(step.timeout.anchor) if step.timeout.anchor else frozenset[str]()
    return tuple(sorted({*LISTENS, *moved}))


def _after(start: datetime, span: Duration, step: SurveyStep, journey: Journey) -> datetime:
    """That long after, by the days of whoever is asked."""
    return span.add_to(start, *_clock(step, journey))


def _clock(step: SurveyStep, journey: Journey) -> tuple[ZoneInfo, WorkCalendar]:
    if step.is_to_candidate:
        return journey.zone, journey.calendar
    return journey.office_zone, journey.office_calendar
