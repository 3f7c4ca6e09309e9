from collections.abc import Iterator

import pytest
import typer

from nurture.channels.outbox import Failure
from nurture.cli.unknown import Found, unknown
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict, NotFound
from nurture.store import audit
from tests.unit.service.desk import MAIL, MAYAS, Desk, a_desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
MESSAGE = f"{RUN}#hello#1"


@pytest.fixture
def desk(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An installation that the command finds, too."""
    monkeypatch.setenv("NURTURE_DATABASE_URL", sqlite_url)
    with a_desk(sqlite_url) as desk:
        yield desk


@pytest.fixture
def lost(desk: Desk) -> Desk:
    """A mail of which nobody knows whether it left."""
    desk.publish(sequence("    - {id: hello, email: one}\n"))
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=1)
    return desk


def test_it_lists_what_nobody_knows_with_the_id_to_look_for(lost: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    unknown()
    assert capsys.readouterr().out.splitlines() == [
        MESSAGE,
        f"  2026-03-02 09:00 UTC  {lost.post.asked[0].message_id}",
        "  the outbox was told to lose the answer for this recipient",
    ]


@pytest.mark.parametrize(("found", "state"), [(Found.LEFT, SendState.ACCEPTED), (Found.NEVER_LEFT, SendState.REJECTED)])
def test_what_somebody_found_out_settles_it(lost: Desk, found: Found, state: SendState) -> None:
    unknown(MESSAGE, found, by="kim")
    assert lost.states() == {"hello": state}
    with lost.parts.store.read() as conn:
        [deed, *_] = audit.latest(conn)
    assert (deed.who, deed.what.startswith(f"settled {MESSAGE}")) == ("kim", True)


def test_what_is_known_is_not_settled_again(lost: Desk) -> None:
    unknown(MESSAGE, Found.LEFT, by="kim")
    with pytest.raises(Conflict, match="is accepted: that is known already"):
        unknown(MESSAGE, Found.NEVER_LEFT, by="kim")


def test_a_message_that_there_is_not_is_said_to_be_none(lost: Desk) -> None:
    with pytest.raises(NotFound, match="knows no message nobody#hello#1"):
        unknown("nobody#hello#1", Found.LEFT)


def test_a_message_alone_asks_what_was_found_out(lost: Desk) -> None:
    with pytest.raises(typer.BadParameter, match="left or never-left"):
        unknown(MESSAGE)


def test_where_all_is_known_only_talk_is_written(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    unknown()
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Of every message it is known whether it left.\n")
