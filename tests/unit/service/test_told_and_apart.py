"""News that a candidate was told how it ended, and a limit on what one reader gets of a sequence, on both databases."""

from datetime import timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake, RelatedUpdate
from nurture.domain.records import Person
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import SendState
from nurture.store import events, ledger
from nurture.store.enrollments import pause
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence

LETTER = sequence("- {id: two-days, wait: 2 days}\n- {id: letter, email: one}\n", name="decision", purpose="decision")
LETTER = LETTER.replace("{on: application.created}", "{on: application.rejected}")
WAITS = """\
- id: told
  wait_for: {event: application.told, timeout: 10 days}
  then: [{id: news, email: two, to: recruiter}]
  otherwise: [{id: nothing, email: three, to: recruiter}]
"""
WARM, DECISION = f"warm/application/{MAYAS}/1", f"decision/application/{MAYAS}/1"
SAM = Person(id="greenhouse:8", name="Sam Okoro", email="sam@acme.example")
THEO = "greenhouse:2"


def told_of(desk: Desk) -> list[str]:
    with desk.parts.store.read() as conn:
        return [each.type for each in events.since(conn, MAYA, 0) if each.type == EventType.APPLICATION_TOLD]


def rejected(desk: Desk, *sequences: str) -> None:
    desk.publish(*sequences)
    desk.hear(maya_is_rejected())
    for each in (WARM, DECISION):
        desk.note_started(each)


def test_who_waits_for_it_hears_of_the_letter_when_it_has_left_and_not_before(desk: Desk) -> None:
    rejected(desk, LETTER, sequence(WAITS))
    desk.run(days=1.9)
    assert desk.sent == []
    desk.run(days=0.2)
    assert desk.sent == ["one for Maya", "two for Maya"]
    assert told_of(desk) == ["application.told"]


def test_what_never_left_or_is_held_up_tells_nobody(desk: Desk) -> None:
    rejected(desk, LETTER, sequence(WAITS))
    with desk.parts.store.write() as conn:
        pause(conn, DECISION)
    desk.carriers[DECISION].is_paused = True
    desk.run(days=11)
    assert (desk.sent, told_of(desk)) == (["three for Maya"], [])


def test_a_letter_of_unknown_fate_counts_as_told_once_it_is_known_to_have_left(desk: Desk) -> None:
    rejected(desk, LETTER, sequence(WAITS))
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=3)
    assert (desk.states()["letter"], told_of(desk)) == (SendState.UNKNOWN, [])
    key = desk.letters()["letter"].id
    with desk.parts.store.write() as conn:
        for _ in range(2):
            ledger.settle(conn, key, None, SendState.ACCEPTED, at=desk.clock.at)
    assert told_of(desk) == ["application.told"]


@pytest.mark.parametrize(("purpose", "to"), [("nurture", "candidate"), ("decision", "recruiter")])
def test_other_mails_are_no_such_news(desk: Desk, purpose: str, to: str) -> None:
    enroll = "{on: application.rejected}"
    desk.publish(sequence(f"- {{id: mail, email: one, to: {to}}}\n", purpose=purpose, enroll=enroll))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert (desk.sent, told_of(desk)) == (["one for Maya"], [])


NOTES = sequence(
    "- {id: first, email: one, to: recruiter}\n- {id: second, email: two, to: recruiter}\n",
    purpose="internal",
    send="{hours: any time, holidays: none, at_most: 1 per day}",
)


def test_a_reader_gets_one_mail_a_day_of_it_over_all_its_runs_and_the_others_wait(desk: Desk) -> None:
    desk.publish(NOTES)
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", team={"recruiter": KIM}))
    theirs = {"person": THEO, "application": "greenhouse:20", "first_name": "Theo"}
    desk.hear(maya(EventType.APPLICATION_CREATED, team={"recruiter": KIM}, **theirs))
    desk.run(days=10)
    left = sorted(each.at - MONDAY for whom in (MAYA, THEO) for each in desk.letters(whom).values())
    assert left == [timedelta(days=day) for day in range(4)]
    assert "reader-cap" in desk.rules()


def test_two_readers_do_not_wait_for_each_other(desk: Desk) -> None:
    desk.publish(NOTES.replace("email: two, to: recruiter", "email: two, to: talent"))
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", team={"recruiter": KIM}))
    desk.run(days=0.1)
    assert desk.sent == ["one for Maya", "two for Maya"]


def recommended(name: str, by: Person, *, hours: int = 0) -> Intake:
    of = Subject(kind=SubjectKind.REFERRAL, id=f"greenhouse:{name}")
    update = RelatedUpdate(of=of, candidate_id=MAYA, by=by, fields={"referred_at": MONDAY + timedelta(hours=hours)})
    happening = Happening(type=EventType.REFERRAL_CREATED, candidate_id=MAYA, of=of)
    return Intake(at=MONDAY + timedelta(hours=hours), happenings=(happening,), related=(update,))


def test_each_referral_knows_who_made_it_and_whether_somebody_was_first(desk: Desk) -> None:
    steps = """\
    - id: which
      branch:
        - when: referral.is_first
          steps: [{id: thanks, email: one, to: referrer}]
        - otherwise: [{id: sorry, email: two, to: referrer}]
    """
    about = {"purpose": "internal", "for": "referral", "enroll": "{on: referral.created}"}
    desk.publish(sequence(steps, **about))
    desk.hear(maya(first_name="Maya", team={"referrer": KIM}))
    desk.hear(recommended("1", KIM))
    desk.hear(recommended("2", SAM, hours=1))
    desk.run(days=1)
    assert [(each.to.email, each.subject) for each in desk.post.asked] == [
        (KIM.email, "one for Maya"),
        (SAM.email, "two for Maya"),
    ]
