"""What a person allows, and how they stand: it ends a message to them for good."""

from nurture.domain.touchpoints import ChannelKind
from nurture.engine.agreed import why_not_agreed
from nurture.engine.gate.attempt import Attempt
from nurture.engine.gate.verdict import Never, Verdict
from nurture.language.purposes import STATUS_DEMANDED
from nurture.language.sequence import Purpose, is_about_openings
from nurture.timing.walltime import wall


def erased(attempt: Attempt) -> Verdict:
    """Nobody is written to after their data was erased, about anything."""
    if attempt.journey.facts.candidate.is_anonymized:
        return Never(rule="erased", sentence="the person's data was erased")
    return None


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
