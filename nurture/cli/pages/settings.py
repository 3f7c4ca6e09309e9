"""docs/settings.md, from the fields of the settings."""

from collections.abc import Iterator, Mapping

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from nurture.cli.pages.markdown import page, table
from nurture.config import Settings

INTRO = """\
All settings come from environment variables, and there is no file beside them. `nurture doctor` says which are unsafe
once mail leaves. A list is written as JSON: `["one", "two"]`."""


def pages() -> Mapping[str, str]:
    """The page."""
    return {"settings.md": page("Settings", INTRO, table(("variable", "default", "what"), _rows()))}


def _rows() -> Iterator[tuple[str, str, str]]:
    for name, field in Settings.model_fields.items():
        yield f"`NURTURE_{name.upper()}`", _default(field), field.description or ""


def _default(field: FieldInfo) -> str:
    default = field.default
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    return (
        "" if default is None or default == () else f"`{str(default).lower() if default in (True, False) else default}`"
    )
