"""A run of Maya's with two mails."""

import pytest

from tests.unit.service.desk import MAYAS, MONDAY, Desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
TWO_MAILS = sequence(
    """\
    - {id: first, email: one}
    - {id: a-week, wait: 1 week}
    - {id: second, email: two}
    """
)


class Crash(Exception):
    """The worker dies at this point."""


def enter(desk: Desk, *texts: str, **company: object) -> None:
    """Maya is in the sequences."""
    desk.publish(*(texts or (TWO_MAILS,)), company=company)
    desk.hear(maya_is_rejected())


def crash_during_the_call(desk: Desk) -> None:
    """The worker dies while the first mail is on its way; its claim stays."""

    def die() -> None:
        raise Crash

    desk.post.during = die
    with pytest.raises(Crash):
        desk.run(until=MONDAY)
