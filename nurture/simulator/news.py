"""What a line of the log brings, as the news that an ATS adapter, a reply or an unsubscribe link would bring.

Names in a log become ids of the connection `log`: `log:maya`, and `log:maya/robotics` for her application.
"""

from datetime import datetime
from typing import Final, TypeAlias

from nurture.domain.intake import Intake
from nurture.language.sequence import Purpose
from nurture.simulator.task_words import TaskNews
from nurture.values import frozen

CONNECTION: Final = "log"
"""The ATS of a rehearsal."""


def id_of(name: str) -> str:
    """The id of a person or job of the log."""
    return f"{CONNECTION}:{name}"


@frozen
class Reply:
    """The person wrote to us."""

    candidate_id: str
    summary: str


@frozen
class Unsubscribe:
    """The person used the link in a mail of that purpose. None: no address is known."""

    purpose: Purpose
    email: str | None


@frozen
class Preference:
    """The person chose something on the page of that link: a pause of so many months, or (None) openings alone."""

    purpose: Purpose
    email: str | None
    months: int | None


@frozen
class Texted:
    """The person texted to us, by that name of a network's. No number: none is known."""

    id: str
    number: str | None
    text: str


@frozen
class Answered:
    """A survey about the person was answered."""

    candidate_id: str
    survey: str
    answer: str
    comment: str | None


@frozen
class Hand:
    """What somebody of ours does by hand about a person's runs of a sequence: one of the words of `BY_HAND`."""

    word: str
    sequence: str
    candidate_id: str
    application_id: str | None


Told: TypeAlias = Intake | Reply | Unsubscribe | Preference | Texted | Answered | Hand | TaskNews


@frozen
class News:
    """What a line of the log brings: when, about whom (a name of the log; None: a job), in words, and in our form.

    `concerns` are those who applied for a job that changed.
    """

    at: datetime
    who: str | None
    said: str
    told: Told
    concerns: tuple[str, ...] = ()
