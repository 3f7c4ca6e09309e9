"""What columns are, and what rows say; every fault is told with its column and what to do."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nurture.domain.consent import Basis
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.values import ValueKind
from nurture.errors import LanguageError
from nurture.language.sequence import Purpose
from nurture.service.importing.columns import Meaning, read_meaning, targets_of
from nurture.service.importing.people import Faulty, Person, Terms, person_of
from nurture.service.importing.sheet import Cell, Row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN = Own(fields={"candidate": {"notice": ValueKind.NUMBER}})


def read(meaning: Meaning | None = None, connection: str | None = None, **cells: Cell) -> Person | Faulty:
    meaning = meaning or Meaning()
    targets, faults = targets_of(cells, meaning, OWN)
    assert faults == []
    terms = Terms(
        targets=targets,
        meaning=meaning,
        own=OWN.fields["candidate"],
        list_name="fair",
        connection=connection,
        hash_of=lambda address: f"<{address}>",
        now=NOW,
    )
    return person_of(Row(line=7, cells=cells), terms)


def test_columns_are_known_by_their_names_and_by_other_names_in_use() -> None:
    targets, faults = targets_of(["First Name", "E-Mail", "Surname", "phone number", "notice"], Meaning(), OWN)
    assert faults == []
    assert list(targets.values()) == ["first_name", "email", "last_name", "phone", "notice"]


@pytest.mark.parametrize(
    ("columns", "meaning", "fault"),
    [
        (["Birthday"], {}, "column “Birthday”: nobody knows what it is; say so with --map, and use `id`"),
        (["frist name"], {}, "did you mean `first_name`?"),
        (["x"], {"x": "emial"}, "column “x”: `emial` is nothing that is kept; did you mean `email`?"),
        (["email", "E-Mail"], {}, "column “E-Mail”: it is the email, and so is “email”; ignore one with --map"),
        ([], {}, "there are no columns: the first line has to name them"),
    ],
)
def test_a_column_that_nobody_knows_is_told_of(columns: list[str], meaning: dict[str, str], fault: str) -> None:
    _, faults = targets_of(columns, Meaning(columns=meaning), NOTHING_OWN)
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_row_says_what_is_in_its_cells_and_nothing_of_empty_ones() -> None:
    person = read(
        first_name=" Mara ", last_name="", email="Mara@Home.example", emails="m@work.example;Mara@Home.example",
        phone="+47 555 01 442", tags="fair; python ;;", can_text="No", country="germany", zone="Europe/Berlin",
        language="pt-BR", created_at="2026-03-01", notice="3",
    )  # fmt: skip
    assert isinstance(person, Person)
    assert person.update.fields == {
        "first_name": "Mara",
        "email": "Mara@Home.example",
        "phone": "+47 555 01 442",
        "tags": ("fair", "python"),
        "can_text": False,
        "country": "DE",
        "zone": "Europe/Berlin",
        "language": "pt-BR",
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    assert person.update.emails == ("Mara@Home.example", "m@work.example")
    assert person.emails == ("mara@home.example", "m@work.example")
    assert person.update.own == {"notice": 3}


@pytest.mark.parametrize(
    ("cells", "connection", "record", "reason"),
    [
        ({"id": 57683, "email": "m@home.example"}, "greenhouse", "greenhouse:57683", "the ATS's own id"),
        ({"id": "7", "email": "m@home.example"}, None, "import:fair/7", "two lists may both have a 7"),
        ({"email": " M@home.example"}, None, "import:<m@home.example>", "the same address in any list"),
    ],
)
def test_a_person_is_known_again_by_the_id_else_by_the_address(
    cells: dict[str, Cell], connection: str | None, record: str, reason: str
) -> None:
    person = read(connection=connection, **cells)
    assert isinstance(person, Person)
    assert person.update.id == record, reason


def test_a_consent_has_its_day_its_source_and_its_basis() -> None:
    person = read(
        email="m@home.example",
        consent_given_at="2026-03-01",
        consent_until="2027-03-01",
        consent_basis="Legitimate interest",
        consent_purpose="nurture",
    )
    assert isinstance(person, Person)
    assert person.consent is not None
    assert (person.consent.at, person.consent.until) == (datetime(2026, 3, 1, tzinfo=UTC), date(2027, 3, 1))
    assert (person.consent.basis, person.consent.source) == (Basis.LEGITIMATE_INTEREST, "list fair")
    assert person.consent.purpose is Purpose.NURTURE


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"email": "nope"}, "“nope” is no mail address"),
        ({"first_name": "Mara"}, "there is neither an id nor a mail address"),
        ({"can_text": "perhaps"}, "column “can_text”: “perhaps” is neither yes nor no; write yes or no"),
        ({"country": "Atlantis"}, "column “country”: “Atlantis” is no country"),
        ({"zone": "Europe/Berln"}, "did you mean Europe/Berlin?"),
        ({"language": "german"}, "column “language”: “german” is no language"),
        ({"created_at": "1.3.2026"}, "column “created_at”: “1.3.2026” is no date; write it as 2026-11-29"),
        ({"created_at": "2026-03-03"}, "column “created_at”: 2026-03-03 lies in the future"),
        ({"consent_until": "2027-03-01"}, "a consent is told of, and not when it was given"),
        ({"consent_given_at": "2026-03-01", "consent_basis": "consnt"}, "did you mean `consent`?"),
        ({"consent_given_at": "2026-03-01", "consent_purpose": "spam"}, "“spam” is no purpose"),
        ({"notice": "three"}, "column “notice”: “three” is no number"),
        ({"first_name": ["Mara", "Otto"]}, "column “first_name”: it holds more than one value; write one"),
        ({"tags": [["a"]]}, "column “tags”: a list holds words"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_by_column(cells: dict[str, Cell], fault: str) -> None:
    known: dict[str, Cell] = {} if "email" in cells or "first_name" in cells else {"email": "m@home.example"}
    found = read(**known, **cells)
    assert isinstance(found, Faulty)
    assert found.line == 7
    assert fault in "; ".join(found.faults)


def test_dates_and_lists_are_read_as_the_map_says(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text('columns:\n  Mail: email\n  Notes: ignore\ndates: "%d.%m.%Y"\nlists: "|"\n')
    person = read(read_meaning(path), Mail="m@home.example", Notes="x", created_at="1.3.2026", tags="a|b;c")
    assert isinstance(person, Person)
    assert person.update.fields["created_at"] == datetime(2026, 3, 1, tzinfo=UTC)
    assert person.update.fields["tags"] == ("a", "b;c")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("colums: {}\n", "`colums` says nothing of a file"),
        ("columns: [a]\n", "`columns` maps each column to what it is"),
        ("dates: tomorrow\n", "`dates` is a form such as %d.%m.%Y"),
        ('lists: ""\n', "`lists` is what stands between the words of a list"),
        ("- a\n", "map.yaml: "),
    ],
)
def test_a_map_that_can_not_be_understood_says_why(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(LanguageError) as raised:
        read_meaning(path)
    assert fault in str(raised.value)
