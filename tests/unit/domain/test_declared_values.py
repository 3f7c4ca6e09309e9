"""Values of declared kinds, as vendors and people write them."""

from datetime import UTC, date, datetime

import pytest

from nurture.domain.values import Kept, Value, ValueKind, keep_value, read_value

KINDS = ValueKind


@pytest.mark.parametrize(
    ("kind", "told", "value"),
    [
        (KINDS.TEXT, "late", "late"),
        (KINDS.TEXT, 7, "7"),
        (KINDS.TEXT, True, None),
        (KINDS.NUMBER, "7", 7),
        (KINDS.NUMBER, "7.5", 7.5),
        (KINDS.NUMBER, True, None),
        (KINDS.NUMBER, "nan", None),
        (KINDS.NUMBER, "seven", None),
        (KINDS.YES_NO, "Yes", True),
        (KINDS.YES_NO, False, False),
        (KINDS.YES_NO, "perhaps", None),
        (KINDS.DATE, "2026-07-31", date(2026, 7, 31)),
        (KINDS.DATE, "2026-07-31T10:00:00Z", date(2026, 7, 31)),
        (KINDS.DATE, "31.7.2026", None),
        (KINDS.TIME, "2026-07-31T10:00:00+02:00", datetime(2026, 7, 31, 8, tzinfo=UTC)),
        (KINDS.TIME, "2026-07-31T10:00:00", None),
        (KINDS.TIME, "2026-07-31", None),
        (KINDS.LIST, "a, b,,", ("a", "b")),
        (KINDS.LIST, ["a", 2], ("a", "2")),
        (KINDS.LIST, 2, None),
        *((kind, None, None) for kind in KINDS),
    ],
)
def test_a_value_is_of_its_kind_or_missing(kind: ValueKind, told: object, value: Value) -> None:
    assert read_value(kind, told) == value


@pytest.mark.parametrize(
    ("kind", "told", "kept"),
    [
        (KINDS.DATE, date(2026, 7, 31), "2026-07-31"),
        (KINDS.TIME, datetime(2026, 7, 31, 8, tzinfo=UTC), "2026-07-31T08:00:00+00:00"),
        (KINDS.LIST, ("a", "b"), ["a", "b"]),
        (KINDS.NUMBER, "7", 7),
    ],
)
def test_what_is_kept_is_json_and_reads_as_the_same_value(kind: ValueKind, told: object, kept: Kept) -> None:
    assert keep_value(kind, told) == kept
    assert read_value(kind, kept) == read_value(kind, told)
