"""The names of facts, and the checks of expressions against them."""

from datetime import UTC, date, datetime

import pytest

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import Outcome
from nurture.domain.records import Application, Candidate, Company, Job, Person, Records, Team
from nurture.domain.subject import Subject, SubjectKind
from nurture.language.expressions import Expression, ExpressionError, value_of
from nurture.language.kinds import Sort
from nurture.language.names import Scope, check_expression, names_from, schema_for, type_of_expression

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
REJECTED = Event(type=EventType.APPLICATION_REJECTED, at=NOW, data={"stage": "Onsite"})
OPENED = Event(
    type=EventType.JOB_OPENED,
    at=NOW,
    job_id="g:2",
    data={"job.id": "g:2", "job.title": "Fitter", "job.department": "Motion", "job.url": None},
)
FACTS = Facts(
    enrollment=Enrollment(
        id="e",
        sequence="s",
        subject=Subject(kind=SubjectKind.APPLICATION, id="a"),
        candidate_id="c",
        version=1,
        cycle=2,
        entered_at=NOW,
    ),
    records=Records(
        candidate=Candidate(id="c", first_name="Mara"),
        application=Application(id="a", job=Job(id="g:1", title="Engineer", department="Motion")),
        team=Team(recruiter=Person(id="p", name="Kim Roth")),
    ),
    company=Company(name="Acme", postal_address="1 Main Street"),
    event=REJECTED,
    outcomes={"new-role": Outcome(result="timeout", at=NOW)},
)
SCOPE = Scope(subject=SubjectKind.APPLICATION, event=EventType.APPLICATION_REJECTED, step_ids=frozenset({"new-role"}))


def value(text: str, facts: Facts = FACTS, event: Event | None = None) -> object:
    return value_of(Expression(text), names_from(facts, NOW, event=event))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("candidate.first_name", "Mara"),
        ("job.title", "Engineer"),
        ("recruiter.first_name", "Kim"),
        ("coordinator.name", None),
        ("hire.start_date", None),
        ("enrollment.cycle", 2),
        ("steps.new_role.outcome", "timeout"),
        ("steps.not_yet.outcome", None),
        ("event.type", "application.rejected"),
        ("event.stage", "Onsite"),
        ("event.reason", None),
        ("event.job.title", None),
        ("now", NOW),
    ],
)
def test_every_name_says_what_is_on_record(text: str, expected: object) -> None:
    assert value(text) == expected


def test_a_condition_on_an_event_sees_that_event_and_its_job() -> None:
    assert value("job.department == application.job.department", event=OPENED) is True
    assert value("event.job.title", event=OPENED) == "Fitter"
    assert value("job.title", event=OPENED) == "Fitter"
    assert value("application.job.title", event=OPENED) == "Engineer"


def test_an_event_about_something_else_leaves_the_job_as_it_is() -> None:
    assert value("job.title", event=REJECTED) == "Engineer"


def test_the_day_that_an_event_carries_is_a_date() -> None:
    moved = Event(type=EventType.HIRE_START_DATE_CHANGED, at=NOW, data={"start_date": "2026-06-11"})
    assert value("event.start_date", event=moved) == date(2026, 6, 11)
    assert value("days_until(event.start_date)", event=moved) == 10


def test_without_an_event_all_below_it_is_missing() -> None:
    facts = Facts(enrollment=FACTS.enrollment, records=FACTS.records, company=FACTS.company)
    assert value("event.job.title", facts) is None


@pytest.mark.parametrize("text", ["event.colour", "event.job.colour", "steps.new_role.colour"])
def test_a_name_that_nothing_carries_is_an_error(text: str) -> None:
    with pytest.raises(ExpressionError, match="no fact `colour`"):
        value(text)


@pytest.mark.parametrize(
    "text",
    [
        'application.stage in ["Onsite", "Final round"] and "do-not-rehire" not in candidate.tags',
        "job.department and job.department == application.job.department",
        "days_since(enrollment.entered_at) >= 1",
        "days_since(candidate.last_contact or enrollment.entered_at) > 14",
        "candidate.last_contact and days_since(candidate.last_contact) > 3",
        "candidate.last_contact is not none and candidate.last_contact < now",
        "not candidate.last_contact or candidate.last_contact < now",
        "not (candidate.last_contact is none) and candidate.last_contact < now",
        "candidate.last_contact == none or days_since(candidate.last_contact) > 3",
        '"x" if not candidate.last_contact else days_since(candidate.last_contact)',
        'steps.new_role.outcome == "timeout"',
        'event.stage == "Onsite"',
        'event.type == "application.rejected"',
        '"Engineer" in job.title',
        'candidate.tags | join(", ") | lower == "a, b"',
        "application.next_interview | or(now) > now",
        "candidate.can_email",
    ],
)
def test_a_right_condition_has_no_problems(text: str) -> None:
    assert check_expression(text, scope=SCOPE) == []


