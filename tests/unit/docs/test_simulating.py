"""What the page about rehearsals shows is what a rehearsal tells."""

from pathlib import Path

from nurture.language.check import check_folder
from nurture.simulator.formats import FORMATS
from nurture.simulator.log import WORDS
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import only, simulate
from nurture.simulator.story import Kind
from tests.unit.docs.markdown import ROOT, blocks, table_under

PAGE = ROOT / "docs/simulating.md"


def test_the_log_on_the_page_comes_to_the_calendar_below_it(tmp_path: Path) -> None:
    log = tmp_path / "log.yaml"
    log.write_text(blocks(PAGE, "yaml")[0].text)
    read = read_log(log)
    assert read.log is not None, read.diagnostics
    checked = only(check_folder(ROOT / "sequences"), ("application-received",))
    assert FORMATS["calendar"](simulate(checked, read.log).story) == blocks(PAGE, "text")[0].text


def test_the_table_on_the_page_can_be_read(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(blocks(PAGE, "csv")[0].text)
    assert read_log(log).diagnostics == ()


def test_the_page_lists_the_words_of_a_log() -> None:
    listed = [row[0].strip("`") for row in table_under(PAGE, "What can happen")]
    assert listed == list(WORDS)


def test_the_page_lists_the_formats_and_kinds() -> None:
    rows = table_under(PAGE, "What you get")
    assert [row[0].strip("`") for row in rows] == list(FORMATS)
    said = rows[1][1]
    assert all(kind in said for kind in Kind if kind is not Kind.WENT_ON)
