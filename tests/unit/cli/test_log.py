from datetime import timedelta

import pytest

from nurture.service.replies import record_reply
from nurture.store import audit, contacts, standings
from tests.office import MARA, REJECTED, RUN, Office, mara_is_rejected

AN_HOUR_LATER = REJECTED + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _mara(bureau: Office) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())


def log_a_reply(run):
    return run(
        "log", "mara@home.example", "--reply", "--channel", "call", "--text", "in May", "--at", "2026-03-02 10:00"
    )


def test_a_reply_ends_what_ends_on_a_reply_before_anything_is_sent(bureau: Office, run) -> None:
    assert log_a_reply(run).code == 0
    bureau.play(RUN, until=REJECTED + timedelta(days=30))
    with bureau.parts.store.read() as conn:
        assert standings.get(conn, RUN).outcome == "replied"
        timeline = [(each.direction, each.state) for each in contacts.of_candidate(conn, MARA)]
    assert timeline == [("outbound", "skipped"), ("inbound", None)]  # the mail on hold was recalled


def test_a_reply_is_on_the_timeline_and_in_the_audit(bureau: Office, run) -> None:
    log_a_reply(run)
    with bureau.parts.store.read() as conn:
        (reply,) = contacts.of_candidate(conn, MARA)
        assert (reply.channel, reply.direction, reply.summary) == ("call", "inbound", "in May")
        deed = audit.latest(conn)[0]
    assert (deed.what, deed.why, deed.about) == ("logged a reply", "in May", MARA)


def test_without_temporal_it_is_noted_all_the_same_and_said_so(run) -> None:
    ran = log_a_reply(run)
    assert ran.out == "Mara Lindqvist replied: noted.\n"
    assert "Temporal does not answer" in ran.err
    assert "hear of it when they next wake" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        pytest.param((MARA,), 2, "Say what to log", id="not a word on what it was"),
        pytest.param((MARA, "--reply", "--at", "2999-01-01"), 2, "in the future", id="not yet"),
        pytest.param(("nobody@home.example", "--reply"), 1, "nobody is on record", id="nobody"),
    ],
)
def test_what_can_t_be_logged_is_refused(arguments: tuple[str, ...], code: int, told: str, run) -> None:
    ran = run("log", *arguments)
    assert (ran.code, told in ran.err) == (code, True)


def test_the_same_reply_recorded_twice_is_one(bureau: Office) -> None:
    first = record_reply(bureau.parts, MARA, at=AN_HOUR_LATER)
    again = record_reply(bureau.parts, MARA, at=AN_HOUR_LATER)
    assert [poke.enrollment_id for poke in first.pokes] == [RUN]
    assert (again.started, again.pokes) == ((), ())
    with bureau.parts.store.read() as conn:
        assert len(contacts.of_candidate(conn, MARA)) == 1
