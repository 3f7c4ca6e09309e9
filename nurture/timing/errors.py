"""What `timing` raises.

ValueError
└── TimingError          words or places that cannot be turned into a time
    └── AnchorMissing    a wait counts from a fact that is not known yet
"""

import difflib
from collections.abc import Iterable


class TimingError(ValueError):
    """Something about a time cannot be understood or worked out.

    `message` says what is wrong, `hint` what to write instead.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}"


class AnchorMissing(TimingError):
    """The fact named by a wait has no value yet; `anchor` is its dotted name."""

    def __init__(self, anchor: str) -> None:
        super().__init__(f"{anchor} is not known", "fill it in, or say what happens without it")
        self.anchor = anchor

    def __reduce__(self) -> tuple[type["AnchorMissing"], tuple[str]]:
        # The default would rebuild it from (message, hint), which this constructor doesn't take.
        return (AnchorMissing, (self.anchor,))


def closest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """The known word that `word` most likely misspells, if one is at least `likeness` (0 to 1) alike."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=likeness)
    return near[0] if near else None
