"""May this message leave now? Asked under lock, in the transaction that claims it. Anything unknown fails closed.

Rules stand in one list, judged in order; each is a function of the attempt that answers None (no objection), `Later`
(with the moment to ask again) or `Never`. Every no has a name and a sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from nurture.domain.consent import Consent
from nurture.domain.touchpoints import ChannelKind
from nurture.engine.absence import back_at
from nurture.engine.agreed import why_not_agreed
from nurture.engine.anchors import date_of
from nurture.engine.before import Before, why_needless
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.cap import Cap
from nurture.language.chain import in_words
from nurture.language.purposes import STATUS_DEMANDED
from nurture.language.sequence import Purpose, is_about_openings
from nurture.language.steps.email import EmailStep
from nurture.timing.duration import Duration
from nurture.timing.walltime import wall


@dataclass(frozen=True, kw_only=True, slots=True)
class Contacts:
    """What the ledger knows of a person at this moment.

    `suppressed` is the reason why their address may not be written to, for this purpose or any; until `paused_until`
    they want no mail, and with `wants_only_openings` no nurture mail but about openings. `touches` are the times
    of what we sent them of late, newest first, over all sequences; `consent` is the entry of their consent that stands
    for this purpose; `last_mail` is when the newest mail or text left, `last_survey` when the newest survey did, each
    where the step asks for it. `of_sequence` are the times of what this sequence sent of late to whoever reads this
    message, newest first.
    """

    suppressed: str | None = None
    paused_until: datetime | None = None
    wants_only_openings: bool = False
    touches: tuple[datetime, ...] = ()
    consent: Consent | None = None
    last_mail: datetime | None = None
    last_survey: datetime | None = None
    of_sequence: tuple[datetime, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """That somebody of ours is not there whom this takes, until when as far as is known, and what to do about it."""

    sentence: str
    until: datetime | None
    hint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One message about to leave: the step, the journey as it stands, the address, and the person's contacts.

    A text is judged as the mail that it would be, with its number for an address; `channel` tells them apart.
    `has_parent` is False where it is to join the thread of a mail that never left; `missing` says who of ours is not
    there, `before` what the step asks to know of earlier messages. `demands_consent` says that messages of this
    purpose need consent by company.yaml; `stopped` says why the sequence sends nothing to candidates until a person
    lets it go on.
    """

    step: EmailStep
    journey: Journey
    address: str | None
    contacts: Contacts
    cap: Cap | None = None
    channel: ChannelKind = ChannelKind.EMAIL
    is_approved: bool = False
    demands_consent: bool = False
    has_parent: bool = True
    unless_surveyed_within: Duration | None = None
    missing: Missing | None = None
    stopped: str | None = None
    before: Before | None = None

    @property
    def is_to_candidate(self) -> bool:
        """Whether it goes to the candidate; the rules that protect a person do not hold back our own mail."""
        return self.step.is_to_candidate


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    """Not now: ask again at `at`."""

    rule: str
    sentence: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Never:
    """Not at all: the step is done without a message, with `result` as its outcome."""

    rule: str
    sentence: str
    result: str = "suppressed"
    inputs: Mapping[str, str] = field(default_factory=dict)


ASKS_AGAIN_AFTER: Final = timedelta(hours=1)
"""When mail of a sequence that has stopped asks whether a person has let it go on."""

Verdict = Later | Never | None
Rule = Callable[[Attempt], Verdict]


def why_held(attempt: Attempt) -> Verdict:
    """The first objection to this message leaving now; None lets it go. Raises Held where a person has to step in."""
    for rule in RULES:
        if verdict := rule(attempt):
            return verdict
    return None


def erased(attempt: Attempt) -> Verdict:
    """Nobody is written to after their data was erased, about anything."""
    if attempt.journey.facts.candidate.is_anonymized:
        return Never(rule="erased", sentence="the person's data was erased")
    return None


def application_status(attempt: Attempt) -> Verdict:
    """Rejected, withdrawn, hired meanwhile: whatever the exits say, such mail does not leave.

    Whoever was hired and has left is no colleague any more, and can be won back.
    """
    journey = attempt.journey
    application, hire, purpose = journey.facts.application, journey.facts.hire, journey.plan.sequence.purpose
    if not attempt.is_to_candidate or application is None or application.status in STATUS_DEMANDED[purpose]:
        return None
    if purpose is Purpose.NURTURE and hire is not None and hire.is_over(wall(journey.now, journey.zone).date()):
        return None
    return Never(rule="application-status", sentence=f"the application is {application.status}")


def do_not_contact(attempt: Attempt) -> Verdict:
    """The person asked not to be contacted, or the ATS says so."""
    candidate = attempt.journey.facts.candidate
    if attempt.is_to_candidate and candidate.do_not_contact:
        return Never(rule="do-not-contact", sentence="the person is marked do-not-contact")
    return None


def ats_permission(attempt: Attempt) -> Verdict:
    """The ATS's own marks: no mail, or a private candidate; and no text without consent."""
    candidate = attempt.journey.facts.candidate
    if attempt.channel is ChannelKind.SMS and candidate.can_text is not True:
        said = "nobody knows whether the person" if candidate.can_text is None else "the person has not"
        return Never(rule="can-text", sentence=f"{said} agreed to text messages")
    if attempt.channel is ChannelKind.EMAIL and attempt.is_to_candidate and not candidate.can_email:
        return Never(rule="can-email", sentence="the ATS says that this person may not be mailed")
    if attempt.is_to_candidate and candidate.is_private:
        return Never(rule="private", sentence="the candidate is private in the ATS")
    return None


