"""SmartRecruiters: the handshake, the published signature, and events that are ids until the API is asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from nurture.ats import Posted, Read, demand_trust
from nurture.ats.smartrecruiters.events import NOTHING_FOLLOWS, OF_APPLICATIONS, OF_CANDIDATES, OF_JOBS
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.events import EventType as E
from nurture.domain.intake import Intake
from nurture.errors import NotSetUp, OutcomeUnknown, Refused, Rejected, Released
from nurture.values import replace
from tests.doubles.api import Answer, Trouble
from tests.doubles.smartrecruiters import SmartRecruitersDouble
from tests.rigs.rig import NOW
from tests.rigs.smartrecruiters import RIG


@pytest.fixture
def double() -> Iterator[SmartRecruitersDouble]:
    with SmartRecruitersDouble() as double:
        yield double


def read(double: SmartRecruitersDouble, posted: Posted, **changes: object) -> Read:
    reader = RIG.vendor.reader(RIG.account(double, **changes))
    try:
        return reader.read(posted)
    finally:
        reader.close()


def told(double: SmartRecruitersDouble, name: str) -> Intake:
    posted = RIG.posted(name)
    return RIG.connected().adapter.understand(posted, received_at=NOW, read=read(double, posted))


PUBLISHED = Posted(
    raw=b'{"job_id":"jid","candidate_id":"cid"}',
    headers={
        "smartrecruiters-signature": "v1=2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f",
        "smartrecruiters-timestamp": "1574080897",
        "event-id": "123",
        "link": "<http://smartrecruiters.com/endpoint>; rel=self",
        "event-name": "application.created",
        "event-version": "v201910",
    },
)
"""The example of “Create a webhook subscription secret key”."""
PUBLISHED_KEY = "HeBVky2bccvvkcXPimH8c"


def test_the_published_signature_is_the_one_that_we_expect() -> None:
    demand_trust(RIG.connected(secrets=(PUBLISHED_KEY,)), PUBLISHED, now=NOW)


@pytest.mark.parametrize("name", ["event-id", "event-name", "event-version", "link", "smartrecruiters-timestamp"])
def test_no_signed_header_may_be_another_one_or_missing(name: str) -> None:
    connected = RIG.connected(secrets=(PUBLISHED_KEY,))
    for headers in ({**PUBLISHED.headers, name: "x"}, {k: v for k, v in PUBLISHED.headers.items() if k != name}):
        with pytest.raises(Refused, match="fits none"):
            demand_trust(connected, replace(PUBLISHED, headers=headers), now=NOW)


@pytest.mark.parametrize(
    ("given", "is_trusted", "why"),
    [
        ("v1=abc;{right}", True, "several keys are good at a time"),
        ("v2=xyz; {right} ;v1=abc", True, "other schemes may come beside"),
        ("{right};", True, ""),
        ("v2={bare}", False, "the right value of another scheme"),
        ("{bare}", False, "no scheme"),
        ("v1=", False, ""),
    ],
)
def test_the_header_may_hold_signatures_of_several_keys_and_schemes(given: str, is_trusted: bool, why: str) -> None:
    posted = RIG.posted("application.created")
    right = posted.headers["smartrecruiters-signature"]
    told = given.format(right=right, bare=right.removeprefix("v1="))
    posted = replace(posted, headers={**posted.headers, "smartrecruiters-signature": told})
    if is_trusted:
        demand_trust(RIG.connected(), posted, now=NOW)
    else:
        with pytest.raises(Refused):
            demand_trust(RIG.connected(), posted, now=NOW)


def test_a_subscription_is_activated_by_giving_the_secret_back() -> None:
    greeting = RIG.connected().adapter.greeting(Posted(raw=b"", headers={"x-hook-secret": "4jn8fs9011jj8"}))
    assert greeting is not None
    assert (greeting.status, greeting.headers) == (200, {"X-Hook-Secret": "4jn8fs9011jj8"})


@pytest.mark.parametrize("secret", ["", "a b", "x" * 201, "a\r\nSet-Cookie: b=c", "é"])
def test_what_can_be_no_secret_is_not_given_back(secret: str) -> None:
    assert RIG.connected().adapter.greeting(Posted(raw=b"", headers={"X-Hook-Secret": secret})) is None


def test_what_is_signed_is_no_handshake() -> None:
    posted = RIG.posted("application.created")
    both = replace(posted, headers={**posted.headers, "X-Hook-Secret": "x"})
    assert RIG.connected().adapter.greeting(both) is None


def test_two_moves_of_one_application_have_one_body_and_are_two_deliveries() -> None:
    posted, adapter = RIG.posted("application.status.updated"), RIG.connected().adapter
    bare = {name: value for name, value in posted.headers.items() if name != "event-id"}
    ids = {
        adapter.delivery_id(replace(posted, headers={**bare, "smartrecruiters-timestamp": stamp}))
        for stamp in ("1", "2", "2")
    }
    assert len(ids) == 2


def test_there_is_a_delivery_of_every_event_that_is_known() -> None:
    known = {*OF_APPLICATIONS, *OF_CANDIDATES, *OF_JOBS, *NOTHING_FOLLOWS, "candidate.deleted"}
    assert known <= {name.partition("@")[0] for name in RIG.names()}


@pytest.mark.parametrize(
    ("name", "expected", "stage"),
    [
        ("application.created", E.APPLICATION_CREATED, "New"),
        ("application.created@lead", E.PROSPECT_CREATED, "Lead"),
        ("application.status.updated", E.APPLICATION_STAGE_CHANGED, "Interview: Onsite"),
        ("application.status.updated@hired", E.APPLICATION_HIRED, None),
        ("application.status.updated@rejected", E.APPLICATION_REJECTED, None),
        ("application.status.updated@withdrawn", E.APPLICATION_WITHDRAWN, None),
        ("application.status.updated@by-link", E.APPLICATION_HIRED, None),
        ("application.fields.updated", E.APPLICATION_UPDATED, "New"),
    ],
)
def test_an_event_means_what_the_api_says_by_now(
    double: SmartRecruitersDouble, name: str, expected: str, stage: str | None
) -> None:
    intake = told(double, name)
    assert [happening.type for happening in intake.happenings] == [expected]
    assert intake.applications[0].fields.get("stage") == stage


def test_what_the_delivery_leaves_out_comes_from_the_api(double: SmartRecruitersDouble) -> None:
    intake = told(double, "application.status.updated@hired")
    [mara], [application], [job] = intake.candidates, intake.applications, intake.jobs
    assert (mara.fields["email"], mara.fields["country"]) == ("mara@home.example", "DE")
    assert (application.id, application.start_date) == ("hiring:c-mara.j-hired", date(2026, 4, 1))
    assert application.as_of == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (job.fields["title"], job.fields["department"], job.fields["office"]) == ("Data Engineer", "Data", "Berlin")
    assert double.asked == ["GET /candidates/c-mara", "GET /candidates/c-mara/jobs/j-hired", "GET /jobs/j-hired"]


def test_one_who_was_transferred_to_another_job_is_not_turned_down(double: SmartRecruitersDouble) -> None:
    intake = told(double, "application.status.updated@transferred")
    assert intake.deleted_applications == ("hiring:c-mara.j-transferred",)
    assert [each.type for each in intake.happenings] == [E.APPLICATION_DELETED]


def test_nothing_is_asked_where_nothing_follows_or_all_is_said(double: SmartRecruitersDouble) -> None:
    assert told(double, "candidate.deleted").deleted_candidates == ("hiring:c-mara",)
    assert told(double, "interview.created").ignored
    assert double.asked == []


def test_a_job_that_is_made_open_is_opened(double: SmartRecruitersDouble) -> None:
    assert told(double, "job.created").happenings[0].type == E.JOB_OPENED
    double.job_status = "CREATED"
    assert told(double, "job.created").happenings[0].type == E.JOB_UPDATED


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=404), Rejected),
        (Answer(status=401), Released),
        (Answer(status=403), Released),
        (Answer(status=429, headers={"Retry-After": "7"}), Released),
        (Answer(status=503), Released),
        (Trouble.CLOSE_BEFORE_ACTING, Released),
    ],
    ids=str,
)
def test_a_read_is_tried_again_unless_the_record_is_gone(
    double: SmartRecruitersDouble, answer: Answer | Trouble, error: type[Exception]
) -> None:
    double.script.append(answer)
    with pytest.raises(error):
        read(double, RIG.posted("application.created"))


def test_without_a_key_deliveries_wait_and_the_setting_is_named(double: SmartRecruitersDouble) -> None:
    with pytest.raises(Released, match="NURTURE_ATS__HIRING__API_KEY is not set"):
        read(double, RIG.posted("application.created"), api_key=None)
    with pytest.raises(NotSetUp):
        RIG.vendor.reader(RIG.account(api_key=None)).check()


def test_a_strange_id_reaches_no_other_address(double: SmartRecruitersDouble) -> None:
    posted = RIG.signed("application.created", b'{"candidate_id": "../x?y", "job_id": "j-new"}', RIG.secret)
    with pytest.raises(Rejected):
        read(double, posted)
    assert double.asked == ["GET /candidates/..%2Fx%3Fy"]


def target(job: str) -> Target:
    return Target(candidate_id="hiring:c-mara", application_id=f"hiring:c-mara.{job}")


def write(double: SmartRecruitersDouble, kind: ChangeKind, value: str, job: str = "j-new", **more: object):
    writer = RIG.vendor.writer_for(RIG.account(double))
    change = AtsChange(kind=kind, value=value, **{"of_application": True, **more})
    try:
        return writer.write(change, target(job))
    finally:
        writer.close()


def test_a_tag_is_set_once(double: SmartRecruitersDouble) -> None:
    assert write(double, ChangeKind.TAG, "no response").said == "tagged"
    assert write(double, ChangeKind.TAG, "No Response").name == "no response"
    assert double.tags == ["math", "no response"]


def test_an_application_moves_to_a_status_or_one_below_it(double: SmartRecruitersDouble) -> None:
    assert write(double, ChangeKind.STAGE, "in review").name == "In Review"
    assert write(double, ChangeKind.STAGE, "In Review").said == "it was in that status already"
    assert write(double, ChangeKind.STAGE, "Interview: Onsite").name == "Interview: Onsite"
    assert double.applications["j-new"]["subStatus"] == "Onsite"


def test_an_application_is_rejected_with_a_reason_once(double: SmartRecruitersDouble) -> None:
    assert write(double, ChangeKind.REJECT, "not enough experience").name == "Not enough experience"
    assert write(double, ChangeKind.REJECT, "not enough experience").said == "it was rejected already"


@pytest.mark.parametrize(
    ("of_application", "path"),
    [
        pytest.param(False, "/candidates/c-mara/properties/p-1", id="of the person"),
        pytest.param(True, "/candidates/c-mara/jobs/j-new/properties/p-1", id="of the person in the job"),
    ],
)
def test_a_property_is_found_by_its_label(double: SmartRecruitersDouble, of_application: bool, path: str) -> None:
    made = write(double, ChangeKind.FIELD, "night", field="preferred_shift", of_application=of_application)
    assert (made.name, double.values) == ("Preferred shift", {path: "night"})


@pytest.mark.parametrize(("field", "why"), [("shift", "no such property"), ("level", "offers choices")])
def test_a_property_that_can_not_be_set_is_refused(double: SmartRecruitersDouble, field: str, why: str) -> None:
    with pytest.raises(Rejected, match=why):
        write(double, ChangeKind.FIELD, "night", field=field)
    assert double.values == {}


@pytest.mark.parametrize(
    ("kind", "value", "job", "why"),
    [
        (ChangeKind.STAGE, "Hired", "j-new", "no such status"),
        (ChangeKind.STAGE, "Interview", "j-hired", "is HIRED"),
        (ChangeKind.REJECT, "x", "j-hired", "is HIRED"),
        (ChangeKind.REJECT, "bad hair", "j-new", "no such rejection reason"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    double: SmartRecruitersDouble, kind: ChangeKind, value: str, job: str, why: str
) -> None:
    with pytest.raises(Rejected, match=why):
        write(double, kind, value, job)
    assert not any(each.startswith("PUT") for each in double.asked)


def test_a_change_whose_answer_never_came_may_have_been_made(double: SmartRecruitersDouble) -> None:
    double.script += [None, Trouble.CLOSE_AFTER_ACTING]
    with pytest.raises(OutcomeUnknown):
        write(double, ChangeKind.TAG, "no response")
