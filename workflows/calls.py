"""How workflows call activities, until it works and with a summary in plain words; and how they turn updates down."""

from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

from nurture import contracts
from nurture.contracts import EnrollmentRun, Parked, RunOptions

Answer = TypeVar("Answer")

UNTIL_IT_WORKS = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
"""A database or server that is away comes back; what trying again can't mend is raised as not retryable."""

FAILED = (ActivityError, ApplicationError)
"""What an activity raises that is not tried again: a local one its error as it is, any other one wrapped."""

ONCE = RetryPolicy(maximum_attempts=1)
A_SECOND = timedelta(seconds=1)

MANY = 10
"""How many times as long as others an activity may take that says how it goes."""


def cause_of(failed: BaseException) -> BaseException | None:
    """The error that an activity ended with."""
    return failed.cause if isinstance(failed, ActivityError) else failed


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


async def perform(
    activity: str,
    order: object,
    answer: type[Answer],
    options: RunOptions,
    summary: str,
    *,
    heartbeat: timedelta | None = None,
) -> Answer:
    """An activity that does something in the world, visible in Temporal's UI with its attempts.

    One that is heard of at least every `heartbeat` may take longer than others, as long as it is heard of.
    """
    limit = timedelta(seconds=options.activity_timeout)
    result: Answer = await workflow.execute_activity(
        activity,
        order,
        result_type=answer,
        start_to_close_timeout=limit * MANY if heartbeat else limit,
        heartbeat_timeout=heartbeat,
        retry_policy=UNTIL_IT_WORKS,
        summary=summary,
    )
    return result


async def at_once(activity: str, order: object, answer: type[Answer], options: RunOptions, summary: str) -> Answer:
    """One that mostly takes milliseconds: tried within the workflow's own task, which costs a single event.

    What does not work there becomes an activity like any other, visible with its attempts, and not before whoever was
    asked wants to be asked again.
    """
    limit = timedelta(seconds=options.activity_timeout)
    try:
        result: Answer = await workflow.execute_local_activity(
            activity, order, result_type=answer, start_to_close_timeout=limit, retry_policy=ONCE, summary=summary
        )
    except FAILED as failed:
        cause = cause_of(failed)
        if isinstance(cause, ApplicationError) and cause.non_retryable:
            raise
        asked_for = cause.next_retry_delay if isinstance(cause, ApplicationError) else None
        await workflow.sleep(asked_for or A_SECOND, summary=f"{activity} did not work at once")
        return await perform(activity, order, answer, options, summary)
    return result


async def park(run: EnrollmentRun, why: str) -> None:
    """Has it on record that an enrollment is held, if even that can be done: Temporal shows it in any case."""
    parked = Parked(enrollment_id=run.enrollment_id, reason=why)
    with suppress(*FAILED):
        await ask(contracts.RECORD_HELD, parked, str, run.options, "records that it is held")


def is_history_long(options: RunOptions) -> bool:
    """Whether it is time to continue as new: every wake replays the whole history."""
    info = workflow.info()
    return info.is_continue_as_new_suggested() or info.get_current_history_length() > options.history_limit


def refuse(run: EnrollmentRun, is_refused: bool, why: str) -> None:
    """Turns an operator's update down, in a validator: it leaves no trace in history."""
    if is_refused:
        raise ApplicationError(f"{run.enrollment_id}: {why}", type="Refused", non_retryable=True)
