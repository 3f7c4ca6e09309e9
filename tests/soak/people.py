"""Who applies in a soak, and what becomes of them: the ATS tells it, and their answers come by mail."""

import heapq
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from enum import Enum, auto
from functools import partial
from random import Random
from typing import Final

import httpx

from nurture.demo import greenhouse
from nurture.demo.cast import MAYA, Applicant
from nurture.errors import Refused
from nurture.values import replace
from tests.doubles.sendgrid_inbound import form, post
from tests.soak.world import SoakWorld

LOOK_AGAIN: Final = 0.5
"""Seconds until the ATS tries a refused delivery again, or somebody looks into their mailbox again."""


class Act(Enum):
    """What somebody does, or what is done to them."""

    APPLIES = auto()
    IS_MOVED = auto()
    IS_REJECTED = auto()
    ANSWERS = auto()


TOLD: Final[Mapping[Act, Callable[[Applicant, datetime], bytes]]] = {
    Act.APPLIES: greenhouse.applied,
    Act.IS_MOVED: partial(greenhouse.moved, stage="Onsite"),
    Act.IS_REJECTED: partial(greenhouse.rejected, stage="Application Review"),
}
"""What the ATS tells of it; an answer comes by mail."""

FATES: Final = (None, None, Act.IS_MOVED, Act.IS_REJECTED, Act.ANSWERS)
"""What becomes of people, each as likely as the other."""


@dataclass(frozen=True, kw_only=True, order=True)
class Due:
    """An act at so many seconds from the start."""

    at: float
    number: int
    act: Act


class People:
    """Everybody of one soak, and how far they have come. `rejected` is who was turned down.

    They come for `arriving_for` seconds, and a journey lasts about `lasting`.
    """

    def __init__(self, world: SoakWorld, random: Random, *, journeys: int, arriving_for: float, lasting: float) -> None:
        self.world = world
        self.told: set[str] = set()
        self.rejected: set[str] = set()
        self._who = [somebody(number) for number in range(journeys)]
        self._due = [each for number in range(journeys) for each in fate(random, number, arriving_for, lasting)]
        self._bodies: dict[Due, bytes] = {}
        heapq.heapify(self._due)

    def live(self, *, until: float) -> None:
        """Does what is due, until that many seconds after the start. What can't be done now is done a moment later."""
        pause = threading.Event()
        with httpx.Client(base_url=f"http://127.0.0.1:{self.world.installation.settings.web_port}") as sendgrid:
            while self._due and self._due[0].at < until:
                due = heapq.heappop(self._due)
                pause.wait(max(0.0, due.at - self.world.seconds()))
                if not self._is_done(due, sendgrid):
                    heapq.heappush(self._due, replace(due, at=self.world.seconds() + LOOK_AGAIN))

    def _is_done(self, due: Due, sendgrid: httpx.Client) -> bool:
        who = self._who[due.number]
        if due.act is Act.ANSWERS:
            return self._answer(who, sendgrid)
        if due.act is not Act.APPLIES and who.email not in self.told:
            return False
        try:
            self.world.installation.deliver(self._body(due, who), delivery=f"{due.act.name}-{due.number}")
        except (Refused, OSError):
            self.world.done["deliveries refused and made again"] += 1
            return False
        (self.rejected if due.act is Act.IS_REJECTED else self.told).add(who.email)
        return True

    def _body(self, due: Due, who: Applicant) -> bytes:
        """The same on every attempt."""
        now = self.world.installation.now()
        key = replace(due, at=0.0)
        if key not in self._bodies:
            self._bodies[key] = TOLD[due.act](who, now)
        return self._bodies[key]

    def _answer(self, who: Applicant, sendgrid: httpx.Client) -> bool:
        """Answers the first mail that came, where one came, at the address it asks for."""
        mail = next((each.mail for each in self.world.mail.accepted if each.recipients == [who.email]), None)
        if mail is None:
            return False
        reply = EmailMessage()
        to = [address.addr_spec for address in mail["Reply-To"].addresses]
        reply["From"], reply["To"], reply["Message-ID"] = who.email, ", ".join(to), f"<{who.id}@home.example>"
        reply.set_content("Thank you, please stop here.\n")
        theirs = next(each for each in to if each.endswith("@reply.acme.example"))
        try:
            return post(sendgrid, form(reply.as_bytes(), to=theirs, sender=who.email)).is_success
        except httpx.TransportError:
            return False


def somebody(number: int) -> Applicant:
    """An applicant of their own, in Berlin."""
    return replace(
        MAYA,
        id=MAYA.id + number,
        application=MAYA.application + number,
        email=f"p{number}@home.example",
        zone="Europe/Berlin",
        country="DE",
        language="en",
    )


def fate(random: Random, number: int, arriving_for: float, lasting: float) -> Iterator[Due]:
    """When somebody applies, and what becomes of them within the seconds that a journey lasts."""
    comes = random.uniform(0.0, arriving_for)
    yield Due(at=comes, number=number, act=Act.APPLIES)
    after, act = random.uniform(0.0, lasting), random.choice(FATES)
    if act is not None:
        yield Due(at=comes + after, number=number, act=act)
