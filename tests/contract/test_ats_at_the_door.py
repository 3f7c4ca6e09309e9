"""Each vendor's deliveries over HTTP, from the real door to the record: what it hears, and that nothing is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, text

from nurture.ats import Posted, connections_from
from nurture.clock import FixedClock
from nurture.config import AtsSettings, Settings
from nurture.contracts import Delivery
from nurture.ingress.app import create_app
from nurture.service.intake import take_in
from nurture.service.parts import Parts, parts_from
from nurture.store import inbox
from nurture.store.migrate import migrate
from nurture.store.tables import inbox as inbox_table
from nurture.store.words import InboxState
from tests.edge import RecordingWorkflows, served
from tests.rigs import RIGS
from tests.rigs.rig import NOW, Rig

EVERY_RIG = [pytest.param(rig, id=rig.name) for rig in RIGS.values()]
CONNECTION = "hiring"


@dataclass(frozen=True, kw_only=True)
class Door:
    """A vendor's side of our door, and ours."""

    rig: Rig
    client: httpx.Client
    parts: Parts

    def post(self, posted: Posted) -> int:
        headers = dict(posted.headers)
        return self.client.post(f"/hooks/{CONNECTION}", content=posted.raw, headers=headers).status_code

    def kept(self) -> list[int]:
        with self.parts.store.read() as conn:
            return list(conn.execute(select(inbox_table.c.id).order_by(inbox_table.c.id)).scalars())

    @property
    def ack(self) -> int:
        return connections_from(self.parts.settings)[CONNECTION].adapter.ack_status

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """As if what deliveries are kept in were away."""
        with self.parts.store.write() as conn:
            conn.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
        yield
        with self.parts.store.write() as conn:
            conn.execute(text("ALTER TABLE elsewhere RENAME TO inbox"))


@pytest.fixture
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    rig: Rig = request.param
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    migrate(url)
    with rig.api() as api:
        account = AtsSettings(
            vendor=rig.name, secrets=(rig.secret,), **{**rig.settings, **({"api": api.url} if api else {})}
        )
        settings = Settings(database_url=url, ats={CONNECTION: account}, send_timeout=5)
        app = create_app(
            settings, workflows=RecordingWorkflows(), sweep_every=timedelta(hours=1), wall=FixedClock(at=NOW)
        )
        parts = parts_from(settings)
        with served(app) as client:
            yield Door(rig=rig, client=client, parts=parts)
        parts.close()


at_the_door = pytest.mark.parametrize("door", EVERY_RIG, indirect=True)


@at_the_door
def test_every_delivery_is_answered_as_the_vendor_wants_it_and_taken_in_with_what_was_kept(door: Door) -> None:
    seen: set[int] = set()
    for name in door.rig.names():
        assert door.post(door.rig.posted(name)) == door.ack, name
        for number in sorted(set(door.kept()) - seen):
            seen.add(number)
            note = take_in(door.parts, Delivery(inbox_id=number)).note
            with door.parts.store.read() as conn:
                state = inbox.load(conn, number).state
            assert state in (InboxState.TAKEN_IN, InboxState.IGNORED), f"{name}: {note}"


@at_the_door
def test_what_the_vendor_tries_again_after_our_503_is_kept_once(door: Door) -> None:
    posted = door.rig.posted(door.rig.names()[0])
    with door.without_database():
        assert door.post(posted) == 503
    assert [door.post(posted), door.post(posted)] == [door.ack, door.ack]
    assert len(door.kept()) == 1


@at_the_door
def test_another_body_is_another_delivery_or_refused_and_shown(door: Door) -> None:
    name = door.rig.names()[0]
    changed = json.dumps({**json.loads(door.rig.body(name)), "another": True}).encode()
    other = door.rig.signed(name, changed, door.rig.secret)
    answers = door.post(door.rig.posted(name)), door.post(other)
    with door.parts.store.read() as conn:
        shown = len(inbox.conflicting(conn))
    assert (answers, len(door.kept()), shown) in [((door.ack, 409), 1, 1), ((door.ack, door.ack), 2, 0)]


@at_the_door
def test_a_forged_delivery_gets_401_and_is_not_kept(door: Door) -> None:
    name = door.rig.names()[0]
    assert door.post(door.rig.posted(name, secret=door.rig.other_secret)) == 401
    assert door.kept() == []


@pytest.mark.parametrize(
    ("door", "status"),
    [
        pytest.param(RIGS[name], status, id=name)
        for name, status in (("greenhouse", 200), ("workable", 200), ("recruitee", 200), ("smartrecruiters", 202))
    ],
    indirect=["door"],
)
def test_a_vendor_that_counts_one_status_alone_as_success_gets_it(door: Door, status: int) -> None:
    assert door.post(door.rig.posted(door.rig.names()[0])) == status


@pytest.mark.parametrize(
    ("door", "raw", "sent", "given_back"),
    [
        pytest.param(RIGS[name], raw, sent, given_back, id=name)
        for name, raw, sent, given_back in (
            ("smartrecruiters", b"", {"X-Hook-Secret": "4jn8fs9011jj8"}, "4jn8fs9011jj8"),
            ("recruitee", b'{"test":true}', {}, None),
            ("lever", b'{"event":"candidateHired","data":{},"signature":"test","triggeredAt":1}', {}, None),
        )
    ],
    indirect=["door"],
)
def test_a_handshake_is_answered_before_there_is_a_key_and_leaves_nothing_behind(
    door: Door, raw: bytes, sent: dict[str, str], given_back: str | None
) -> None:
    answer = door.client.post(f"/hooks/{CONNECTION}", content=raw, headers=sent)
    assert answer.status_code == 200
    assert answer.headers.get("X-Hook-Secret") == given_back
    assert door.kept() == []


@pytest.mark.parametrize("door", [pytest.param(RIGS["recruitee"], id="recruitee")], indirect=True)
@pytest.mark.parametrize("name", ["test", "test@with-example"])
def test_a_test_request_that_nobody_could_sign_gets_its_200_and_leaves_nothing(door: Door, name: str) -> None:
    """Recruitee shows the secret of a web hook only once the address has answered."""
    assert door.post(Posted(raw=door.rig.body(name), headers={"content-type": "application/json"})) == 200
    assert door.kept() == []
