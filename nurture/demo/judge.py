"""Whether the story came out as it must: each contact once, every journey ended as meant, nothing after an end."""

from collections import Counter
from collections.abc import Iterator, Mapping

from nurture.demo.cast import Applicant
from nurture.demo.onrecord import OnRecord
from nurture.demo.story import STRANDS, Expected, Strand
from nurture.demo.telling import say


def is_complete(records: Mapping[Applicant, OnRecord]) -> bool:
    """Whether everything that is expected is there, whatever else may be."""
    return all(
        not Counter(strand.contacts) - _contacts(strand, records[strand.who])
        and all(records[strand.who].outcome(name) == wanted for name, wanted in strand.outcomes.items())
        for strand in STRANDS
    )


def faults(records: Mapping[Applicant, OnRecord]) -> tuple[str, ...]:
    """What is not as it must be, each in a sentence; none if the story came out right."""
    return tuple(fault for strand in STRANDS for fault in _faults(strand, records[strand.who]))


def _faults(strand: Strand, record: OnRecord) -> Iterator[str]:
    name = strand.who.first_name
    wanted, found = Counter(strand.contacts), _contacts(strand, record)
    for each, times in (wanted - found).items():
        yield f"{name} lacks {_say(each)}" + (f", {times} times" if times > 1 else "")
    for each, times in (found - wanted).items():
        yield f"{name} has {_say(each)} {times if times > 1 else 'once'} too often"
    for sequence, outcome in strand.outcomes.items():
        if record.outcome(sequence) != outcome:
            ended = record.outcome(sequence) or "not at all"
            yield f"{name}'s journey through {sequence} ended {ended}, and should have ended {outcome or 'not yet'}"
    for touchpoint in record.touchpoints:
        journey = record.journey_of(touchpoint)
        if journey and journey.ended_at and touchpoint.at > journey.ended_at:
            yield f"{name} was written to {say(touchpoint.at)}, after the end of {journey.enrollment.sequence}"


def _contacts(strand: Strand, record: OnRecord) -> Counter[Expected]:
    """What is on record, as far as the story is about it: other sequences in the folder are nobody's business here."""
    contacts: Counter[Expected] = Counter()
    for touchpoint in record.touchpoints:
        journey = record.journey_of(touchpoint)
        sequence = journey.enrollment.sequence if journey else None
        if sequence is None or sequence in strand.outcomes:
            contacts[
                Expected(
                    sequence=sequence,
                    step=touchpoint.step,
                    direction=touchpoint.direction,
                    state=touchpoint.state,
                )
            ] += 1
    return contacts


def _say(contact: Expected) -> str:
    if contact.sequence is None:
        return f"an {contact.direction} contact of their own"
    return f"{contact.step} of {contact.sequence}, {contact.state}"
