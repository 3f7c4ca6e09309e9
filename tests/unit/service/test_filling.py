"""Whom an ATS had before it was connected comes on record page by page; nobody enters, and no run misses news."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from nurture.ats.lever.lists import lister_for
from nurture.ats.listing import Lister
from nurture.domain.contact_points import ContactKind
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus
from nurture.errors import Conflict, NotSetUp, Released
from nurture.service.filling import Asked, begin, fill
from nurture.store import contact_points, imports, intake, records
from nurture.store.tables import enrollments, events
from nurture.values import replace
from tests.doubles.api import Answer
from tests.doubles.lever import LeverDouble
from tests.rigs.lever import RIG
from tests.unit.service.desk import MONDAY, Desk, sequence

EVERYTHING = Asked(connection="hiring", since=None, by="kim")
MARA = "hiring:c-mara"


@pytest.fixture
def double() -> Iterator[LeverDouble]:
    with LeverDouble() as double:
        yield double


@pytest.fixture
def lister(double: LeverDouble) -> Iterator[Lister]:
    opened = lister_for(RIG.account(double), lambda _: None)
    yield opened
    opened.close()


def filled(desk: Desk, lister: Lister, asked: Asked = EVERYTHING, *, resume: bool = False) -> dict[str, int]:
    counts, faults = fill(desk.parts, lister, asked, begin(desk.parts, asked, resume=resume), lambda _: None)
    assert faults == ()
    return dict(counts)


def count(desk: Desk, table) -> int:
    with desk.parts.store.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def statuses(desk: Desk) -> dict[str, ApplicationStatus]:
    with desk.parts.store.read() as conn:
        return {each.id.partition(":")[2]: each.status for each in records.applications_of(conn, MARA)}


def test_everybody_is_on_record_and_nobody_enters(desk: Desk, lister: Lister) -> None:
    desk.publish(
        sequence("- {id: first, email: one}\n", purpose="application", exit="[]"),
        sequence("- {id: first, email: one}\n", name="rejected", enroll="{on: application.rejected}"),
    )
    assert filled(desk, lister) == {"new": 6, "skipped": 1}
    assert statuses(desk) == {
        "o-new": "active",
        "o-sourced": "active",
        "o-onsite": "active",
        "o-hired": "hired",
        "o-archived": "rejected",
        "o-withdrew": "withdrawn",
    }
    assert (count(desk, events), count(desk, enrollments)) == (0, 0)
    with desk.parts.store.read() as conn:
        mara = records.candidate(conn, MARA)
        assert (mara.first_name, mara.email, mara.tags) == ("Mara", "mara@home.example", ("math",))
        assert contact_points.holders(conn, ContactKind.EMAIL, "mara@work.example") == (MARA,)
        [job] = {each.job for each in records.applications_of(conn, MARA) if each.job}
        assert job.title == "Data Engineer"


def test_postings_and_reasons_are_asked_for_once_each(desk: Desk, double: LeverDouble, lister: Lister) -> None:
    filled(desk, lister)
    asked = [each for each in double.asked if "/opportunities" not in each]
    assert len(asked) == len(set(asked)) == 4


def test_what_ends_on_the_way_goes_on_there(desk: Desk, double: LeverDouble, lister: Lister) -> None:
    begun = begin(desk.parts, EVERYTHING, resume=False)
    pages: list[int] = []

    def refuse(rows: int) -> None:
        pages.append(rows)
        if len(pages) == 2:
            double.script.append(Answer(status=503))

    with pytest.raises(Released):
        fill(desk.parts, lister, EVERYTHING, begun, refuse)
    assert len(statuses(desk)) == 4
    with pytest.raises(Conflict, match="it was begun, and 4 records were read") as refused:
        begin(desk.parts, EVERYTHING, resume=False)
    assert refused.value.hint == "Go on with: --resume. Or begin at the first page again with: --anew"
    double.asked.clear()
    assert filled(desk, lister, resume=True) == {"new": 6, "skipped": 1}
    assert sum("offset" in each for each in double.asked) == 2, "the first pages are not read again"
    with desk.parts.store.read() as conn:
        done = imports.find(conn, EVERYTHING.id)
        assert done is not None
        assert (done.rows, done.ended_at, done.place) == (7, desk.clock.at, None)


def test_it_can_be_done_again_and_leaves_applications_that_are_on_record(desk: Desk, lister: Lister) -> None:
    known = Intake(
        at=MONDAY,
        source="hiring",
        candidates=(CandidateUpdate(id=MARA, fields={"first_name": "Mara"}),),
        applications=(ApplicationUpdate(id="hiring:o-archived", candidate_id=MARA),),
    )
    desk.hear(known)
    assert filled(desk, lister) == {"new": 5, "left": 1, "skipped": 1}
    assert statuses(desk)["o-archived"] is ApplicationStatus.ACTIVE
    rejected = Happening(type=EventType.APPLICATION_REJECTED, candidate_id=MARA, application_id="hiring:o-archived")
    told = replace(known, happenings=(rejected,), candidates=())
    with desk.parts.store.write() as conn:
        assert [event.type for _, event in intake.apply(conn, told, MONDAY).events] == ["application.rejected"]
    assert filled(desk, lister) == {"left": 6, "skipped": 1}


def test_only_what_has_changed_is_asked_for_where_a_day_is_named(
    desk: Desk, double: LeverDouble, lister: Lister
) -> None:
    for name in double.opportunities.keys() - {"o-new"}:
        double.opportunities[name]["updatedAt"] = 1_700_000_000_000
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert filled(desk, lister, replace(EVERYTHING, since=since)) == {"new": 1}


def test_a_record_that_can_not_be_understood_is_told_of_and_holds_up_nobody(
    desk: Desk, double: LeverDouble, lister: Lister
) -> None:
    double.opportunities["o-new"]["contact"] = None
    counts, faults = fill(desk.parts, lister, EVERYTHING, begin(desk.parts, EVERYTHING, resume=False), lambda _: None)
    assert dict(counts) == {"new": 5, "skipped": 1, "refused": 1}
    assert faults[0].startswith("opportunity o-new: ")


def test_without_a_key_nothing_is_asked(double: LeverDouble) -> None:
    with pytest.raises(NotSetUp, match="API can't be asked"):
        lister_for(RIG.account(double, api_key=None), lambda _: None)
