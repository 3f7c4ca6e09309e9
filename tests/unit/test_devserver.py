import asyncio
import socket
import stat
from pathlib import Path

import psutil
import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from nurture.devserver import DevServer, cli_binary, find_temporal, free_port, installed_temporal, is_free
from nurture.devserver.__main__ import main
from nurture.errors import NotSetUp
from tests.servers import temporal_cli


def program(path: Path, script: str = "exit 0") -> Path:
    """An executable that does what the shell script says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No Temporal CLI, no Go and no way out. The folder returned is the only one on PATH."""
    on_path = tmp_path / "on-path"
    on_path.mkdir()
    monkeypatch.setenv("PATH", str(on_path))
    monkeypatch.delenv(cli_binary.ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr(cli_binary, "GO_OFF_PATH", tmp_path / "no-go")
    return on_path


def test_the_named_program_comes_before_ours_and_ours_before_the_one_on_path(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installed_temporal(tmp_path / "bin") is None
    on_path = program(bare_machine / "temporal")
    assert installed_temporal(tmp_path / "bin") == on_path
    ours = program(tmp_path / "bin" / "temporal")
    assert installed_temporal(tmp_path / "bin") == ours
    named = program(tmp_path / "named")
    monkeypatch.setenv("NURTURE_TEMPORAL_CLI", str(named))
    assert installed_temporal(tmp_path / "bin") == named


def test_a_named_program_that_is_not_there_is_not_passed_over(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare_machine / "temporal")
    monkeypatch.setenv("NURTURE_TEMPORAL_CLI", str(tmp_path / "missing"))
    with pytest.raises(NotSetUp, match=r"NURTURE_TEMPORAL_CLI is .*/missing, which is not a program"):
        find_temporal(tmp_path / "bin")


@pytest.mark.usefixtures("bare_machine")
def test_where_nothing_works_the_error_says_why_and_names_three_ways_out(tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(NotSetUp) as caught:
        find_temporal(tmp_path / "bin", tell=told.append)
    assert told[0].startswith("Downloading the Temporal CLI")
    assert "The download did not work: " in told[1]
    assert told[1] in caught.value.message
    assert "there is no Go on PATH" in caught.value.message
    assert caught.value.hint is not None
    assert caught.value.hint.count("\n  - ") == 3


def test_go_builds_it_where_the_download_does_not_work(bare_machine: Path, tmp_path: Path) -> None:
    made = 'echo "$*" > "$GOBIN/temporal" && /bin/chmod +x "$GOBIN/temporal"'
    program(bare_machine / "go", made)
    told: list[str] = []
    found = find_temporal(tmp_path / "bin", tell=told.append)
    assert found == tmp_path / "bin" / "temporal"
    assert "github.com/temporalio/cli/cmd/temporal@v1.5.1" in found.read_text()
    assert [path.name for path in found.parent.iterdir()] == ["temporal"]
    assert told[-1].startswith(f"Got {found} in ")


def test_a_build_that_fails_gives_its_reason_and_leaves_nothing_behind(bare_machine: Path, tmp_path: Path) -> None:
    program(bare_machine / "go", "echo 'no space left on device' >&2; exit 1")
    with pytest.raises(NotSetUp, match="Go could not build it: no space left on device"):
        find_temporal(tmp_path / "bin", tell=lambda sentence: None)
    assert list((tmp_path / "bin").iterdir()) == []


def test_the_command_prints_the_path_alone_on_standard_output(
    bare_machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on_path = program(bare_machine / "temporal")
    assert main(["get", str(tmp_path / "bin")]) == 0
    assert capsys.readouterr().out == f"{on_path}\n"
    assert main(["fetch"]) == 2


def test_a_preferred_port_is_taken_while_nobody_listens_on_it() -> None:
    preferred = free_port()
    assert free_port(preferred) == preferred
    with socket.create_server(("127.0.0.1", preferred)):
        assert not is_free(preferred)
        assert free_port(preferred) != preferred


def test_a_server_that_ends_while_starting_shows_what_it_said(tmp_path: Path) -> None:
    broken = program(tmp_path / "temporal", "echo 'disk is full'; exit 3")
    log_file = tmp_path / "logs" / "server.log"
    with (
        pytest.raises(NotSetUp, match="ended with code 3 while starting") as caught,
        DevServer(broken, log_file=log_file),
    ):
        pytest.fail("it never came up")
    assert "disk is full" in caught.value.message
    assert str(log_file) in str(caught.value)


async def search_attributes(address: str) -> dict[str, int]:
    client = await Client.connect(address)
    known = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="default"))
    return dict(known.custom_attributes)


@pytest.mark.temporal
def test_a_server_answers_inside_the_block_and_is_gone_after_it(tmp_path: Path) -> None:
    with DevServer(
        temporal_cli(),
        log_file=tmp_path / "server.log",
        db_file=tmp_path / "temporal.db",
        search_attributes={"SequenceId": "Keyword", "WakeAt": "Datetime"},
        dynamic_config={"limit.maxIDLength": 200},
    ) as server:
        assert {"SequenceId", "WakeAt"} <= asyncio.run(search_attributes(server.address)).keys()
        assert server.ui_port is not None
        assert not is_free(server.ui_port)
        pid = server.pid
    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert is_free(server.port)
    assert (tmp_path / "temporal.db").exists()


@pytest.mark.temporal
def test_two_servers_that_prefer_the_same_ports_run_side_by_side(tmp_path: Path) -> None:
    preferred = free_port()
    with (
        DevServer(temporal_cli(), log_file=tmp_path / "1.log", port=preferred, ui=False) as first,
        DevServer(temporal_cli(), log_file=tmp_path / "2.log", port=preferred, ui=False) as second,
    ):
        assert first.port == preferred
        assert second.port != preferred
        assert first.ui_url is second.ui_url is None
        assert asyncio.run(search_attributes(second.address)) is not None