@pytest.mark.parametrize(
    ("text", "code", "at", "hint"),
    [
        ("application.stage = Onsite", "N020", "=", "=="),
        ("application.stage ==", "N020", "==", "quotes"),
        ("", "N020", "", "quotes"),
        ("{{ candidate.can_email }}", "N020", "}", "leave"),
        ('candidate.first_name ~ "x" == "y"', "N020", "candidate", "=="),
        ("1 < 2 < 3", "N020", "", "one comparison"),
        ("1" * 501, "N020", "1", "split"),
        ("(" * 100 + "1" + ")" * 100, "N020", "(", "parentheses"),
        ("applicant.stage", "N021", "applicant", "`application`"),
        ("application.stage == Onsite", "N021", "Onsite", '"Onsite"'),
        ('candidate.lang == "de"', "N022", "lang", "`language`"),
        ('application.job.titel == "x"', "N022", "titel", "`title`"),
        ('candidate.first_name.length == "x"', "N022", "length", ""),
        ('steps.new_rol.outcome == "x"', "N022", "new_rol", "`new_role`"),
        ('event.job.title == "x"', "N022", "job", "`stage`"),
        ('application.status == "hird"', "N023", '"hird"', "`hired`"),
        ('application.status in ["active", "hird"]', "N023", '"hird"', "`hired`"),
        ('"withdrawn" == application.stage or "rejectd" != application.status', "N023", '"rejectd"', "`rejected`"),
        ('event.type == "application.created"', "N023", '"application.created"', ""),
        ('candidate.tags == "python"', "N023", "candidate.tags", '`"python" in candidate.tags`'),
        ('"python" != candidate.tags', "N023", '"python"', '`"python" in candidate.tags`'),
        ("candidate.tags > 3", "N023", "candidate.tags", "`candidate.tags | length`"),
        ("candidate.first_name == 3", "N023", "candidate.first_name", '`"3"`'),
        ('candidate.active_applications == "3"', "N023", "candidate", "without quotes"),
        ('candidate.can_email == "yes"', "N023", "candidate.can_email", "`not candidate.can_email`"),
        ('application.job == "x"', "N023", "application.job", "`application.job.…`"),
        ('application.applied_at == "2026-06-01"', "N023", "application.applied_at", "days_since"),
        ("hire.start_date > now", "N023", "hire.start_date", "days_until"),
        ("3 in candidate.tags", "N023", "3", ""),
        ('"x" in candidate', "N023", "candidate", ""),
        ("candidate > recruiter", "N023", "candidate", ""),
        ("candidate.can_email > candidate.is_private", "N023", "candidate.can_email", ""),
        ('candidate.last_name + "x" == "y"', "N023", "candidate.last_name", ""),
        ('days_since(candidate.first_name or "x") > 3', "N023", "candidate", ""),
        ("application.next_interview > now", "N024", "application.next_interview", "and"),
        ("candidate.last_contact or candidate.last_contact < now", "N024", "candidate.last_contact", "and"),
        ("days_since(candidate.last_contact) > 3", "N024", "candidate.last_contact", "days_since"),
        ("days_since(candidate.last_contact or candidate.created_at) > 14", "N024", "candidate", ""),
        ("days_sinse(enrollment.entered_at) > 3", "N025", "days_sinse", "`days_since`"),
        ("days_since() > 3", "N025", "days_since", ""),
        ('candidate.last_name | uper == "X"', "N025", "uper", "`upper`"),
        ("candidate.last_name | or == 3", "N025", "or", "or("),
        ("candidate.last_name is defined", "N025", "", "write `x`"),
        ('now | date("%x") == "x"', "N025", '"%x"', "%B"),
        ("candidate.__class__", "N027", "__class__", "published"),
        ("candidate.first_name.upper()", "N027", "(", "days_since"),
        ("candidate.tags[0]", "N027", "[", "`in`"),
    ],
)
def test_a_wrong_condition_is_told_where_it_is_wrong_and_what_to_write(
    text: str, code: str, at: str, hint: str
) -> None:
    problems = check_expression(text, scope=SCOPE)
    assert [each.code for each in problems][:1] == [code]
    first = problems[0]
    assert text[first.offset :].startswith(at)
    assert hint in (first.hint or "")
    assert (first.line, first.col) == (1, first.offset + 1)


def test_a_condition_over_several_lines_is_marked_in_its_line() -> None:
    [found] = check_expression("candidate.can_email\nand candidate.lang", scope=SCOPE)
    assert (found.line, found.col, found.length) == (2, 15, 4)


def test_every_wrong_name_is_told_at_once() -> None:
    problems = check_expression("candidate.lang and job.colour or foo", scope=SCOPE)
    assert [each.code for each in problems] == ["N022", "N022", "N021"]


@pytest.mark.parametrize(
    ("subject", "text", "is_optional"),
    [
        (SubjectKind.APPLICATION, "application.id", False),
        (SubjectKind.HIRE, "application.id", False),
        (SubjectKind.CANDIDATE, "application.id", True),
        (SubjectKind.HIRE, "hire.start_date", True),
        (SubjectKind.HIRE, "hire.id", False),
        (SubjectKind.APPLICATION, "job.title", True),
        (SubjectKind.APPLICATION, "candidate.id", False),
        (SubjectKind.APPLICATION, "recruiter.name", True),
    ],
)
def test_what_a_run_is_about_decides_what_is_always_there(subject: SubjectKind, text: str, is_optional: bool) -> None:
    found = type_of_expression(text, scope=Scope(subject=subject))
    assert found is not None
    assert found.is_optional is is_optional


def test_without_a_known_event_any_events_facts_may_be_named_with_a_fallback() -> None:
    scope = Scope(subject=SubjectKind.APPLICATION)
    assert check_expression("event.job.title or event.stage", scope=scope) == []
    assert check_expression("event.at < now", scope=scope)[0].code == "N024"


def test_the_schema_has_every_field_of_the_records_and_nothing_of_the_engines() -> None:
    schema = schema_for(SCOPE)
    assert schema.names["candidate"].means
    assert schema.records["candidate"]["tags"].sort is Sort.LIST
    assert schema.records["application"]["status"].choices == ("active", "rejected", "withdrawn", "hired")
    assert schema.records["person"]["first_name"].is_optional is False
    assert "closed_days" not in schema.records["company"]
    assert "subject" not in schema.records["enrollment"]
