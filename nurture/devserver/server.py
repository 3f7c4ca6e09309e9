"""Runs `temporal server start-dev` on the loopback address, and ends it."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError

from nurture.devserver.ports import LOOPBACK, free_port
from nurture.errors import NotSetUp

NAMESPACE = "default"
READY_WITHIN = timedelta(seconds=60)
STOPS_WITHIN = timedelta(seconds=10)
SHORT_TIMERS = {"history.timerProcessorMaxTimeShift": "10ms"}
"""The server allows for hosts whose clocks differ by a second, and so lets no timer be shorter than that. Here is one
host, and on a sped-up clock a second may be a day."""
LOOK_AGAIN = 0.1
"""Seconds between two looks at a server that is starting."""


class DevServer:
    """A context manager, for synchronous code: the server answers inside the `with`, and is gone after it.

    `port` and `ui_port` are wishes: a free port is taken where they are in use. With `db_file` its state
    outlives it; without, it is kept in memory. `search_attributes` maps a name to Temporal's type (`Keyword`,
    `Datetime`). `dynamic_config` holds the server's own settings. All it prints goes to `log_file`.

    Entering raises NotSetUp, with the end of that log, if the server does not come up. It runs an event loop
    for a moment, so it must not be entered from within one.
    """

    def __init__(
        self,
        binary: Path,
        *,
        log_file: Path,
        port: int | None = None,
        ui: bool = True,
        ui_port: int | None = None,
        db_file: Path | None = None,
        search_attributes: Mapping[str, str] | None = None,
        dynamic_config: Mapping[str, bool | int | float | str] | None = None,
    ) -> None:
        self.port = free_port(port)
        self.ui_port = free_port(ui_port) if ui else None
        self._binary = binary
        self._log_file = log_file
        self._db_file = db_file
        self._search_attributes = dict(search_attributes or {})
        self._dynamic_config = {**SHORT_TIMERS, **(dynamic_config or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port of the frontend, as a Temporal client wants them."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_url(self) -> str | None:
        """The Web UI, or None where it was not asked for."""
        return f"http://{LOOPBACK}:{self.ui_port}" if self.ui_port else None

    @property
    def pid(self) -> int | None:
        """The server's process while it runs."""
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches only us, so that workers hang up before it goes
            )
        with contextlib.ExitStack() as if_it_fails:
            if_it_fails.callback(self.stop)
            self._wait_until_it_listens(self._process)
            asyncio.run(self._wait_until_it_answers(self._process))
            if_it_fails.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the server, politely first. Does nothing if it does not run."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOPS_WITHIN.total_seconds())
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _command(self) -> list[str]:
        command = [str(self._binary), "server", "start-dev", "--ip", LOOPBACK, "--port", str(self.port)]
        command += ["--log-level", "warn"]
        command += ["--ui-port", str(self.ui_port)] if self.ui_port else ["--headless"]
        if self._db_file:
            command += ["--db-filename", str(self._db_file)]
        for name, kind in self._search_attributes.items():
            command += ["--search-attribute", f"{name}={kind}"]
        for key, value in self._dynamic_config.items():
            command += ["--dynamic-config-value", f"{key}={json.dumps(value)}"]
        return command

    def _wait_until_it_listens(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_WITHIN.total_seconds()
        while time.monotonic() < deadline:
            self._check_that_it_runs(process)
            try:
                socket.create_connection((LOOPBACK, self.port), timeout=1).close()
            except OSError:
                time.sleep(LOOK_AGAIN)
            else:
                return
        raise self._not_ready()

    async def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        """Until the namespace knows the search attributes, which comes a moment after the port opens."""
        try:
            async with asyncio.timeout(READY_WITHIN.total_seconds()):
                while not await self._is_set_up():
                    self._check_that_it_runs(process)
                    await asyncio.sleep(LOOK_AGAIN)
        except TimeoutError as error:
            raise self._not_ready() from error

    async def _is_set_up(self) -> bool:
        try:
            client = await Client.connect(self.address, namespace=NAMESPACE)
            known = await client.operator_service.list_search_attributes(
                ListSearchAttributesRequest(namespace=NAMESPACE)
            )
        except (RPCError, RuntimeError):  # the SDK raises RuntimeError when it can't connect
            return False
        return self._search_attributes.keys() <= known.custom_attributes.keys()

    def _check_that_it_runs(self, process: subprocess.Popen[bytes]) -> None:
        code = process.poll()
        if code is not None:
            raise NotSetUp(
                f"The Temporal dev server ended with code {code} while starting.\n{self._end_of_log()}",
                hint=f"Its whole log is in {self._log_file}.",
            )

    def _not_ready(self) -> NotSetUp:
        return NotSetUp(
            f"The Temporal dev server did not answer on {self.address} within "
            f"{READY_WITHIN.total_seconds():.0f} s.\n{self._end_of_log()}",
            hint=f"Its whole log is in {self._log_file}.",
        )

    def _end_of_log(self) -> str:
        return "\n".join(self._log_file.read_text(errors="replace").splitlines()[-5:])
