"""What is known of many at the door together: the same as of each alone, in as many queries for few as for many."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event

from nurture.domain.events import EventType
from nurture.domain.intake import (
    ApplicationUpdate,
    CandidateUpdate,
    Happening,
    Intake,
    JobUpdate,
    RelatedUpdate,
)
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.subject import Subject, SubjectKind
from nurture.service.arriving import facts_of_many, facts_on_entry
from nurture.service.broadcasting import carry_on
from nurture.service.intake import hear
from nurture.store import broadcasts
from tests.unit.service.desk import KIM, MONDAY, Desk, sequence

JOB = "greenhouse:7"
BUDDY = Person(id="greenhouse:2", name="Bo Lind", email="bo@acme.example")
COMPANY = {"roles": {"buddy": "Shows the place"}}
WHERE = '"alumni" in candidate.tags and not job.applied_at and openings | length < 9'


def of_kind(kind: SubjectKind) -> str:
    """A sequence about that kind of record, which names all that is read only where it is named."""
    return sequence(
        "- {id: hello, email: one}\n",
        name="openings",
        purpose="internal",
        enroll=f"{{on: job.opened, where: '{WHERE}', again: always}}",
        exit="[{on: candidate.replied, as: replied}]",
        **{"for": kind.value},
    )


def told_of(desk: Desk, people: range) -> None:
    """Puts people on record, each with a hire and another application, an interview, a referral and an assignment."""
    for number in people:
        name = f"greenhouse:{number}"
        hire, other = f"{name}0", f"{name}1"
        related = (
            (SubjectKind.INTERVIEW, hire, {"starts_at": datetime(2026, 3, 6, number % 20, tzinfo=UTC)}),
            (SubjectKind.INTERVIEW, hire, {"starts_at": datetime(2026, 3, 6, 20, tzinfo=UTC)}),
            (SubjectKind.REFERRAL, None, {"referred_at": MONDAY}),
            (SubjectKind.ASSIGNMENT, hire, {"ends_on": date(2026, 9, 1)}),
        )
        fields = {"email": f"p{number}@home.example", "tags": ("alumni",), "country": ("DE", None)[number % 2]}
        told = Intake(
            at=MONDAY,
            jobs=(JobUpdate(id=JOB, fields={"title": "Engineer"}, team={"recruiter": KIM}),),
            candidates=(CandidateUpdate(id=name, fields=fields, team={"buddy": BUDDY} if number % 3 else {}),),
            applications=(
                ApplicationUpdate(
                    id=hire,
                    candidate_id=name,
                    fields={"status": ApplicationStatus.HIRED},
                    start_date=date(2026, 5, number % 28 + 1),
                ),
                ApplicationUpdate(
                    id=other,
                    candidate_id=name,
                    job_id=JOB if number % 5 == 0 else None,
                    fields={"status": ApplicationStatus.REJECTED, "applied_at": MONDAY},
                ),
            ),
            related=tuple(
                RelatedUpdate(
                    of=Subject(kind=kind, id=f"{name}-{place}"),
                    candidate_id=name,
                    application_id=application,
                    fields=stated,
                )
                for place, (kind, application, stated) in enumerate(related)
            ),
        )
        with desk.parts.store.write() as conn:
            hear(desk.parts, conn, told)


def job_opens(desk: Desk, job_id: str = "greenhouse:8") -> str:
    opens = Happening(type=EventType.JOB_OPENED, job_id=job_id)
    job = JobUpdate(id=job_id, fields={"title": "Designer"}, team={"recruiter": KIM})
    with desk.parts.store.write() as conn:
        [opened] = hear(desk.parts, conn, Intake(at=desk.clock.at, happenings=(opens,), jobs=(job,))).taken.broadcasts
    return opened.broadcast_id


KINDS = [
    pytest.param(kind, id=kind.value)
    for kind in (
        SubjectKind.CANDIDATE,
        SubjectKind.APPLICATION,
        SubjectKind.HIRE,
        SubjectKind.INTERVIEW,
        SubjectKind.REFERRAL,
        SubjectKind.ASSIGNMENT,
    )
]


@pytest.mark.parametrize("kind", KINDS)
def test_of_many_together_the_same_is_known_as_of_each(desk: Desk, kind: SubjectKind) -> None:
    desk.publish(of_kind(kind), company=COMPANY)
    told_of(desk, range(1, 7))
    job_opens(desk)
    with desk.parts.store.read() as conn:
        plan = desk.parts.plans.latest(conn)["openings"].plan
        people = broadcasts.subjects_of(conn, broadcasts.people_after(conn, None, limit=50), kind)
        company = desk.parts.plans.company(conn).record
        together = facts_of_many(desk.parts, conn, plan, people, MONDAY, company=company, job_id="greenhouse:8")
        alone = [
            facts_on_entry(desk.parts, conn, plan, subject, candidate_id, 1, MONDAY, job_id="greenhouse:8")
            for candidate_id, subject in people
        ]
    assert len(together) >= 6
    assert [facts for _, facts in together] == alone
    assert [each.cycle for each, _ in together] == [1] * len(alone)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_as_often_for_many_as_for_few(desk: Desk, kind: SubjectKind) -> None:
    desk.publish(of_kind(kind).replace("alumni", "nobody"), company=COMPANY)
    counted: list[int] = []
    for people in (range(1, 3), range(3, 13)):
        told_of(desk, people)
        opened = job_opens(desk, f"greenhouse:{people.stop}00")
        with asked(desk) as statements:
            assert carry_on(desk.parts, opened).standing.is_over
        counted.append(len(statements))
    assert counted[0] == counted[1]


@contextmanager
def asked(desk: Desk) -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    with desk.parts.store.read() as conn:
        engine: Engine = conn.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
