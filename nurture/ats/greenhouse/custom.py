"""Greenhouse's custom fields, by their keys: those that our records know, and all of them as they may be declared."""

from collections.abc import Callable, Mapping
from datetime import date

from nurture.ats.greenhouse.payload import User
from nurture.domain.intake import CustomValue, FieldValue
from nurture.domain.records import Person
from nurture.domain.values import ValueKind, read_value
from nurture.values import frozen


@frozen
class CustomFields:
    """Keys of the custom fields to read what Greenhouse has no field of its own for.

    `language`, `country` and `zone` are looked for on candidates and jobs, `skills` too; `interests`, `text_consent`
    (“yes/no”) and `consent_until` on candidates; `job_url`, the public page of a job, and `hiring_manager` (“user”) on
    jobs. Any other has the key under which company.yaml may declare it.
    """

    language: str = "language"
    country: str = "country"
    zone: str = "time_zone"
    job_url: str = "job_url"
    hiring_manager: str = "hiring_manager"
    skills: str = "skills"
    interests: str = "interests"
    text_consent: str = "text_consent"
    consent_until: str = "consent_until"


def of_person(told: Mapping[str, object], keys: CustomFields) -> dict[str, FieldValue]:
    """What our records of a person have and Greenhouse keeps in custom fields."""
    fields: dict[str, FieldValue] = {
        name: words(told, key) for name, key in (("skills", keys.skills), ("interests", keys.interests)) if key in told
    }
    if keys.text_consent in told:
        answer = value(told, keys.text_consent)
        fields["can_text"] = answer if isinstance(answer, bool) else None
    if keys.consent_until in told:
        fields["consent_until"] = day(told, keys.consent_until)
    return fields


def all_of(told: Mapping[str, object], person: Callable[[User | None], Person | None]) -> dict[str, CustomValue]:
    """Every field that has a kind of ours: single values, lists of choices, and users as people of ours.

    Amounts of money and ranges have none, and are passed over.
    """
    found: dict[str, CustomValue] = {}
    for key in told:
        given = value(told, key)
        if isinstance(given, str | int | float | bool | None):
            found[key] = given.strip() or None if isinstance(given, str) else given
        elif isinstance(given, list):
            found[key] = tuple(str(each) for each in given)
        elif somebody := person(user(told, key)):
            found[key] = somebody
    return found


def value(told: Mapping[str, object], key: str) -> object:
    """A custom field's value: `{"value": …}`, or bare."""
    field = told.get(key)
    return field.get("value") if isinstance(field, Mapping) else field


def text(told: Mapping[str, object], key: str) -> str | None:
    given = value(told, key)
    return given.strip() or None if isinstance(given, str) else None


def words(told: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A field of several choices, or text with commas."""
    words = read_value(ValueKind.LIST, value(told, key))
    return words if isinstance(words, tuple) else ()


def day(told: Mapping[str, object], key: str) -> date | None:
    day = read_value(ValueKind.DATE, value(told, key))
    return day if isinstance(day, date) else None


def user(told: Mapping[str, object], key: str) -> User | None:
    """A custom field of the type “user”."""
    field = told.get(key)
    value = field.get("value") if isinstance(field, Mapping) else None
    if not isinstance(value, Mapping):
        return None
    return User.model_validate({"id": value.get("user_id"), "name": value.get("name"), "email": value.get("email")})
