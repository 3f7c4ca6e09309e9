"""Changes in the ATS, from the step to the record, whatever happens on the way."""

from datetime import timedelta

import pytest

from nurture.domain.changes import ChangeKind
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.errors import Rejected
from nurture.service.lives import life_of
from nurture.store import erasing, intake, records
from tests.greenhouse import body, changed
from tests.unit.service.desk import MAYA, MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.outside import outside
from tests.unit.service.written_back import NOTE, RUN, TAG, outcome, tags, told


def test_a_tag_is_set_and_our_record_follows_at_once(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected(tags=("math",)))
    desk.run(days=1)
    assert world.values == ["no response"]
    assert tags(desk) == ("math", "no response")
    assert desk.sent == ["one for Maya"]
    [dispatch] = told(desk)
    assert (dispatch.state, dispatch.result, dispatch.summary) == (SendState.ACCEPTED, "done", "tag: no response")


def test_what_we_change_is_news_to_others_once(desk: Desk) -> None:
    outside(desk)
    welcome = sequence(
        "- {id: hello, email: two}",
        name="pool",
        enroll="{on: candidate.updated, where: \"'no response' in candidate.tags\", again: always}",
        **{"for": "candidate", "exit": "[{on: candidate.replied, as: replied}]"},
    )
    desk.publish(TAG, welcome)
    desk.hear(maya_is_rejected(tags=("math",)))
    desk.run(days=0.5)
    assert sorted(desk.sent) == ["one for Maya", "two for Maya"]

    echo = Intake(
        at=desk.clock.at,
        happenings=(Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=MAYA),),
        candidates=(CandidateUpdate(id=MAYA, fields={"tags": ("no response", "math"), "first_name": "Maya"}),),
    )
    assert desk.hear(echo) == ()  # Greenhouse tells us of what we did there
    assert desk.hear(echo) != ()  # and this is somebody else's doing


def test_an_update_that_changes_a_field_of_the_company_is_no_echo(desk: Desk) -> None:
    outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected(tags=("math",)))
    desk.run(days=0.5)

    def told(**own: str) -> list[str]:
        stated = CandidateUpdate(id=MAYA, fields={"tags": ("no response", "math")}, own=own)
        happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=MAYA)
        news = Intake(at=desk.clock.at, happenings=(happening,), candidates=(stated,))
        with desk.parts.store.write() as conn:
            return [event.type for _, event in intake.apply(conn, news, desk.clock.at).events]

    assert told(shift="late") == ["candidate.updated"]
    assert told(shift="late") == []  # which is on record by now


def test_an_update_that_tells_more_than_we_changed_is_no_echo(desk: Desk) -> None:
    outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(days=0.5)
    more = Intake(
        at=desk.clock.at,
        happenings=(Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=MAYA),),
        candidates=(CandidateUpdate(id=MAYA, fields={"tags": ("no response", "math")}),),
    )
    with desk.parts.store.write() as conn:
        assert [event.type for _, event in intake.apply(conn, more, desk.clock.at).events] == ["candidate.updated"]


def test_what_greenhouse_delivers_of_our_own_change_is_known_by_it(desk: Desk) -> None:
    outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.deliver(body("update_candidate"))
    desk.run(days=0.5)
    ours = changed("update_candidate", "candidate", "tags", to=["no response", "Python"])
    assert desk.deliver(ours).note == "candidate.updated: is what we changed there ourselves"
    assert desk.deliver(ours).note == "candidate.updated"


def test_our_record_spells_names_as_the_ats_does(desk: Desk) -> None:
    world = outside(desk)
    world.ats.spelled["no response"] = "No Response"
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(days=0.5)
    assert tags(desk) == ("No Response",)


MOVE = sequence(
    "- {id: move, ats: {stage: Onsite}}\n- {id: then, email: one}",
    purpose="application",
    exit="[{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]",
)


def test_a_stage_that_we_set_is_heard_of_once_and_what_was_true_before_does_not_undo_it(desk: Desk) -> None:
    outside(desk)
    desk.publish(MOVE)
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", email="m@home.example"))
    desk.run(days=1)

    def says(stage: str, at_hour: int) -> Intake:
        moved = Happening(type=EventType.APPLICATION_STAGE_CHANGED, candidate_id=MAYA, application_id=MAYAS)
        as_of = MONDAY + timedelta(hours=at_hour)
        update = ApplicationUpdate(id=MAYAS, candidate_id=MAYA, fields={"stage": stage}, as_of=as_of)
        return Intake(at=as_of, happenings=(moved,), applications=(update,))

    for late in (says("Application Review", -1), says("Onsite", 1)):
        with desk.parts.store.write() as conn:
            assert intake.apply(conn, late, desk.clock.at).events == ()
            assert records.applications_of(conn, MAYA)[0].stage == "Onsite"


