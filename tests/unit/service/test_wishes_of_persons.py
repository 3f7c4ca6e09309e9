"""What somebody asked for at one address holds at their others; what came back says something of one address."""

import pytest

from nurture.domain.events import EventType
from nurture.domain.touchpoints import SendState
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service.opt_outs import record_opt_out
from nurture.store import suppressions
from nurture.values import replace
from tests.unit.service.desk import MAIL, MONDAY, Desk, maya

NEW = "maya@new.example"


def moves_to(desk: Desk, email: str, *others: str) -> None:
    """Her ATS has another address to write to."""
    told = maya(EventType.CANDIDATE_UPDATED, email=email)
    update = replace(told.candidates[0], emails=(email, *others))
    desk.hear(replace(told, source="greenhouse", candidates=(update,)))


def suppress(desk: Desk, address: str, reason: str) -> None:
    with desk.parts.store.write() as conn:
        hashed = desk.parts.address_hash(address)
        suppressions.add(conn, hashed, reason=reason, source="a test", at=MONDAY)


def test_an_opt_out_at_the_address_of_before_is_still_theirs(mailed: Desk) -> None:
    wish = OptOut(purpose=Purpose.NURTURE, address_hash=mailed.parts.address_hash(MAIL))
    record_opt_out(mailed.parts, wish)
    moves_to(mailed, NEW)
    mailed.run(days=10)
    assert mailed.states()["second"] is SendState.SKIPPED
    assert mailed.sent[:1] == ["one for Maya"]
    assert len([each for each in mailed.post.asked if each.to.email == NEW]) == 0


@pytest.mark.parametrize(
    ("reason", "is_sent", "why"),
    [
        ("asked on the phone", False, "a person's word is about the person"),
        (suppressions.MAIL_CAME_BACK, True, "an address that is dead says nothing of the other"),
    ],
)
def test_what_stands_at_an_address_that_is_not_written_to(mailed: Desk, reason: str, is_sent: bool, why: str) -> None:
    moves_to(mailed, NEW, "maya@work.example")
    suppress(mailed, "maya@work.example", reason)
    mailed.run(days=10)
    assert (NEW in [each.to.email for each in mailed.post.asked]) is is_sent, why


def test_a_number_that_wants_no_texts_keeps_no_mail_away(mailed: Desk) -> None:
    told = maya(EventType.CANDIDATE_UPDATED, phone="+47 555 01 442")
    mailed.hear(told)
    suppress(mailed, "+4755501442", "asked for no more texts")
    mailed.run(days=10)
    assert mailed.states()["second"] is SendState.ACCEPTED
