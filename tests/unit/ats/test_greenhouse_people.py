"""People, as Greenhouse tells of them: how they are reached, merged and erased."""

import pytest

from nurture.ats import Posted
from nurture.ats.greenhouse import CustomFields, Greenhouse
from nurture.domain.intake import CandidateUpdate, FieldValue
from tests.greenhouse import body, changed
from tests.unit.ats.greenhouse_payloads import RECEIVED, candidate, understood


@pytest.mark.parametrize(
    ("addresses", "email"),
    [
        ([{"value": "a@one.example", "type": "work"}, {"value": "b@two.example", "type": "personal"}], "b@two.example"),
        ([{"value": "a@one.example", "type": "work"}, {"value": "b@two.example", "type": "other"}], "a@one.example"),
        ([{"value": " ", "type": "personal"}, {"value": " a@one.example ", "type": "work"}], "a@one.example"),
        ([], None),
        (None, None),
    ],
)
def test_a_personal_address_goes_before_one_at_work(addresses: list[dict[str, str]] | None, email: str | None):
    assert candidate(changed("update_candidate", "candidate", "email_addresses", to=addresses)).fields["email"] == email


@pytest.mark.parametrize(
    ("custom", "expected"),
    [
        ({"language": {"value": "pt-BR"}}, {"language": "pt-BR"}),
        ({"language": " de "}, {"language": "de"}),
        ({"country": {"value": "de"}}, {"country": "DE"}),
        ({"time_zone": {"value": None}}, {"zone": None}),
        ({"time_zone": {"value": ["a list"]}}, {"zone": None}),
        ({"other": {"value": "nb"}}, {}),
        ([], {}),
        (None, {}),
    ],
)
def test_language_country_and_zone_come_from_custom_fields(custom: object, expected: dict[str, FieldValue]):
    fields = candidate(changed("update_candidate", "candidate", "custom_fields", to=custom)).fields
    assert {name: fields[name] for name in ("language", "country", "zone") if name in fields} == expected


@pytest.mark.parametrize(
    ("custom", "expected"),
    [
        ({"text_consent": {"value": True, "type": "boolean"}}, {"can_text": True}),
        ({"text_consent": False}, {"can_text": False}),
        ({"text_consent": {"value": None}}, {"can_text": None}),
        ({"text_consent": {"value": "yes"}}, {"can_text": None}),  # typed in, not ticked
        ({}, {}),
    ],
)
def test_consent_to_texts_comes_from_a_custom_field(custom: object, expected: dict[str, FieldValue]):
    fields = candidate(changed("update_candidate", "candidate", "custom_fields", to=custom)).fields
    assert {name: fields[name] for name in ("can_text",) if name in fields} == expected


def test_the_keys_of_custom_fields_can_be_chosen():
    greenhouse = Greenhouse(custom_fields=CustomFields(language="preferred_language_2"))
    custom = {"preferred_language_2": {"value": "fr"}, "language": {"value": "nb"}}
    raw = changed("update_candidate", "candidate", "custom_fields", to=custom)
    assert greenhouse.understand(Posted(raw=raw), received_at=RECEIVED).candidates[0].fields["language"] == "fr"


def test_a_merge_names_who_goes_on():
    assert understood(body("merge_candidate")).merged_into == {"greenhouse:57683": "greenhouse:58010"}


def test_a_deleted_person_takes_the_applications_along():
    intake = understood(body("delete_candidate"))
    assert intake.deleted_candidates == ("greenhouse:57683",)
    assert intake.deleted_applications == ("greenhouse:693", "greenhouse:702")
    assert understood(body("delete_application")).deleted_applications == ("greenhouse:693",)


def test_a_person_without_name_and_address_is_erased():
    assert understood(body("candidate_anonymized")).erased == ("greenhouse:57683",)
    for removed in (["email_addresses"], ["full_name"], [], None):
        intake = understood(changed("candidate_anonymized", "anonymized_fields", to=removed))
        assert intake.erased == ("greenhouse:57683",)


def test_details_that_were_removed_there_go_here_too():
    intake = understood(body("candidate_anonymized.partly"))
    assert intake.erased == ()
    assert intake.candidates == (
        CandidateUpdate(
            id="greenhouse:57683", fields={"title": None, "phone": None, "tags": ()}, team={"recruiter": None}
        ),
    )
