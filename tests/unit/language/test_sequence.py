from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from nurture.domain.events import EventType
from nurture.domain.subject import SubjectKind
from nurture.language.again import Again
from nurture.language.cap import Cap
from nurture.language.company import CompanyFile
from nurture.language.expressions import Expression
from nurture.language.load import read_text
from nurture.language.sequence import Purpose, Sequence, Trigger
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError
from nurture.timing.window import SendWindow

WHOLE = """\
sequence: silver-medalist
title: Keep strong finalists warm
owner: talent-ops@acme.example
purpose: nurture
enroll:
  on: application.rejected
  where: application.stage == "Onsite"
  again: after 180 days
exit:
  - on: candidate.replied
    as: replied
  - when: candidate.do_not_contact
    as: opted-out
send:
  from: talent-team
  hours: mon-thu 09:00-17:00, fri 09:00-12:00
  holidays: none
  zone: [job, company]
steps:
  - id: new-role
    wait_for:
      event: job.opened
      where: event.job.department == "Sales"
      timeout: until 3 days before hire.start_date at 09:00
    then:
      - id: by-language
        branch:
          - when: candidate.language == "de"
            steps:
              - id: share
                email: silver-medalist/new-role
                if: candidate.can_email
                hold: 30 minutes
                from: recruiter
          - otherwise: []
    otherwise:
      - id: over
        exit: no-role
"""
HEAD = "sequence: a\ntitle: A\nowner: o\npurpose: internal\nsteps: [{id: x, exit: y}]\n"


def sequence(yaml: str) -> Sequence:
    return Sequence.model_validate(read_text(yaml, Path("x.yaml")).data)


def test_a_sequence_means_what_it_says() -> None:
    read = sequence(WHOLE)
    [trigger] = read.enroll
    assert read.purpose is Purpose.NURTURE
    assert (trigger.events, trigger.again) == (
        (EventType.APPLICATION_REJECTED,),
        Again(after=Duration.parse("180 days")),
    )
    assert trigger.where == Expression('application.stage == "Onsite"')
    assert [(rule.events, rule.when, rule.as_, rule.goal) for rule in read.exit] == [
        ((EventType.CANDIDATE_REPLIED,), None, "replied", False),
        ((), Expression("candidate.do_not_contact"), "opted-out", False),
    ]
    assert read.send.sender == ("talent-team",)
    assert read.send.hours == SendWindow.parse("mon-thu 09:00-17:00, fri 09:00-12:00")
    assert (read.send.holidays, read.send.zone) == ("none", ("job", "company"))


def test_a_sequence_written_as_json_and_read_again_is_the_same() -> None:
    read = sequence(WHOLE)
    written = read.model_dump_json(by_alias=True)
    assert Sequence.model_validate_json(written) == read
    assert Sequence.model_validate_json(written).model_dump_json(by_alias=True) == written
    assert "null" not in written


def test_how_mails_leave_has_sensible_defaults() -> None:
    send = sequence(HEAD + "enroll: {on: manual}\n").send
    assert (send.sender, str(send.hours), send.holidays) == (("recruiter",), "mon-fri 09:00-17:00", "candidate")
    assert send.zone == ("candidate", "job", "company")


@pytest.mark.parametrize(
    ("enroll", "kind"),
    [
        ("{on: application.created}", SubjectKind.APPLICATION),
        ("{on: offer.approved}", SubjectKind.APPLICATION),
        ("[{on: prospect.created}, {on: application.created}]", SubjectKind.APPLICATION),
        ("[{on: candidate.updated}, {on: application.created}]", SubjectKind.CANDIDATE),
        ("{on: job.opened}", SubjectKind.CANDIDATE),
        ("{on: manual}", SubjectKind.CANDIDATE),
        ("{on: application.hired}\nfor: hire", SubjectKind.HIRE),
    ],
)
def test_what_a_run_is_about_follows_from_its_triggers_unless_it_is_stated(enroll: str, kind: SubjectKind) -> None:
    assert sequence(f"{HEAD}enroll: {enroll}\n").for_ is kind


def test_entering_by_hand_is_written_and_read_as_manual() -> None:
    read = sequence(HEAD + "enroll: {on: manual}\n")
    assert read.enroll[0].on is None
    assert read.model_dump(mode="json", by_alias=True)["enroll"] == [
        {"on": "manual", "again": "never", "every_visit": False}
    ]


BERLIN = ZoneInfo("Europe/Berlin")
ENTERED = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("again", "last", "days", "may"),
    [
        ("never", None, 0, True),
        ("never", ENTERED, 9999, False),
        ("always", ENTERED, 0, True),
        ("after 180 days", None, 0, True),
        ("after 180 days", ENTERED, 179, False),
        ("after 180 days", ENTERED, 181, True),
        ("After 2 weeks", ENTERED, 14, True),
    ],
)
def test_coming_again_is_allowed_as_stated(again: str, last: datetime | None, days: int, may: bool) -> None:
    allowed = Again.parse(again).allows(last, ENTERED + timedelta(days=days), BERLIN, None)
    assert allowed is may


@pytest.mark.parametrize("text", ["sometimes", "180 days", "after", "after a while", ""])
def test_again_refuses_what_is_no_answer(text: str) -> None:
    with pytest.raises(TimingError):
        Again.parse(text)


