from datetime import timedelta

import pytest

from nurture.service.replies import record_reply
from nurture.store import audit, contacts, records, standings, timeline
from tests.office import MARA, REJECTED, RUN, Office, mara_is_rejected

AN_HOUR_LATER = REJECTED + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _mara(bureau: Office) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())


def log_a_reply(run):
    return run("log", "call", "mara@home.example", "--direction", "in", "--note", "in May", "--at", "2026-03-02 10:00")


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
    assert ran.out == "A call with Mara Lindqvist, a reply: noted.\n"
    assert "Temporal does not answer" in ran.err
    assert "hear of it when they next wake" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        pytest.param((MARA,), 2, "is not one of", id="not a word on what it was"),
        pytest.param(("call", MARA, "--at", "2999-01-01"), 2, "in the future", id="not yet"),
        pytest.param(("call", MARA, "--duration", "a while"), 2, "1h 10m", id="no length of time"),
        pytest.param(("mail", MARA, "--duration", "5m"), 2, "takes time", id="a mail takes no time"),
        pytest.param(("note", MARA), 2, "what the note says", id="an empty note"),
        pytest.param(("note", MARA, "--note", "x", "--direction", "in"), 2, "no direction", id="a note from them"),
        pytest.param(("call", "nobody@home.example"), 1, "nobody is on record", id="nobody"),
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


@pytest.mark.parametrize(
    ("kind", "channel", "event"),
    [
        ("call", "call", "candidate.contacted"),
        ("meeting", "meeting", "candidate.contacted"),
        ("mail", "email", "candidate.contacted"),
        ("sms", "sms", "candidate.contacted"),
        ("linkedin", "linkedin", "candidate.contacted"),
        ("note", "note", None),
    ],
)
def test_every_kind_goes_on_the_timeline_once(kind: str, channel: str, event: str | None, bureau: Office, run) -> None:
    ran = run("log", kind, MARA, "--note", "spoke of May", "--by", "kim@acme.example", "--at", "2026-03-02 10:00")
    assert ran.code == 0, ran.err
    with bureau.parts.store.read() as conn:
        (found,) = [each for each in contacts.of_candidate(conn, MARA) if each.enrollment_id is None]
        heard = [each.event.type for each in timeline.events_of(conn, MARA)]
        last = records.candidate(conn, MARA).last_contact
    assert (found.channel, found.direction, found.summary) == (channel, "outbound", "spoke of May")
    assert found.detail == "by kim@acme.example"
    assert [each for each in heard if each.startswith("candidate.contacted")] == ([event] if event else [])
    assert (last == found.at) is (event is not None)


@pytest.mark.parametrize(
    ("told", "minutes"), [("25m", 25), ("1h", 60), ("1h 10m", 70), ("25 minutes", 25), ("2 hours", 120)]
)
def test_how_long_it_took_is_on_the_timeline(told: str, minutes: int, run) -> None:
    assert run("log", "meeting", MARA, "--duration", told, "--at", "2026-03-02 10:00").code == 0
    assert f"meeting to them, {minutes} minutes" in " ".join(run("show", MARA, "--json").out.split())


def test_the_same_logged_twice_is_one(bureau: Office, run) -> None:
    assert log_a_reply(run).code == 0
    again = log_a_reply(run)
    assert (again.code, "on record already" in again.err) == (1, True)
