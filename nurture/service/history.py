"""What a mail looks back at and whom it takes before it leaves: read only where the step asks for it."""

from datetime import datetime

from nurture.domain.touchpoints import Address
from nurture.engine.before import Before
from nurture.engine.gate import Missing
from nurture.engine.journey import Journey
from nurture.engine.opening_jobs import telling_of
from nurture.language.company import CompanyFile
from nurture.language.steps.email import EmailStep
from nurture.service.composing import office_of, who_is_missing
from nurture.service.invitations import why_no_calendar
from nurture.service.views import View
from nurture.store import sent, told


def before_of(view: View, journey: Journey, step: EmailStep, to: Address | None, key: str) -> Before:
    """What is on the ledger of earlier mails; `to` is who would read this one, `key` its own."""
    enrollment = view.situation.enrollment
    address_hash = view.parts.address_hash(to.email) if to and not step.is_to_candidate else None
    return Before(
        template=_next_template(view, step),
        calendar=why_no_calendar(journey, step),
        nothing_new=step.openings is not None and not journey.facts.openings,
        had=sent.left_about(view.conn, enrollment, step.id, key=key, address_hash=address_hash) if step.once else None,
        instead=sent.left_in_run(view.conn, enrollment.id, step.unless_sent) if step.unless_sent else None,
    )


def with_openings(view: View, journey: Journey, step: EmailStep) -> Journey:
    """The journey with the openings that the mail tells of alone, where it says which."""
    if step.openings is None:
        return journey
    return telling_of(journey, step, told.of_candidate(view.conn, view.situation.enrollment))


def _next_template(view: View, step: EmailStep) -> str | None:
    """The first of the step's templates that this run has not sent; a single one may be sent again."""
    if len(step.email) == 1:
        return step.email[0]
    had = sent.templates_of_run(view.conn, view.situation.enrollment.id)
    return next((name for name in step.email if name not in had), None)


def missing_of(journey: Journey, step: EmailStep, company: CompanyFile) -> Missing | None:
    """Who of ours is not there whom this mail takes."""
    nobody = who_is_missing(journey, step, office_of(journey, company))
    return Missing(sentence=nobody.sentence, until=nobody.until, hint=nobody.hint) if nobody else None


def sent_of_late(view: View, to: Address) -> tuple[datetime, ...]:
    """When this sequence wrote to that reader, newest first; read only where it has a limit."""
    sequence = view.published.plan.sequence
    if sequence.send.at_most is None:
        return ()
    since = view.now - 2 * sequence.send.at_most.per.rough
    return sent.to_reader(view.conn, sequence.sequence, view.parts.address_hash(to.reached_at), since)
