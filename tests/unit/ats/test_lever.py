"""Lever: a signature that does not cover the body, and so an API that has the last word."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from nurture.ats import Posted, demand_trust
from nurture.ats.lever.adapter import sign
from nurture.ats.lever.events import DELETED, NOTHING_FOLLOWS, OF_CONTACTS, OF_OPPORTUNITIES
from nurture.domain.events import EventType as E
from nurture.domain.intake import Intake
from nurture.errors import Refused, Rejected, Released
from nurture.store import Store, intake, open_store
from tests.doubles.api import Answer
from tests.doubles.lever import LeverDouble
from tests.rigs.lever import RIG, signed
from tests.rigs.rig import NOW


@pytest.fixture
def double() -> Iterator[LeverDouble]:
    with LeverDouble() as double:
        yield double


def told(double: LeverDouble, name: str | Posted) -> Intake:
    posted = RIG.posted(name) if isinstance(name, str) else name
    reader = RIG.vendor.reader(RIG.account(double))
    try:
        read = reader.read(posted)
    finally:
        reader.close()
    return RIG.connected().adapter.understand(posted, received_at=NOW, read=read)


def test_the_signature_is_the_published_one_over_token_and_time() -> None:
    expected = hmac.new(b"signing token", b"be58f7111431454330072", hashlib.sha256).hexdigest()
    assert sign("be58f711", 1431454330072, "signing token") == expected


def test_each_event_has_a_signing_token_of_its_own_and_all_of_them_count() -> None:
    tokens = ("of stage changes", "of hires", "of archiving")
    for token in tokens:
        demand_trust(RIG.connected(secrets=tokens), RIG.posted("candidateHired", secret=token), now=NOW)


def test_a_body_that_is_not_the_one_that_was_signed_for_says_nothing_that_the_api_does_not(double: LeverDouble) -> None:
    document = json.loads(RIG.posted("candidateStageChange").raw)
    document |= {"event": "candidateHired", "data": {"opportunityId": "o-new", "toArchived": {"reason": "r-hired"}}}
    forged = Posted(raw=json.dumps(document).encode())
    demand_trust(RIG.connected(), forged, now=NOW)
    assert [each.type for each in told(double, forged).happenings] == [E.APPLICATION_UPDATED]


def test_a_token_is_used_once_whatever_id_the_body_is_given() -> None:
    adapter = RIG.connected().adapter
    document = json.loads(RIG.posted("candidateHired").raw)
    ids = {adapter.delivery_id(Posted(raw=json.dumps({**document, "id": id_}).encode())) for id_ in ("1", "2")}
    assert ids == {document["token"]}


@pytest.mark.parametrize(
    ("ago", "is_trusted", "why"),
    [
        (timedelta(hours=20), True, "Lever tries again for hours"),
        (timedelta(days=3, seconds=1), False, "a token that somebody kept"),
        (-timedelta(minutes=11), False, "from the future"),
    ],
)
def test_an_event_may_not_be_long_ago(ago: timedelta, is_trusted: bool, why: str) -> None:
    posted = signed("x", RIG.body("candidateHired"), RIG.secret, NOW - ago)
    if is_trusted:
        demand_trust(RIG.connected(), posted, now=NOW)
    else:
        with pytest.raises(Refused, match="days old"):
            demand_trust(RIG.connected(), posted, now=NOW)


def test_a_time_that_is_no_moment_is_refused_in_words() -> None:
    document = {"event": "candidateHired", "data": {"opportunityId": "x"}, "token": "t", "triggeredAt": 10**30}
    document["signature"] = sign("t", 10**30, RIG.secret)
    with pytest.raises(Refused, match="no moment"):
        demand_trust(RIG.connected(), Posted(raw=json.dumps(document).encode()), now=NOW)


def test_a_web_hook_without_a_signing_token_is_refused_with_advice() -> None:
    with pytest.raises(Refused, match="has the web hook a signing token"):
        demand_trust(RIG.connected(), Posted(raw=RIG.body("candidateHired")), now=NOW)


def test_a_try_out_is_answered_though_its_signature_is_a_word() -> None:
    adapter = RIG.connected().adapter
    try_out = b'{"event": "candidateHired", "data": {}, "signature": "test", "token": "t", "triggeredAt": 1}'
    greeting = adapter.greeting(Posted(raw=try_out))
    assert greeting is not None
    assert greeting.status == 200
    for name in RIG.names():
        assert adapter.greeting(RIG.posted(name)) is None


def test_there_is_a_delivery_of_every_event_that_is_known() -> None:
    known = {*OF_OPPORTUNITIES, *OF_CONTACTS, *NOTHING_FOLLOWS, DELETED}
    assert known == {name.partition("@")[0] for name in RIG.names()}


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("applicationCreated", E.APPLICATION_CREATED, ""),
        ("applicationCreated@sourced", E.PROSPECT_CREATED, "an opportunity without an application"),
        ("candidateStageChange", E.APPLICATION_STAGE_CHANGED, ""),
        ("candidateStageChange@old-name", E.APPLICATION_STAGE_CHANGED, "candidateId is the opportunity's older name"),
        ("candidateHired", E.APPLICATION_HIRED, ""),
        ("candidateArchiveChange@hired", E.APPLICATION_HIRED, "being hired is being archived"),
        ("candidateArchiveChange", E.APPLICATION_REJECTED, ""),
        ("candidateArchiveChange@withdrawn", E.APPLICATION_WITHDRAWN, "the reason's text says who said no"),
        ("candidateArchiveChange@back", E.APPLICATION_UPDATED, "that it is back shows against our record"),
        ("candidateArchiveChange@anonymized", E.CANDIDATE_ANONYMIZED, "nothing personal is left there"),
        ("candidateDeleted", E.APPLICATION_DELETED, "the API has it no more"),
        ("contactUpdated", E.CANDIDATE_UPDATED, ""),
        ("contactUpdated@anonymized", E.CANDIDATE_ANONYMIZED, ""),
    ],
)
def test_an_event_means_what_the_api_says_by_now(double: LeverDouble, name: str, expected: str, why: str) -> None:
    assert [happening.type for happening in told(double, name).happenings] == [expected], why


def test_what_is_told_to_be_deleted_and_is_there_was_not_deleted(double: LeverDouble) -> None:
    assert "has it still" in (told(double, "candidateDeleted@forged").ignored or "")
    assert "no more" in (told(double, "candidateStageChange@gone").ignored or "")


def test_what_the_delivery_leaves_out_comes_from_the_api(double: LeverDouble) -> None:
    intake = told(double, "candidateStageChange")
    [mara], [application], [job] = intake.candidates, intake.applications, intake.jobs
    assert (mara.id, mara.fields["email"], mara.fields["last_name"]) == (
        "hiring:c-mara",
        "mara@home.example",
        "Lena Quist",
    )
    assert mara.fields["can_email"] is True
    assert [who.name for who in mara.team.values() if who] == ["Kim Ode"]
    assert (application.id, application.fields["stage"]) == ("hiring:o-onsite", "Onsite")
    assert application.as_of == datetime.fromtimestamp(1772440150, UTC)
    assert (job.fields["title"], job.fields["department"], job.fields["country"]) == ("Data Engineer", "Data", "DE")


def test_one_who_may_not_be_contacted_is_not_mailed(double: LeverDouble) -> None:
    double.opportunities["o-new"]["dataProtection"]["contact"]["allowed"] = False
    assert told(double, "applicationCreated").candidates[0].fields["can_email"] is False


def test_an_event_about_nothing_is_refused_in_words(double: LeverDouble) -> None:
    posted = RIG.signed("x", b'{"event": "candidateHired", "data": {"toStageId": "x"}}', RIG.secret)
    with pytest.raises(Refused, match="does not say what it is about"):
        told(double, posted)


@pytest.mark.parametrize(("status", "error"), [(400, Rejected), (401, Released), (429, Released), (500, Released)])
def test_a_read_that_fails_is_tried_again_where_that_can_help(
    double: LeverDouble, status: int, error: type[Exception]
) -> None:
    double.script.append(Answer(status=status))
    with pytest.raises(error):
        told(double, "candidateHired")


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "order", [("candidateHired", "candidateArchiveChange@hired"), ("candidateArchiveChange@hired", "candidateHired")]
)
def test_a_hire_that_is_told_by_two_events_acts_once(double: LeverDouble, store: Store, order: tuple[str, ...]) -> None:
    acting: list[str] = []
    for name in (*order, *order):
        with store.write() as conn:
            acting += [event.type for _, event in intake.apply(conn, told(double, name), NOW).events]
    assert acting == [E.APPLICATION_HIRED]


def test_one_who_is_taken_out_of_the_archive_is_news(double: LeverDouble, store: Store) -> None:
    double.opportunities["o-new"]["archived"] = {"archivedAt": 1, "reason": "r-1"}
    with store.write() as conn:
        intake.apply(conn, told(double, "applicationCreated"), NOW)
    double.opportunities["o-new"]["archived"] = None
    with store.write() as conn:
        applied = intake.apply(conn, told(double, "candidateArchiveChange@back"), NOW)
    assert E.APPLICATION_UNREJECTED in [event.type for _, event in applied.events]
