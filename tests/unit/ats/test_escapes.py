"""What JSON can write and nobody can keep."""

import json

import pytest

from nurture.ats.escapes import keepable
from nurture.ats.http import Api
from nurture.ats.shapes import Part, parsed
from tests.doubles.api import Answer, ApiDouble

PAIR = json.dumps("\U0001f984")


@pytest.mark.parametrize(
    ("written", "expected", "why"),
    [
        (rb'"M\u0000ara"', "Mara", "PostgreSQL takes no NUL"),
        (rb'"\u0000\u0000"', "", "several"),
        (rb'"Data \ud83e"', "Data \ufffd", "cut in the middle of an emoji"),
        (rb'"Data \uD83E"', "Data \ufffd", "in capital letters"),
        (rb'"\udd84 Data"', "\ufffd Data", "the other half"),
        (rb'"\ud83e\ud83e\udd84"', "\ufffd\U0001f984", "half of one before a whole one"),
        (rb'"\ud83e\u0041"', "\ufffdA", "half of one before a letter"),
        (PAIR.encode(), "\U0001f984", "a whole one stays"),
        (rb'"C:\\u0000"', r"C:\u0000", "a backslash that is meant, and no escape"),
        (rb'"C:\\\u0000x"', "C:\\x", "a backslash, and then an escape"),
        (rb'"C:\\ud83e"', r"C:\ud83e", "the same with half of one"),
        (rb'"\ud7ff\ue000\u00df"', "\ud7ff\ue000\u00df", "neighbors of surrogates are characters"),
        ('"Zoë 🦄"'.encode(), "Zoë 🦄", "what is not escaped"),
    ],
)
def test_what_can_be_kept_is(written: bytes, expected: str, why: str) -> None:
    assert json.loads(keepable(written)) == expected, why


@pytest.mark.parametrize("raw", [b"", b"not JSON", rb"\u00", rb"\ud83", b"\xff\xfe", rb'"\u0000', b"\\"])
def test_what_is_no_json_stays_so(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        json.loads(keepable(raw))


class _Named(Part):
    name: str


def test_deliveries_and_answers_are_read_without_it() -> None:
    assert parsed(_Named, rb'{"name": "M\u0000ara \ud83e"}').name == "Mara \ufffd"
    with ApiDouble() as double:
        double.script.append(Answer(status=200, body={"name": "M\0ara \ud83e"}))
        api = Api(vendor="Acme", base=double.url, timeout=5, advice="")
        assert api.read("/people/1") == {"name": "Mara \ufffd"}
        api.close()
