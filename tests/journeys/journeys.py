"""The journeys of this folder: each is a folder of sequences with rehearsals and what must come of them."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from nurture.simulator.story import Entry, Kind, PersonStory, Story
from nurture.timing.walltime import wall
from nurture.values import frozen

HERE: Final = Path(__file__).parent
RULES: Final = {"given": "task-given", "told": "task-escalated", "carried": "carried", "together": "digest"}
"""The rules under which a timeline says that somebody was given a task, that somebody was told that it is overdue, that
another mail carries the words, and that several runs have one mail."""
_LINE: Final = re.compile(
    r"(?P<who>\S+) +(?P<place>\S+) +"
    r"(?:(?P<never>never)|(?P<what>sent|given|told|carried|together) +(?P<day>\w{3}) +(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)"
    r"|ends +(?P<outcome>\S+))"
)


@frozen
class Must:
    """What a rehearsal must come to, as a person wrote it down before anything was played.

    `place` is `sequence/step`, or a sequence where it `ends`; `at` is on the clock of whom it is about, None: `never`.
    A mail is `sent`, or `carried` in another one, a task is `given`, and `told` when it is overdue; the ATS, or another
    system, is `told`, too. What is said `together` with other runs is one mail; `never` is none of them.
    """

    text: str
    who: str
    place: str
    at: datetime | None = None
    what: str = "sent"
    outcome: str | None = None

    def is_met(self, story: Story) -> bool:
        """Whether it came so."""
        (person,) = (person for person in story.people if person.name == self.who)
        if self.outcome is not None:
            left = (entry for entry in person.entries if entry.kind is Kind.LEFT and entry.sequence == self.place)
            return self.outcome in {re.split("[:,]", entry.text)[0] for entry in left}
        here = [entry for entry in person.entries if f"{entry.sequence}/{entry.step}" == self.place]
        came = {
            "sent": {_minute(entry, person) for entry in here if entry.kind is Kind.SENT},
            **{what: {_minute(entry, person) for entry in here if entry.rule == rule} for what, rule in RULES.items()},
        }
        came["told"] |= {_minute(entry, person) for entry in here if entry.kind is Kind.TOLD}
        return self.at in came[self.what] if self.at else not any(came.values())


@frozen
class Rehearsal:
    """A log of events, the timeline that it was recorded to come to, and what it must come to."""

    log: Path

    @property
    def expected(self) -> Path:
        """The recorded timeline."""
        return self.log.with_name(f"{self.log.stem}.expected.txt")

    def musts(self) -> list[Must]:
        """Raises ValueError for a line that can't be read."""
        lines = self.log.with_name(f"{self.log.stem}.must.txt").read_text().splitlines()
        return [_must(line) for line in lines if line.strip() and not line.startswith("#")]


@frozen
class Journey:
    """One journey; its README tells it."""

    folder: Path

    @property
    def number(self) -> str:
        """J01 and so on."""
        return self.folder.name.partition("-")[0].upper()

    @property
    def title(self) -> str:
        """The heading of its README."""
        return self.readme.splitlines()[0].lstrip("# ")

    @property
    def readme(self) -> str:
        """What it is, after whom, and what it leaves out."""
        return (self.folder / "README.md").read_text()

    @property
    def rehearsals(self) -> list[Rehearsal]:
        """Its logs."""
        return [Rehearsal(log=log) for log in sorted((self.folder / "rehearsals").glob("*.yaml"))]


def every_journey() -> Iterator[Journey]:
    """In the order of their numbers."""
    return (Journey(folder=folder) for folder in sorted(HERE.glob("j[0-9][0-9]-*")))


def _minute(entry: Entry, person: PersonStory) -> datetime:
    return wall(entry.at, person.zone).replace(tzinfo=None, second=0, microsecond=0)


def _must(line: str) -> Must:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(
            f"“{line}” is not: WHO SEQUENCE/STEP sent, given, told, carried or together DAY DATE TIME, or `never`, or "
            "WHO SEQUENCE ends OUTCOME"
        )
    at = datetime.strptime(found["at"], "%Y-%m-%d %H:%M") if found["at"] else None
    if at is not None and f"{at:%a}" != found["day"]:
        raise ValueError(f"“{line}”: {at:%Y-%m-%d} is a {at:%a}")
    return Must(
        text=line.strip(),
        who=found["who"],
        place=found["place"],
        at=at,
        what=found["what"] or "sent",
        outcome=found["outcome"],
    )
