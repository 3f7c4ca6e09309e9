"""A folder of sequences that tests write."""

from pathlib import Path

import pytest

from nurture.language.codes import Example
from tests.unit.language.welcome import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files, beside the usual company file and template, and gives their folder."""

    def to_folder(files: dict[str, str | None]) -> Path:
        for name, text in Example(files={"welcome.yaml": None, **files}).folder().items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return to_folder
