"""`until` of a `together` that names tracks."""

import pytest

from nurture.language.check import check_folder
from nurture.language.graph.words import said_of
from nurture.language.steps import TogetherStep
from tests.unit.language.welcome import HEAD, Write, found

TRACKS = "    tracks:\n      the-link: [{id: a, wait: 2 days}]\n      reminders: [{id: b, wait: 1 day}]\n"

NAMES = "write `all`, `any`, a number of tracks, or the names of some"


def together(until: str, tracks: str = TRACKS, after: str = "") -> str:
    return f"{HEAD}steps:\n- id: both\n  together:\n    until: {until}\n{tracks}{after}"


def test_a_track_by_itself_is_written_as_a_list_of_one_would_be(write: Write) -> None:
    steps = []
    for until in ("the-link", "[the-link]"):
        [only] = check_folder(write({"welcome.yaml": together(until)})).sequences
        steps += only.sequence.steps
    assert steps[0] == steps[1]
    assert isinstance(steps[0], TogetherStep)
    assert TogetherStep.model_validate(steps[0].model_dump(mode="json", by_alias=True)) == steps[0]
    assert said_of(steps[0]).lines == ("Side by side, until the-link is done",)


@pytest.mark.parametrize(
    ("until", "code", "col", "said", "hint"),
    [
        ("the-lnk", "N013", 12, "`until` can't be “the-lnk”", "did you mean `the-link`?"),
        ("[reminders, the-lnk]", "N013", 24, "there is no track “the-lnk”", "did you mean `the-link`?"),
        ("[the-link, the-link]", "N015", 23, "`the-link` is listed twice", "name each track once"),
        ("[3]", "N013", 13, "there is no track “3”", "use `all`, `any`, `the-link` or `reminders`"),
        (
            "{}",
            "N013",
            12,
            "`until` can't be a mapping",
            "write `all`, `any`, a number of tracks, or the names of some",
        ),
    ],
)
def test_a_track_that_is_not_there_is_told_in_its_place(
    write: Write, until: str, code: str, col: int, said: str, hint: str
) -> None:
    [wrong] = check_folder(write({"welcome.yaml": together(until)})).diagnostics
    assert (wrong.code, wrong.line, wrong.col, wrong.message, wrong.hint) == (code, 10, col, said, hint)


def test_the_tracks_of_items_have_no_names(write: Write) -> None:
    each = "    each: candidate.tags\n    as: topic\n    steps: [{id: a, wait: 1 day}]\n"
    diagnostics = check_folder(write({"welcome.yaml": together("topic", each)})).diagnostics
    assert [(each.message, each.hint) for each in diagnostics] == [("`until` can't be “topic”", "use `all` or `any`")]


@pytest.mark.parametrize(
    ("until", "codes"),
    [("leaves", ["N041"]), ("[leaves, stays]", []), ("stays", []), ("any", []), ("all", ["N041"])],
)
def test_what_comes_after_a_track_by_which_everybody_leaves_is_never_reached(
    write: Write, until: str, codes: list[str]
) -> None:
    tracks = "    tracks:\n      leaves: [{id: a, exit: over}]\n      stays: [{id: b, wait: 1 day}]\n"
    text = together(until, tracks, "- {id: hello, email: hello}\n")
    assert [code for code, *_ in found(check_folder(write({"welcome.yaml": text})))] == codes
