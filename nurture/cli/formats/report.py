"""What there is to say after a check."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nurture.language.allow import Allowed
from nurture.language.diagnostics import Diagnostic


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything found, in order, with the texts of all files that were read."""

    diagnostics: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...]
    sources: Mapping[Path, str]
