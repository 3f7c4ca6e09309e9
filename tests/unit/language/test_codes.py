from pathlib import Path
from types import ModuleType

import pytest

from nurture.language import codes
from nurture.language.codes import CODES, Code
from nurture.language.diagnostics import Severity
from nurture.language.error_pages import check_example, pages

DOCS = Path(__file__).parents[3] / "docs" / "errors"
every_code = pytest.mark.parametrize("code", CODES.values(), ids=CODES)


@every_code
def test_the_failing_example_shows_exactly_its_code(code: Code, tmp_path: Path) -> None:
    found = {each.code for each in check_example(code.bad, tmp_path).diagnostics}
    assert found == {code.code}


@every_code
def test_the_passing_example_passes(code: Code, tmp_path: Path) -> None:
    assert check_example(code.good, tmp_path).diagnostics == ()


@every_code
def test_every_diagnostic_has_the_severity_of_its_code_and_a_hint(code: Code, tmp_path: Path) -> None:
    for each in check_example(code.bad, tmp_path).diagnostics:
        assert each.severity is code.severity
        assert each.hint or code.code == "N001"


@every_code
def test_only_errors_keep_a_sequence_from_use(code: Code, tmp_path: Path) -> None:
    assert check_example(code.bad, tmp_path).ok == (code.severity is Severity.WARNING)


def test_codes_are_unique_and_in_order() -> None:
    assert list(CODES) == sorted(CODES)
    modules = [module for module in vars(codes).values() if isinstance(module, ModuleType)]
    constants = [each.code for module in modules for each in vars(module).values() if isinstance(each, Code)]
    assert sorted(constants) == list(CODES)


def test_the_pages_in_docs_are_those_that_the_registry_makes() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert written == pages(), "write them anew: nurture docs"
