"""The composition root: settings to parts to a worker, which runs until it is told to stop. Nobody imports this."""

import asyncio
import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.broadcasts import BroadcastActivities
from activities.dispatches import DispatchActivities
from activities.enroll import EnrollActivities
from activities.idleness import IdleActivities
from activities.intake import IntakeActivities
from activities.journeys import JourneyActivities
from activities.send import SendActivities
from activities.tasks import TaskActivities
from nurture import temporal
from nurture.config import Settings
from nurture.errors import NurtureError
from nurture.leaving import leave
from nurture.service.broadcasting import needs_calendar
from nurture.service.parts import parts_from
from workflows.broadcast import BroadcastWorkflow
from workflows.calendar import CalendarWorkflow
from workflows.enrollment import EnrollmentWorkflow
from workflows.intake import IntakeWorkflow

GRACE = timedelta(seconds=20)
"""How long running activities may take to finish once the worker is told to stop."""


async def work(settings: Settings) -> None:
    """Works until SIGTERM or SIGINT, then lets running activities finish."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    parts = parts_from(settings)
    client = await temporal.connect(settings)
    await temporal.register_search_attributes(client)
    if await asyncio.to_thread(needs_calendar, parts.store):
        await temporal.start_calendar(client, settings)
    broadcasts = BroadcastActivities(parts, client)
    journeys, intake = JourneyActivities(parts), IntakeActivities(parts, client)
    sends, tasks, enrolling = SendActivities(parts), TaskActivities(parts), EnrollActivities(parts, client)
    with ThreadPoolExecutor(settings.activity_threads, thread_name_prefix="activity") as threads:
        dispatches = DispatchActivities(parts, client, threads)
        worker = Worker(
            client,
            task_queue=settings.task_queue,
            workflows=[EnrollmentWorkflow, IntakeWorkflow, BroadcastWorkflow, CalendarWorkflow],
            activities=[
                journeys.next_move,
                journeys.end_enrollment,
                journeys.record_pause,
                journeys.record_held,
                sends.send_email,
                sends.send_text,
                tasks.create_task,
                tasks.escalate_task,
                tasks.hand_over_task,
                enrolling.start_sequence,
                broadcasts.open_due,
                broadcasts.carry_on,
                broadcasts.record_broadcast_pause,
                IdleActivities(parts, client).tell_idle,
                dispatches.update_ats,
                dispatches.call_webhook,
                intake.take_in,
                intake.wake,
            ],
            activity_executor=threads,
            max_concurrent_activities=settings.activity_threads,
            max_concurrent_local_activities=settings.activity_threads,
            graceful_shutdown_timeout=GRACE,
            # Small files that import nothing impure; the import linter and replayed histories guard them.
            workflow_runner=UnsandboxedWorkflowRunner(),
        )
        async with worker:
            logging.getLogger("nurture").info("working on %s at %s", settings.task_queue, settings.temporal_address)
            await stop.wait()
    parts.close()


def main() -> int:
    """Works, and gives the exit code: 1 with a sentence when a part is missing."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(work(Settings()))
    except NurtureError as error:
        logging.getLogger("nurture").error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    leave(main())
