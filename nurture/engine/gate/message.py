"""What the message itself needs, and what its author asks of the moment: else its step is done without it."""

from datetime import datetime

from nurture.domain.touchpoints import ChannelKind
from nurture.engine.anchors import date_of
from nurture.engine.before import why_needless
from nurture.engine.gate.attempt import Attempt
from nurture.engine.gate.verdict import Never, Verdict
from nurture.language.chain import in_words


def somebody(attempt: Attempt) -> Verdict:
    """There must be an address to write to."""
    if attempt.address is None and attempt.missing is None:
        what = "number" if attempt.channel is ChannelKind.SMS else "address"
        sentence = f"there is no {what} for the {in_words(attempt.step.to)}"
        return Never(rule="no-address", sentence=sentence, result="skipped")
    return None


def condition(attempt: Attempt) -> Verdict:
    """The author's own `if`, judged now and not when the wait ended."""
    wanted = attempt.step.if_
    if wanted is None or attempt.journey.is_true(wanted):
        return None
    return Never(
        rule="if",
        sentence=f"not true when it came to leave: {wanted.text}",
        result="skipped",
        inputs=attempt.journey.looked_at(wanted),
    )


def approval(attempt: Attempt) -> Verdict:
    """Where somebody has to say yes, they have."""
    if attempt.step.approve is None or attempt.is_approved:
        return None
    who = attempt.step.approve.replace("_", " ")
    return Never(rule="approval", sentence=f"the {who} has not said yes", result="declined")


def thread(attempt: Attempt) -> Verdict:
    """A reply to a mail of ours needs that mail to have left."""
    if attempt.has_parent:
        return None
    sentence = f"{attempt.step.reply_to_step} did not leave, and this would go on from it"
    return Never(rule="no-thread", sentence=sentence, result="skipped")


def too_near(attempt: Attempt) -> Verdict:
    """Too close to a date, or past it; a date that nobody knows is not near."""
    lead, journey = attempt.step.unless_within, attempt.journey
    anchor = date_of(lead.anchor, journey) if lead else None
    if lead is None or anchor is None:
        return None
    at = journey.facts.enrollment.entered_at if lead.on_entry else journey.now
    if not lead.is_too_near(at, anchor, journey.zone, journey.calendar):
        return None
    when = "came in" if lead.on_entry else "is to leave"
    said = journey.say(anchor) if isinstance(anchor, datetime) else anchor.isoformat()
    sentence = f"{when} within {lead.duration} of {lead.anchor}, which is {said}"
    return Never(rule="too-near", sentence=sentence, result="skipped")


def mailed_of_late(attempt: Attempt) -> Verdict:
    """Any mail or text of ours to the person, of any sequence, within the time that the step names."""
    span, last, journey = attempt.step.unless_sent_within, attempt.contacts.last_mail, attempt.journey
    if (
        span is None
        or last is None
        or span.is_elapsed(last, now=journey.now, zone=journey.zone, calendar=journey.calendar)
    ):
        return None
    sentence = f"a message of ours left {journey.say(last)}, and that is within {span}"
    return Never(rule="sent-within", sentence=sentence, result="skipped")


def surveyed_of_late(attempt: Attempt) -> Verdict:
    """Any survey of ours to the same person, of any sequence, within the time that the step names."""
    span, last, journey = attempt.unless_surveyed_within, attempt.contacts.last_survey, attempt.journey
    if (
        span is None
        or last is None
        or span.is_elapsed(last, now=journey.now, zone=journey.zone, calendar=journey.calendar)
    ):
        return None
    sentence = f"a survey went to them {journey.say(last)}, and that is within {span}"
    return Never(rule="surveyed-within", sentence=sentence, result="skipped")


def needless(attempt: Attempt) -> Verdict:
    """What the step says of mails that left before: once, another one instead, or none left."""
    before = attempt.before
    found = why_needless(attempt.step, before, attempt.journey) if before else None
    return Never(rule=found.rule, sentence=found.sentence, result="skipped") if found else None
