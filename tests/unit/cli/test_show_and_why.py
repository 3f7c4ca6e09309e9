import json
from datetime import timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.store import contacts
from nurture.values import replace
from tests.office import APPLICATION, MARA, REJECTED, RUN, Office, mara_is_rejected

A_WHILE = REJECTED + timedelta(days=2)


@pytest.fixture(autouse=True)
def _mara(bureau: Office) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    bureau.play(RUN, until=A_WHILE)


def _line(out: str, *words: str) -> str:
    return next(line for line in out.splitlines() if all(word in line for word in words))


@pytest.mark.parametrize("who", [MARA, "57683", "mara@home.example", "MARA@Home.Example"])
def test_a_person_is_found_by_any_of_their_names(run, who: str) -> None:
    ran = run("show", who)

    assert ran.code == 0
    assert ran.out.startswith("Mara Lindqvist")


def test_the_application_is_shown_with_its_stage(run) -> None:
    assert _line(run("show", MARA).out, "Robotics Engineer", "rejected", "Onsite", APPLICATION)


def test_an_open_enrollment_is_shown_with_where_it_stands_and_what_comes_next(run) -> None:
    assert _line(run("show", MARA).out, "silver-medalist version 1", "active", "breather", "2026-03-24 09:00")


def test_the_id_of_an_enrollment_is_whole_on_a_narrow_terminal(run) -> None:
    assert f"  {RUN}" in run("show", MARA).out.splitlines()


def test_the_timeline_holds_events_entries_and_mails_on_the_persons_clock(run) -> None:
    out = run("show", MARA).out

    assert "times in Europe/London" in out
    assert _line(out, "2026-03-02 09:00", "an application was rejected", "Onsite")
    assert _line(out, "2026-03-02 09:00", "entered", "silver-medalist version 1")
    assert _line(out, "2026-03-03 09:00", "email to them", "Thank you, Mara", "accepted")


def test_calls_of_people_are_on_the_timeline_too(bureau: Office, run) -> None:
    call = Touchpoint(
        id="call-1",
        candidate_id=MARA,
        channel=ChannelKind.CALL,
        direction=Direction.INBOUND,
        at=A_WHILE,
        summary="asked about other roles",
    )
    with bureau.parts.store.write() as conn:
        contacts.record(conn, call)

    assert _line(run("show", MARA).out, "2026-03-04 09:00", "call from them", "asked about other roles")


def test_machines_get_the_same_in_utc(run) -> None:
    document = json.loads(run("show", MARA, "--json").out)

    assert document["candidate"]["first_name"] == "Mara"
    assert document["zone"] == "Europe/London"
    assert document["enrollments"][0]["step"] == "breather"
    mail = next(entry for entry in document["timeline"] if entry["kind"] == "contact")
    assert (mail["at"], mail["state"]) == ("2026-03-03T09:00:00+00:00", "accepted")


@pytest.mark.parametrize("command", ["show", "why"])
def test_somebody_who_is_not_on_record_is_no_traceback(run, command: str) -> None:
    ran = run(command, "nobody@home.example")

    assert ran.code == 1
    assert ran.out == ""
    assert "nobody@home.example" in ran.err
    assert "greenhouse:57683" in ran.err


def test_an_address_that_two_people_share_lists_both(bureau: Office, run) -> None:
    told = mara_is_rejected()
    twin = replace(told.candidates[0], id="greenhouse:8")
    bureau.hear(replace(told, happenings=(), applications=(), candidates=(twin,)))

    ran = run("show", "mara@home.example")

    assert ran.code == 1
    assert MARA in ran.err
    assert "greenhouse:8" in ran.err


def test_why_says_of_each_decision_when_by_which_rule_of_which_version_and_from_what(run) -> None:
    out = run("why", MARA).out

    assert _line(out, "2026-03-02 09:00", "application.rejected came")
    assert _line(out, "silver-medalist version 1 (0123abcd)", "rule entered")
    assert _line(out, "application.stage = Onsite")
    assert out.index("application.rejected came") < out.index("step thanks")


def test_why_tells_who_was_kept_out_and_by_what(bureau: Office, run) -> None:
    told = mara_is_rejected(A_WHILE)
    early = replace(
        told.applications[0],
        id="greenhouse:700",
        candidate_id="greenhouse:70",
        fields={**told.applications[0].fields, "stage": "Phone screen"},
    )
    happening = replace(told.happenings[0], candidate_id="greenhouse:70", application_id="greenhouse:700")
    person = replace(told.candidates[0], id="greenhouse:70")
    bureau.hear(replace(told, candidates=(person,), applications=(early,), happenings=(happening,)))

    out = run("why", "greenhouse:70").out

    assert _line(out, "2026-03-04 09:00", "application.rejected came, but not")
    assert _line(out, "application.stage = Phone screen")


def test_why_can_be_asked_about_one_sequence(run) -> None:
    ran = run("why", MARA, "--sequence", "new-hire-onboarding")

    assert ran.code == 0
    assert ran.out == ""
    assert "Nothing was decided about Mara Lindqvist in new-hire-onboarding" in ran.err


def test_a_mail_that_was_refused_says_so_on_the_timeline(bureau: Office, run) -> None:
    bureau.outbox.failing["mara@home.example"] = Failure.REJECT
    bureau.play(RUN, until=REJECTED + timedelta(days=120))

    assert _line(run("show", MARA).out, "coffee", "rejected")
