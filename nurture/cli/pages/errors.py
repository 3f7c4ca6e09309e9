"""docs/errors, from the codes of the checker."""

from collections.abc import Mapping

from nurture.language import error_pages


def pages() -> Mapping[str, str]:
    """A page for each code, and their list."""
    return {f"errors/{name}": text for name, text in error_pages.pages().items()}
