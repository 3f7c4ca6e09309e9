"""The templates that come with the product, filled in for people of whom we know everything, and next to nothing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nurture.domain.touchpoints import Message

TEMPLATES = Path(__file__).parents[3] / "sequences" / "templates"
FILES = sorted(TEMPLATES.rglob("*.md"))
KNOWN = {"last_name": "Lind", "phone": "+49 30 1234567"}
JOB = {"job.title": "Senior Engineer", "job.department": "Motion", "job.url": "https://careers.acme.example/2"}


def test_there_are_templates() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
@pytest.mark.parametrize(("person", "event_data"), [(KNOWN, JOB), ({"first_name": None}, {})], ids=["known", "unknown"])
def test_a_shipped_template_leaves_no_hole(
    write: Callable[..., Message], path: Path, person: dict[str, str | None], event_data: dict[str, str]
) -> None:
    language = path.suffixes[0].strip(".") if len(path.suffixes) > 1 else "en"
    message = write(path.read_text(encoding="utf-8"), language=language, event_data=event_data, **person)
    letter = message.text.split("\n\n-- \n")[0]
    assert letter.strip()
    assert not re.search(r"None|[{}*\\]|\S {2,}\S| [,.;!?]|\(\)|Hi ,", f"{message.subject}\n{letter}")
