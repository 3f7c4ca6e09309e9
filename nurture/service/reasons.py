"""Why somebody gave a command. Their words may name a candidate, so they go past Temporal, on the audit record."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import Command
from nurture.store import audit, standings
from nurture.store.audit import Deed
from nurture.values import replace


def put_aside(conn: Connection, command: Command, *, asked_to: str, whom: str, now: datetime) -> Command:
    """Keeps on record what is asked for, and gives the command as it goes to the workflow of `whom`, without words."""
    deed = Deed(
        at=now,
        who=command.by,
        what=f"asked to {asked_to} {whom}",
        why=command.reason,
        about=standings.candidate_of(conn, whom),
    )
    return replace(command, reason="", deed=audit.record(conn, deed))


def reason_of(conn: Connection, command: Command) -> str:
    """Why somebody gave that command, as they said or as it was put aside."""
    return command.reason if command.deed is None else audit.why(conn, command.deed)
