"""Three who apply for a job of Lee's, and what Lee is told of them."""

from datetime import UTC, datetime

from nurture.domain.events import EventType
from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from tests.unit.service.desk import KIM, Desk, maya, sequence

NAMES = ("ada", "ben", "cleo")
NOTE = "- {id: note, email: one, to: recruiter, digest: daily at 10:00}\n"
TASK = """\
- id: call
  task: Call {{ candidate.first_name | or("them") }}
  digest: daily at 10:00
  due: 1 day
  overdue: wait
  escalate: {after: 1 day}
"""


def day(number: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def run_of(name: str) -> str:
    return f"warm/application/of-{name}/1"


def applies(desk: Desk, name: str, recruiter: Person = KIM, **fields: str) -> None:
    """Somebody applies, and enters."""
    told: dict[str, object] = {"first_name": name.title(), "email": f"{name}@people.example", **fields}
    desk.hear(
        maya(
            EventType.APPLICATION_CREATED,
            at=desk.clock.at,
            person=name,
            application=f"of-{name}",
            team={"recruiter": recruiter},
            **told,
        )
    )


def all_apply(desk: Desk, steps: str = NOTE, **changes: str) -> None:
    """Three people apply one after the other, an hour before the digest leaves."""
    exits = "[{on: application.rejected, as: rejected}]"
    send = "{from: talent, hours: any time, holidays: none}"
    desk.publish(sequence(steps, purpose="internal", exit=exits, send=send, **changes))
    for name in NAMES:
        applies(desk, name)


def ends(desk: Desk, name: str) -> None:
    """The application is turned down; the run has not heard of it yet."""
    told = maya(EventType.APPLICATION_REJECTED, at=desk.clock.at, person=name, application=f"of-{name}")
    desk.hear(told, pokes=False)


def in_mails(desk: Desk) -> list[list[str]]:
    """Of each mail that was to be sent, about whom it is."""
    return [[name for name in NAMES if name.title() in mail.text + mail.subject] for mail in desk.post.asked]


def fates(desk: Desk, step: str = "note") -> list[SendState | None]:
    return [desk.states(name).get(step) for name in NAMES]
