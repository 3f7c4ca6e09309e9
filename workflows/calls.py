"""How workflows call activities: until it works, with a time-out per attempt, and a summary in plain words."""

from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

from nurture.contracts import RunOptions

Answer = TypeVar("Answer")

UNTIL_IT_WORKS = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
"""A database or server that is away comes back; what trying again can't mend is raised as not retryable."""


async def ask(activity: str, question: object, answer: type[Answer], options: RunOptions, summary: str) -> Answer:
    """A short activity in this worker, for decisions and records: a local one costs a single event."""
    result: Answer = await workflow.execute_local_activity(
        activity,
        question,
        result_type=answer,
        start_to_close_timeout=timedelta(seconds=options.activity_timeout),
        retry_policy=UNTIL_IT_WORKS,
        summary=summary,
    )
    return result


async def perform(activity: str, order: object, answer: type[Answer], options: RunOptions, summary: str) -> Answer:
    """An activity that does something in the world, visible in Temporal's UI with its attempts."""
    result: Answer = await workflow.execute_activity(
        activity,
        order,
        result_type=answer,
        start_to_close_timeout=timedelta(seconds=options.activity_timeout),
        retry_policy=UNTIL_IT_WORKS,
        summary=summary,
    )
    return result
