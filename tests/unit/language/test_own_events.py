"""Events that company.yaml adds: named wherever an event may be, and known to the checker with what they carry."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nurture.domain.events import Event, EventScope, spec_of
from nurture.domain.facts import Facts
from nurture.domain.subject import SubjectKind
from nurture.language.check import Checked, check_folder
from nurture.language.company import CompanyFile
from nurture.language.expressions import Expression, value_of
from nurture.language.names import names_from
from nurture.language.plan import Plan, plan_of
from tests.rehearsal import facts_for

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
events:
  background-check.invited: {means: the check was ordered, about: application, carries: {order: text}}
  background-check.done: {means: the check came back, about: application, carries: {clear: yes-no, days: number}}
  fair.scanned:
    means: somebody was scanned at a stand
    carries: {fair: text, rating: text, fair_ended: time, back_on: date}
"""
SEQUENCE = """\
sequence: checks
title: Background checks
owner: ops@acme.example
purpose: internal
enroll: {on: background-check.invited, again: never}
exit:
  - {on: background-check.done, where: event.clear and event.days | or(0) < 30, as: cleared, of: candidate.applications}
steps:
  - id: paper
    wait_for: {event: fair.scanned, where: event.fair_ended and event.fair_ended > now, timeout: 2 days}
    then:
      - {id: hello, email: hello}
"""
TEMPLATE = '---\nsubject: Order {{ event.fair | or("x") }}\n---\nHello.\n'
Check = Callable[..., Checked]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Checks the sequence, some of whose text may be replaced, or that of the company or the template."""

    def check(*changes: tuple[str, str]) -> Checked:
        for name, text in (("company.yaml", COMPANY), ("checks.yaml", SEQUENCE), ("templates/hello.md", TEMPLATE)):
            for old, new in changes:
                text = text.replace(old, new)
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return check_folder(tmp_path)

    return check


def said(checked: Checked) -> list[tuple[str, str, str | None]]:
    return [(each.code, each.message, each.hint) for each in checked.diagnostics]


def test_own_events_may_be_named_wherever_an_event_may(check: Check) -> None:
    checked = check()
    assert not checked.diagnostics
    plan = plan_of(checked.sequences[0].sequence, 1)
    assert Plan.from_json(plan.to_json()) == plan  # where no company is at hand


def test_a_sequence_is_about_what_the_own_events_that_begin_it_are_about(check: Check) -> None:
    assert check().sequences[0].sequence.for_ is SubjectKind.APPLICATION
    about_people = check(("on: background-check.invited", "on: fair.scanned"), (", of: candidate.applications", ""))
    assert about_people.sequences[0].sequence.for_ is SubjectKind.CANDIDATE


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        pytest.param("event: fair.scanned", "event: fair.scaned", "N014", "", id="misspelled"),
        pytest.param(", again: never", "", "N062", "can come again", id="nothing said of again"),
        pytest.param("event.clear and", 'event.clear == "yes" and', "N023", "", id="compared with text"),
        pytest.param(
            "event.fair_ended and event.fair_ended > now",
            'event.order == "A1"',
            "N022",
            "order",
            id="what another one carries",
        ),
        pytest.param(
            "event: fair.scanned, where: event.fair_ended and event.fair_ended > now",
            "event: fair.scanned, of: candidate.applications",
            "N018",
            "is about a candidate",
            id="of applications where it is about a person",
        ),
        pytest.param(
            "event: fair.scanned, where: event.fair_ended and event.fair_ended > now",
            "event: fair.scanned, of: application.job",
            "N018",
            "is about no job",
            id="of a job where it is about none",
        ),
        pytest.param("event.fair |", "event.stand |", "N022", "stand", id="unknown in a template"),
    ],
)
def test_what_is_wrong_about_an_own_event_is_told(check: Check, old: str, new: str, code: str, words: str) -> None:
    [found] = check((old, new)).diagnostics
    assert found.code == code, found
    assert words in found.message


VIEWED = ("  fair.scanned:\n", "  job.viewed: {means: looked at a job, about: job}\n  fair.scanned:\n")
WAITS = "event: fair.scanned, where: event.fair_ended and event.fair_ended > now"


def test_what_a_person_did_with_a_job_is_waited_for_of_the_runs_own(check: Check) -> None:
    named = ("event.fair |", "event.job.title |")
    assert not check(VIEWED, named, (WAITS, "event: job.viewed, of: application.job")).diagnostics
    assert not check(VIEWED, named, (WAITS, "event: job.viewed, of: job")).diagnostics


def test_a_run_about_a_person_has_a_job_where_what_lets_them_in_names_one(check: Check) -> None:
    about_people = ("enroll: {on: background-check.invited, again: never}", "for: candidate\nenroll: {on: job.viewed}")
    exits, named = (", of: candidate.applications", ""), ("event.fair |", "event.job.title |")
    changes = (VIEWED, about_people, exits, named, ("{on: job.viewed}", "{on: job.viewed, again: always}"))
    assert not check(*changes, (WAITS, "event: job.viewed, of: job")).diagnostics
    [found] = check(*changes, (WAITS, "event: job.viewed, of: application.job")).diagnostics
    assert (found.code, found.message) == ("N044", "a run about a candidate has no application of its own")
    nobody = ("{on: job.viewed, again: always}", "{on: fair.scanned, again: always}")
    [found] = check(*changes, nobody, (WAITS, "event: job.viewed, of: job")).diagnostics
    assert (found.code, found.message) == ("N044", "a run about a candidate has no job of its own")


def test_a_misspelled_event_is_compared_with_own_events_too(check: Check) -> None:
    [found] = check(("event: fair.scanned", "event: fair.scaned")).diagnostics
    assert found.hint is not None
    assert found.hint.startswith("did you mean `fair.scanned`?")


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        ("candidate.replied: {means: x}", "N015", "Nurture knows `candidate.replied` itself"),
        ("scanned: {means: x}", "N015", "what it is about, a dot, and what happened"),
        ("Fair.scanned: {means: x}", "N015", "can't be the name of an event"),
        ("a.b: {means: x, about: office}", "N013", "`about` can't be “office”"),
        ("a.b: {means: x, about: job, carries: {job: text}}", "N015", "has `event.job` of itself"),
        ("a.b: {means: x, carries: {n: list}}", "N018", "an event carries single values"),
        ("a.b: {means: x, carries: {at: time}}", "N015", "every event has a `at` of its own"),
        ("a.b: {means: x, carries: {n: words}}", "N013", "can't be “words”"),
        ("a.b: {means: x, carries: {No Good: text}}", "N015", "can't be the name of a fact"),
        ("a.b: {about: candidate}", "N011", "`means` is missing"),
    ],
)
def test_a_bad_declaration_is_told_with_its_place(check: Check, entry: str, code: str, words: str) -> None:
    found = [
        each for each in check(("events:\n", f"events:\n  {entry}\n")).diagnostics if each.path.name == "company.yaml"
    ]
    assert [each.code for each in found] == [code]
    assert words in found[0].message


def test_own_names_are_not_called_mistakes_while_the_company_file_is_broken(check: Check) -> None:
    assert [each.path.name for each in check(("zone: Europe/Berlin", "zone: Nowhere")).diagnostics] == ["company.yaml"]


COMPANY_FILE = CompanyFile.model_validate(
    {
        "name": "Acme",
        "postal_address": "1 Main Street",
        "zone": "UTC",
        "events": {
            "fair.scanned": {"means": "scanned", "carries": {"back_on": "date", "ended": "time", "met": "number"}},
        },
    }
)
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("back_on", date(2026, 3, 20)),
        ("ended", datetime(2026, 3, 2, 17, tzinfo=UTC)),
        ("met", 3),
        ("reason", None),
        ("surprise", "kept"),
    ],
)
def test_what_an_own_event_carries_is_of_the_kind_that_was_declared(name: str, expected: object) -> None:
    data = {"back_on": "2026-03-20", "ended": "2026-03-02T18:00:00+01:00", "met": "3", "surprise": "kept"}
    facts = facts_for(entered_at=NOW, company=COMPANY_FILE.record)
    assert value_of(Expression(f"event.{name}"), names_of(facts, data)) == expected


def names_of(facts: Facts, data: dict[str, str]) -> dict[str, object]:
    return names_from(facts, NOW, event=Event(type="fair.scanned", at=NOW, data=data))


def test_an_event_that_is_not_known_any_more_is_told_by_its_name() -> None:
    assert spec_of("fair.badge-printed").means == "fair badge printed"
    assert spec_of("fair.scanned", COMPANY_FILE.own.events).scope is EventScope.CANDIDATE
