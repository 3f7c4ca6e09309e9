"""Why a journey is over: looked at on every event, and once more under lock just before each send."""

from nurture.domain.events import Event, EventType
from nurture.domain.moves import Because
from nurture.domain.related import HANGS_ON_APPLICATION, Offer, OfferStatus
from nurture.domain.subject import SubjectKind
from nurture.engine.hearing import news_for
from nurture.engine.journey import End, Journey
from nurture.language.sequence import Sequence, counts_visits

ALWAYS_END = {EventType.CANDIDATE_ANONYMIZED: "erased", EventType.CANDIDATE_DELETED: "erased"}
"""Events that end every journey of a person, whatever its author wrote."""

DELETES = {SubjectKind.INTERVIEW: EventType.INTERVIEW_DELETED, SubjectKind.OFFER: EventType.OFFER_DELETED}
"""Events that end the journeys about that very record."""

MOVED_ON = "moved-on"
"""The outcome of a run that was one visit to a stage, when the application leaves that stage."""


def why_over(journey: Journey) -> End | None:
    """The first exit that applies, oldest event first; None while the journey goes on."""
    for event in journey.events:
        if end := _on_event(event, journey):
            return end
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
            return End(outcome=rule.as_, is_goal=rule.goal, because=because)
    return None


def _on_event(event: Event, journey: Journey) -> End | None:
    said = f"{event.type} {journey.say(event.at)}"
    if event.type in ALWAYS_END:
        return End(outcome=ALWAYS_END[event.type], because=Because(rule="erased", sentence=said))
    subject = journey.facts.enrollment.subject.kind
    if event.type == EventType.APPLICATION_DELETED and subject in HANGS_ON_APPLICATION and journey.is_meant(event):
        return End(outcome="deleted", because=Because(rule="application-deleted", sentence=said))
    if event.type == DELETES.get(subject) and journey.is_meant(event):
        return End(outcome="deleted", because=Because(rule=f"{subject}-deleted", sentence=said))
    for rule in journey.plan.sequence.exit:
        if rule.on == event.type and journey.is_meant(event, rule.of) and journey.matches(event, rule.where):
            inputs = journey.looked_at(rule.where, event) if rule.where else {}
            because = Because(rule=f"exit {rule.as_}", sentence=said, inputs=inputs)
            return End(outcome=rule.as_, is_goal=rule.goal, because=because)
    is_a_move = event.type == EventType.APPLICATION_STAGE_CHANGED and journey.is_meant(event)
    if is_a_move and counts_visits(journey.plan.sequence):
        return End(outcome=MOVED_ON, because=Because(rule="visit-over", sentence=said))
    return None


def exit_events(sequence: Sequence) -> frozenset[str]:
    """The events that could end a journey through it; `*` when a condition must be judged on every event."""
    rules = sequence.exit
    named = {rule.on.value for rule in rules if rule.on}
    builtin = {*ALWAYS_END, EventType.APPLICATION_DELETED, EventType.CANDIDATE_MERGED}
    builtin |= {DELETES[sequence.for_]} if sequence.for_ in DELETES else set()
    builtin |= {EventType.OFFER_UPDATED} if sequence.for_ is SubjectKind.OFFER else set()
    builtin |= {EventType.APPLICATION_STAGE_CHANGED} if counts_visits(sequence) else set()
    judged = frozenset[str]().union(*(news_for(rule.when) for rule in rules if rule.when))
    return frozenset(named | {event.value for event in builtin} | judged)
