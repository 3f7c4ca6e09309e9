"""Child processes, the folder they work in, and the settings they are handed."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from nurture.config import AtsSettings, ChannelName, Settings
from nurture.devserver.child import Child
from nurture.devserver.environment import environment_of
from nurture.devserver.folder import claimed, empty
from nurture.errors import NotSetUp

HEEDS = "import signal; print('up', flush=True); signal.pause()"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {HEEDS}"


def a_child(script: str, folder: Path) -> Child:
    return Child("parrot", [sys.executable, "-c", script], log_file=folder / "parrot.log", environment=dict(os.environ))


def until_it_says(child: Child, word: str) -> None:
    while word not in child.log_file.read_text():
        child.check()


def test_a_child_runs_inside_the_block_and_is_gone_after_it(tmp_path: Path) -> None:
    with a_child(HEEDS, tmp_path) as child:
        pid = child.pid
        child.check()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_child_that_ends_by_itself_is_reported_with_its_code_and_the_end_of_its_log(tmp_path: Path) -> None:
    with a_child("print('I say no'); raise SystemExit(3)", tmp_path) as child:
        assert child.pid is not None
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        with pytest.raises(NotSetUp, match=r"parrot ended by itself, with code 3\.\nI say no"):
            child.check()


def test_a_child_that_does_not_heed_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nurture.devserver.child.STOPS_WITHIN", timedelta(seconds=0.2))
    with a_child(DEAF, tmp_path) as child:
        pid = child.pid
        until_it_says(child, "up")
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_folder_that_another_process_has_is_not_ours(tmp_path: Path) -> None:
    asks = (
        "import sys; from pathlib import Path; from nurture.devserver.folder import claimed\n"
        "with claimed(Path(sys.argv[1])) as is_ours: print(is_ours)"
    )
    with claimed(tmp_path) as is_ours:
        said = subprocess.run([sys.executable, "-c", asks, tmp_path], capture_output=True, text=True, check=True)
    assert (is_ours, said.stdout.strip()) == (True, "False")


def test_emptying_a_folder_leaves_nothing_of_an_earlier_run(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "worker.log").write_text("old")
    (tmp_path / "nurture.db").write_text("old")
    with claimed(tmp_path):
        empty(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_a_child_reads_the_settings_that_it_was_handed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_TEMPORAL_API_KEY", "not for children")
    given = Settings(
        database_url="sqlite:///a.db",
        temporal_tls=False,
        temporal_api_key=None,
        channel=ChannelName.OUTBOX,
        greenhouse_secrets=(SecretStr('one "key"'), SecretStr("another")),
        clock_began=datetime(2026, 3, 2, 8, tzinfo=UTC),
        clock_speed=64_000.5,
        clock_paces=((datetime(2026, 3, 3, 8, tzinfo=UTC), 10_000.0), (datetime(2026, 3, 4, 8, tzinfo=UTC), 1.0)),
        sequences=Path("drafts"),
        ats={"lever_eu": AtsSettings(vendor="lever", secrets=(SecretStr("theirs"),), api_key=SecretStr("ours"))},
    )
    handed = environment_of(given)
    monkeypatch.setattr(os, "environ", handed)
    assert "NURTURE_TEMPORAL_API_KEY" not in handed
    assert Settings() == given
