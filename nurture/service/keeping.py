"""Keeping a move: on record with its reasons, and what follows from it for other records."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.clock import Clock
from nurture.domain.enrollment import Enrollment
from nurture.domain.moves import FINISH, PLANNED, Because, Move
from nurture.engine.exits import IN_GRACE
from nurture.engine.next_move import RECALLED
from nurture.service import duties, stopping
from nurture.service.contests import open_new
from nurture.service.touchpoints import leave_out
from nurture.service.views import View, journey_of
from nurture.store import decisions, dispatches, enrollments, mailbox_slots
from nurture.store.words import EnrollmentStatus
from nurture.values import replace


def keep(view: View, move: Move) -> Move:
    """Puts a move on record, and readies it to travel: with the server's time, without the reasoning."""
    if view.situation.status is not EnrollmentStatus.ENDED:
        status = status_after(move, view.situation.status)
        enrollments.save(
            view.conn,
            view.situation.enrollment.id,
            move,
            status=status,
            now=view.now,
            heard=view.situation.last_event,
        )
        if move.action == FINISH:
            dispatches.drop(view.conn, view.situation.enrollment.id, why="the run ended", at=view.now)
        if view.company.mailboxes:
            its_places = [place.step for place in move.progress.places if place.step]
            mailbox_slots.give_back_all(view.conn, view.situation.enrollment.id, but=its_places)
        open_new(view.conn, view.published.plan, view.situation.enrollment, move.progress)
        if duties.has_tasks(view.published.plan):
            duties.follow(view.conn, journey_of(view), move)
        because = (*(each for each in move.because if _is_so(view, each, move)), *_news_of(view, move))
        remember(view.conn, replace(view.situation.enrollment, version=move.progress.version), because, view.now)
        tells = stopping.stop_others(view.parts, view.conn, view.situation, move, view.now)
        move = replace(move, tells=tells) if tells else move
    return ready(view.parts.clock, move)


def ready(clock: Clock, move: Move) -> Move:
    """A move as it travels through Temporal: what only the database needs stays behind."""
    return replace(move, wake=clock.on_server(move.at) if move.at else None, listen=(), because=())


def status_after(move: Move, status: EnrollmentStatus) -> EnrollmentStatus:
    """How an enrollment stands once it stands at that move; a pause outlasts all moves but the last."""
    if move.action == FINISH:
        return EnrollmentStatus.ENDED
    if status is EnrollmentStatus.PAUSED:
        return status
    return EnrollmentStatus.HELD if move.held else EnrollmentStatus.ACTIVE


def _is_so(view: View, because: Because, move: Move) -> bool:
    """Recalls what is to be recalled: what has left, or may have, is not recalled whatever was decided.

    A grace is told once, when it begins.
    """
    if because.rule == IN_GRACE:
        return view.situation.next_at != move.at
    if because.rule != RECALLED or because.step is None:
        return True
    return leave_out(view, because.step, f"{because.step} was recalled", because.sentence, visit=because.visit)


def _news_of(view: View, move: Move) -> tuple[Because, ...]:
    """What is planned now, if that is not what was planned before: another step, or another time."""
    standing = view.situation
    is_grace = any(each.rule == IN_GRACE for each in move.because)
    if move.action == FINISH or move.held or is_grace or (move.step, move.at) == (standing.step, standing.next_at):
        return ()
    return (Because(rule=PLANNED, sentence=move.summary, step=move.step),)


def remember(conn: Connection, enrollment: Enrollment, because: tuple[Because, ...], now: datetime) -> None:
    """Puts on record why an enrollment goes on as it does."""
    decisions.record(
        conn,
        because,
        candidate_id=enrollment.candidate_id,
        at=now,
        enrollment_id=enrollment.id,
        sequence=enrollment.sequence,
        version=enrollment.version,
    )
