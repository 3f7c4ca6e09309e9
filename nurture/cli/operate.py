"""How a person steps in: an Update on the enrollment's workflow, which may refuse it in a sentence."""

import asyncio
from typing import Annotated, Final

import typer
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.service import RPCError, RPCStatusCode

from nurture import temporal
from nurture.cli.session import settings_from_environment
from nurture.config import Settings
from nurture.contracts import BROADCAST, Command, Ending
from nurture.errors import Conflict, NotFound, NotSetUp

PATIENCE: Final = 30
"""Seconds to wait for a worker."""

EnrollmentOrBroadcast = Annotated[
    str,
    typer.Argument(
        metavar="ENROLLMENT",
        help="The enrollment's id, as `nurture show` prints it, or a broadcast's, as `nurture broadcasts` does.",
    ),
]
EnrollmentId = Annotated[
    str, typer.Argument(metavar="ENROLLMENT", help="The enrollment's id, as `nurture show` prints it.")
]
Reason = Annotated[str, typer.Option(help="Why, for the record.")]
By = Annotated[str | None, typer.Option(help="Who says so, for the record.", show_default="your user name")]


def tell(enrollment_id: str, update: str, message: Command | Ending) -> None:
    """Has the enrollment's workflow do it. Raises Conflict if it refuses, NotFound, and NotSetUp if nobody answers."""
    asyncio.run(_tell(settings_from_environment(), enrollment_id, update, message))


async def _tell(settings: Settings, enrollment_id: str, update: str, message: Command | Ending) -> None:
    client = await temporal.connect(settings)
    handle = _handle(client, enrollment_id)
    try:
        async with asyncio.timeout(PATIENCE):
            await handle.execute_update(update, message)
    except WorkflowUpdateFailedError as refused:
        raise Conflict(str(refused.cause)) from refused
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise NotSetUp(f"Temporal answered: {error.message}") from error
        is_broadcast = enrollment_id.startswith(BROADCAST)
        kind = "" if is_broadcast else "enrollment "
        raise NotFound(
            f"no {kind}{enrollment_id} is under way: it has ended, or there never was one",
            hint="`nurture broadcasts` lists them." if is_broadcast else "`nurture show` lists those of a person.",
        ) from error
    except TimeoutError as nobody:
        raise NotSetUp(
            f"no worker answered within {PATIENCE} seconds",
            hint="Is one running? See: nurture doctor. Then look by `nurture show` whether it was done all the same.",
        ) from nobody


def _handle(client: Client, named: str) -> WorkflowHandle[object, object]:
    if named.startswith(BROADCAST):
        return temporal.broadcast(client, named.removeprefix(BROADCAST))
    return temporal.enrollment(client, named)
