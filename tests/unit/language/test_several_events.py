"""Lists of events under `on`: the same as an entry for each."""

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.subject import SubjectKind
from nurture.engine.exits import exit_events
from nurture.language.check import check_folder
from nurture.language.graph.picture import picture_of
from nurture.language.sequence import ExitRule, Trigger
from tests.rehearsal import HEAD as REHEARSED
from tests.rehearsal import facts_for, plan_from, play
from tests.unit.engine.berlin import MONDAY, at, happened
from tests.unit.language.welcome import HEAD, HELLO, Write

MAIL_IN_A_WEEK = "- {id: pause, wait: 1 week}\n- {id: later, email: a}\n"
EITHER = REHEARSED.replace(
    "on: candidate.replied, as: replied", "on: [candidate.replied, candidate.contacted], as: in-touch"
)


def test_any_event_of_the_list_ends_the_run_and_another_does_not() -> None:
    plan = plan_from(MAIL_IN_A_WEEK, head=EITHER)

    def outcome(*events: Event) -> str | None:
        return play(plan, facts_for(entered_at=MONDAY), start=MONDAY, events=events).outcome

    assert outcome(happened(EventType.CANDIDATE_REPLIED, at(3, 9))) == "in-touch"
    assert outcome(happened(EventType.CANDIDATE_CONTACTED, at(3, 9))) == "in-touch"
    assert outcome(happened(EventType.CANDIDATE_UPDATED, at(3, 9))) == "completed"
    assert {"candidate.replied", "candidate.contacted"} <= exit_events(plan)


def test_one_event_is_written_back_without_a_list_and_several_as_they_were() -> None:
    one = {"on": "candidate.replied", "as": "replied"}
    several = {"on": ["candidate.replied", "candidate.contacted"], "as": "in-touch"}
    assert ExitRule.model_validate(one).model_dump(by_alias=True, exclude_unset=True) == one
    assert ExitRule.model_validate(several).model_dump(by_alias=True, exclude_unset=True) == several
    listed = {**one, "on": ["candidate.replied"]}
    assert ExitRule.model_validate(listed) == ExitRule.model_validate(one)


def test_a_trigger_keeps_its_list_in_the_plan() -> None:
    written = {"on": ["offer.extended", "offer.updated"], "again": "always"}
    trigger = Trigger.model_validate(written)
    assert trigger.events == ("offer.extended", "offer.updated")
    assert Trigger.model_validate(trigger.model_dump(mode="json", by_alias=True)) == trigger
    by_hand = Trigger.model_validate({"on": "manual"})
    assert (by_hand.is_manual, by_hand.model_dump(mode="json", by_alias=True)["on"]) == (True, "manual")


def test_events_of_an_application_alone_make_a_run_about_one(write: Write) -> None:
    def subject(*events: str) -> SubjectKind:
        head = HEAD.replace("application.created", f"[{', '.join(events)}]\n  again: never")
        [only] = check_folder(write({"welcome.yaml": head + HELLO})).sequences
        return only.sequence.for_

    assert subject("offer.extended", "interview.scheduled") is SubjectKind.APPLICATION
    assert subject("offer.extended", "candidate.updated") is SubjectKind.CANDIDATE


@pytest.mark.parametrize(
    ("head", "code", "place", "said"),
    [
        ("enroll: {on: [offer.extended, offer.extended], again: never}", "N015", (1, 31), "listed twice"),
        ("enroll: {on: [offer.extended, manual], again: never}", "N018", (1, 31), "stands in `on` by itself"),
        ("enroll: {on: [offer.extended, offer.extented], again: never}", "N014", (1, 31), "no event `offer.extented`"),
        ("enroll: {on: [], again: never}", "N012", (1, 14), "empty or too short"),
        (
            "enroll: {on: [job.opened, candidate.updated], where: job, again: never}",
            "N018",
            (1, 27),
            "`job.opened` lets many in, and `candidate.updated` the one person",
        ),
        (
            "enroll: {on: [offer.extended, application.told], again: never}",
            "N044",
            (1, 31),
            "follows from a message of ours",
        ),
        ("enroll: {on: [offer.extended, offer.updated]}", "N062", (1, 15), "can come again"),
        (
            "enroll: {on: [application.stage_changed, offer.extended], every_visit: true}",
            "N018",
            (1, 59),
            "not every event here is one",
        ),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_in_its_place(
    write: Write, head: str, code: str, place: tuple[int, int], said: str
) -> None:
    rest = "\nsequence: welcome\ntitle: Welcome\nowner: talent@acme.example\npurpose: internal\n"
    found = check_folder(write({"welcome.yaml": head + rest + HELLO})).diagnostics
    assert [(each.code, each.line, each.col) for each in found[:1]] == [(code, *place)]
    assert said in found[0].message


def test_an_event_that_is_listed_twice_in_a_wait_is_refused_too(write: Write) -> None:
    wait = "steps:\n  - id: a\n    wait_for: {event: [job.opened, job.opened]}\n"
    found = check_folder(write({"welcome.yaml": HEAD + wait})).diagnostics
    assert [(each.code, each.line, each.col) for each in found] == [("N015", 9, 36)]


def test_what_one_of_the_events_does_not_carry_is_found_with_its_name(write: Write) -> None:
    exits = "exit:\n  on: [candidate.consent_given, candidate.replied]\n  where: event.purpose == 'nurture'\n  as: x\n"
    found = check_folder(write({"welcome.yaml": HEAD + exits + HELLO})).diagnostics
    assert [(each.code, each.line, each.col) for each in found] == [("N022", 9, 16)]
    assert found[0].message == "`event` has no `purpose` when it is `candidate.replied`"


def test_a_picture_names_them_all() -> None:
    picture = picture_of(plan_from(MAIL_IN_A_WEEK, head=EITHER).sequence)
    assert [each.when for each in picture.exits] == ["on candidate.replied or candidate.contacted"]
