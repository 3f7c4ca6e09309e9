"""What there is to say after a check."""

from collections.abc import Mapping
from pathlib import Path

from nurture.language.allow import Allowed
from nurture.language.diagnostics import Diagnostic
from nurture.values import frozen


@frozen
class Report:
    """Everything found, in order, with the texts of all files that were read."""

    diagnostics: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...]
    sources: Mapping[Path, str]
