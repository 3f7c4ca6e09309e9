"""One child process of ours: it has a log of its own, is watched, and is ended by its id."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from nurture.errors import NotSetUp

STOPS_WITHIN = timedelta(seconds=25)
"""A little longer than a worker lets its running activities finish."""
TAIL = 12
"""Lines of a log that are shown when its process ends before its time."""


class Child:
    """A context manager: the process runs inside the `with`, and is gone after it.

    `name` is what it is called in sentences, `log_file` gets all it prints. It leads a session of its own, so that
    Ctrl-C reaches us alone and we end our children in order.
    """

    def __init__(
        self, name: str, command: Sequence[str | Path], *, log_file: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self.log_file = log_file
        self._command = [str(part) for part in command]
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process while it runs."""
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def check(self) -> None:
        """Raises NotSetUp, with the end of its log, if it has ended by itself."""
        code = self._process.poll() if self._process else None
        if code is not None:
            raise NotSetUp(
                f"The {self.name} ended by itself, with code {code}.\n{self.end_of_log()}",
                hint=f"Its whole log is in {self.log_file}.",
            )

    def end_of_log(self) -> str:
        """The last lines that it printed."""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-TAIL:])

    def stop(self) -> None:
        """Ends it, politely first. Does nothing if it does not run."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOPS_WITHIN.total_seconds())
        finally:  # also when Ctrl-C is pressed once more
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Has SIGTERM and a closed terminal end the block as Ctrl-C does, so that children are ended in any case."""
    before = {name: signal.signal(name, signal.default_int_handler) for name in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
