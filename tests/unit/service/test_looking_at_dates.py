"""At the hour only those are looked at whose date may let them in, on both databases; and nobody of them is missed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Intake, RelatedUpdate
from nurture.domain.records import ApplicationStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.service.broadcasting import carry_on, open_due
from nurture.service.intake import hear
from tests.unit.service.desk import MONDAY, Desk, sequence

STEPS = "- {id: hello, email: one}\n"
OWN = {"fields": {"application": {"contract_ends": "date"}, "candidate": {"graduates_on": "date"}}}
ABOUT = {
    "candidate": "candidate.consent_until",
    "hire": "hire.start_date",
    "application": "application.contract_ends",
    "interview": "interview.starts_at",
}


def dated(about: str, *, if_late: str = "skip", where: str = "true", anchor: str | None = None) -> str:
    """A sequence that lets people in ten days before a date."""
    at = f"10 days before {anchor or ABOUT[about]} at 09:00"
    return sequence(
        STEPS,
        purpose="internal",
        enroll=f'{{at: {at}, if_late: {if_late}, where: "{where}"}}',
        exit="[]",
        **{"for": about},
    )


def known(desk: Desk, number: int, day: date | None) -> None:
    """Somebody with that date in all of their records, or with none."""
    name, application = f"greenhouse:{number}", f"greenhouse:{number}00"
    told = {"contract_ends": day, "graduates_on": day} if day else {}
    onsite = Subject(kind=SubjectKind.INTERVIEW, id=f"greenhouse:{number}000")
    starts = datetime.combine(day, datetime.min.time(), UTC) if day else None
    related = RelatedUpdate(of=onsite, candidate_id=name, application_id=application, fields={"starts_at": starts})
    update = ApplicationUpdate(
        id=application,
        candidate_id=name,
        fields={"status": ApplicationStatus.HIRED},
        start_date=day,
        custom=told,
    )
    fields = {"email": f"p{number}@home.example", **({"consent_until": day} if day else {})}
    intake = Intake(
        at=MONDAY,
        candidates=(CandidateUpdate(id=name, fields=fields, custom=told),),
        applications=(update,),
        related=(related,) if day else (),
    )
    with desk.parts.store.write() as conn:
        hear(desk.parts, conn, intake)


def look(desk: Desk) -> tuple[int, int]:
    """How many are looked at on the hour, and how many of them come in."""
    desk.clock.at += timedelta(hours=1)
    looked_at = entered = 0
    for run in open_due(desk.parts):
        carried = carry_on(desk.parts, run.broadcast_id)
        for started in carried.started:
            desk.start(started)
        looked_at, entered = looked_at + carried.standing.looked_at, entered + carried.standing.entered
    return looked_at, entered


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("if_late", ["skip", "enter"])
def test_whose_day_has_come_comes_in_and_who_has_no_date_is_not_looked_at(desk: Desk, about: str, if_late: str) -> None:
    desk.publish(dated(about, if_late=if_late), company=OWN)
    known(desk, 1, MONDAY.date() + timedelta(days=10))
    known(desk, 2, None)
    known(desk, 3, None)
    assert look(desk) == (1, 1)


@pytest.mark.parametrize(("about", "if_late"), [("candidate", "skip"), ("hire", "enter"), ("candidate", "enter")])
def test_whose_day_is_far_ahead_is_not_looked_at(desk: Desk, about: str, if_late: str) -> None:
    desk.publish(dated(about, if_late=if_late))
    known(desk, 1, MONDAY.date() + timedelta(days=20))
    assert look(desk) == (0, 0)
    desk.clock.at += timedelta(days=10)
    assert look(desk) == (1, 1)


def test_a_day_that_is_long_over_is_looked_at_only_where_it_still_counts(desk: Desk) -> None:
    desk.publish(dated("hire"), dated("hire", if_late="enter").replace("sequence: warm", "sequence: late"))
    known(desk, 1, MONDAY.date() - timedelta(days=500))
    assert look(desk) == (1, 1)


@pytest.mark.parametrize("about", ["candidate", "hire"])
def test_who_has_come_in_for_that_date_is_not_looked_at_again_until_it_is_another(desk: Desk, about: str) -> None:
    desk.publish(dated(about, if_late="enter"))
    known(desk, 1, MONDAY.date() + timedelta(days=9))
    assert look(desk) == (1, 1)
    desk.run(days=1)
    assert look(desk) == (0, 0)
    known(desk, 1, MONDAY.date() + timedelta(days=8))
    assert look(desk) == (1, 1)


def test_who_does_not_meet_the_condition_yet_is_looked_at_until_they_do(desk: Desk) -> None:
    desk.publish(dated("candidate", if_late="enter", where="'office' in candidate.tags"))
    known(desk, 1, MONDAY.date() + timedelta(days=1))
    assert [look(desk), look(desk)] == [(1, 0), (1, 0)]
    with desk.parts.store.write() as conn:
        tagged = CandidateUpdate(id="greenhouse:1", fields={"tags": ("office",)})
        hear(desk.parts, conn, Intake(at=desk.clock.at, candidates=(tagged,)))
    assert look(desk) == (1, 1)


@pytest.mark.parametrize("about", ["candidate", "hire"])
def test_who_has_the_same_date_as_somebody_who_came_in_is_looked_at(desk: Desk, about: str) -> None:
    desk.publish(dated(about, if_late="enter"))
    for number in (1, 2):
        known(desk, number, MONDAY.date() + timedelta(days=9))
        assert look(desk) == (1, 1)


def test_a_date_of_the_companys_own_on_the_person_is_looked_up_too(desk: Desk) -> None:
    desk.publish(dated("candidate", anchor="candidate.graduates_on"), company=OWN)
    known(desk, 1, MONDAY.date() + timedelta(days=10))
    known(desk, 2, None)
    assert look(desk) == (1, 1)


def test_a_date_that_is_not_on_their_own_records_is_looked_for_with_everybody(desk: Desk) -> None:
    desk.publish(dated("application", anchor="job.opened_at"))
    known(desk, 1, None)
    known(desk, 2, None)
    assert look(desk) == (2, 0)