def test_a_rejection_ends_the_run_that_asked_for_it_as_any_rejection_would(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(MOVE.replace("{stage: Onsite}", "{reject: No answer}"))
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", email="m@home.example"))
    desk.run(days=1)
    assert world.values == ["No answer"]
    assert desk.standing(RUN).outcome == "rejected"
    assert desk.sent == []
    with desk.parts.store.read() as conn:
        [application] = records.applications_of(conn, MAYA)
    assert (application.status, application.rejection_reason) == (ApplicationStatus.REJECTED, "No answer")


def test_what_the_ats_refuses_is_on_record_with_its_reason(desk: Desk) -> None:
    world = outside(desk)
    world.ats.script.append(Rejected("Greenhouse has no such tag", hint="Add it there first."))
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert outcome(desk, "tag") == "refused"
    assert (tags(desk), desk.sent) == ((), [])
    assert "tag “no response”: Greenhouse has no such tag" in [each.sentence for each in desk.why()]


def test_an_ats_that_nobody_is_connected_to_refuses(desk: Desk) -> None:
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert outcome(desk, "tag") == "refused"
    assert told(desk)[0].detail == "no ATS that can be written to is connected as “greenhouse”"


def test_erasing_takes_away_what_was_told(desk: Desk) -> None:
    outside(desk)
    desk.publish(NOTE)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY)
    assert told(desk)[0].content["value"] == "Wrote to Maya."
    with desk.parts.store.write() as conn:
        erasing.erase(conn, MAYA, now=desk.clock.at)
    [dispatch] = told(desk)
    assert (dispatch.summary, dispatch.content, dispatch.detail) == ("erased", {}, None)
    assert not [each for each in desk.why() if "Maya" in each.sentence]


def test_a_persons_story_tells_what_was_changed_there(desk: Desk) -> None:
    outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY)
    with desk.parts.store.read() as conn:
        [entry] = [each for each in life_of(conn, MAYA, company_zone="UTC").entries if each.kind == "dispatch"]
    assert (entry.said_kind, entry.title, entry.state) == ("changed in the ATS", "tag: no response", "accepted")


def test_a_step_whose_condition_is_not_met_changes_nothing(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(sequence("- {id: tag, ats: {tag: no response}, if: candidate.email == none}"))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert (world.values, outcome(desk, "tag")) == ([], "skipped")


@pytest.mark.parametrize(
    ("write", "kind", "value", "field", "of_application"),
    [
        ("field: {pool: silver}", ChangeKind.FIELD, "silver", "pool", False),
        ("field: {candidate.pool: true}", ChangeKind.FIELD, True, "pool", False),
        ("field: {application.shift: '{{ job.department }}'}", ChangeKind.FIELD, "Platform", "shift", True),
        ("untag: math", ChangeKind.UNTAG, "math", None, False),
    ],
)
def test_what_a_step_says_is_what_the_ats_is_asked(
    desk: Desk, write: str, kind: ChangeKind, value: object, field: str | None, of_application: bool
) -> None:
    world = outside(desk)
    desk.publish(sequence(f"- id: change\n  ats:\n    {write}"))
    desk.hear(maya_is_rejected(tags=("math",)))
    desk.run(days=1)
    [(change, target)] = world.ats.changes
    assert (change.kind, change.value, change.field, change.of_application) == (kind, value, field, of_application)
    assert (target.candidate_id, target.application_id) == (MAYA, MAYAS)


@pytest.mark.parametrize(
    ("field", "value", "condition"),
    [
        ("application.told_on", "2020-01-06", "application.told_on and days_since(application.told_on) > 0"),
        ("pool", "silver", 'candidate.pool == "silver"'),
    ],
)
def test_a_declared_field_is_on_our_record_at_once(desk: Desk, field: str, value: str, condition: str) -> None:
    outside(desk)
    own = {"candidate": {"pool": "text"}, "application": {"told_on": "date"}}
    written = f"- {{id: told, ats: {{field: {{{field}: '{value}'}}}}}}\n- {{id: then, email: one, if: '{condition}'}}"
    desk.publish(sequence(written), company={"fields": own})
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert outcome(desk, "told") == "done"
    assert desk.sent == ["one for Maya"]
