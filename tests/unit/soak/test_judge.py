"""The judge of a soak finds each fault, and nothing where there is none."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.touchpoints import SendState
from nurture.values import replace
from tests.soak.judge import Entry, Evidence, Run, Seen, Window, judge

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RUN = Run(id="soak/1", who="a@home.example", ended_at=NOON + 2 * HOUR, outcome="completed")
MAIL = Seen(message_id="<1>", to="a@home.example", subject="Hello", at=NOON)
ENTRY = Entry(
    key="soak/1#first#1",
    run="soak/1",
    step="first",
    state=SendState.ACCEPTED,
    message_id="<1>",
    decided_at=NOON - timedelta(minutes=1),
)
CLEAN = Evidence(
    now=NIGHT + 24 * HOUR,
    window=Window(opens=time(8), closes=time(20), zone=ZoneInfo("Europe/Berlin")),
    slack=HOUR,
    mails=(frozenset({"first"}),),
    told=frozenset({"a@home.example"}),
    seen=(MAIL,),
    ledger=(ENTRY,),
    runs=(RUN,),
)
INSIDE = replace(RUN, ended_at=None, outcome=None)


def in_state(state: SendState) -> Evidence:
    return replace(CLEAN, ledger=(replace(ENTRY, state=state),))


def where(run: Run) -> Evidence:
    return replace(CLEAN, runs=(run,))


FAULTS = {
    "taken twice under one name": ("sent twice", replace(CLEAN, seen=(MAIL, MAIL))),
    "taken twice under two names": ("sent twice", replace(CLEAN, seen=(MAIL, replace(MAIL, message_id="<2>")))),
    "applied and never let in": ("lost", replace(CLEAN, told=CLEAN.told | {"b@home.example"})),
    "stands still": ("lost", where(replace(INSIDE, next_at=CLEAN.now - 2 * HOUR))),
    "waits for nothing": ("lost", where(INSIDE)),
    "goes on after an exit": (
        "lost",
        where(replace(INSIDE, next_at=CLEAN.now + HOUR, leaves_at=CLEAN.now - 2 * HOUR)),
    ),
    "counts as sent and was not": ("lost", replace(CLEAN, seen=())),
    "a step left out": ("lost", replace(CLEAN, ledger=(), seen=())),
    "not in the ledger": ("unaccounted for", replace(CLEAN, seen=(MAIL, replace(MAIL, message_id="<2>", to="b")))),
    "taken, and counts as refused": ("unaccounted for", in_state(SendState.REJECTED)),
    "taken, and to be sent again": ("unaccounted for", in_state(SendState.RELEASED)),
    "claimed for ever": ("unaccounted for", in_state(SendState.CLAIMED)),
    "left after an exit": ("sent after an exit", where(replace(RUN, leaves_at=NOON - 2 * HOUR))),
    "left after the end": ("sent after an exit", where(replace(RUN, ended_at=NOON - 2 * HOUR))),
    "decided on at night": ("sent out of hours", replace(CLEAN, ledger=(replace(ENTRY, decided_at=NIGHT),))),
    "arrived at night": ("sent out of hours", replace(CLEAN, seen=(replace(MAIL, at=NIGHT),))),
}


@pytest.mark.parametrize(("kind", "evidence"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_found_and_called_by_its_kind(kind: str, evidence: Evidence) -> None:
    assert judge(evidence).faults[kind]


NO_FAULTS = {
    "all is well": CLEAN,
    "waits for what is to come": where(replace(INSIDE, next_at=CLEAN.now + HOUR)),
    "is held with a reason": where(replace(INSIDE, held_reason="no sender")),
    "was on its way when the exit came": where(replace(RUN, leaves_at=NOON - timedelta(minutes=30))),
    "was refused": replace(in_state(SendState.REJECTED), seen=()),
}


@pytest.mark.parametrize("evidence", NO_FAULTS.values(), ids=NO_FAULTS)
def test_nothing_is_found_where_nothing_is_wrong(evidence: Evidence) -> None:
    verdict = judge(evidence)
    assert verdict.is_clean, verdict.faults


@pytest.mark.parametrize(("seen", "taken"), [((MAIL,), (ENTRY.key,)), ((), ())], ids=["taken", "not taken"])
def test_what_nobody_knows_is_no_fault_and_is_listed(seen: tuple[Seen, ...], taken: tuple[str, ...]) -> None:
    verdict = judge(replace(in_state(SendState.UNKNOWN), seen=seen))
    assert verdict.is_clean
    assert (verdict.unknown, verdict.unknown_but_taken) == ((ENTRY.key,), taken)
