"""What every ATS whose lists are read must do, so that a back-fill may be ended anywhere and go on there."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from nurture.ats import VENDORS, Account
from nurture.ats.patience import UNSAID
from nurture.ats.vendor import Cannot
from nurture.domain.records import ApplicationStatus as S
from nurture.errors import NotSetUp, Released
from nurture.service.filling import Asked, begin, fill
from nurture.store.tables import applications, candidates, events, jobs
from nurture.values import replace
from tests.doubles.api import Answer
from tests.doubles.harvest import Answer as HarvestAnswer
from tests.doubles.merge import application as merges
from tests.rigs import RIGS
from tests.rigs.rig import Rig
from tests.unit.service.desk import Desk, a_desk

LISTING: Final = [pytest.param(rig, id=name) for name, rig in RIGS.items() if rig.vendor.lister]
EVERYTHING: Final = Asked(connection="hiring", since=None, by="kim")

EXPECTED: Final[Mapping[str, Mapping[str, S]]] = {
    "greenhouse": {"6931": S.ACTIVE, "6932": S.REJECTED, "6933": S.WITHDRAWN, "6934": S.HIRED},
    "ashby": {"69": S.ACTIVE, "70": S.HIRED, "71": S.ACTIVE, "72": S.WITHDRAWN, "73": S.REJECTED},
    "lever": {
        "o-new": S.ACTIVE,
        "o-sourced": S.ACTIVE,
        "o-onsite": S.ACTIVE,
        "o-hired": S.HIRED,
        "o-archived": S.REJECTED,
        "o-withdrew": S.WITHDRAWN,
    },
    "smartrecruiters": {
        "c-mara.j-new": S.ACTIVE,
        "c-mara.j-interview": S.ACTIVE,
        "c-mara.j-hired": S.HIRED,
        "c-mara.j-rejected": S.REJECTED,
        "c-mara.j-withdrawn": S.WITHDRAWN,
        "c-mara.j-lead": S.ACTIVE,
    },
    "recruitee": {"57-7": S.ACTIVE, "57-8": S.ACTIVE, "58-7": S.HIRED, "59-7": S.REJECTED, "60-7": S.WITHDRAWN},
    "workable": {"57ab": S.ACTIVE, "60ab": S.HIRED, "61ab": S.ACTIVE, "62ab": S.WITHDRAWN, "63ab": S.REJECTED},
    "merge": {
        merges(1): S.ACTIVE,
        merges(2): S.ACTIVE,
        merges(3): S.REJECTED,
        merges(5): S.WITHDRAWN,
        merges(6): S.HIRED,
    },
    "bamboohr": {str(number): S.HIRED for number in (57, 58, *range(100, 150))},
}
"""How everybody stands in the doubles, by the vendor's ids."""


