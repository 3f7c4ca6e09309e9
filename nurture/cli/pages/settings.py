"""docs/settings.md, from the fields of the settings."""

from collections.abc import Iterator, Mapping

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from nurture.cli.pages.markdown import page, table
from nurture.config import AtsSettings, Settings

INTRO = """\
All settings come from environment variables, and there is no file beside them. `nurture doctor` says which are unsafe
once mail leaves. A list is written as JSON: `["one", "two"]`."""

CONNECTIONS = """\
Each [other ATS](ats.md), and each further account of one, is a connection with a name of its own: small letters, digits
and underscores. The name stands in the settings' names, in the address of its hook (`/hooks/lever_eu`) and in front of
ids (`lever_eu:3410c8b9`), so choose it for good:

    NURTURE_ATS__LEVER_EU__VENDOR=lever
    NURTURE_ATS__LEVER_EU__SECRETS=["…"]

One that is called as its vendor needs no `VENDOR`: `NURTURE_ATS__ASHBY__SECRETS` is enough."""


def pages() -> Mapping[str, str]:
    """The page."""
    heads = ("variable", "default", "what")
    rows = ((f"`NURTURE_ATS__NAME__{name.upper()}`", *_told(field)) for name, field in AtsSettings.model_fields.items())
    connections = ("## Connections", CONNECTIONS, table(heads, rows))
    return {"settings.md": page("Settings", INTRO, table(heads, _rows()), *connections)}


def _rows() -> Iterator[tuple[str, str, str]]:
    for name, field in Settings.model_fields.items():
        if name != "ats":
            yield f"`NURTURE_{name.upper()}`", *_told(field)


def _told(field: FieldInfo) -> tuple[str, str]:
    return _default(field), field.description or ""


def _default(field: FieldInfo) -> str:
    default = field.default
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    return (
        "" if default is None or default == () else f"`{str(default).lower() if default in (True, False) else default}`"
    )
