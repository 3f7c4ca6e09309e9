"""What is handed out of one person: everything, in a shape that its schema describes, and nothing of anybody else."""

import json
from html import unescape

from jsonschema import Draft202012Validator
from sqlalchemy import select

from nurture.service.exporting import export, page, schema
from nurture.service.persons import ByWhom
from nurture.service.suppressing import By, suppress
from nurture.store.columns import metadata
from nurture.store.holdings import HOLDINGS
from nurture.store.suppressions import Suppression
from tests.unit.service.desk import MAIL, MAYA, Desk, maya_is_rejected
from tests.unit.service.mailing import a_mail, take, to_our_address

OTHER = "greenhouse:other"


def exported(desk: Desk) -> dict[str, object]:
    return export(desk.parts, MAYA, ByWhom(by="kim", why="request", at=desk.clock.at))


def filled(desk: Desk) -> Desk:
    """Maya wrote back, and asked on the phone for no more mail; somebody else has a life of their own."""
    take(desk, a_mail(To=to_our_address(desk)))
    told = Suppression(
        address_hash=desk.parts.address_hash(MAIL),
        scope="everything",
        reason="asked",
        source="by hand",
        at=desk.clock.at,
    )
    suppress(desk.parts.store, (told,), By(who="kim", now=desk.clock.at))
    desk.hear(
        maya_is_rejected(person=OTHER, application="greenhouse:others", first_name="Otto", email="otto@else.example")
    )
    desk.run(days=1)
    return desk


def test_everything_is_in_it_and_nothing_of_anybody_else(mailed: Desk) -> None:
    document = exported(filled(mailed))
    text = json.dumps(document)
    for word in ("Maya", MAIL, "one for Maya", "Yes, gladly", "asked", "exported what is on record"):
        assert word in text, word
    assert "otto" not in text.lower().replace("to: otto", "")
    assert OTHER not in text


def test_the_walk_over_all_tables_leaves_no_row_of_theirs_out(mailed: Desk) -> None:
    held = exported(filled(mailed))["held"]
    assert isinstance(held, dict)
    with mailed.parts.store.read() as conn:
        for table in metadata.tables.values():
            theirs = [
                row for row in conn.execute(select(table)) if any(word in str(row) for word in (MAYA, "Maya", MAIL))
            ]
            if table.name in held:
                assert len(held[table.name]) >= len(theirs), table.name
            else:
                assert table.name in {"mailbox_slots"} or not theirs, table.name


def test_it_is_as_its_schema_says(mailed: Desk) -> None:
    said = schema()
    Draft202012Validator.check_schema(said)
    document = json.loads(json.dumps(exported(filled(mailed))))
    assert [each.message for each in Draft202012Validator(said).iter_errors(document)] == []
    del document["held"]["tasks"]
    assert not Draft202012Validator(said).is_valid(document)


def test_keys_are_handed_out_to_nobody(mailed: Desk) -> None:
    held = exported(filled(mailed))["held"]
    assert isinstance(held, dict)
    for holding in HOLDINGS:
        assert not any(holding.sealed & row.keys() for row in held[holding.table.name])


def test_the_page_says_the_same_and_runs_nothing_of_what_they_wrote(mailed: Desk) -> None:
    take(mailed, a_mail("<script>alert(1)</script>", To=to_our_address(mailed)))
    html = page(exported(mailed))
    assert "<script>" not in html
    assert "<script>alert(1)</script>" in unescape(html)
    assert "one for Maya" in html
