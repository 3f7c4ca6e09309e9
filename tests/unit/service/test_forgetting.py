"""Forgetting a person who asks for it, and what the ATS may tell of them afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict
from nurture.service.forgetting import FORGOTTEN, forget, held_of
from nurture.service.intake import take_in
from nurture.service.persons import ByWhom
from nurture.store import audit, inbox, open_store, records, suppressions
from nurture.store.columns import metadata
from nurture.values import replace
from tests.greenhouse import changed
from tests.unit.service.desk import MAIL, MAYA, MAYAS, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.mailing import RUN, a_mail, rejected, take, to_our_address

WHY = "request of 2 March"


def forgets(desk: Desk, why: str = WHY) -> bool:
    """Maya is forgotten, and her runs are woken."""
    done = forget(desk.parts, MAYA, ByWhom(by="kim", why=why, at=desk.clock.at))
    desk.wake(done.taken)
    return done.is_news


def everything(desk: Desk) -> str:
    """The whole database as text."""
    with desk.parts.store.read() as conn:
        rows = (conn.execute(select(table)).all() for table in metadata.tables.values() if table.name != "people")
        return "\n".join(str(row) for found in rows for row in found)


def files(desk: Desk) -> bytes:
    """All bytes of an SQLite database, of pages that are free and its log, too."""
    name = str(desk.parts.store.engine.url.database)
    return b"".join(Path(name + end).read_bytes() for end in ("", "-wal") if Path(name + end).exists())


def by_hand(desk: Desk) -> None:
    forget(desk.parts, MAYA, ByWhom(by="kim", why=WHY, at=desk.clock.at))


def by_the_ats(desk: Desk) -> None:
    number = int(MAYA.partition(":")[2])
    take_in(desk.parts, desk.store(changed("candidate_anonymized", "candidate_id", to=number)))


@pytest.mark.parametrize("erase", [by_hand, by_the_ats])
def test_nothing_of_them_is_left_in_the_files_of_sqlite(mailed: Desk, erase: Callable[[Desk], None]) -> None:
    if mailed.parts.store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own time for that")
    with mailed.parts.store.write() as conn:
        big = f"a form of {MAIL} ".encode() * 5_000
        told = {"connection": "greenhouse", "delivery_id": "big", "body": big, "headers": {}}
        inbox.store(conn, **told, received_at=mailed.clock.at)
    with open_store(str(mailed.parts.store.engine.url)).engine.connect():
        assert MAIL.encode() in files(mailed)
        erase(mailed)
        assert MAIL.encode() not in files(mailed)


def applies(desk: Desk, application: str, at: datetime) -> None:
    """The ATS tells in full of an application of hers."""
    told = maya(EventType.APPLICATION_CREATED, at=desk.clock.at, application=application, first_name="Maya", email=MAIL)
    stated = replace(told.applications[0], fields={"applied_at": at}, own={})
    desk.hear(replace(told, applications=(stated,)))


def test_a_person_is_gone_everywhere_and_what_happened_is_still_counted(mailed: Desk) -> None:
    take(mailed, a_mail(To=to_our_address(mailed), **{"Message-ID": "<1@maya.example>"}))
    with mailed.parts.store.write() as conn:
        inbox.store(
            conn,
            connection="greenhouse",
            delivery_id="never understood",
            body=f"a form of {MAIL}".encode(),
            headers={},
            received_at=mailed.clock.at,
        )
    assert MAIL in everything(mailed)
    letters = len(mailed.letters())
    assert forgets(mailed)
    told = everything(mailed)
    for word in ("Maya", MAIL, MAIL.encode().hex(), "maya.example", "Yes, gladly"):
        assert word not in told, word
    assert len(mailed.letters()) == letters
    with mailed.parts.store.read() as conn:
        deed = audit.latest(conn)[0]
        assert (deed.who, deed.what, deed.why, deed.about) == ("kim", "forgot a person", WHY, MAYA)
        stopped = suppressions.of_address(conn, mailed.parts.address_hash(MAIL), now=mailed.clock.at)
    assert [(each.scope, each.reason) for each in stopped] == [("nurture", FORGOTTEN)]


def test_open_runs_end_by_themselves_and_nothing_more_is_sent(mailed: Desk) -> None:
    forgets(mailed)
    mailed.run(days=30)
    assert mailed.sent == ["one for Maya"]
    assert mailed.standing(RUN).outcome == "erased"


def test_nothing_follows_a_mail_that_is_on_its_way(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"))
    desk.hear(maya_is_rejected())
    desk.post.during = lambda: forgets(desk)
    desk.run(days=2)
    assert desk.sent == ["one for Maya"], "what is on its way can't be called back, and nothing follows it"
    assert "Maya" not in everything(desk)
    assert desk.states() == {"first": SendState.ACCEPTED}


def test_forgetting_again_changes_nothing(mailed: Desk) -> None:
    assert forgets(mailed)
    at = mailed.clock.at
    before = everything(mailed)
    assert not forgets(mailed)
    assert everything(mailed) == before
    mailed.run(days=1)
    with mailed.parts.store.read() as conn:
        held = held_of(conn, MAYA)
    assert (held.is_erased, held.erased_at, held.open_runs) == (True, at, ())


def test_a_reason_that_names_them_is_refused(mailed: Desk) -> None:
    with pytest.raises(Conflict, match="the reason names the person"):
        forgets(mailed, "maya asked")
    assert mailed.standing(RUN).outcome is None


def test_what_the_ats_goes_on_telling_is_dropped(mailed: Desk) -> None:
    forgets(mailed)
    before = everything(mailed)
    rejected(mailed, MAYA, MAYAS)
    applies(mailed, "greenhouse:older", mailed.clock.at - timedelta(days=30))
    take(mailed, a_mail(To=to_our_address(mailed)))
    after = everything(mailed)
    for word in ("Maya", MAIL, "Yes, gladly", MAIL.encode().hex()):
        assert word not in after, word
    assert "greenhouse:older" not in after
    assert len(after.splitlines()) == len(before.splitlines()) + 1, "only that a mail came is on record"


def test_who_applies_anew_is_on_record_again_and_is_answered(mailed: Desk) -> None:
    forgets(mailed)
    mailed.publish(sequence("- {id: thanks, email: one}\n", name="thanks", purpose="application", exit="[]"))
    mailed.clock.at += timedelta(days=40)
    applies(mailed, "greenhouse:new", mailed.clock.at)
    mailed.run(days=2)
    assert mailed.sent == ["one for Maya", "one for Maya"]
    rejected(mailed, MAYA, "greenhouse:new")
    mailed.run(days=30)
    theirs = [each.subject for each in mailed.post.asked if each.to.email == MAIL]
    assert theirs == ["one for Maya"] * 2, "nobody asked to hear of other jobs again"
    with mailed.parts.store.read() as conn:
        again = records.candidate(conn, MAYA)
        assert (again.first_name, again.email, again.is_anonymized) == ("Maya", MAIL, False)


def test_a_prospect_has_not_applied(mailed: Desk) -> None:
    forgets(mailed)
    mailed.clock.at += timedelta(days=1)
    told = maya(at=mailed.clock.at, application="greenhouse:p", first_name="Maya")
    prospect = ApplicationUpdate(
        id="greenhouse:p", candidate_id=MAYA, fields={"is_prospect": True, "status": ApplicationStatus.ACTIVE}
    )
    mailed.hear(replace(told, applications=(prospect,)))
    assert "Maya" not in everything(mailed)
