"""One package per applicant tracking system. A vendor's words stop here."""

from collections.abc import Mapping
from typing import Final

from nurture.ats.base import Adapter
from nurture.ats.greenhouse import Greenhouse
from nurture.ats.greenhouse.access import writer_from
from nurture.ats.memory import MemoryWriter
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.config import Settings
from nurture.errors import NotFound

__all__ = ["ADAPTERS", "Adapter", "Made", "MemoryWriter", "Unwritable", "Writer", "adapter_for", "writers_from"]

ADAPTERS: Final[Mapping[str, Adapter]] = {adapter.connection: adapter for adapter in (Greenhouse(),)}
"""The connections that this installation knows."""


def writers_from(settings: Settings) -> dict[str, Writer]:
    """What can be written to, by connection."""
    return {Greenhouse().connection: writer_from(settings)}


def adapter_for(connection: str) -> Adapter:
    """The adapter of a connection. Raises NotFound for one that nothing is known of."""
    try:
        return ADAPTERS[connection]
    except KeyError:
        known = ", ".join(sorted(ADAPTERS))
        raise NotFound(f"no ATS is connected as “{connection}”", hint=f"Known are: {known}.") from None
