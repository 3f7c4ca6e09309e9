"""Work over processes: in order, and over when nobody wants more of it."""

import os
import signal
import time
from functools import partial
from multiprocessing import active_children

import pytest

from nurture.simulator.processes import spread

AN_HOUR = 3_600


def test_results_come_in_the_order_of_the_work() -> None:
    assert list(spread(abs, [-3, 1, -2], processes=2)) == [3, 1, 2]


def test_one_process_is_this_one() -> None:
    assert list(spread(lambda _: os.getpid(), [1, 2], processes=1)) == [os.getpid()] * 2


def test_processes_end_in_the_middle_of_their_work_when_nobody_wants_more() -> None:
    results = spread(time.sleep, [0, AN_HOUR, AN_HOUR], processes=2)
    next(results)
    results.close()
    assert active_children() == []


def test_a_fault_in_one_ends_the_others() -> None:
    with pytest.raises(ValueError, match="must be non-negative"):
        list(spread(time.sleep, [-1, AN_HOUR], processes=2))
    assert active_children() == []


def test_ctrl_c_reaches_whoever_asked_for_the_work_alone() -> None:
    blocked = partial(signal.pthread_sigmask, signal.SIG_BLOCK)
    assert all(signal.SIGINT in masked for masked in spread(blocked, [(), ()], processes=2))
    assert signal.SIGINT not in blocked(())
