"""Text with facts put in, as it stands in a sequence file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or several where a field takes them; what stands in `{{ }}` is filled in when it is needed."""

    text: str

    def __str__(self) -> str:
        return self.text
