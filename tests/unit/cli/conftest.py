"""The `nurture` command as a shell sees it, run in this process."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from nurture.cli import main
from tests.office import SEQUENCES, Office, office


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `nurture` with these arguments."""

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["nurture", *arguments])
        monkeypatch.setattr("nurture.cli.leave", sys.exit)  # it would end this process, pytest and all
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        told = capsys.readouterr()
        return Ran(code=code, out=told.out, err=told.err)

    return run


@pytest.fixture
def bureau(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An installation on SQLite that the settings in the environment name, with no Temporal to be reached."""
    monkeypatch.setenv("NURTURE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", "127.0.0.1:9")
    monkeypatch.setenv("NURTURE_SEQUENCES", str(SEQUENCES))
    with office(sqlite_url) as opened:
        yield opened
