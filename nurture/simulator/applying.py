"""Who of a log applied for what, and how far they are: later lines are about that."""

from nurture.simulator.log import APPLIED_STAGE, Line
from nurture.simulator.news import id_of


class Applications:
    """The applications that the lines read so far tell of."""

    def __init__(self) -> None:
        self._jobs: dict[str, dict[str, str]] = {}
        self._stages: dict[str, str] = {}

    def of_line(self, line: Line, who: str) -> tuple[str, str]:
        """The application that a line is about, and its job."""
        theirs = self._jobs.setdefault(who, {})
        job = line.applied or line.added
        if job is None:
            job = line.job or next(reversed(theirs))
            return theirs[job], job
        before = theirs.pop(job, None)
        number = int(before.partition("#")[2] or 1) + 1 if before else 1
        application = f"{id_of(who)}/{job}" + (f"#{number}" if number > 1 else "")
        theirs[job] = application
        self._stages[application] = line.stage or APPLIED_STAGE
        return application, job

    def latest(self, line: Line, who: str) -> tuple[str | None, str | None]:
        """The application that is named, else their latest, and its job; None for somebody who never applied."""
        return self.of_line(line, who) if self._jobs.get(who) else (None, None)

    def for_job(self, job: str) -> tuple[str, ...]:
        """Those who applied for a job."""
        return tuple(who for who, theirs in self._jobs.items() if job in theirs)

    def move(self, application: str, stage: str) -> None:
        """Takes in that an application came to another stage."""
        self._stages[application] = stage

    def stage(self, application: str) -> str:
        """The stage that an application is in."""
        return self._stages[application]
