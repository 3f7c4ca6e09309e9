"""Custom fields that mean something to Nurture, by keys that are the same in every ATS; `docs/ats.md` lists them.

The key of a field is its name in small letters, with `_` for what is no letter or digit: of *Time zone* `time_zone`.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from nurture.ats.shapes import Fields
from nurture.domain.intake import CustomValue
from nurture.domain.values import ValueKind, read_value

_TEXTS: Final[Mapping[str, str]] = {"language": "language", "country": "country", "time_zone": "zone"}
_LISTS: Final = ("skills", "interests")


def key_of(name: str) -> str:
    """The key of a field of that name."""
    return re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")


def of_person(custom: Mapping[str, object]) -> Fields:
    """What our records of a person have, and an ATS keeps in custom fields. What is not there is not stated."""
    fields = of_job(custom)
    for key in _LISTS:
        if key in custom:
            words = read_value(ValueKind.LIST, custom[key])
            fields[key] = words if isinstance(words, tuple) else ()
    if "text_consent" in custom:
        answer = read_value(ValueKind.YES_NO, custom["text_consent"])
        fields["can_text"] = answer if isinstance(answer, bool) else None
    if "consent_until" in custom:
        day = read_value(ValueKind.DATE, custom["consent_until"])
        fields["consent_until"] = day if isinstance(day, date) else None
    return fields


def of_job(custom: Mapping[str, object]) -> Fields:
    """Language, country and zone, as they were typed in: whoever uses them says what is wrong with them."""
    fields: Fields = {ours: _text(custom[key]) for key, ours in _TEXTS.items() if key in custom}
    country = fields.get("country")
    return fields | ({"country": country.upper()} if isinstance(country, str) else {})


def as_custom(custom: Mapping[str, object]) -> dict[str, CustomValue]:
    """Values as they may be declared in company.yaml: single ones, and lists of choices. Others are passed over."""
    found: dict[str, CustomValue] = {}
    for key, value in custom.items():
        if isinstance(value, str):
            found[key] = value.strip() or None
        elif isinstance(value, int | float | bool | None):
            found[key] = value
        elif isinstance(value, list):
            found[key] = tuple(str(each) for each in value)
    return found


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
