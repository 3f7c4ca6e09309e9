"""Surveys: put on record when they are sent, and answered once, by whoever holds the link."""

from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.consent import BY_SURVEY, Consent, ConsentKind, standing
from nurture.domain.events import EventType
from nurture.domain.intake import ConsentUpdate, Intake
from nurture.domain.surveys import Asked
from nurture.domain.touchpoints import Message
from nurture.engine.journey import Journey
from nurture.engine.moves.survey import event_data
from nurture.errors import Conflict, Held
from nurture.language.faults import one_of
from nurture.language.steps import SurveyStep
from nurture.language.survey import YES, Survey
from nurture.messages.identity import survey_token
from nurture.service.consents import last_day
from nurture.service.happened import as_intake
from nurture.service.intake import hear
from nurture.service.mailboxes import Holder
from nurture.service.parts import Parts
from nurture.service.views import View
from nurture.store import consents, standings, surveys
from nurture.store.contacts import WIDEST_RECIPIENT
from nurture.store.situations import lock_candidate_of
from nurture.values import frozen, replace

MOST_WORDS = 4_000
"""Characters of a comment; what is beyond is cut."""


@frozen
class Answered:
    """What came of an answer: whether it is the first, and whom to start and to wake."""

    is_first: bool
    taken: TakenIn = field(default_factory=TakenIn)


def survey_url(key: str, *, secret: str, public_url: str) -> str:
    """The link of the survey that a step's visit sends."""
    return f"{public_url.rstrip('/')}/s/{survey_token(key, secret=secret)}"


def asked(
    view: View, journey: Journey, step: SurveyStep, recipient: str, key: str, visit: int, message: Message
) -> Asked:
    """What is on record of a survey that is about to leave, with its words as they stand now.

    Raises Held where company.yaml has lost it.
    """
    survey = view.company.surveys.get(step.survey)
    if survey is None:
        raise Held(f"company.yaml has no survey `{step.survey}`", hint="Add it under `surveys` and apply again.")
    application = journey.facts.application
    return Asked(
        id=key,
        token=survey_token(key, secret=view.parts.secret),
        candidate_id=journey.facts.enrollment.candidate_id,
        application_id=application.id if application else None,
        enrollment_id=journey.facts.enrollment.id,
        step=step.id,
        visit=visit,
        survey=step.survey,
        recipient=recipient[:WIDEST_RECIPIENT],
        language=message.language,
        document=survey.model_dump_json(),
        asked_at=journey.now,
    )


def survey_of(asked_for: Asked) -> Survey:
    """The survey as it was sent."""
    return Survey.model_validate_json(asked_for.document)


def last_sent(view: View, reader: Holder) -> datetime | None:
    """When the newest survey went to whoever this one is for."""
    to = reader.mailbox
    return surveys.last_sent(
        view.conn,
        candidate_id=view.situation.enrollment.candidate_id,
        recipient=reader.name[:WIDEST_RECIPIENT],
        address_hash=view.parts.address_hash(to.reached_at) if to else None,
    )


def answer(parts: Parts, token: str, given: str, *, comment: str | None) -> Answered | None:
    """Keeps an answer and tells it as news, to whoever waits for it or begins by it; None for a token that is none.

    Only the first answer counts; but a consent may be taken back, and given again, by the same link. Raises Conflict
    for an answer that the survey doesn't have.
    """
    now = parts.clock.now()
    with parts.store.write() as conn:
        found = surveys.by_token(conn, token)
        if found is None:
            return None
        lock_candidate_of(conn, found.enrollment_id)
        found = surveys.by_token(conn, token)  # once more under the lock: a merge may have moved it
        if found is None:
            return None
        survey = survey_of(found)
        if given not in survey.answers:
            raise Conflict(f"“{given}” is no answer to this survey", hint=one_of(given, survey.answers))
        agreed = _agreed(parts, conn, found, survey, given)
        # PostgreSQL keeps no NUL, which nobody types, and which is no reason to lose an answer.
        words = (comment or "").replace("\0", "").strip()[:MOST_WORDS] if survey.comment else ""
        if not surveys.answer(conn, found.id, answer=given, comment=words or None, at=now):
            again = hear(parts, conn, Intake(at=now, consents=agreed)).taken if agreed else TakenIn()
            return Answered(is_first=False, taken=again)
        news = as_intake(
            EventType.SURVEY_ANSWERED,
            at=now,
            candidate_id=found.candidate_id,
            application_id=found.application_id,
            data=event_data(found.step, found.survey, given, enrollment=found.enrollment_id, key=found.id),
        )
        return Answered(is_first=True, taken=hear(parts, conn, replace(news, consents=agreed)).taken)


def _agreed(parts: Parts, conn: Connection, asked_for: Asked, survey: Survey, given: str) -> tuple[ConsentUpdate, ...]:
    """The consent that an answer gives or takes back; none where the survey asks for none, or it is so already.

    It is renewed from the end of the one that stood when they were asked: two links that ask the same renew it once.
    """
    if survey.consent is None:
        return ()
    now, kind = parts.clock.now(), ConsentKind.GIVEN if given == YES else ConsentKind.WITHDRAWN
    history = consents.history(conn, asked_for.candidate_id)
    stands = standing(history, survey.consent)
    if asked_for.answered_at is not None and stands is not None and stands.kind is kind:
        return ()
    stood = standing([each for each in history if each.at <= asked_for.asked_at], survey.consent)
    consent = Consent(
        kind=kind,
        at=now,
        until=last_day(parts, conn, stood, now) if kind is ConsentKind.GIVEN else None,
        purpose=survey.consent,
        source=BY_SURVEY,
        noted_by=f"{standings.get(conn, asked_for.enrollment_id).enrollment.sequence}/{asked_for.step}",
    )
    return (ConsentUpdate(candidate_id=asked_for.candidate_id, consent=consent),)
