"""Who of ours is there, and how they are reached: looked up when something is about to leave."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nurture.domain.records import Person, Team
from nurture.domain.touchpoints import Address
from nurture.language.chain import in_words, is_address
from nurture.language.company import CompanyFile
from nurture.language.fields import ROLES
from nurture.timing.walltime import wall
from nurture.timing.zones import zone_of
from nurture.values import frozen


@frozen
class Holder:
    """Somebody of a chain who is there: under which name they were asked, and their mailbox, if one is known."""

    name: str
    called: str
    mailbox: Address | None


@frozen
class Office:
    """Our own people on one day of the company's calendar: the roles of a process, and the senders of company.yaml.

    `for_whom` holds whom of them a track is for, by the name that its `each` gives them.
    """

    team: Team
    company: CompanyFile
    day: date
    for_whom: Mapping[str, Person] = field(default_factory=dict)

    def first_there(self, chain: Iterable[str]) -> Holder | None:
        """The first of these who is there; whoever can be mailed goes before somebody who can't."""
        there = None
        for name in chain:
            holder = self.holder(name)
            if holder and holder.mailbox:
                return holder
            there = there or holder
        return there

    def mailbox(self, chain: Iterable[str]) -> Address | None:
        """The mailbox of the first of these who is there and has one."""
        holder = self.first_there(chain)
        return holder.mailbox if holder else None

    def is_role(self, name: str) -> bool:
        """True for a role, built-in or of the company's own; False for a sender or an address."""
        return name in ROLES or name in self.company.roles or name in self.for_whom

    def _person(self, name: str) -> Person | None:
        return self.for_whom.get(name) or self.team.role(name)

    def holder(self, name: str) -> Holder | None:
        """Whoever is there for that name: a role, a sender, or a plain address."""
        if is_address(name):
            return Holder(name=name, called=name, mailbox=Address(email=name))
        if not self.is_role(name):
            sender = self.company.senders.get(name)
            box = Address(email=sender.email, name=sender.name) if sender else None
            return Holder(name=name, called=sender.name, mailbox=box) if sender else None
        person = self._person(name)
        present = person.on_duty(self.day) if person else None
        if present is None:
            return None
        box = Address(email=present.email, name=present.name) if present.email else None
        return Holder(name=name, called=present.name, mailbox=box)

    def lasting(self, name: str) -> str:
        """The name under which the same person is found where the track is not known: their address."""
        holder = self.holder(name) if name in self.for_whom else None
        return holder.mailbox.email if holder and holder.mailbox else name

    def back_on(self, chain: Iterable[str]) -> date | None:
        """The first day on which one of these, or of their deputies, is back; None: nobody is known to come back."""
        ends = [person.away_until for name in chain for person in self._away(name) if person.away_until]
        return min(ends) + timedelta(days=1) if ends else None

    def _away(self, name: str) -> Iterator[Person]:
        """Who is away for now and could be mailed."""
        person = self._person(name) if self.is_role(name) else None
        for each in (person, person.deputy if person else None):
            if each and each.email and not each.is_gone and not each.is_there(self.day):
                yield each


@frozen
class Nobody:
    """That nobody of a chain is there, in words; `until` is when somebody is back, None: nobody is known to be."""

    sentence: str
    until: datetime | None

    @property
    def hint(self) -> str:
        """What to do."""
        return "Give the role to somebody in the ATS, or name somebody else who is there after it, in a list."


def nobody_of(chain: Iterable[str], office: Office, what: str) -> Nobody:
    """Says that nobody of a chain is there to do what is to be done."""
    names = tuple(chain)
    back = office.back_on(names)
    until = begins(back, office.company) if back else None
    said = f"there is nobody to {what}: no address for {in_words(names)}"
    return Nobody(sentence=f"{said}, until {back} at least" if back else said, until=until)


def day_of(now: datetime, company: CompanyFile) -> date:
    """The day that it is for our own people."""
    return wall(now, zone_of(company.zone)).date()


def begins(day: date, company: CompanyFile) -> datetime:
    """When that day begins for our own people."""
    return datetime.combine(day, time(), ZoneInfo(company.zone))
