"""Can each connected ATS's deliveries be told from forged ones, and understood?"""

from collections.abc import Iterator

from nurture.ats import Connected, connections_from
from nurture.ats.vendor import Cannot
from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.service.checkup.finding import Finding, good, warning, wrong
from nurture.service.checkup.machine import SHORTEST_SECRET, counted


def look(settings: Settings) -> Iterator[Finding]:
    """One finding on each connection's keys, and one on its API, where its deliveries are read back."""
    try:
        connections = connections_from(settings)
    except NotSetUp as error:
        yield wrong("ATS", error.message, error.hint or "")
        return
    for connected in connections.values():
        yield _keys(connected)
        if not isinstance(connected.vendor.read_back, Cannot):
            yield _reading(connected)


def _keys(connected: Connected) -> Finding:
    account, part = connected.account, _part(connected)
    advice = f'Set {account.setting("secrets")}=["…"] to the secret key of your web hooks.'
    if not account.secrets:
        return warning(part, "no secret is set: every delivery is refused", advice)
    if any(len(secret) < SHORTEST_SECRET for secret in account.secrets):
        return warning(part, "a secret is short enough to be guessed", advice)
    return good(part, f"deliveries are checked with {counted(len(account.secrets), 'secret')}")


def _reading(connected: Connected) -> Finding:
    part, reader = _part(connected), connected.vendor.reader(connected.account)
    try:
        return good(part, reader.check())
    except NotSetUp as error:
        return warning(part, f"{error.message}: deliveries wait until it can be asked", error.hint or "")
    finally:
        reader.close()


def _part(connected: Connected) -> str:
    """The vendor, and the connection's name where it has another."""
    title, name = connected.vendor.title, connected.account.connection
    return title if name == connected.vendor.name else f"{title} ({name})"
