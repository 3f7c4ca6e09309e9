"""Writes the cookbook from the journeys, and the tables of what each uses: `python -m tests.journeys.cookbook`."""

from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Final

from nurture.language.check import check_folder
from tests.journeys.features import events, facts, features
from tests.journeys.journeys import Journey, every_journey

DOCS: Final = Path(__file__).parents[2] / "docs"
MADE: Final = "<!-- Made by `make docs` from tests/journeys. Change the journey, and make it again. -->"
INTRO: Final = """\
# Cookbook

Journeys that recruiting and onboarding teams have described in public, written as sequences. Each page tells one,
names whom it is after, and shows the files; tests play all of them, day by day. Take one, and change the words.
"""


def pages() -> dict[Path, str]:
    """Every page of the cookbook, by its path in the docs."""
    journeys = list(every_journey())
    made = {Path("cookbook") / f"{journey.folder.name}.md": _page(journey) for journey in journeys}
    return {**made, Path("cookbook/README.md"): _contents(journeys)}


def _page(journey: Journey) -> str:
    files = [journey.folder / "company.yaml", *_sequences(journey)]
    shown = [f"`{path.name}`\n\n```yaml\n{path.read_text().strip()}\n```" for path in files]
    return "\n\n".join([MADE, journey.readme.strip(), "## The files", *shown]) + "\n"


def _contents(journeys: list[Journey]) -> str:
    used = {journey: _used(journey) for journey in journeys}
    links = {journey: f"[{journey.number}]({journey.folder.name}.md)" for journey in journeys}
    rows = [f"| {links[each]} | {each.title} | {_listed(used[each])} |" for each in journeys]
    heard = {journey: _heard(journey) for journey in journeys}
    return "\n".join(
        [
            MADE,
            "",
            INTRO,
            "| | journey | what of the language it uses |",
            "| --- | --- | --- |",
            *rows,
            "",
            "## Where to see what",
            "",
            "| of the language | in |",
            "| --- | --- |",
            *_back(used, links, "`{}`"),
            "",
            "## Events",
            "",
            "| event | in |",
            "| --- | --- |",
            *_back(heard, links, "[`{0}`](../events/{0}.md)"),
            "",
            "## Facts",
            "",
            "| fact | in |",
            "| --- | --- |",
            *_back({each: _named(each) for each in journeys}, links, "[`{0}`](../facts/{0}.md)"),
            "",
        ]
    )


def _back(used: Mapping[Journey, Set[str]], links: Mapping[Journey, str], shown: str) -> list[str]:
    """A row for each name that is used, with the journeys that use it."""
    every = sorted(set[str]().union(*used.values()))
    return [
        f"| {shown.format(name)} | {', '.join(links[each] for each in used if name in used[each])} |" for name in every
    ]


def _heard(journey: Journey) -> frozenset[str]:
    """The built-in events that its sequences begin with, wait for or end on."""
    checked = check_folder(journey.folder)
    return frozenset[str]().union(*(events(each.sequence) for each in checked.sequences))


def _named(journey: Journey) -> frozenset[str]:
    """The facts that its sequences and templates name."""
    files = (*_sequences(journey), *sorted((journey.folder / "templates").rglob("*.md")))
    return frozenset[str]().union(*(facts(path.read_text()) for path in files))


def _used(journey: Journey) -> frozenset[str]:
    checked = check_folder(journey.folder)
    return frozenset[str]().union(*(features(each.sequence) for each in checked.sequences))


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _sequences(journey: Journey) -> Iterator[Path]:
    return (path for path in sorted(journey.folder.glob("*.yaml")) if path.name != "company.yaml")


def write() -> None:
    """Writes the pages that changed, and removes those of journeys that are gone."""
    wanted = {DOCS / path: text for path, text in pages().items()}
    for path in sorted((DOCS / "cookbook").glob("*.md")):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    write()
