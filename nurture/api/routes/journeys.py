"""Who is inside which sequence, where they stand and why; and letting them in, stopping them, and ending their runs.

What is asked of a run goes to its workflow as an Update, as from the command line: it may refuse, in a sentence.
"""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.orders import order
from nurture.api.paging import ByName, ByNumber
from nurture.api.problems import responses
from nurture.api.shapes.journeys import (
    Decision,
    Decisions,
    End,
    Enroll,
    Enrollment,
    Enrollments,
    Entered,
    Order,
    Ordered,
    Resume,
)
from nurture.api.words import NO_NUL, EnrollmentId
from nurture.contracts import Command, Ending, TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.service.ordering import EXIT, PAUSE, RESUME
from nurture.service.parts import Parts
from nurture.store import decisions, records, standings
from nurture.store.words import EnrollmentStatus

router = APIRouter(tags=["enrollments"])


@router.get("/enrollments", responses=responses(404))
def list_enrollments(
    desk: TheDesk,
    part: ByName,
    _: Annotated[Token, needs(Scope.JOURNEYS_READ)],
    candidate: Annotated[
        str | None, Query(max_length=300, pattern=NO_NUL, description="Only this person's, by our id.")
    ] = None,
    sequence: Annotated[
        str | None, Query(max_length=200, pattern=NO_NUL, description="Only those of this sequence.")
    ] = None,
    status: Annotated[EnrollmentStatus | None, Query(description="Only those that stand like this.")] = None,
) -> Enrollments:
    """List runs of sequences: open and ended ones, by their ids."""
    with desk.parts.store.read() as conn:
        whose = records.surviving_id(conn, candidate) if candidate is not None else None
        found = standings.page(
            conn, candidate_id=whose, sequence=sequence, status=status, after=part.after, limit=part.one_more
        )
    return part.page(Enrollments, found, Enrollment.of, lambda each: each.enrollment.id)


@router.post("/enrollments", status_code=201, responses=responses(404, 409))
async def enroll(asked: Enroll, once: TheOnce, token: Annotated[Token, needs(Scope.JOURNEYS_WRITE)]) -> Entered:
    """Let somebody into a sequence. You judge who; the conditions of its triggers are not asked.

    Somebody who is inside already, or may not come again yet, is refused. Where Temporal can't be reached it is on
    record all the same, and started as soon as it can.
    """

    def deed(parts: Parts) -> tuple[Entered, TakenIn]:
        entered = enroll_by_hand(
            parts,
            ByHand(
                sequence=asked.sequence,
                candidate_id=asked.candidate,
                application_id=asked.application,
                record_id=asked.record,
                by=token.who,
            ),
        )
        taken = TakenIn(started=(entered.run,), pokes=entered.pokes)
        return Entered(enrollment=entered.run.enrollment_id, version=entered.version), taken

    return await once.carry_out(Entered, deed)


@router.post("/enrollments/{enrollment_id:whole}/pause", responses=responses(404, 409))
async def pause_enrollment(
    enrollment_id: EnrollmentId, asked: Order, desk: TheDesk, token: Annotated[Token, needs(Scope.JOURNEYS_WRITE)]
) -> Ordered:
    """Send nothing more to somebody in a sequence, until it is resumed. An exit meanwhile still ends it."""
    return await order(desk, enrollment_id, PAUSE, Command(by=token.who, reason=asked.reason))


@router.post("/enrollments/{enrollment_id:whole}/resume", responses=responses(404, 409))
async def resume_enrollment(
    enrollment_id: EnrollmentId, asked: Resume, desk: TheDesk, token: Annotated[Token, needs(Scope.JOURNEYS_WRITE)]
) -> Ordered:
    """Go on after a pause, or once what held a run is mended."""
    return await order(desk, enrollment_id, RESUME, Command(by=token.who, reason=asked.reason or ""))


@router.post("/enrollments/{enrollment_id:whole}/exit", responses=responses(404, 409))
async def end_enrollment(
    enrollment_id: EnrollmentId, asked: End, desk: TheDesk, token: Annotated[Token, needs(Scope.JOURNEYS_WRITE)]
) -> Ordered:
    """End somebody's run of a sequence, for good."""
    command = Command(by=token.who, reason=asked.reason)
    ending = Ending(enrollment_id=enrollment_id, outcome=asked.outcome, command=command)
    return await order(desk, enrollment_id, EXIT, ending)


@router.get("/enrollments/{enrollment_id:whole}/why", responses=responses(404))
def explain_enrollment(
    enrollment_id: EnrollmentId,
    desk: TheDesk,
    part: ByNumber,
    _: Annotated[Token, needs(Scope.JOURNEYS_READ)],
) -> Decisions:
    """Say why: every decision of one run in a sentence, oldest first."""
    with desk.parts.store.read() as conn:
        whose = standings.get(conn, enrollment_id).enrollment.candidate_id
        found = decisions.page(conn, whose, enrollment_id=enrollment_id, after=part.number, limit=part.one_more)
    return part.page(Decisions, found, lambda told: Decision.of(told[1]), lambda told: str(told[0]))


@router.get("/enrollments/{enrollment_id:whole}", responses=responses(404))
def read_enrollment(
    enrollment_id: EnrollmentId, desk: TheDesk, _: Annotated[Token, needs(Scope.JOURNEYS_READ)]
) -> Enrollment:
    """Read where one run stands."""
    with desk.parts.store.read() as conn:
        return Enrollment.of(standings.get(conn, enrollment_id))
