"""What the gate is asked about a message that is about to leave, and what that message is written with."""

from nurture.domain.consent import standing
from nurture.domain.contact_points import ContactKind
from nurture.domain.phones import text_number
from nurture.domain.touchpoints import Address, ChannelKind, Message, touchpoint_key
from nurture.engine.gate import Attempt, Contacts
from nurture.engine.journey import Journey
from nurture.engine.moves.email import APPROVED
from nurture.engine.outgoing import Outgoing
from nurture.language.steps import EmailStep
from nurture.service.composing import Stationery
from nurture.service.history import before_of, missing_of, sent_of_late
from nurture.service.lines import limit_of_openings, line_for
from nurture.service.mailboxes import Holder
from nurture.service.surveys import last_sent
from nurture.service.views import View
from nurture.store import consents, frozen, sent
from nurture.store.clearance import Clearance, clearance
from nurture.store.contact_points import of_candidate
from nurture.store.suppressions import Whose
from nurture.values import replace


def stationery_of(view: View) -> Stationery:
    """What the mails of this sequence are written with."""
    settings = view.parts.settings
    return Stationery(
        company=view.company,
        templates=view.published.templates,
        secret=view.parts.secret,
        public_url=settings.public_url,
        mail_domain=settings.mail_domain,
        reply_domain=settings.reply_domain,
    )


def clearance_of(view: View, key: str, to: Address | None, step: EmailStep) -> Clearance:
    """What the database knows of a message to that address."""
    cap = view.company.touches.at_most
    is_counted = cap is not None and step.is_to_candidate
    whose = _whose(view, to) if to and step.is_to_candidate else None
    return clearance(
        view.conn,
        key,
        candidate_id=view.situation.enrollment.candidate_id,
        address_hash=view.parts.address_hash(to.reached_at) if to else None,
        purpose=view.published.plan.sequence.purpose,
        touches_since=view.now - 2 * cap.per.rough if cap and is_counted else None,
        whose=whose,
        is_for_them=step.is_to_candidate,
    )


def _whose(view: View, to: Address) -> Whose:
    """The candidate behind an address, with all that are on record of the same kind."""
    candidate_id, kind = view.situation.enrollment.candidate_id, ContactKind.PHONE if to.phone else ContactKind.EMAIL
    known = (text_number(each) if to.phone else each for each in of_candidate(view.conn, candidate_id, kind))
    return Whose(
        candidate_id=candidate_id,
        channel=ChannelKind.SMS if to.phone else ChannelKind.EMAIL,
        others=tuple(view.parts.address_hash(each) for each in known if each),
    )


def parent_of(view: View, step: EmailStep) -> Message | None:
    """The mail that this one goes on from, as it was sent on its last visit; None where it did not leave."""
    if step.reply_to_step is None:
        return None
    parent = view.published.plan.beside(step.id, step.reply_to_step)
    done = view.progress.outcomes.get(parent)
    if done is None:
        return None
    key = touchpoint_key(view.situation.enrollment.id, parent, done.visit)
    return frozen.sent_message(view.conn, key)


def attempt_of(
    view: View, journey: Journey, sends: Outgoing, reader: Holder | None, cleared: Clearance, parent: Message | None
) -> Attempt:
    """A message about to leave, as the gate judges it."""
    step, to = sends.mail, reader.mailbox if reader else None
    candidate_id, purpose = view.situation.enrollment.candidate_id, view.published.plan.sequence.purpose
    last_mail = sent.last_mail(view.conn, candidate_id, but=cleared.key) if step.unless_sent_within else None
    apart = sends.asks.unless_surveyed_within if sends.asks and sends.is_first else None
    last_survey = last_sent(view, reader) if apart and reader else None
    return Attempt(
        step=step,
        journey=journey,
        address=to.reached_at if to else None,
        channel=sends.channel,
        contacts=Contacts(
            suppressed=cleared.suppressed,
            paused_until=cleared.paused_until,
            wants_only_openings=cleared.wants_only_openings,
            touches=cleared.touches,
            consent=standing(consents.history(view.conn, candidate_id), purpose) if step.is_to_candidate else None,
            last_mail=last_mail,
            last_survey=last_survey,
            of_sequence=sent_of_late(view, to) if to else (),
        ),
        demands_consent=purpose in view.company.consent.demanded_for,
        unless_surveyed_within=apart,
        cap=view.company.touches.at_most,
        is_approved=any(place.step == step.id and APPROVED in place.did for place in view.progress.places),
        has_parent=step.reply_to_step is None or parent is not None,
        line=line_for(view, step.id, view.company.touches.at_most),
        of_openings=limit_of_openings(view, step.id),
        unread=cleared.unread,
        missing=missing_of(journey, step, view.company) if sends.channel is ChannelKind.EMAIL else None,
    )


def late_attempt_of(view: View, journey: Journey, to: Holder, cleared: Clearance, step: EmailStep, key: str) -> Attempt:
    """A mail that came too late, about to leave in another one to the same address."""
    before = before_of(view, journey, step, to.mailbox, key)
    attempt = attempt_of(view, journey, Outgoing(mail=step), to, cleared, None)
    limit = replace(attempt.of_openings, line=None) if attempt.of_openings else None
    return replace(attempt, before=before, has_parent=True, line=None, of_openings=limit)
