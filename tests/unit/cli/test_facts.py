"""What `nurture facts` tells is what the checker goes by."""

import json

from typer.testing import CliRunner, Result

from nurture.cli import application
from nurture.domain.events import EVENTS
from nurture.domain.own import Own
from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind
from nurture.language.editor_schema import sequence_schema
from nurture.language.fact_words import FACT_WORDS
from nurture.language.functions import FILTERS, FUNCTIONS
from nurture.language.names import Scope, check_expression
from nurture.language.published import published


def nurture(*words: str) -> Result:
    return CliRunner().invoke(application(["facts"]), ["facts", *words])


def test_it_lists_each_fact_with_its_type_and_whether_it_may_be_missing() -> None:
    lines = [" ".join(line.split()) for line in nurture().stdout.splitlines()]
    assert "first_name text yes the first name, for a salutation" in lines
    assert "status active, rejected, withdrawn, hired where it stands" in lines
    assert any(line.startswith("tags a list of text the tags") for line in lines)


def test_every_fact_is_told_with_what_it_means() -> None:
    own = Own(fields={"candidate": {"graduates_on": ValueKind.DATE}})
    told = [published(subject, own=own) for subject in SubjectKind]
    silent = {
        f"{record}.{fact.name}"
        for each in told
        for record, facts in {**each.records, **each.events}.items()
        for fact in facts
        if not fact.means
    }
    assert silent == set()
    known = {record: {fact.name for fact in facts} for each in told for record, facts in each.records.items()}
    of_records = {record: set(words) for record, words in FACT_WORDS.items() if record in known}
    assert of_records == {**known, "candidate": known["candidate"] - {"graduates_on"}}


def test_what_is_always_there_depends_on_what_the_run_is_about() -> None:
    def may_be_missing(subject: str) -> bool:
        names = json.loads(nurture("--for", subject, "--json").stdout)["names"]
        return bool(next(each["may_be_missing"] for each in names if each["name"] == "hire"))

    assert may_be_missing("application")
    assert not may_be_missing("hire")


def test_all_events_are_told_unless_one_is_named() -> None:
    assert json.loads(nurture("--json").stdout)["events"].keys() == EVENTS.keys()
    [(event, carried)] = json.loads(nurture("--event", "job.opened", "--json").stdout)["events"].items()
    assert event == "job.opened"
    assert {"event.job.department", "event.at"} <= {each["name"] for each in carried}


def test_an_event_that_there_is_not_is_refused() -> None:
    assert nurture("--event", "job.opend").exit_code == 2


def test_every_fact_that_is_told_can_be_named_in_a_condition() -> None:
    everything = [(SubjectKind.HIRE, event) for event in EVENTS]
    for subject, event in [*everything, *((subject, None) for subject in SubjectKind)]:
        scope = Scope(subject=subject, event=event)
        known = published(subject, event)
        below = [
            f"{name.name}.{fact.name}" for name in known.names for fact in known.records.get(name.record or "", ())
        ]
        names = [*below, *(fact.name for fact in known.events[event])] if event else below
        assert len(names) > 50
        told = [problem.message for name in names for problem in check_expression(f"{name} == none", scope=scope)]
        assert told == []


def test_every_filter_and_function_is_told() -> None:
    data = json.loads(nurture("--json").stdout)
    assert [each["name"] for each in data["functions"]] == list(FUNCTIONS)
    assert [each["name"] for each in data["filters"]] == list(FILTERS)


def test_a_run_can_be_about_what_sequences_may_say_it_is_about() -> None:
    properties = sequence_schema()["properties"]
    assert isinstance(properties, dict)
    assert set(SubjectKind) == set(properties["for"]["enum"])
