"""How a person steps in: an Update on the enrollment's workflow, which may refuse it in a sentence."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, Final

import typer

from nurture import temporal
from nurture.cli.session import database, settings_from_environment
from nurture.config import Settings
from nurture.contracts import Command, Ending
from nurture.errors import Conflict, NotFound
from nurture.service.ordering import order, without_words
from nurture.store.listings import inside
from nurture.store.words import EnrollmentStatus

MOST_HELD: Final = 100_000
"""More than stand before one sequence after the worst of imports."""

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
AllHeld = Annotated[
    str | None,
    typer.Option("--held", metavar="SEQUENCE", help="All who are held in that sequence, in place of one enrollment."),
]
Reason = Annotated[str, typer.Option(help="Why, for the record.")]
By = Annotated[str | None, typer.Option(help="Who says so, for the record.", show_default="your user name")]


def demand_one(named: str | None, beside: str | None = None) -> str:
    """What is named. Raises BadParameter for nothing, or for two things."""
    if named is None or beside is not None:
        raise typer.BadParameter("Name one enrollment, or a sequence by --held.", param_hint="ENROLLMENT")
    return named


def tell(enrollment_id: str, update: str, message: Command | Ending) -> None:
    """Has the enrollment's workflow do it. Raises Conflict if it refuses, NotFound, and NotSetUp if nobody answers.

    The reason goes on the audit record first, and not to Temporal.
    """
    settings = settings_from_environment()
    with database(settings) as store, store.write() as conn:
        message = without_words(conn, enrollment_id, update, message, settings.clock().now())
    asyncio.run(_tell(settings, enrollment_id, update, message))


def tell_held(sequence: str, update: str, message_for: Callable[[str], Command | Ending]) -> int:
    """Has the workflows of all who are held in a sequence do it, one after the other; how many did.

    Whoever refuses, since they have ended meanwhile, is told of. Raises NotFound where nobody is held, and NotSetUp if
    nobody answers: then what was done stays done, and it can be said once more.
    """
    settings = settings_from_environment()
    with database(settings) as store:
        with store.read() as conn:
            held = [each.id for each in inside(conn, status=EnrollmentStatus.HELD, sequence=sequence, limit=MOST_HELD)]
        if not held:
            raise NotFound(f"nobody is held in {sequence}", hint="See who is: nurture held")
        with store.write() as conn:
            now = settings.clock().now()
            orders = {each: without_words(conn, each, update, message_for(each), now) for each in held}
    return asyncio.run(_tell_each(settings, update, orders))


async def _tell_each(settings: Settings, update: str, orders: Mapping[str, Command | Ending]) -> int:
    client, done = await temporal.connect(settings), 0
    for each, message in orders.items():
        try:
            await order(client, each, update, message)
            done += 1
        except (Conflict, NotFound) as refusal:
            typer.echo(f"{each}: {refusal.message}", err=True)
    return done


async def _tell(settings: Settings, enrollment_id: str, update: str, message: Command | Ending) -> None:
    await order(await temporal.connect(settings), enrollment_id, update, message)
