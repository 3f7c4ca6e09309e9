"""Reading a mailbox on a real IMAP server: everything once, nothing lost, nothing changed there."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from nurture.channels.imap import Fetched, Mailbox, Place, from_settings
from nurture.clock import SystemClock
from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.inbound.envelope import Envelope
from nurture.ingress.app import create_app
from nurture.ingress.edge import Edge
from nurture.ingress.mailbox import read_once
from nurture.service.checkup.finding import State
from nurture.service.checkup.mailbox import look
from nurture.store import Store, inbox
from nurture.store.inbox import StoredDelivery
from nurture.store.tables import inbox as inbox_table
from nurture.values import replace
from tests.dovecot import ImapServer, imap_server
from tests.edge import RecordingWorkflows, served


def a_mail(number: int, *, head: str = "") -> bytes:
    """A mail that differs from others by its number."""
    return f"{head}From: maya@lindqvist.example\r\nMessage-ID: <{number}@x.example>\r\n\r\nYes {number}.\r\n".encode()


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def folder(server: ImapServer, request: pytest.FixtureRequest) -> str:
    """A folder of the test's own."""
    name = f"f{abs(hash(request.node.name))}"
    with server.session() as session:
        session.create(name)
    return name


@pytest.fixture
def edge(server: ImapServer, settings: Settings, store: Store, workflows: RecordingWorkflows, folder: str) -> Edge:
    ours = server.settings(settings, imap_folder=folder, imap_authserv="mx.acme.example")
    return Edge(settings=ours, store=store, clock=SystemClock(), workflows=workflows)


def box(edge: Edge) -> Mailbox:
    found = from_settings(edge.settings)
    assert found is not None
    return found


def read(edge: Edge) -> int:
    return asyncio.run(read_once(edge, box(edge)))


def kept(store: Store) -> list[StoredDelivery]:
    with store.read() as conn:
        ids = conn.execute(select(inbox_table.c.id).order_by(inbox_table.c.id)).scalars().all()
        return [inbox.load(conn, each) for each in ids]


def test_each_mail_is_kept_as_it_lies_there_once_and_its_intake_started(
    server: ImapServer, edge: Edge, store: Store, workflows: RecordingWorkflows, folder: str
) -> None:
    mails = [a_mail(1), a_mail(2) + b"Gr\xfc\xdfe\r\n"]
    for each in mails:
        server.deliver(each, folder=folder)
    assert (read(edge), read(edge)) == (2, 0)
    server.deliver(a_mail(3), folder=folder)
    assert (read(edge), read(edge)) == (1, 0)
    assert [each.body for each in kept(store)] == [*mails, a_mail(3)]
    assert workflows.started == [("mail", each.delivery_id, each.id) for each in kept(store)]


def test_an_empty_folder_holds_nothing_new(edge: Edge) -> None:
    assert (read(edge), read(edge)) == (0, 0)


def test_nothing_is_changed_in_the_mailbox(server: ImapServer, edge: Edge, folder: str) -> None:
    server.deliver(a_mail(1), folder=folder)
    read(edge)
    with server.session() as session:
        session.select(folder)
        assert session.search(None, "UNSEEN")[1] == [b"1"]


def test_a_mail_counts_from_when_it_arrived_there(server: ImapServer, edge: Edge, store: Store, folder: str) -> None:
    arrived = datetime(2026, 3, 3, 9, 0, 5, tzinfo=UTC)
    server.deliver(a_mail(1), at=arrived, folder=folder)
    read(edge)
    assert [each.received_at for each in kept(store)] == [arrived]


def test_of_a_large_mail_the_beginning_is_read(
    server: ImapServer, edge: Edge, store: Store, folder: str, caplog: pytest.LogCaptureFixture
) -> None:
    large = a_mail(1) + b"x" * 100_000 + b"\r\n"
    server.deliver(large, folder=folder)
    edge = replace(edge, settings=edge.settings.model_copy(update={"inbound_keeps": 70_000}))
    with caplog.at_level(logging.INFO):
        assert read(edge) == 1
    [stored] = kept(store)
    assert stored.body == large[:70_000]
    assert Envelope.read(stored.headers).size == len(large)
    assert f"of a mail of {len(large)} bytes the first 70000 are kept" in caplog.text


