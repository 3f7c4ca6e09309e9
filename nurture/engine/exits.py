"""Why a journey is over: looked at on every event, and once more under lock just before each send."""

from datetime import datetime
from functools import lru_cache

from nurture.domain.concern import ALWAYS_END
from nurture.domain.events import Event, EventType
from nurture.domain.moves import Because
from nurture.domain.related import HANGS_ON_APPLICATION, Offer, OfferStatus
from nurture.domain.subject import SubjectKind
from nurture.engine.hearing import news_for
from nurture.engine.journey import End, Grace, Journey
from nurture.language.plan import Plan
from nurture.language.sequence import ExitRule, counts_visits

DELETES = {SubjectKind.INTERVIEW: EventType.INTERVIEW_DELETED, SubjectKind.OFFER: EventType.OFFER_DELETED}
"""Events that end the journeys about that very record."""

IN_GRACE = "grace"
"""The rule of an exit that has come and has not taken effect yet."""
TAKEN_BACK = "taken-back"
"""The rule of an exit that was taken back within its grace."""

MOVED_ON = "moved-on"
"""The outcome of a run that was one visit to a stage, when the application leaves that stage."""


def why_over(journey: Journey) -> End | Grace | None:
    """The first exit that applies, oldest event first; None while the journey goes on.

    An exit within its grace keeps no other from ending the journey at once.
    """
    grace: Grace | None = None
    for event in journey.events:
        if grace is not None and grace.until <= event.at:
            break
        match _on_event(event, journey):
            case End() as end:
                return end
            case Grace() as begun:
                grace = grace or begun
    if grace is not None and grace.until <= journey.now:
        return grace.end
    if journey.facts.candidate.is_anonymized:
        return End(outcome="erased", because=Because(rule="erased", sentence="the person's data was erased"))
    related = journey.facts.related
    if isinstance(related, Offer) and related.status is OfferStatus.WITHDRAWN:
        because = Because(rule="offer-withdrawn", sentence="the offer was taken back, or another took its place")
        return End(outcome="withdrawn", because=because)
    for rule in journey.plan.sequence.exit:
        if rule.when is not None and journey.is_true(rule.when):
            because = Because(
                rule=f"exit {rule.as_}",
                sentence=f"{rule.when.text} is true",
                inputs=journey.looked_at(rule.when),
            )
            return _end(rule, because)
    return grace


def _on_event(event: Event, journey: Journey) -> End | Grace | None:
    said = f"{event.type} {journey.say(event.at)}"
    if event.type in ALWAYS_END:
        return End(outcome=ALWAYS_END[event.type], because=Because(rule="erased", sentence=said))
    subject = journey.facts.enrollment.subject.kind
    if event.type == EventType.APPLICATION_DELETED and subject in HANGS_ON_APPLICATION and journey.is_meant(event):
        return End(outcome="deleted", because=Because(rule="application-deleted", sentence=said))
    if event.type == DELETES.get(subject) and journey.is_meant(event):
        return End(outcome="deleted", because=Because(rule=f"{subject}-deleted", sentence=said))
    if event.type == EventType.RUN_STOPPED and journey.is_meant(event):
        outcome, why = str(event.data.get("outcome")), str(event.data.get("why"))
        return End(outcome=outcome, because=Because(rule=f"stopped {outcome}", sentence=why))
    for rule in journey.plan.sequence.exit:
        if event.type in rule.events and journey.is_meant(event, rule.of) and journey.matches(event, rule.where):
            inputs = journey.looked_at(rule.where, event) if rule.where else {}
            end = _end(rule, Because(rule=f"exit {rule.as_}", sentence=said, inputs=inputs))
            if rule.grace is None:
                return end
            if _taken_back(rule, event, journey) is None:
                return _grace(rule, event, end, journey)
    is_a_move = event.type == EventType.APPLICATION_STAGE_CHANGED and journey.is_meant(event)
    if is_a_move and counts_visits(journey.plan.sequence):
        return End(outcome=MOVED_ON, because=Because(rule="visit-over", sentence=said))
    return None


def taken_back(journey: Journey) -> tuple[Because, ...]:
    """The exits that had come and were taken back within their grace, for the record."""
    return tuple(
        Because(rule=TAKEN_BACK, sentence=f"{back.type} {journey.say(back.at)}: does not leave as {rule.as_}, goes on")
        for event in journey.events
        for rule in journey.plan.sequence.exit
        if rule.grace
        and event.type in rule.events
        and journey.is_meant(event, rule.of)
        and (back := _taken_back(rule, event, journey)) is not None
    )


def _end(rule: ExitRule, because: Because) -> End:
    return End(outcome=rule.as_, is_goal=rule.goal, scope=rule.scope, because=because)


def _grace(rule: ExitRule, event: Event, end: End, journey: Journey) -> Grace:
    until = _grace_ends(rule, event, journey)
    unless = f", unless {rule.unless} comes before" if rule.unless else ""
    sentence = f"{end.because.sentence}: leaves as {rule.as_} {journey.say(until)}{unless}; nothing is sent until then"
    because = Because(rule=IN_GRACE, sentence=sentence, inputs=end.because.inputs)
    return Grace(end=end, until=until, listen=(rule.unless,) if rule.unless else (), because=because)


def _grace_ends(rule: ExitRule, event: Event, journey: Journey) -> datetime:
    assert rule.grace is not None, "asked only of rules that have one"
    return rule.grace.add_to(event.at, journey.zone, journey.calendar)


def _taken_back(rule: ExitRule, event: Event, journey: Journey) -> Event | None:
    """What took an exit back in time: it came after the exit, and within the grace."""
    until = _grace_ends(rule, event, journey)
    return next(
        (
            back
            for back in journey.events
            if back.type == rule.unless
            and back.number > event.number
            and back.at < until
            and journey.is_meant(back, rule.of)
        ),
        None,
    )


@lru_cache(maxsize=256)
def exit_events(plan: Plan) -> frozenset[str]:
    """The events that could end a journey along it; `*` when a condition must be judged on every event."""
    sequence, rules = plan.sequence, plan.sequence.exit
    named = {event for rule in rules for event in rule.events}
    builtin: set[str] = {
        *ALWAYS_END,
        EventType.APPLICATION_DELETED,
        EventType.CANDIDATE_MERGED,
        EventType.RUN_STOPPED,
    }
    builtin |= {DELETES[sequence.for_]} if sequence.for_ in DELETES else set()
    builtin |= {EventType.OFFER_UPDATED} if sequence.for_ is SubjectKind.OFFER else set()
    builtin |= {EventType.APPLICATION_STAGE_CHANGED} if counts_visits(sequence) else set()
    judged = frozenset[str]().union(*(news_for(rule.when) for rule in rules if rule.when))
    return frozenset(named | builtin | judged)
