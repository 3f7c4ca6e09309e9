"""The leanest workflow that somebody would write by hand for the same journey: 3 sends, 2 waits, no database work."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

TASK_QUEUE = "handwritten"
WAIT = timedelta(seconds=1)
TIMEOUT = timedelta(minutes=1)


@dataclass(frozen=True)
class Mail:
    """One mail to send."""

    candidate_id: str
    template: str


@activity.defn
def send_email(mail: Mail) -> str:
    """Sends nothing: what is measured is the cost of the orchestration."""
    return f"{mail.candidate_id}/{mail.template}"


@workflow.defn
class Handwritten:
    """Three mails, two waits."""

    @workflow.run
    async def run(self, candidate_id: str) -> str:
        await self._send(candidate_id, "first")
        await asyncio.sleep(WAIT.total_seconds())
        await self._send(candidate_id, "second")
        await asyncio.sleep(WAIT.total_seconds())
        return await self._send(candidate_id, "third")

    async def _send(self, candidate_id: str, template: str) -> str:
        return await workflow.execute_activity(send_email, Mail(candidate_id, template), start_to_close_timeout=TIMEOUT)


async def main() -> None:
    """Works until it is killed."""
    client = await Client.connect(os.environ["NURTURE_TEMPORAL_ADDRESS"])
    with ThreadPoolExecutor(16) as threads:
        await Worker(
            client,
            task_queue=TASK_QUEUE,
            workflows=[Handwritten],
            activities=[send_email],
            activity_executor=threads,
            max_concurrent_activities=16,
            workflow_runner=UnsandboxedWorkflowRunner(),
        ).run()


if __name__ == "__main__":
    asyncio.run(main())