def test_a_crash_between_two_mails_loses_none_and_repeats_none(
    server: ImapServer, edge: Edge, store: Store, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        server.deliver(a_mail(number), folder=folder)

    class CrashError(Exception):
        pass

    whole = Mailbox.newer_than

    def breaks_off(self: Mailbox, place: Place | None) -> Iterator[Fetched]:
        for number, each in enumerate(whole(self, place)):
            if number == 2:
                raise CrashError
            yield each

    with monkeypatch.context() as patched:
        patched.setattr(Mailbox, "newer_than", breaks_off)
        with pytest.raises(CrashError):
            read(edge)
    assert read(edge) == 2
    assert [each.body for each in kept(store)] == [a_mail(number) for number in range(4)]


def test_a_folder_that_was_made_anew_is_read_anew_and_the_same_mail_stays_one(
    server: ImapServer, edge: Edge, store: Store, folder: str
) -> None:
    for number in (1, 2):
        server.deliver(a_mail(number), folder=folder)
    read(edge)
    server.recreate(folder)
    for number in (2, 3):
        server.deliver(a_mail(number), folder=folder)
    assert read(edge) == 2
    assert [each.body for each in kept(store)] == [a_mail(1), a_mail(2), a_mail(3)]


def test_a_mail_that_was_removed_leaves_no_gap_behind_which_others_are_lost(
    server: ImapServer, edge: Edge, store: Store, folder: str
) -> None:
    for number in (1, 2, 3):
        server.deliver(a_mail(number), folder=folder)
    with server.session() as session:
        session.select(folder)
        session.store("2", "+FLAGS", r"\Deleted")
        session.expunge()
    assert read(edge) == 2
    server.deliver(a_mail(4), folder=folder)
    assert read(edge) == 1


@pytest.mark.parametrize(
    ("head", "proven"),
    [
        ("Authentication-Results: mx.acme.example; dkim=pass header.d=lindqvist.example\r\n", {"lindqvist.example"}),
        ("Authentication-Results: mx.acme.example; spf=pass smtp.mailfrom=m@mail.example\r\n", {"mail.example"}),
        ("Authentication-Results: mx.acme.example; dkim=fail (pass) header.d=lindqvist.example\r\n", set()),
        ("Authentication-Results: evil.example; dkim=pass header.d=lindqvist.example\r\n", set()),
        (
            "Authentication-Results: mx.acme.example; dkim=none\r\n"
            "Authentication-Results: mx.acme.example; dkim=pass header.d=lindqvist.example\r\n",
            set(),
        ),
        ("", set()),
    ],
)
def test_what_our_own_server_says_of_the_sender_counts(
    server: ImapServer, edge: Edge, store: Store, folder: str, head: str, proven: set[str]
) -> None:
    server.deliver(a_mail(1, head=head), folder=folder)
    read(edge)
    [stored] = kept(store)
    assert Envelope.read(stored.headers).proven == proven


def test_while_temporal_is_away_mail_is_kept_all_the_same(
    server: ImapServer, edge: Edge, store: Store, workflows: RecordingWorkflows, folder: str
) -> None:
    workflows.is_away = True
    server.deliver(a_mail(1), folder=folder)
    assert read(edge) == 1
    assert len(kept(store)) == 1


@pytest.mark.parametrize(
    "changes", [{"imap_folder": "Nowhere"}, {"imap_password": SecretStr("wrong")}, {"imap_port": 9}]
)
def test_a_mailbox_that_can_not_be_read_says_what_to_set(edge: Edge, changes: dict[str, object]) -> None:
    wrong = from_settings(edge.settings.model_copy(update=changes))
    assert wrong is not None
    for ask in (wrong.check, lambda: list(wrong.newer_than(None))):
        with pytest.raises(NotSetUp, match="can't be read") as refused:
            ask()
        assert "NURTURE_IMAP_HOST" in (refused.value.hint or "")


def test_a_mailbox_that_can_be_read_says_so(edge: Edge, folder: str) -> None:
    assert box(edge).check() == f"the folder {folder} on 127.0.0.1 can be read"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"imap_user": None}, "no login"),
        ({"imap_password": None}, "no login"),
        ({"imap_host": "mx.acme.example"}, "clear text"),
    ],
)
def test_settings_that_would_not_do_are_refused(edge: Edge, changes: dict[str, object], says: str) -> None:
    with pytest.raises(NotSetUp, match=says):
        from_settings(edge.settings.model_copy(update=changes))


def test_the_web_edge_reads_the_mailbox_while_it_runs(
    server: ImapServer,
    edge: Edge,
    store: Store,
    workflows: RecordingWorkflows,
    folder: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.deliver(a_mail(1), folder=folder)
    settings = edge.settings.model_copy(update={"imap_every": 0.05})
    app = create_app(settings, workflows=workflows, sweep_every=timedelta(hours=1))
    with caplog.at_level(logging.INFO), served(app) as client:
        ends = datetime.now(UTC) + timedelta(seconds=20)
        while not workflows.started and datetime.now(UTC) < ends:
            client.get("/health")
    assert len(workflows.started) == 1
    assert "lindqvist" not in caplog.text


def test_the_doctor_says_whether_the_mailbox_can_be_read(edge: Edge, settings: Settings) -> None:
    assert list(look(settings)) == []
    assert [each.state for each in look(edge.settings)] == [State.GOOD]
    wrong = edge.settings.model_copy(update={"imap_folder": "Nowhere"})
    assert [each.state for each in look(wrong)] == [State.WRONG]
