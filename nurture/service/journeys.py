"""Looking at a journey: what comes next, kept on record with the reasons; and what a person asks of it."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import Command, Ending, Look, Parked, Pause
from nurture.domain.enrollment import Enrollment
from nurture.domain.moves import Because, Move
from nurture.service.deciding import decide, finish
from nurture.service.keeping import keep, ready, remember
from nurture.service.parts import Parts
from nurture.service.reasons import reason_of
from nurture.service.unread_news import taken_up
from nurture.service.views import view_of
from nurture.store import audit, enrollments, standings
from nurture.store.audit import Deed
from nurture.store.situations import situation
from nurture.store.words import EnrollmentStatus


def look(parts: Parts, asked: Look) -> Move:
    """What comes next for an enrollment; the answer is on record before it is given."""
    with parts.store.write() as conn:
        view = view_of(parts, conn, asked.enrollment_id, asked.progress, at=asked.at)
        view = taken_up(view)
        return keep(view, decide(view))


def end(parts: Parts, ending: Ending) -> Move:
    """A person ends it: recorded with their name and reason. It takes no plan, which may be what is broken."""
    with parts.store.write() as conn:
        found = situation(conn, ending.enrollment_id, after_event=None, lock=True)
        progress = ending.progress or found.progress
        assert progress is not None, "whoever enters has a first move on record"
        move, now = finish(progress, ending.outcome), parts.clock.now()
        if enrollments.save(conn, ending.enrollment_id, move, status=EnrollmentStatus.ENDED, now=now):
            sentence = _by(conn, ending.command, "ended it")
            remember(conn, found.enrollment, (Because(rule="ended-by-hand", sentence=sentence),), now)
            what = f"ended {ending.enrollment_id} as {ending.outcome}"
            _note(conn, found.enrollment, what, ending.command, now)
        return ready(parts.clock, move)


def record_pause(parts: Parts, pause: Pause) -> str:
    """Puts a pause, or its end, on record."""
    with parts.store.write() as conn:
        found = situation(conn, pause.enrollment_id, after_event=None, lock=True)
        change = enrollments.pause if pause.paused else enrollments.resume
        change(conn, pause.enrollment_id)
        rule, did = ("paused", "paused it") if pause.paused else ("resumed", "resumed it")
        sentence = _by(conn, pause.command, did)
        now = parts.clock.now()
        remember(conn, found.enrollment, (Because(rule=rule, sentence=sentence),), now)
        _note(conn, found.enrollment, f"{rule} {pause.enrollment_id}", pause.command, now)
    return rule


def record_held(parts: Parts, parked: Parked) -> str:
    """Puts on record that an enrollment is held, and by what failure: little is read, since something is broken."""
    with parts.store.write() as conn:
        enrollment = standings.get(conn, parked.enrollment_id).enrollment
        enrollments.hold(conn, enrollment.id, parked.reason)
        remember(conn, enrollment, (Because(rule="held", sentence=parked.reason),), parts.clock.now())
    return "held"


def _note(conn: Connection, enrollment: Enrollment, what: str, command: Command, now: datetime) -> None:
    """Keeps it as a deed of whoever asked for it."""
    deed = Deed(at=now, who=command.by, what=what, why=reason_of(conn, command), about=enrollment.candidate_id)
    audit.record(conn, deed)


def _by(conn: Connection, command: Command, what: str) -> str:
    reason = reason_of(conn, command)
    return f"{command.by} {what}" + (f": {reason}" if reason else "")
