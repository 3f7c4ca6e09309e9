"""The JSON Schemas beside the sequences, where the first line of each file says that they are."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from nurture.domain.own import NOTHING_OWN, Own
from nurture.language.editor_schema import Schema, company_schema, sequence_schema

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
