"""What custom fields tell: of the records that we know, and of fields and roles that a company declares."""

import json
from datetime import UTC, date, datetime

import pytest

from nurture.ats import Posted
from nurture.ats.greenhouse import Greenhouse
from nurture.domain.events import EventType
from nurture.domain.intake import FieldValue, Intake
from nurture.domain.own import Own
from nurture.domain.records import Person
from nurture.domain.values import ValueKind
from nurture.service.declared import only_declared
from tests.greenhouse import body

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


def understood(raw: bytes) -> Intake:
    return Greenhouse().understand(Posted(raw=raw), received_at=AT)


def about_person(**custom: object) -> Intake:
    told = {"candidate": {"id": 1, "custom_fields": {key: {"value": value} for key, value in custom.items()}}}
    return understood(json.dumps({"action": "update_candidate", "payload": told}).encode())


@pytest.mark.parametrize(
    ("key", "value", "name", "expected"),
    [
        ("skills", ["Python", "SQL"], "skills", ("Python", "SQL")),
        ("skills", "Python, SQL", "skills", ("Python", "SQL")),
        ("skills", None, "skills", ()),
        ("interests", ["Platform"], "interests", ("Platform",)),
        ("text_consent", True, "can_text", True),
        ("text_consent", "Yes", "can_text", None),
        ("text_consent", None, "can_text", None),
        ("consent_until", "2027-01-31", "consent_until", date(2027, 1, 31)),
        ("consent_until", "soon", "consent_until", None),
    ],
)
def test_what_greenhouse_keeps_in_custom_fields_is_read_from_them(
    key: str, value: object, name: str, expected: FieldValue
) -> None:
    [update] = about_person(**{key: value}).candidates
    assert update.fields[name] == expected


def test_what_is_not_told_is_not_stated() -> None:
    [update] = about_person().candidates
    assert not update.fields.keys() & {"skills", "interests", "can_text", "consent_until"}


OWN = Own(
    fields={
        "candidate": {"notice_period": ValueKind.TEXT, "born": ValueKind.DATE},
        "application": {"relocating": ValueKind.YES_NO},
        "job": {"employment_type": ValueKind.LIST},
        "hire": {"perks": ValueKind.LIST},
    },
    roles={"hiring-manager-2": "stands in", "buddy": "shows around"},
)


def test_of_all_else_only_what_the_company_declares_is_kept() -> None:
    told = only_declared(understood(body("hire_candidate")), OWN)
    [candidate], [application], [job] = told.candidates, told.applications, told.jobs
    assert candidate.own == {"notice_period": "3 months"}
    assert application.own == {"relocating": False, "perks": ["Ferry pass", "Home office"]}
    assert job.own == {"employment_type": ["Full-time"]}


def test_a_company_that_declares_nothing_keeps_nothing() -> None:
    told = only_declared(understood(body("hire_candidate")), Own())
    assert [each.own for each in (*told.candidates, *told.applications, *told.jobs)] == [{}, {}, {}]


def test_a_field_of_the_type_user_tells_who_holds_a_declared_role() -> None:
    kim = {"user_id": 7, "name": "Kim Berg", "email": "kim@acme.example"}
    [update] = only_declared(about_person(buddy=kim, mentor=kim), OWN).candidates
    assert update.team == {"buddy": Person(id="greenhouse:7", name="Kim Berg", email="kim@acme.example")}
    [nobody] = only_declared(about_person(buddy=None), OWN).candidates
    assert nobody.team == {"buddy": None}


def test_the_event_is_the_usual_one() -> None:
    assert [each.type for each in about_person(skills=["Go"]).happenings] == [EventType.CANDIDATE_UPDATED]
