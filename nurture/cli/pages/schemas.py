"""The JSON Schemas beside the sequences, where the first line of each file says that they are; and one in docs/."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from nurture.ats.generic.shapes import Delivery
from nurture.domain.own import NOTHING_OWN, Own
from nurture.language.editor_schema import Schema, company_schema, sequence_schema
from nurture.service import exporting

SCHEMAS: Final[Mapping[str, Callable[[Own], Schema]]] = {
    "sequence": sequence_schema,
    "company": lambda _own: company_schema(),
}
"""By the kind of file."""


def text_of(kind: str, own: Own = NOTHING_OWN) -> str:
    """The schema of that kind of file, for a company that adds `own` to the language."""
    return json.dumps(SCHEMAS[kind](own), indent=2, ensure_ascii=False)


def files() -> Mapping[str, str]:
    """Every schema by the name of its file."""
    return {f"{kind}.schema.json": f"{text_of(kind)}\n" for kind in SCHEMAS}


def pages() -> Mapping[str, str]:
    """For docs/: the form in which systems of one's own tell what happened, and that of an export of one person."""
    delivery = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Delivery.model_json_schema()}
    made = {"delivery": delivery, "export": exporting.schema()}
    return {f"{name}.schema.json": f"{json.dumps(each, indent=2, ensure_ascii=False)}\n" for name, each in made.items()}