@pytest.mark.parametrize("again", [Again.NEVER, Again.ALWAYS, Again(after=Duration.parse("3 weeks"))])
def test_again_is_written_as_it_is_read(again: Again) -> None:
    assert Again.parse(str(again)) == again


@pytest.mark.parametrize(
    ("text", "count", "per"), [("3 per week", 3, "1 week"), ("1 per day", 1, "1 day"), ("9 per 30 days", 9, "30 days")]
)
def test_a_cap_is_a_number_and_a_time(text: str, count: int, per: str) -> None:
    assert Cap.parse(text) == Cap(count, Duration.parse(per))
    assert Cap.parse(str(Cap.parse(text))) == Cap.parse(text)


@pytest.mark.parametrize("text", ["3", "three per week", "0 per week", "3 per", "-1 per day", "3 each week"])
def test_a_cap_refuses_what_is_no_limit(text: str) -> None:
    with pytest.raises(TimingError):
        Cap.parse(text)


COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
country: de
senders:
  talent-team: {name: Talent, email: talent@acme.example}
sender_fallback: [recruiter, talent-team]
touches: {at_most: 3 per week}
closed_days: [2026-12-24]
"""


def test_the_company_file_means_what_it_says() -> None:
    company = CompanyFile.model_validate(read_text(COMPANY, Path("company.yaml")).data)
    domain = company.record
    assert (domain.name, domain.zone, domain.country, domain.language) == ("Acme", "Europe/Berlin", "DE", "en")
    assert domain.closed_days == (date(2026, 12, 24),)
    assert company.touches.at_most == Cap(3, Duration.parse("1 week"))
    assert [company.signs(name) for name in ("talent-team", "recruiter", "somebody")] == [True, True, False]
    assert CompanyFile.model_validate_json(company.model_dump_json(by_alias=True)) == company


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("zone: Berlin", "N033"),
        ("country: Germany", "N033"),
        ("language: german", "N051"),
        ("website: acme.example", "N015"),
        ("closed_days: [24.12.]", "N030"),
        ("senders: {a: {name: A, email: nobody}}", "N015"),
        ("senders: {A B: {name: A, email: a@acme.example}}", "N015"),
        ("touches: {at_most: often}", "N035"),
        ("mailboxes: {default: {apart: 2 days}}", "N030"),
        ("breakers: {bounces: 5 in 100}", "N089"),
        ("breakers: {bounces: 100%}", "N089"),
        ("breakers: {bounces: 0%}", "N089"),
        ("breakers: {over: 3 days}", "N018"),
        ("mailboxes: {default: {apart: 0 seconds}}", "N030"),
        ("mailboxes: {default: {apart: 61 minutes}}", "N030"),
        ("mailboxes: {talent: {per_day: 200}}", "N015"),
        ("mailboxes: {default: {per_day: 0}}", "greater_than_equal"),
        ("mailboxes: {default: {}}", "N018"),
    ],
)
def test_the_company_file_refuses_what_it_cannot_use(line: str, code: str) -> None:
    key = line.partition(":")[0]
    others = "".join(f"{row}\n" for row in COMPANY.splitlines() if not row.startswith((key, "  ")))
    data = read_text(f"{others}{line}\n".replace("senders:\n", ""), Path("company.yaml")).data
    with pytest.raises(ValidationError) as refused:
        CompanyFile.model_validate(data)
    assert code in {error["type"] for error in refused.value.errors()}


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ({"on": "application.created", "every_visit": True}, "not every event here is one"),
        ({"on": "manual", "at_most": "5 per day"}, "a person lets them in"),
    ],
)
def test_a_trigger_that_contradicts_itself_is_refused(trigger: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Trigger.model_validate(trigger)


def test_a_breaker_is_a_number_in_a_time() -> None:
    trigger = Trigger.model_validate({"on": "application.created", "at_most": "50 per day"})
    assert trigger.at_most == Cap.parse("50 per day")
    assert Trigger.model_validate(trigger.model_dump(mode="json", by_alias=True)) == trigger


def test_a_mailbox_has_its_own_limits_or_those_of_all() -> None:
    limits = {"default": {"per_day": 200, "apart": "100 seconds"}, "Talent@acme.example": {"apart": "2 minutes"}}
    data = read_text(COMPANY, Path("company.yaml")).data
    assert data is not None
    company = CompanyFile.model_validate({**data, "mailboxes": limits})
    assert str(company.limits_of("kim@acme.example")) == "200 a day, 100 seconds apart"
    assert str(company.limits_of("talent@ACME.example")) == "2 minutes apart"
    assert CompanyFile.model_validate_json(company.model_dump_json(by_alias=True)) == company
    assert CompanyFile.model_validate(data).limits_of("kim@acme.example") is None


def test_breakers_are_read_and_written_in_percent() -> None:
    data = read_text(COMPANY + "breakers: {bounces: 5%, complaints: 0.1 %, at_least: 20}\n", Path("company.yaml")).data
    company = CompanyFile.model_validate(data)
    assert company.breakers is not None
    shares = (company.breakers.bounces, company.breakers.complaints, company.breakers.opt_outs)
    assert shares == (Decimal(5), Decimal("0.1"), None)
    assert str(company.breakers.over) == "7 days"
    assert CompanyFile.model_validate_json(company.model_dump_json(by_alias=True)) == company
