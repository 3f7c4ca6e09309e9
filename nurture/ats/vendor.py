"""A vendor as a value: its name, its parts, and what it can and can't do, from which the page of adapters is made."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Final, TypeAlias

from nurture.ats.account import Account
from nurture.ats.base import NOTHING_READ, Adapter, Posted, Read, Reader
from nurture.ats.listing import Lister
from nurture.ats.patience import Pause
from nurture.ats.writing import Unwritable, Writer
from nurture.domain.changes import ChangeKind
from nurture.errors import NotSetUp, Rejected, Released
from nurture.values import frozen

NEVER_TRIED: Final = "never tried on a live account"


@frozen
class Cannot:
    """What a vendor can't do, or we can't do there, and why, as the end of a sentence."""

    why: str


Ability: TypeAlias = str | Cannot
"""How something is done, in a few words; or that it is not."""


def demand(writes: Mapping[ChangeKind, Ability], kind: ChangeKind, *, vendor: str) -> None:
    """Raises Rejected for a change that a vendor can't make, with the reason."""
    ability = writes[kind]
    if isinstance(ability, Cannot):
        raise Rejected(f"{vendor} can't do that: {ability.why}")


@frozen
class Vendor:
    """One ATS.

    `signed` says how a delivery is proven, `told_apart` what tells a repeated delivery, `in_order` what tells a late
    one, `read_back` what is asked of its API before a delivery is understood. `writes` has an entry for every kind
    of change. `back_fill` says how those are read whom it had before it was connected, and `lister` reads them.
    `reference` is the vendor's page from which all this was read.
    """

    name: str
    title: str
    reference: str
    signed: str
    told_apart: str
    in_order: Ability
    read_back: Ability
    writes: Mapping[ChangeKind, Ability]
    back_fill: Ability
    adapter: Callable[[Account], Adapter]
    reader: Callable[[Account], Reader] = field(default=lambda _: NothingToRead())
    writer: Callable[[Account], Writer] | None = None
    lister: Callable[[Account, Pause], Lister] | None = None
    tried: str = NEVER_TRIED

    def writer_for(self, account: Account) -> Writer:
        """What writes to an account; where the vendor has no way to, one that refuses and says why."""
        if self.writer is not None:
            return self.writer(account)
        why = next(each.why for each in self.writes.values() if isinstance(each, Cannot))
        return Unwritable(name=self.name, why=f"{self.title} can't be written to: {why}", hint=None)


class NothingToRead:
    """For vendors whose deliveries say everything."""

    def read(self, posted: Posted) -> Read:
        return NOTHING_READ

    def check(self) -> str:
        return "Its deliveries say everything."

    def close(self) -> None:
        """It has no connections."""


@frozen
class Unreadable:
    """A vendor whose access is not set: what was delivered waits until it is."""

    why: str
    hint: str

    def read(self, posted: Posted) -> Read:
        raise Released(self.why, hint=self.hint)

    def check(self) -> str:
        raise NotSetUp(self.why, hint=self.hint)

    def close(self) -> None:
        """There is nothing to let go of."""


def no_writes(why: str) -> Mapping[ChangeKind, Ability]:
    """For a vendor that can't be written to at all."""
    return dict.fromkeys(ChangeKind, Cannot(why=why))


@frozen
class Connected:
    """A connection: the account, whose it is, and what understands its deliveries."""

    account: Account
    vendor: Vendor
    adapter: Adapter
