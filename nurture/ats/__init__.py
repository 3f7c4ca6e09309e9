"""One module per applicant tracking system. A vendor's words stop here."""

from collections.abc import Mapping

from nurture.ats.account import Account, accounts_from
from nurture.ats.base import NOTHING_READ, Adapter, Greeting, Posted, Read, Reader
from nurture.ats.memory import MemoryWriter
from nurture.ats.trust import demand_trust
from nurture.ats.vendor import Connected, Vendor
from nurture.ats.vendors import VENDORS
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.config import Settings
from nurture.errors import NotFound, NotSetUp

__all__ = [
    "NOTHING_READ",
    "VENDORS",
    "Account",
    "Adapter",
    "Connected",
    "Greeting",
    "Made",
    "MemoryWriter",
    "Posted",
    "Read",
    "Reader",
    "Unwritable",
    "Vendor",
    "Writer",
    "connect",
    "connection_of",
    "connections_from",
    "demand_trust",
    "readers_from",
    "writers_from",
]


def connections_from(settings: Settings) -> Mapping[str, Connected]:
    """The accounts that this installation is connected with. Contacts nobody; raises NotSetUp for an unknown vendor."""
    return {account.connection: connect(account) for account in accounts_from(settings)}


def connect(account: Account) -> Connected:
    """One of them. Raises NotSetUp for an unknown vendor."""
    vendor = VENDORS.get(account.vendor)
    if vendor is None:
        hint = f"Set {account.setting('vendor')} to one of: {', '.join(sorted(VENDORS))}."
        raise NotSetUp(f"no ATS is known as “{account.vendor}”", hint=hint)
    return Connected(account=account, vendor=vendor, adapter=vendor.adapter(account))


def connection_of(connections: Mapping[str, Connected], name: str) -> Connected:
    """The connection of that name. Raises NotFound for one that nothing is known of."""
    try:
        return connections[name]
    except KeyError:
        known = ", ".join(sorted(connections))
        raise NotFound(f"no ATS is connected as “{name}”", hint=f"Known are: {known}.") from None


def readers_from(settings: Settings) -> dict[str, Reader]:
    """What asks the APIs, by connection."""
    return {name: each.vendor.reader(each.account) for name, each in connections_from(settings).items()}


def writers_from(settings: Settings) -> dict[str, Writer]:
    """What can be written to, by connection."""
    return {name: each.vendor.writer_for(each.account) for name, each in connections_from(settings).items()}
