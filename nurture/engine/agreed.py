"""Whether somebody agreed to hear from us."""

from nurture.domain.consent import Basis, Consent
from nurture.engine.journey import Journey


def why_not_agreed(stands: Consent | None, journey: Journey, *, is_demanded: bool) -> str | None:
    """Why the journey's messages may not go to the person, in words; None: they may.

    `stands` is the entry of their consent that stands for the journey's purpose. One that ran out or was taken back
    speaks against everything of that purpose; that there is none does so where consent `is_demanded`.
    """
    purpose = journey.plan.sequence.purpose
    if stands is None:
        return f"nobody knows that they agreed to {purpose} mail, and company.yaml demands it" if is_demanded else None
    if not stands.is_given:
        return f"they took their consent back {journey.say(stands.at)}"
    if not stands.holds(journey.now.astimezone(journey.zone).date()):
        return f"their consent ran out on {stands.until}"
    if is_demanded and stands.basis is not Basis.CONSENT:
        basis = stands.basis.replace("-", " ")
        return f"we have their data by {basis}, and company.yaml demands consent for {purpose} mail"
    return None
