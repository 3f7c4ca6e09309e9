"""Putting the people of a file on record, on both databases: who is new, who is known, and what is never done half."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from nurture.domain.contact_points import ContactKind
from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.domain.own import NOTHING_OWN
from nurture.errors import Conflict
from nurture.service.importing import taking
from nurture.service.importing.columns import Meaning, targets_of
from nurture.service.importing.people import Terms
from nurture.service.importing.sheet import Sheet, open_sheet
from nurture.service.importing.taking import Tally, begin, import_id, look, take_in
from nurture.store import consents, contact_points, imports, intake, records
from nurture.store.tables import candidates, enrollments, events
from nurture.values import replace
from tests.unit.service.desk import MAIL, MAYA, MONDAY, Desk, maya, sequence

HEAD = "id,first_name,last_name,email,tags,consent_given_at\n"


class Killed(Exception):
    """Ends an import where a test wants it to end."""


def a_sheet(tmp_path: Path, rows: str, name: str = "fair.csv", head: str = HEAD) -> Sheet:
    path = tmp_path / name
    path.write_text(head + rows)
    return open_sheet(path)


def terms_of(desk: Desk, sheet: Sheet, connection: str | None = None) -> Terms:
    targets, faults = targets_of(sheet.columns, Meaning(), NOTHING_OWN)
    assert faults == []
    return Terms(
        targets=targets,
        meaning=Meaning(),
        own={},
        list_name=sheet.path.stem,
        connection=connection,
        hash_of=lambda address: desk.parts.address_hash(address)[:20],
        now=desk.clock.at,
    )


def counts(tally: Tally) -> dict[str, int]:
    return {str(fate): count for fate, count in tally.counts.items()}


def taken(desk: Desk, sheet: Sheet, connection: str | None = None, *, resume: bool = False) -> dict[str, int]:
    """What comes of an import, which is what was foretold."""
    store, terms = desk.parts.store, terms_of(desk, sheet, connection)
    foretold = None if resume else counts(look(store, sheet, terms, lambda _: None))
    begun = begin(store, sheet, terms, by="kim", resume=resume)
    found = counts(take_in(store, sheet, terms, begun, desk.clock.now, lambda _: None))
    assert foretold in (None, found)
    return found


def person(desk: Desk, record: str):
    with desk.parts.store.read() as conn:
        return records.candidate(conn, record)


def test_people_who_are_new_are_on_record_with_all_that_the_file_says(desk: Desk, tmp_path: Path) -> None:
    rows = "1,Mara,Lindqvist,mara@home.example,fair;python,2026-03-01\n2,Otto,,otto@home.example,,\n"
    sheet = a_sheet(tmp_path, rows)
    assert taken(desk, sheet) == {"new": 2}
    mara = person(desk, "import:fair/1")
    assert (mara.first_name, mara.email, mara.tags) == ("Mara", "mara@home.example", ("fair", "python"))
    assert (mara.can_email, mara.skills, person(desk, "import:fair/2").tags) == (True, (), ())
    with desk.parts.store.read() as conn:
        assert contact_points.holders(conn, ContactKind.EMAIL, "mara@home.example") == ("import:fair/1",)
        [entry] = consents.history(conn, "import:fair/1")
        assert (entry.source, consents.history(conn, "import:fair/2")) == ("list fair", ())


def test_an_import_lets_nobody_in_and_tells_no_event(desk: Desk, tmp_path: Path) -> None:
    desk.publish(
        sequence("- {id: first, email: one}\n", enroll="{on: candidate.updated}", **{"for": "candidate"}),
        sequence(
            "- {id: first, email: one}\n", name="agreed", enroll="{on: candidate.consent_given}", **{"for": "candidate"}
        ),
    )
    desk.hear(replace(maya(EventType.APPLICATION_CREATED, first_name="Maya", email=MAIL), source="greenhouse"))
    before = _count(desk, events)
    assert taken(desk, a_sheet(tmp_path, f"1,Mara,,m@home.example,,2026-03-01\n2,Maya,,{MAIL},fair,2026-03-01\n")) == {
        "new": 1,
        "matched": 1,
    }
    assert (_count(desk, enrollments), _count(desk, events)) == (0, before)


def _count(desk: Desk, table) -> int:
    with desk.parts.store.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_whoever_is_known_by_an_address_is_that_person_and_the_ats_has_the_last_word(
    desk: Desk, tmp_path: Path
) -> None:
    desk.hear(replace(maya(EventType.APPLICATION_CREATED, first_name="Maya", email=MAIL), source="greenhouse"))
    sheet = a_sheet(tmp_path, f"1,Maja,Lindqvist Maya,{MAIL.upper()},fair,\n")
    assert taken(desk, sheet) == {"matched": 1}
    known = person(desk, "import:fair/1")
    assert (known.id, known.first_name, known.last_name, known.tags) == (MAYA, "Maya", "Lindqvist Maya", ("fair",))
    desk.hear(replace(maya(EventType.CANDIDATE_UPDATED, last_name=None, tags=("ats",)), source="greenhouse"))
    assert person(desk, MAYA).last_name == "Lindqvist Maya"
    assert set(person(desk, MAYA).tags) == {"fair", "ats"}


def test_an_ats_that_tells_of_somebody_from_a_list_has_them_with_their_consent(desk: Desk, tmp_path: Path) -> None:
    taken(desk, a_sheet(tmp_path, f"1,Maya,,{MAIL},fair,2026-03-01\n"))
    desk.hear(replace(maya(EventType.APPLICATION_CREATED, first_name="Maya", email=MAIL), source="greenhouse"))
    assert person(desk, MAYA).id == "import:fair/1"
    assert person(desk, MAYA).consent_given_at is not None
    with desk.parts.store.write() as conn:
        intake.apply(conn, Intake(at=MONDAY, source="greenhouse", erased=(MAYA,)), MONDAY)
    gone = person(desk, MAYA)
    assert (gone.is_anonymized, gone.first_name, gone.tags) == (True, None, ()), "a list keeps nobody"


def test_the_ids_of_an_ats_name_its_own_records(desk: Desk, tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, f"57683,Maya,,{MAIL},,\n58000,Noor,,{MAIL},,\n", name="export.csv")
    assert taken(desk, sheet, "greenhouse") == {"new": 2}
    assert {person(desk, each).id for each in (MAYA, "greenhouse:58000")} == {MAYA, "greenhouse:58000"}
    desk.hear(replace(maya(EventType.CANDIDATE_UPDATED, email="maya@new.example"), source="greenhouse"))
    assert person(desk, MAYA).email == "maya@new.example"


def test_a_corrected_file_changes_what_is_different_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    taken(desk, a_sheet(tmp_path, "1,Mara,,m@home.example,a,2026-03-01\n2,Otto,,o@home.example,,\n"))
    desk.clock.at += timedelta(hours=1)
    again = a_sheet(tmp_path, "1,Mara,,m@home.example,a,2026-03-01\n2,Otto,Hahn,o@home.example,,\n")
    assert taken(desk, again) == {"known": 1, "changed": 1}
    assert person(desk, "import:fair/2").last_name == "Hahn"
    with desk.parts.store.read() as conn:
        assert len(consents.history(conn, "import:fair/1")) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"9,Grace,Hopper,{MAIL},,\n", f"{MAYA} has this address, and another name; mend one of the two"),
        ("9,Twin,,twin@home.example,,\n", "acme:1, acme:2 have this address; give the row the id of one"),
        ("9,Gone,,private@home.example,,\n", "acme:3 has this address, and is private; take the row out"),
        ("gone,Ada,,ada@home.example,,\n", "this person was erased, and nothing about them is kept"),
    ],
)
def test_a_row_that_may_mean_somebody_else_is_refused(desk: Desk, tmp_path: Path, row: str, fault: str) -> None:
    desk.hear(replace(maya(EventType.APPLICATION_CREATED, first_name="Maya", email=MAIL), source="greenhouse"))
    for number in (1, 2):
        desk.hear(Intake(at=MONDAY, source="acme", candidates=(_told(f"acme:{number}", "twin@home.example"),)))
    desk.hear(Intake(at=MONDAY, source="acme", candidates=(_told("acme:3", "private@home.example", is_private=True),)))
    desk.hear(Intake(at=MONDAY, source="acme", candidates=(_told("import:fair/gone", "ada@home.example"),)))
    desk.hear(Intake(at=MONDAY, erased=("import:fair/gone",)))
    sheet = a_sheet(tmp_path, row + "10,Jo,,jo@home.example,,\n")
    found = look(desk.parts.store, sheet, terms_of(desk, sheet), lambda _: None)
    assert [(each.line, each.faults[0][: len(fault)]) for each in found.refused] == [(2, fault)]
    assert counts(found) == {"refused": 1, "new": 1}


def _told(record: str, email: str, **fields: object):
    return replace(maya(person=record, email=email, **fields).candidates[0])


def test_a_person_who_is_in_the_file_twice_is_one(desk: Desk, tmp_path: Path) -> None:
    rows = "1,Mara,,m@home.example,a,\n2,Mara,Lindqvist,M@home.example,b,\n1,Mara,,m@home.example,a,\n"
    assert taken(desk, a_sheet(tmp_path, rows)) == {"new": 1, "matched": 1, "changed": 1}
    mara = person(desk, "import:fair/2")
    assert (mara.id, mara.last_name, set(mara.tags)) == ("import:fair/1", "Lindqvist", {"a", "b"})


@pytest.mark.parametrize(
    ("rows", "came", "why"),
    [
        ("1,Mara,Quist,m@home.example,a,\n1,,,m@home.example,,\n", {"known": 1}, "an empty cell says nothing"),
        ("1,Mara,,m@home.example,,\n1,Mara,Quist,m@home.example,,\n", {"changed": 1}, "her last name is told"),
        ("1,Mara,,m@home.example,a,\n1,Mara,,m@home.example,b,\n", {"changed": 1}, "other tags"),
        ("1,A,,m@home.example,,\n1,B,,m@home.example,,\n1,A,,m@home.example,,\n", {"changed": 2}, "and back again"),
        (
            "1,A,,m@home.example,,\n1,A,B,m@home.example,,\n1,A,,m@home.example,,\n1,,B,m@home.example,,\n",
            {"changed": 1, "known": 2},
            "all that was said before counts",
        ),
        ("1,A,,m@home.example,,2026-03-01\n1,A,,m@home.example,,2026-03-02\n", {"changed": 1}, "a second consent"),
    ],
)
def test_a_row_about_somebody_of_an_earlier_row_counts_by_what_it_adds(
    desk: Desk, tmp_path: Path, rows: str, came: dict[str, int], why: str
) -> None:
    assert taken(desk, a_sheet(tmp_path, rows)) == {"new": 1, **came}, why


def test_what_the_record_says_already_is_nothing_new_in_a_second_row(desk: Desk, tmp_path: Path) -> None:
    taken(desk, a_sheet(tmp_path, "1,Mara,Quist,m@home.example,a,\n"))
    again = a_sheet(tmp_path, "1,Mara,,m@home.example,,\n1,Mara,Quist,m@home.example,a,\n")
    assert taken(desk, again) == {"known": 2}
    back = a_sheet(tmp_path, "1,Maria,,m@home.example,,\n1,Mara,,m@home.example,,\n")
    assert taken(desk, back) == {"changed": 2}


@pytest.fixture
def in_batches_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH", 10)


@pytest.mark.usefixtures("in_batches_of_ten")
def test_what_was_ended_on_the_way_goes_on_there_and_does_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, "".join(f"{n},P{n},,p{n}@home.example,,2026-03-01\n" for n in range(35)))
    store, terms = desk.parts.store, terms_of(desk, sheet)

    def kill(rows: int) -> None:
        if _count(desk, candidates) == 20:
            raise Killed

    with pytest.raises(Killed):
        take_in(store, sheet, terms, begin(store, sheet, terms, by="kim", resume=False), desk.clock.now, kill)
    assert _count(desk, candidates) == 20
    with pytest.raises(Conflict, match="and 20 rows were taken in") as refused:
        begin(store, sheet, terms, by="kim", resume=False)
    assert refused.value.hint == "Go on with: --resume"
    assert taken(desk, sheet, resume=True) == {"new": 35}
    assert _count(desk, candidates) == 35
    with store.read() as conn:
        done = imports.find(conn, import_id(sheet, terms))
        assert done is not None
        assert (done.rows, done.ended_at, done.by) == (35, desk.clock.at, "kim")
        assert all(len(consents.history(conn, f"import:fair/{n}")) == 1 for n in range(35))


@pytest.mark.usefixtures("in_batches_of_ten")
def test_a_batch_is_whole_or_not_there_and_two_do_not_take_in_the_same(desk: Desk, tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, "".join(f"{n},P{n},,p{n}@home.example,,\n" for n in range(30)))
    store, terms = desk.parts.store, terms_of(desk, sheet)
    begun = begin(store, sheet, terms, by="kim", resume=False)
    others = begin(store, sheet, terms, by="lou", resume=True)
    steps = iter(range(3))

    def in_between(_rows: int) -> None:
        if next(steps) == 0:
            with pytest.raises(Conflict, match="somebody else is taking this in"):
                take_in(store, sheet, terms, others, desk.clock.now, lambda _: None)
            assert _count(desk, candidates) == 10

    take_in(store, sheet, terms, begun, desk.clock.now, in_between)
    assert _count(desk, candidates) == 30


def test_the_same_content_under_another_name_of_the_list_is_another_import(desk: Desk, tmp_path: Path) -> None:
    rows = "1,Mara,,m@home.example,,\n"
    fair, other = a_sheet(tmp_path, rows), a_sheet(tmp_path, rows, name="other.csv")
    assert import_id(fair, terms_of(desk, fair)) != import_id(other, terms_of(desk, other))
    assert import_id(fair, terms_of(desk, fair, "greenhouse")) == import_id(other, terms_of(desk, other, "greenhouse"))
    taken(desk, fair)
    assert taken(desk, other) == {"matched": 1}
    assert person(desk, "import:other/1").id == "import:fair/1"
