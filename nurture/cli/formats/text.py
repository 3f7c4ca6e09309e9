"""For people; and what is allowed, for people and machines."""

import json

from nurture.cli.formats.report import Report
from nurture.language.diagnostics import render, to_json


def write(report: Report) -> str:
    """Each with the lines around it and what to write instead."""
    return render(report.diagnostics, report.sources)


def write_allowed(report: Report) -> str:
    """Each allowed warning in two lines: where and what, and why it is allowed."""
    return "\n\n".join(
        f"{render([each.diagnostic], {}).splitlines()[0]}\nallowed: {each.reason}" for each in report.allowed
    )


def allowed_to_json(report: Report) -> str:
    """The rows of `to_json` with the reason on each."""
    rows = json.loads(to_json(each.diagnostic for each in report.allowed))
    reasons = [each.reason for each in report.allowed]
    told = [{**row, "reason": reason} for row, reason in zip(rows, reasons, strict=True)]
    return json.dumps(told, indent=2, ensure_ascii=False)
