"""Where the Temporal CLI is found or got from. Its `server start-dev` is the dev server."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from nurture.errors import NotSetUp

ENVIRONMENT_VARIABLE = "NURTURE_TEMPORAL_CLI"

CLI_VERSION = "1.5.1"
"""The newest that `go install` takes: later ones hold a `replace` in their go.mod. Brings server 1.29.1."""

DOWNLOAD_LIMIT = timedelta(minutes=3)
GO_OFF_PATH = Path("/usr/local/go/bin/go")

Tell = Callable[[str], None]


def tell_on_stderr(sentence: str) -> None:
    """The default way to say what is going on: standard output is for data."""
    print(sentence, file=sys.stderr, flush=True)


def installed_temporal(bin_dir: Path) -> Path | None:
    """The CLI that is on this machine: the one NURTURE_TEMPORAL_CLI names, else in `bin_dir`, else on PATH.

    Raises NotSetUp if NURTURE_TEMPORAL_CLI names something that can't be run: a wish is not passed over.
    """
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        if not _is_program(Path(named)):
            raise NotSetUp(
                f"{ENVIRONMENT_VARIABLE} is {named}, which is not a program.",
                hint="Let it name the Temporal CLI, or unset it.",
            )
        return Path(named).resolve()
    ours = bin_dir / "temporal"
    if _is_program(ours):
        return ours.resolve()
    on_path = shutil.which("temporal")
    return Path(on_path) if on_path else None


def find_temporal(bin_dir: Path, *, tell: Tell = tell_on_stderr) -> Path:
    """The Temporal CLI: an installed one, else got into `bin_dir`, by the SDK's download or built by Go.

    Says by `tell` what it does and how long that took. Raises NotSetUp, with the ways to put it right.
    """
    installed = installed_temporal(bin_dir)
    if installed:
        return installed
    bin_dir.mkdir(parents=True, exist_ok=True)
    why_not = []
    for get in (_download, _build):
        try:
            return get(bin_dir.resolve(), tell)
        except NotSetUp as error:
            tell(error.message)
            why_not.append(error.message)
    raise NotSetUp(
        "There is no Temporal CLI on this machine, and none could be got.\n  " + "\n  ".join(why_not),
        hint=(
            "Any one of these helps:\n"
            f"  - install the Temporal CLI and have it on PATH, or let {ENVIRONMENT_VARIABLE} name it;\n"
            "  - install Go and have it on PATH, so that it can be built from the Go module proxy;\n"
            "  - let this machine reach Temporal's download site, and try again."
        ),
    )


def _download(bin_dir: Path, tell: Tell) -> Path:
    """The SDK downloads it only on the way to a running server, which is stopped again."""
    tell(f"Downloading the Temporal CLI {CLI_VERSION} (about 60 MB, once)")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=bin_dir) as unpacked:
        try:
            asyncio.run(_start_and_stop(Path(unpacked)))
        except TimeoutError as error:
            raise NotSetUp(f"The download was given up after {DOWNLOAD_LIMIT}.") from error
        except RuntimeError as error:
            raise NotSetUp(f"The download did not work: {_reason(str(error))}.") from error
        programs = [path for path in Path(unpacked).iterdir() if _is_program(path)]
        if not programs:
            raise NotSetUp("The download left no program behind.")
        return _keep(programs[0], bin_dir, began=began, tell=tell)


async def _start_and_stop(download_dir: Path) -> None:
    async with asyncio.timeout(DOWNLOAD_LIMIT.total_seconds()):
        server = await WorkflowEnvironment.start_local(
            download_dest_dir=str(download_dir),
            dev_server_download_version=f"v{CLI_VERSION}",
        )
        await server.shutdown()


def _build(bin_dir: Path, tell: Tell) -> Path:
    go = shutil.which("go") or (str(GO_OFF_PATH) if _is_program(GO_OFF_PATH) else None)
    if go is None:
        raise NotSetUp("It can't be built either: there is no Go on PATH.")
    tell(f"Building the Temporal CLI {CLI_VERSION} with Go (about 3 minutes, once)")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=bin_dir) as built:
        flags = f"-s -w -X github.com/temporalio/cli/temporalcli.Version={CLI_VERSION}"
        source = f"github.com/temporalio/cli/cmd/temporal@v{CLI_VERSION}"
        done = subprocess.run(
            [go, "install", "-trimpath", "-ldflags", flags, source],
            env={**os.environ, "CGO_ENABLED": "0", "GOBIN": built},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise NotSetUp(f"Go could not build it: {_reason(done.stderr)}.")
        return _keep(Path(built) / "temporal", bin_dir, began=began, tell=tell)


def _keep(program: Path, bin_dir: Path, *, began: float, tell: Tell) -> Path:
    """Moves it into place in one step, so that an interrupted run never leaves half a program there."""
    kept = bin_dir / "temporal"
    program.replace(kept)
    tell(f"Got {kept} in {time.monotonic() - began:.0f} s")
    return kept


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _reason(output: str) -> str:
    """The last line that says something: tools print what went wrong at the end."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no reason was given"