class Ats:
    """One vendor's double, as a back-fill meets it."""

    def __init__(self, rig: Rig, double: Any) -> None:
        self.rig, self.double, self.paused = rig, double, list[timedelta]()

    def fill(self, desk: Desk, asked: Asked = EVERYTHING, *, resume: bool = False, on_page: Callable[[], None] = list):
        """Reads all pages: what came of them, and how many records each had."""
        lister = self.rig.vendor.lister(self.rig.account(self.double), self.paused.append)
        pages: list[int] = []

        def progress(records: int) -> None:
            pages.append(records)
            on_page()

        try:
            counts, faults = fill(desk.parts, lister, asked, begin(desk.parts, asked, resume=resume), progress)
        finally:
            lister.close()
        assert faults == ()
        return dict(counts), pages

    def refuse(self, status: int, **headers: str) -> None:
        """Answers the next request for a page so."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        made = HarvestAnswer if self.rig.name == "greenhouse" else Answer
        self.double.on_reading.append(made(status=status, headers=given))


@contextmanager
def ats_of(rig: Rig) -> Iterator[Ats]:
    with rig.api() as double:
        yield Ats(rig, double)


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with a_desk(sqlite_url) as desk:
        yield desk


def record(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """Everything that a back-fill may write, but for when it did."""
    found = {}
    with desk.parts.store.read() as conn:
        for table in (candidates, applications, jobs):
            rows = conn.execute(select(table).order_by(table.c.id)).mappings()
            found[table.name] = [
                {n: v for n, v in row.items() if n not in ("updated_at", "entered_stage_at", "opened_at")}
                for row in rows
            ]
    return found


def statuses(desk: Desk) -> dict[str, S]:
    return {each["id"].partition(":")[2]: each["status"] for each in record(desk)["applications"]}


@pytest.mark.parametrize("rig", [pytest.param(rig, id=name) for name, rig in RIGS.items()])
def test_a_vendor_is_listed_or_says_why_not(rig: Rig) -> None:
    vendor = VENDORS[rig.name]
    assert isinstance(vendor.back_fill, Cannot) is (vendor.lister is None)
    said = vendor.back_fill.why if isinstance(vendor.back_fill, Cannot) else vendor.back_fill
    assert said
    assert not said.endswith("."), "it becomes part of a sentence"


@pytest.mark.parametrize("rig", LISTING)
def test_everybody_there_comes_on_record_as_they_stand_and_nothing_happens(desk: Desk, rig: Rig) -> None:
    with ats_of(rig) as ats:
        counts, _ = ats.fill(desk)
    assert statuses(desk) == EXPECTED[rig.name]
    assert counts["new"] == len(EXPECTED[rig.name])
    assert "left" not in counts
    for rows in record(desk).values():
        assert all(row["id"].startswith("hiring:") for row in rows)
    with desk.parts.store.read() as conn:
        assert conn.execute(select(func.count()).select_from(events)).scalar_one() == 0
        nameless = select(candidates.c.id).where(candidates.c.first_name.is_(None))
        assert conn.execute(nameless).all() == []


@pytest.mark.parametrize("rig", LISTING)
def test_what_was_read_once_changes_nothing_when_it_is_read_again(desk: Desk, rig: Rig) -> None:
    with ats_of(rig) as ats:
        ats.fill(desk)
        before = record(desk)
        counts, _ = ats.fill(desk)
    assert record(desk) == before
    assert "new" not in counts
    assert counts["left"] == len(EXPECTED[rig.name])


@pytest.mark.parametrize("rig", LISTING)
def test_it_may_end_after_any_page_and_goes_on_there(
    rig: Rig, desk: Desk, migrated_sqlite: Path, tmp_path: Path
) -> None:
    with ats_of(rig) as ats:
        counts, pages = ats.fill(desk)
    whole = record(desk)
    assert len(pages) > 1, "the double has more than one page"
    for last in range(1, len(pages)):
        empty = shutil.copy(migrated_sqlite, tmp_path / f"killed-{last}.db")
        with a_desk(f"sqlite:///{empty}") as other, ats_of(rig) as ats:
            read: list[int] = []

            def kill(read: list[int] = read, last: int = last) -> None:
                read.append(1)
                if len(read) == last:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                ats.fill(other, on_page=kill)
            gone_on, rest = ats.fill(other, resume=True)
            assert (gone_on, record(other)) == (counts, whole)
            assert len(read) + len(rest) == len(pages), "no page is read twice"


@pytest.mark.parametrize("rig", LISTING)
def test_a_refusal_ends_it_where_it_can_go_on(desk: Desk, rig: Rig) -> None:
    with ats_of(rig) as ats:
        ats.refuse(503)
        with pytest.raises(Released):
            ats.fill(desk)
        ats.fill(desk, resume=True)
    assert statuses(desk) == EXPECTED[rig.name]


@pytest.mark.parametrize("rig", LISTING)
def test_whoever_is_asked_too_often_is_left_alone_for_as_long_as_they_say(desk: Desk, rig: Rig) -> None:
    with ats_of(rig) as ats:
        ats.refuse(429, Retry_After="90")
        ats.refuse(429)
        ats.fill(desk)
    asked, unsaid = ats.paused
    assert timedelta(seconds=80) < asked <= timedelta(seconds=90)
    assert unsaid == UNSAID
    assert statuses(desk) == EXPECTED[rig.name]


@pytest.mark.parametrize("rig", LISTING)
def test_whoever_wants_to_be_left_alone_for_long_is_asked_again_by_hand(desk: Desk, rig: Rig) -> None:
    with ats_of(rig) as ats:
        ats.refuse(429, Retry_After="7200")
        with pytest.raises(Released):
            ats.fill(desk)
    assert ats.paused == []


@pytest.mark.parametrize("rig", LISTING)
def test_since_a_day_after_the_last_change_there_is_nobody(desk: Desk, rig: Rig) -> None:
    with ats_of(rig) as ats:
        counts, _ = ats.fill(desk, replace(EVERYTHING, since=datetime(2026, 6, 1, tzinfo=UTC)))
    assert counts == {}
    assert statuses(desk) == {}


@pytest.mark.parametrize("rig", LISTING)
def test_without_access_nothing_is_asked_and_the_missing_settings_are_named(rig: Rig) -> None:
    bare = Account(connection="hiring", vendor=rig.name, prefix="NURTURE_ATS__HIRING__")
    with pytest.raises(NotSetUp, match="NURTURE_ATS__HIRING__"):
        rig.vendor.lister(bare, lambda _: None)
