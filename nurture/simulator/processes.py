"""Work that is spread over processes, which end at once when whoever asked for it wants no more."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def spread(work: Callable[[T], R], over: Sequence[T], *, processes: int) -> Iterator[R]:
    """What the work comes to for each of these, in their order, in so many processes; with one, in this one.

    It ends the processes when it is closed, or interrupted, in the middle of their work if need be.
    """
    if min(processes, len(over)) <= 1:
        yield from map(work, over)
        return
    others = set(active_children())
    # A process that is forked from one with threads may inherit a lock that nobody opens again.
    pool = ProcessPoolExecutor(min(processes, len(over)), mp_context=get_context("spawn"))
    try:
        with _unheard(signal.SIGINT):
            results = pool.map(work, over)
        yield from results
    finally:
        for process in set(active_children()) - others:
            process.terminate()
        pool.shutdown(cancel_futures=True)


@contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Processes that are started meanwhile never hear the signal: a terminal sends Ctrl-C to all of them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