def somebody(attempt: Attempt) -> Verdict:
    """There must be an address to write to."""
    if attempt.address is None and attempt.missing is None:
        what = "number" if attempt.channel is ChannelKind.SMS else "address"
        sentence = f"there is no {what} for the {in_words(attempt.step.to)}"
        return Never(rule="no-address", sentence=sentence, result="skipped")
    return None


def suppressed(attempt: Attempt) -> Verdict:
    """Opted out, bounced or complained."""
    if attempt.is_to_candidate and attempt.contacts.suppressed:
        return Never(rule="suppressed", sentence=f"the address is suppressed: {attempt.contacts.suppressed}")
    return None


def only_openings(attempt: Attempt) -> Verdict:
    """Whoever wants to hear of openings alone gets no other nurture mail."""
    sequence = attempt.journey.plan.sequence
    if not attempt.is_to_candidate or not attempt.contacts.wants_only_openings:
        return None
    if sequence.purpose is not Purpose.NURTURE or is_about_openings(sequence) or attempt.step.openings is not None:
        return None
    return Never(rule="only-openings", sentence="the person wants mail about openings alone")


def paused(attempt: Attempt) -> Verdict:
    """Mail waits for somebody who asked for a pause, until it is over."""
    until, journey = attempt.contacts.paused_until, attempt.journey
    if not attempt.is_to_candidate or until is None or until <= journey.now:
        return None
    return Later(rule="paused", sentence=f"they asked for a pause; asks again {journey.say(until)}", at=until)


def consent(attempt: Attempt) -> Verdict:
    """Nothing after a consent ran out or was taken back; and where the company demands one, nothing without."""
    if not attempt.is_to_candidate:
        return None
    why = why_not_agreed(attempt.contacts.consent, attempt.journey, is_demanded=attempt.demands_consent)
    return Never(rule="consent", sentence=why) if why else None


def replied(attempt: Attempt) -> Verdict:
    """Nurture mail stops once the person has written to anybody of ours since they entered."""
    last = attempt.journey.facts.candidate.last_reply
    is_nurture = attempt.journey.plan.sequence.purpose is Purpose.NURTURE
    if attempt.is_to_candidate and is_nurture and last and last >= attempt.journey.facts.enrollment.entered_at:
        return Never(rule="replied", sentence=f"the person replied {attempt.journey.say(last)}")
    return None


def out_of_office(attempt: Attempt) -> Verdict:
    """Nurture mail waits for somebody whose automatic reply says that they are away."""
    journey = attempt.journey
    if not attempt.is_to_candidate or journey.plan.sequence.purpose is not Purpose.NURTURE:
        return None
    back = back_at(journey)
    if back is None:
        return None
    return Later(rule="out-of-office", sentence=f"they are away; asks again {journey.say(back)}", at=back)


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


def everybody_there(attempt: Attempt) -> Verdict:
    """Whoever of ours is to read or sign it is there, or comes back; else a person has to say who does it."""
    missing = attempt.missing
    if missing is None:
        return None
    if missing.until is None:
        raise Held(missing.sentence, hint=missing.hint)
    return Later(rule="away", sentence=missing.sentence, at=missing.until)


def breaker(attempt: Attempt) -> Verdict:
    """Too many of the sequence's mails came back, were called spam or put people off: a person has a look first."""
    if attempt.stopped is None or not attempt.is_to_candidate or attempt.channel is not ChannelKind.EMAIL:
        return None
    at = attempt.journey.now + ASKS_AGAIN_AFTER
    sentence = f"the sequence has stopped: {attempt.stopped}; asks again {attempt.journey.say(at)}"
    return Later(rule="breaker", sentence=sentence, at=at)


def touch_cap(attempt: Attempt) -> Verdict:
    """At most N touches in a period over all sequences; it makes nurture mail wait, never a receipt or a first day."""
    if attempt.cap is None or not attempt.is_to_candidate:
        return None
    if attempt.journey.plan.sequence.purpose is not Purpose.NURTURE:
        return None
    return _over(attempt.cap, attempt.contacts.touches, attempt.journey, rule="touch-cap", what="touches")


def reader_cap(attempt: Attempt) -> Verdict:
    """At most N messages of this sequence to one reader in a period, over all its runs, if its author says so."""
    cap = attempt.journey.plan.sequence.send.at_most
    if cap is None:
        return None
    what = "messages of this sequence to the same reader"
    return _over(cap, attempt.contacts.of_sequence, attempt.journey, rule="reader-cap", what=what)


def _over(cap: Cap, times: tuple[datetime, ...], journey: Journey, *, rule: str, what: str) -> Later | None:
    """When there is room again under a cap; None where there is room now."""
    if len(times) < cap.count:
        return None
    since = cap.per.subtract_from(journey.now, journey.zone, journey.calendar)
    counted = [at for at in times if at > since]
    if len(counted) < cap.count:
        return None
    oldest = sorted(counted, reverse=True)[cap.count - 1]
    at = max(cap.per.add_to(oldest, journey.zone, journey.calendar), journey.now + timedelta(minutes=1))
    return Later(rule=rule, sentence=f"{len(counted)} {what} within {cap.per}; asks again {journey.say(at)}", at=at)


RULES: tuple[Rule, ...] = (
    erased,
    do_not_contact,
    ats_permission,
    application_status,
    somebody,
    suppressed,
    only_openings,
    consent,
    replied,
    condition,
    approval,
    thread,
    too_near,
    mailed_of_late,
    surveyed_of_late,
    needless,
    everybody_there,
    paused,
    out_of_office,
    breaker,
    touch_cap,
    reader_cap,
)
"""In the order in which they are asked: what ends a message for good before what makes it wait."""
