"""Where our errors become Temporal's: a permanent one is not tried again, all others are, for as long as it takes.

Who is asked and says when to come back, by `Retry-After`, is not asked before that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio.exceptions import ApplicationError

from nurture.errors import NurtureError, Released

LONGEST: Final = timedelta(hours=1)
"""How long somebody else's word on when to come back is taken for it."""


@contextmanager
def telling_temporal() -> Iterator[None]:
    """Turns a NurtureError into an ApplicationError of the same type; anything else stays as it is."""
    try:
        yield
    except NurtureError as error:
        raise ApplicationError(
            str(error), type=type(error).__name__, non_retryable=error.permanent, next_retry_delay=delay_of(error)
        ) from error


def delay_of(error: NurtureError) -> timedelta | None:
    """How long to wait before it is tried again; None: as the workflow thinks best."""
    if not isinstance(error, Released) or error.retry_at is None:
        return None
    # By the server's time, as the word was given.
    return min(max(error.retry_at - datetime.now(UTC), timedelta(seconds=1)), LONGEST)
