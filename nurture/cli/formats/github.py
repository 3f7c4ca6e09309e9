"""For GitHub Actions: workflow commands on stdout, which it shows beside the lines of a pull request.

Their form is documented under “Workflow commands for GitHub Actions”, setting an error or a warning message.
"""

from nurture.cli.formats.report import Report
from nurture.language.diagnostics import Diagnostic


def write(report: Report) -> str:
    """A line for each."""
    return "\n".join(_command(each) for each in report.diagnostics)


def _command(each: Diagnostic) -> str:
    places = {
        "file": each.path.as_posix(),
        "line": each.line,
        "col": each.col,
        "endColumn": max(each.col, each.mark.end_col - 1),
        "title": f"nurture {each.code}",
    }
    stated = ",".join(f"{key}={_property(str(value))}" for key, value in places.items())
    said = f"{each.message}\n{each.hint}" if each.hint else each.message
    return f"::{each.severity} {stated}::{_data(said)}"


def _data(text: str) -> str:
    """A message as the runner reads it back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
