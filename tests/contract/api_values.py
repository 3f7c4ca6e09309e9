"""Values that schemathesis sends: its own hooks file, loaded by the process that makes the requests."""

import zlib
from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Final

import schemathesis
from hypothesis import strategies as st
from schemathesis import HookContext

from tests.office import APPLICATION, MARA, RUN

# By itself it makes years from 1 on, of which the pattern in the document would leave few.
YEARS: Final = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1))
schemathesis.openapi.format("date-time", YEARS.map(lambda at: f"{at.isoformat()}Z"))
schemathesis.openapi.format("date", st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat))

THERE: Final = {
    "candidate_id": MARA,
    "enrollment_id": RUN,
    "candidate": MARA,
    "application": APPLICATION,
    "sequence": "silver-medalist",
    "event": "candidate.out_of_office",
    "who": "mara@home.example",
    "address": "mara@home.example",
}
"""What is on record: made-up ids would be refused before there is anything to go wrong."""


def with_what_is_there(values: object) -> object:
    """Every other value that could be an id becomes one that is on record; what is wrong on purpose stays wrong."""
    if isinstance(values, MutableMapping):
        for name, known in THERE.items():
            value = values.get(name)
            fits = isinstance(value, str) and 0 < len(value) <= 200 and "\x00" not in value
            if fits and zlib.crc32(str(value).encode("utf-8", "replace")) % 2:
                values[name] = known
    return values


@schemathesis.hook
def map_body(ctx: HookContext, body: object) -> object:
    return with_what_is_there(body)


@schemathesis.hook
def map_path_parameters(ctx: HookContext, path_parameters: object) -> object:
    return with_what_is_there(path_parameters)


@schemathesis.hook
def map_query(ctx: HookContext, query: object) -> object:
    return with_what_is_there(query)
