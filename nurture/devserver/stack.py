"""All of Nurture on this machine, as child processes: Temporal, worker, web edge, console."""

import asyncio
import importlib.util
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from nurture import contracts, temporal
from nurture.config import Settings
from nurture.devserver.child import Child
from nurture.devserver.environment import environment_of
from nurture.devserver.ports import LOOPBACK, free_port, is_free
from nurture.devserver.server import DevServer
from nurture.errors import NotSetUp

TEMPORAL_PORT: Final = 7233
UI_PORT: Final = 8233
CONSOLE_PORT: Final = 8001
WEB_EDGE: Final = ("uvicorn", "--factory", "nurture.web:create_app")
CONSOLE: Final = ("uvicorn", "--factory", "nurture.console.app:create_app")
READY_WITHIN = timedelta(seconds=60)
LOOK_AGAIN = 0.1
"""Seconds between two looks at something that is starting."""


class Stack:
    """Temporal's dev server, and on it, as often as wanted, a worker, a web edge and a console.

    Ports are wishes: free ones are taken where they are in use, and `settings` names those that were taken. Logs go
    to `folder`. With `temporal_file` Temporal's state outlives the stack.
    """

    def __init__(self, settings: Settings, folder: Path, *, binary: Path, temporal_file: Path | None = None) -> None:
        self.folder = folder
        self.temporal = DevServer(
            binary,
            log_file=folder / "temporal.log",
            port=TEMPORAL_PORT,
            ui_port=UI_PORT,
            db_file=temporal_file,
            search_attributes=contracts.SEARCH_ATTRIBUTES,
        )
        web_port = free_port(settings.web_port)
        self.console_port = free_port(CONSOLE_PORT)
        self.settings = settings.model_copy(
            update={
                "temporal_address": self.temporal.address,
                "web_port": web_port,
                "public_url": f"http://{LOOPBACK}:{web_port}",
            }
        )
        self._children: list[Child] = []

    @property
    def console_url(self) -> str:
        """The pages for recruiters and operators."""
        return f"http://{LOOPBACK}:{self.console_port}"

    @contextmanager
    def services(self, settings: Settings) -> Iterator[None]:
        """Worker, web edge and console with these settings; inside, they answer. Raises NotSetUp if one doesn't."""
        environment = environment_of(settings)
        commands: dict[str, tuple[str | Path, ...]] = {
            "worker": (worker_file(),),
            "web edge": ("-m", *WEB_EDGE, f"--host={LOOPBACK}", f"--port={settings.web_port}"),
            "console": ("-m", *CONSOLE, f"--host={LOOPBACK}", f"--port={self.console_port}"),
        }
        with ExitStack() as running:
            running.callback(self._children.clear)
            for name, command in commands.items():
                log_file = self.folder / f"{name.replace(' ', '-')}.log"
                child = Child(name, [sys.executable, *command], log_file=log_file, environment=environment)
                self._children.append(running.enter_context(child))
            asyncio.run(self._until_ready(settings))
            yield

    def check(self) -> None:
        """Raises NotSetUp if a part has ended by itself."""
        for child in self._children:
            child.check()
        if is_free(self.temporal.port):
            raise NotSetUp(
                "The Temporal dev server ended by itself.",
                hint=f"Its log is in {self.folder / 'temporal.log'}.",
            )

    async def _until_ready(self, settings: Settings) -> None:
        client = await temporal.connect(settings)
        deadline = time.monotonic() + READY_WITHIN.total_seconds()
        while not (
            _is_answered(settings.web_port, "/healthz")
            and _is_answered(self.console_port, "/")
            and await _is_polled(client, settings.task_queue)
        ):
            self.check()
            if time.monotonic() > deadline:
                raise NotSetUp(
                    f"Worker, web edge and console were not up within {READY_WITHIN.total_seconds():.0f} s.",
                    hint=f"Their logs are in {self.folder}.",
                )
            await asyncio.sleep(LOOK_AGAIN)


def worker_file() -> Path:
    """`worker.py`, wherever the project is installed. It is run, never imported."""
    found = importlib.util.find_spec("worker")
    if found is None or found.origin is None:
        raise NotSetUp("There is no worker.py beside the nurture package.", hint="Install the project again.")
    return Path(found.origin)


async def _is_polled(client: Client, task_queue: str) -> bool:
    """Whether a worker asks for both kinds of tasks."""
    for kind in (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY):
        told = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace, task_queue=TaskQueue(name=task_queue), task_queue_type=kind
            )
        )
        if not told.pollers:
            return False
    return True


def _is_answered(port: int, path: str) -> bool:
    edge = HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        edge.request("GET", path)
        return edge.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        edge.close()
