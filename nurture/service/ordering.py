"""How a person, or a program of theirs, steps in: an Update on the workflow, which may refuse it in a sentence."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import FailureError
from temporalio.service import RPCError, RPCStatusCode

from nurture import temporal
from nurture.contracts import BROADCAST, Command, Ending
from nurture.errors import Conflict, NotFound, NotSetUp
from nurture.service.reasons import put_aside
from nurture.store import standings
from nurture.values import replace

PATIENCE: Final = timedelta(seconds=30)
"""How long a worker may take to answer."""

PAUSE: Final = "pause"
RESUME: Final = "resume"
EXIT: Final = "exit"


def without_words(
    conn: Connection, whom: str, update: str, message: Command | Ending, now: datetime
) -> Command | Ending:
    """What is asked for as it goes to the workflow of `whom`: who asked and why is on the audit record now.

    Raises NotFound for an enrollment that never was.
    """
    if not whom.startswith(BROADCAST) and standings.candidate_of(conn, whom) is None:
        raise _none(whom)
    if isinstance(message, Ending):
        silent = put_aside(conn, message.command, asked_to=update, whom=whom, now=now)
        return replace(message, command=silent)
    return put_aside(conn, message, asked_to=update, whom=whom, now=now)


async def order(
    client: Client, whom: str, update: str, message: Command | Ending, *, patience: timedelta = PATIENCE
) -> None:
    """Has the workflow of an enrollment, or a broadcast, do it.

    Raises Conflict if it refuses, NotFound, and NotSetUp if nobody answers.
    """
    handle = _handle(client, whom)
    try:
        async with asyncio.timeout(patience.total_seconds()):
            await handle.execute_update(update, message)
    except WorkflowUpdateFailedError as refused:
        cause = refused.cause  # whose text would begin with its type
        raise Conflict(cause.message if isinstance(cause, FailureError) else str(cause)) from refused
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise NotSetUp(f"Temporal answered: {error.message}") from error
        raise _none(whom) from error
    except TimeoutError as nobody:
        raise NotSetUp(
            f"no worker answered within {patience.total_seconds():.0f} seconds",
            hint="Is one running? See: nurture doctor. Then look by `nurture show` whether it was done all the same.",
        ) from nobody


def _none(whom: str) -> NotFound:
    is_broadcast = whom.startswith(BROADCAST)
    kind = "" if is_broadcast else "enrollment "
    return NotFound(
        f"no {kind}{whom} is under way: it has ended, or there never was one",
        hint="`nurture broadcasts` lists them." if is_broadcast else "`nurture show` lists those of a person.",
    )


def _handle(client: Client, named: str) -> WorkflowHandle[object, object]:
    if named.startswith(BROADCAST):
        return temporal.broadcast(client, named.removeprefix(BROADCAST))
    return temporal.enrollment(client, named)
