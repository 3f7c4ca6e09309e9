"""Whom a mail or a task goes to and who signs, where one of ours is away or gone: the next along the chain."""

from datetime import UTC, date, datetime

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict, NotFound
from nurture.service.roster import duties_of
from nurture.store import absences, recording
from nurture.store.absences import Absence
from nurture.store.words import EnrollmentStatus
from nurture.values import replace
from tests.unit.service.desk import KIM, MAYAS, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
LOU = Person(id="greenhouse:2", name="Lou Brandt", email="lou@acme.example")
TELL = "- {{id: tell, email: one, to: {to}}}"
NO_FALLBACK: dict[str, object] = {"sender_fallback": []}
HOLIDAY = {"away_from": date(2026, 3, 1), "away_until": date(2026, 3, 10)}


def tells(desk: Desk, to: str, *, recruiter: Person | None = KIM, coordinator: Person | None = None) -> list[str]:
    """The addresses that a mail to that chain goes to on the first day."""
    desk.publish(sequence(TELL.format(to=to)))
    team = {role: person for role, person in (("recruiter", recruiter), ("coordinator", coordinator)) if person}
    desk.hear(maya_is_rejected(team=team))
    desk.run(days=0)
    return [mail.to.email for mail in desk.post.asked]


@pytest.mark.parametrize(
    ("to", "recruiter", "reached"),
    [
        ("recruiter", KIM, "kim@acme.example"),
        ("talent", KIM, "talent@acme.example"),
        ("payroll@acme.example", KIM, "payroll@acme.example"),
        ("[recruiter, coordinator]", KIM, "kim@acme.example"),
        ("[recruiter, coordinator]", replace(KIM, **HOLIDAY), "lou@acme.example"),
        ("[recruiter, coordinator]", replace(KIM, is_gone=True), "lou@acme.example"),
        ("[recruiter, coordinator]", replace(KIM, email=None), "lou@acme.example"),
        ("[recruiter, coordinator]", replace(KIM, away_from=date(2026, 3, 3)), "kim@acme.example"),
        ("[recruiter, coordinator]", replace(KIM, away_until=date(2026, 3, 1)), "kim@acme.example"),
        ("[hiring_manager, talent]", KIM, "talent@acme.example"),
    ],
)
def test_a_mail_goes_to_the_first_of_the_chain_who_is_there(
    desk: Desk, to: str, recruiter: Person, reached: str
) -> None:
    assert tells(desk, to, recruiter=recruiter, coordinator=LOU) == [reached]


def test_a_deputy_goes_before_the_next_of_the_chain(desk: Desk) -> None:
    away = replace(KIM, **HOLIDAY, deputy=replace(LOU, id="greenhouse:3", email="sam@acme.example", name="Sam Ode"))
    assert tells(desk, "[recruiter, coordinator]", recruiter=away, coordinator=LOU) == ["sam@acme.example"]


def test_a_mail_to_somebody_who_comes_back_waits_for_them(desk: Desk) -> None:
    assert tells(desk, "recruiter", recruiter=replace(KIM, **HOLIDAY)) == []
    standing = desk.standing(RUN)
    assert (standing.status, standing.next_at) == (EnrollmentStatus.ACTIVE, datetime(2026, 3, 11, tzinfo=UTC))
    desk.run(days=14)
    assert [mail.to.email for mail in desk.post.asked] == ["kim@acme.example"]


def test_a_mail_that_nobody_is_there_to_read_is_held_and_never_dropped(desk: Desk) -> None:
    assert tells(desk, "[recruiter, coordinator]", recruiter=replace(KIM, is_gone=True)) == []
    standing = desk.standing(RUN)
    assert standing.status is EnrollmentStatus.HELD
    assert "nobody to read tell: no address for recruiter or coordinator" in (standing.held_reason or "")
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, team={"coordinator": LOU}))
    desk.run(days=0)
    assert [mail.to.email for mail in desk.post.asked] == ["lou@acme.example"]


def test_a_mail_to_whoever_recommended_somebody_is_skipped_where_nobody_did(desk: Desk) -> None:
    assert tells(desk, "referrer") == []
    assert desk.states()["tell"] is SendState.SKIPPED


def test_whoever_is_away_does_not_sign(desk: Desk) -> None:
    desk.publish(
        sequence("- {id: hello, email: one, from: [recruiter, coordinator]}"), company={"sender_fallback": ["talent"]}
    )
    desk.hear(maya_is_rejected(team={"recruiter": replace(KIM, **HOLIDAY), "coordinator": LOU}))
    desk.run(days=0)
    assert [mail.sender.email for mail in desk.post.asked] == ["lou@acme.example"]


def test_a_mail_waits_for_its_only_signer_to_come_back(desk: Desk) -> None:
    desk.publish(sequence("- {id: hello, email: one}"), company=NO_FALLBACK)
    desk.hear(maya_is_rejected(team={"recruiter": replace(KIM, **HOLIDAY)}))
    desk.run(days=5)
    assert desk.post.asked == []
    assert "away" in desk.rules()
    desk.run(days=10)
    assert [mail.sender.email for mail in desk.post.asked] == ["kim@acme.example"]


def test_a_task_goes_along_its_chain_and_back_when_its_owner_is_there_again(desk: Desk) -> None:
    desk.publish(sequence("- {id: call, task: Call them, assign: [recruiter, coordinator], due: 20 days}"))
    desk.hear(maya_is_rejected(team={"recruiter": replace(KIM, **HOLIDAY), "coordinator": LOU}))
    desk.run(days=0)
    assert [mail.to.email for mail in desk.post.asked] == ["lou@acme.example"]
    with desk.parts.store.read() as conn:
        [meanwhile] = duties_of(conn, now=desk.clock.at)
        [after] = duties_of(conn, now=datetime(2026, 3, 11, 8, tzinfo=UTC))
    assert (meanwhile.owner, after.owner) == ("Lou Brandt, coordinator", "Kim Berger, recruiter")


def test_what_a_person_says_of_an_absence_stays_whatever_the_ats_says_later(desk: Desk) -> None:
    with desk.parts.store.write() as conn:
        for person in (KIM, LOU):
            recording.write_person(conn, person)
        absence = Absence(first=date(2026, 3, 1), last=date(2026, 3, 10), deputy="LOU@acme.example")
        assert absences.note(conn, "kim@acme.example", absence) == "Kim Berger"
    assert tells(desk, "recruiter", recruiter=KIM) == ["lou@acme.example"]


def test_an_absence_of_nobody_and_a_deputy_of_oneself_are_refused(desk: Desk) -> None:
    with desk.parts.store.write() as conn:
        recording.write_person(conn, KIM)
        with pytest.raises(NotFound, match="nobody of ours"):
            absences.note(conn, "nobody@acme.example", Absence(is_gone=True))
        with pytest.raises(Conflict, match="stand in for themselves"):
            absences.note(conn, "kim@acme.example", Absence(deputy="kim@acme.example"))
