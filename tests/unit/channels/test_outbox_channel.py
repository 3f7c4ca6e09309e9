"""The outbox as a stand-in: told whom to fail, and how."""

import pytest

from nurture.channels.outbox import Failure, Outbox
from nurture.domain.touchpoints import Address
from nurture.errors import NurtureError, OutcomeUnknown, Rejected, Released
from tests.doubles.channels import a_message

ANNA, BERTA = Address(email="anna@people.example"), Address(email="berta@people.example")


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure.REJECT, Rejected),
        (Failure.RELEASE, Released),
        (Failure.UNKNOWN, OutcomeUnknown),
    ],
)
def test_the_outbox_fails_whom_it_is_told_to_and_nobody_else(failure: Failure, error: type[NurtureError]) -> None:
    outbox = Outbox(failing={ANNA.email: failure})
    with pytest.raises(error):
        outbox.send(a_message(to=ANNA))
    assert outbox.send(a_message(to=BERTA)).provider_id is None


def test_a_recipient_may_recover() -> None:
    outbox = Outbox(failing={ANNA.email: Failure.RELEASE})
    del outbox.failing[ANNA.email]
    assert outbox.send(a_message(to=ANNA)).detail


def test_the_outbox_says_that_nothing_leaves() -> None:
    assert "nothing leaves" in Outbox().check()
