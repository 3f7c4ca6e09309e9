"""`nurture enroll`."""

import asyncio
from typing import Annotated

import typer

from nurture import temporal
from nurture.cli.session import database, person, settings_from_environment, telling_of_the_database, user
from nurture.config import Settings
from nurture.service import intake
from nurture.service.enrolling import ByHand, Entered, enroll_by_hand
from nurture.service.parts import parts_from


def enroll(
    sequence: Annotated[str, typer.Argument(help="The name of a published sequence.")],
    candidate: Annotated[str, typer.Argument(help="Mail address, our id, or the ATS's.")],
    application: Annotated[
        str | None, typer.Option(help="Which application, if the person has several: our id, or the ATS's.")
    ] = None,
    record: Annotated[
        str | None, typer.Option(help="Which interview, offer, referral or assignment, if there are several.")
    ] = None,
) -> None:
    """Let somebody into a sequence by hand.

    You judge who; the conditions of its triggers are not asked. Somebody who is inside already, or may not come again
    yet, is refused.

    Example: nurture enroll silver-medalist mara@home.example --application 693
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        candidate_id = person(conn, candidate).id
    asked = ByHand(
        sequence=sequence, candidate_id=candidate_id, application_id=application, record_id=record, by=user()
    )
    entered = asyncio.run(_enroll(settings, asked))
    typer.echo(f"{entered.run.enrollment_id} entered on version {entered.version}: {entered.summary}")


async def _enroll(settings: Settings, asked: ByHand) -> Entered:
    client = await temporal.connect(settings)  # before anything is on record
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            entered = await asyncio.to_thread(enroll_by_hand, parts, asked)
            await temporal.start_enrollment(client, settings, entered.run)
            await asyncio.to_thread(intake.note_started, parts, (entered.run.enrollment_id,))
            for poke in entered.pokes:
                await temporal.poke(client, poke)
    finally:
        parts.close()
    return entered
