"""Where our errors become Temporal's: a permanent one is not tried again, all others are, for as long as it takes."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.exceptions import ApplicationError

from nurture.errors import NurtureError


@contextmanager
def telling_temporal() -> Iterator[None]:
    """Turns a NurtureError into an ApplicationError of the same type; anything else stays as it is."""
    try:
        yield
    except NurtureError as error:
        raise ApplicationError(str(error), type=type(error).__name__, non_retryable=error.permanent) from error
