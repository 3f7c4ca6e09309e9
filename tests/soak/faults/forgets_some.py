"""A worker that notes every journey as started, and starts one in two."""

from itertools import count

from temporalio.client import Client

import worker
from nurture import temporal
from nurture.config import Settings
from nurture.contracts import EnrollmentRun
from nurture.leaving import leave

start = temporal.start_enrollment
number = count()


async def start_every_other(client: Client, settings: Settings, run: EnrollmentRun) -> None:
    if next(number) % 2:
        await start(client, settings, run)


if __name__ == "__main__":
    temporal.start_enrollment = start_every_other
    leave(worker.main())
