"""For code scanning: SARIF 2.1.0, the OASIS standard for what checks find."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import quote

from nurture.cli.formats.report import Report
from nurture.language.codes import CODES, Code
from nurture.language.diagnostics import Diagnostic

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
"""Stands for the root of the repository, from which relative paths count."""

_NUMBERS: Final = {code: number for number, code in enumerate(CODES)}


def write(report: Report) -> str:
    """One run. What is allowed is in it, as suppressed, with the reason."""
    results = [_result(each) for each in report.diagnostics]
    results += [
        {**_result(each.diagnostic), "suppressions": [{"kind": "inSource", "justification": each.reason}]}
        for each in report.allowed
    ]
    driver = {"name": "nurture", "semanticVersion": version("nurture"), "rules": _rules(CODES.values())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check ran."}}},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rules(codes: Iterable[Code]) -> list[dict[str, object]]:
    return [
        {
            "id": code.code,
            "shortDescription": {"text": code.title},
            "fullDescription": {"text": code.why},
            "help": {"text": f"{code.why} See {_page(code)}.", "markdown": _help(code)},
            "defaultConfiguration": {"level": str(code.severity)},
        }
        for code in codes
    ]


def _help(code: Code) -> str:
    files = [f"```\n{text.strip()}\n```" for text in code.good.shown().values()]
    return "\n\n".join([code.why, "This is fine:", *files, f"More: [{_page(code)}]({_page(code)})"])


def _page(code: Code) -> str:
    return f"docs/errors/{code.code}.md"


def _result(each: Diagnostic) -> dict[str, object]:
    region = {"startLine": each.line, "startColumn": each.col, "endColumn": each.mark.end_col}
    return {
        "ruleId": each.code,
        "ruleIndex": _NUMBERS[each.code],
        "level": str(each.severity),
        "message": {"text": f"{each.message}\n{each.hint}" if each.hint else each.message},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(each.path), "region": region}}],
    }


def _artifact(path: Path) -> dict[str, str]:
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}
