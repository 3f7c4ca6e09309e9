"""What Temporal's UI and searches show of an enrollment."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import SearchAttributeKey

from nurture.contracts import Move, RunOptions

STEP = SearchAttributeKey.for_keyword("Step")
STATUS = SearchAttributeKey.for_keyword("EnrollmentStatus")
NEXT_WAKE = SearchAttributeKey.for_datetime("NextWake")


def show_standing(
    move: Move, *, is_paused: bool, failure: str, remaining: timedelta | None, options: RunOptions
) -> None:
    """Says where the journey stands. A short wait is over before anybody could search for it: it costs no event."""
    status = "paused" if is_paused else "held" if move.held or failure else "active"
    workflow.set_current_details(f"**{status}** · {failure or move.summary}")
    if remaining is None or remaining.total_seconds() >= options.show_waits_over:
        step = STEP.value_set(move.step) if move.step else STEP.value_unset()
        wake = NEXT_WAKE.value_set(move.wake) if move.wake else NEXT_WAKE.value_unset()
        workflow.upsert_search_attributes([STATUS.value_set(status), step, wake])


def show_ended(move: Move) -> None:
    """Says that it is over, and how."""
    workflow.set_current_details(f"**ended** · {move.outcome}")
    workflow.upsert_search_attributes([STATUS.value_set("ended"), NEXT_WAKE.value_unset()])
