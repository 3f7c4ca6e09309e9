"""Deliveries in our own form: what they must be signed with, and what they may state."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import Draft202012Validator
from standardwebhooks.webhooks import Webhook

from nurture.ats import Posted, demand_trust
from nurture.ats.generic.shapes import TOLD
from nurture.domain.intake import Intake
from nurture.errors import Refused
from nurture.values import replace
from tests.rigs.generic import RIG, key, signed
from tests.rigs.rig import NOW
from tests.unit.docs.markdown import ROOT

EVENTS = [name for name in RIG.names() if name != "ping"]


def understood(posted: Posted) -> Intake:
    return RIG.connected().adapter.understand(posted, received_at=NOW)


def trust(posted: Posted, now: datetime = NOW, **changes: object) -> None:
    demand_trust(RIG.connected(**changes), posted, now=now)


def test_the_reference_implementation_and_we_agree_on_what_is_genuine() -> None:
    now = datetime.now(UTC)
    posted = signed("x", RIG.body("application.created"), RIG.secret, now)
    assert Webhook(RIG.secret).verify(posted.raw, dict(posted.headers))["type"] == "application.created"
    trust(posted, now)


def test_a_published_signature_is_the_one_that_we_expect() -> None:
    """The example that the specification and its libraries share."""
    stamp = datetime.fromtimestamp(1614265330, UTC)
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    trust(Posted(raw=b'{"test": 2432232314}', headers=headers), stamp, secrets=(secret,))


@pytest.mark.parametrize("off", [timedelta(minutes=5, seconds=1), -timedelta(minutes=5, seconds=1), timedelta(days=3)])
def test_a_delivery_that_somebody_recorded_is_not_good_later_nor_one_from_the_future_now(off: timedelta) -> None:
    with pytest.raises(Refused, match="minutes away from now"):
        trust(RIG.posted("application.created"), NOW + off)


def test_while_keys_change_a_delivery_may_carry_both_signatures() -> None:
    posted = RIG.posted("application.created")
    foreign = RIG.posted("application.created", secret=key("theirs")).headers["webhook-signature"]
    both = f"v1a,xyz {foreign} {posted.headers['webhook-signature']}"
    trust(replace(posted, headers={**posted.headers, "webhook-signature": both}))


@pytest.mark.parametrize("secret", ["not base64 at all!", "whsec_", "whsec_é"])
def test_a_key_that_is_none_of_the_standard_fits_nothing_and_spoils_no_other(secret: str) -> None:
    trust(RIG.posted("application.created"), secrets=(secret, RIG.secret))
    with pytest.raises(Refused, match="fits none"):
        trust(RIG.posted("application.created"), secrets=(secret,))


@pytest.mark.parametrize("id_", ["", "x" * 201, "a b", "é"])
def test_an_id_that_cannot_be_one_is_refused(id_: str) -> None:
    posted = RIG.posted("application.created")
    with pytest.raises(Refused):
        trust(replace(posted, headers={**posted.headers, "webhook-id": id_}))


@pytest.mark.parametrize("stamp", ["soon", "-1", "1e9", "9" * 12, "١٢٣"])
def test_a_time_that_cannot_be_one_is_refused(stamp: str) -> None:
    posted = RIG.posted("application.created")
    with pytest.raises(Refused, match="away from now"):
        trust(replace(posted, headers={**posted.headers, "webhook-timestamp": stamp}))


def test_there_is_a_delivery_of_every_event_that_may_be_told() -> None:
    assert {each.value for each in TOLD} == set(EVENTS)


@pytest.mark.parametrize("name", EVENTS)
def test_every_delivery_keeps_to_the_published_schema_and_means_its_event(name: str) -> None:
    schema = json.loads((ROOT / "docs/delivery.schema.json").read_text())
    Draft202012Validator(schema).validate(json.loads(RIG.body(name)))
    told = understood(RIG.posted(name))
    assert [each.type for each in told.happenings] + [each.news for each in told.contacts] == [name]


def test_what_is_stated_goes_to_its_record_and_what_is_not_stays() -> None:
    told = understood(RIG.posted("candidate.updated"))
    assert dict(told.candidates[0].fields) == {"email": None, "can_email": False}
    told = understood(RIG.posted("application.created"))
    [mara], [application], [job] = told.candidates, told.applications, told.jobs
    assert (mara.id, application.candidate_id, application.job_id) == ("hiring:c-57", "hiring:c-57", "hiring:j-7")
    assert mara.custom == {"shift": "night"}
    assert (mara.team["recruiter"] or job).id == "hiring:r-1"
    assert job.fields["title"] == "Data Engineer"
    assert application.as_of == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_what_was_written_to_a_colleague_is_theirs_and_what_a_colleague_wrote_is_ours() -> None:
    [replied] = understood(RIG.posted("candidate.replied")).contacts
    assert (replied.candidate_id, replied.direction, replied.channel) == ("hiring:c-57", "inbound", "email")
    assert (replied.message_id, replied.summary) == ("<1@home.example>", "wrote: Yes, gladly. When?")
    [contacted] = understood(RIG.posted("candidate.contacted")).contacts
    assert (contacted.direction, contacted.channel, contacted.message_id) == ("outbound", "call", None)
    [short] = understood(RIG.changed("candidate.replied", "data", "message", to=None)).contacts
    assert (short.channel, short.summary) == ("email", "wrote to us")


def test_a_clock_that_is_ahead_makes_nothing_happen_later_than_now() -> None:
    told = understood(RIG.changed("application.created", "timestamp", to="2026-03-02T09:04:00Z"))
    assert told.at == NOW
    assert told.applications[0].as_of == NOW


@pytest.mark.parametrize(
    ("name", "path", "to", "why"),
    [
        ("application.hired", ("data", "application"), None, "lacks data.application"),
        ("application.created", ("data", "candidate"), None, "lacks data.candidate"),
        ("interview.scheduled", ("data", "interview"), None, "lacks data.interview"),
        ("job.opened", ("data", "job"), None, "lacks data.job"),
        ("candidate.merged", ("data", "merged"), None, "lacks data.merged"),
        ("application.created", ("timestamp",), "2026-03-02T08:00:00", "timestamp"),
        ("application.created", ("data", "candidate", "id"), "a:b", "data.candidate.id"),
        ("application.created", ("data", "candidate", "id"), "", "data.candidate.id"),
        ("application.created", ("data", "application", "status"), "hird", "data.application.status"),
        ("application.created", ("data", "candidate", "mail"), "x", "data.candidate.mail"),
        ("application.created", ("data", "candidate", "can_email"), None, "data.candidate.can_email"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_its_value_is_not(
    name: str, path: tuple[str, ...], to: str | None, why: str
) -> None:
    with pytest.raises(Refused, match=re.escape(why)) as refusal:
        understood(RIG.changed(name, *path, to=to))
    assert refusal.value.status == 400
    assert "mara@home.example" not in str(refusal.value)


def test_a_try_out_is_signed_and_is_no_event() -> None:
    trust(RIG.posted("ping"))
    assert RIG.connected().adapter.is_ping(RIG.posted("ping"))
    assert not RIG.connected().adapter.is_ping(RIG.posted("job.closed"))


INVITED = {
    "type": "background-check.invited",
    "timestamp": "2026-03-02T08:00:00Z",
    "data": {
        "candidate": {"id": "c-57", "first_name": "Mara"},
        "application": {"id": "a-69"},
        "carries": {"order": "4711"},
    },
}


def told(document: object) -> Intake:
    return understood(signed("own", json.dumps(document).encode(), RIG.secret))


def test_an_event_of_the_companys_own_is_told_with_what_it_carries() -> None:
    Draft202012Validator(json.loads((ROOT / "docs/delivery.schema.json").read_text())).validate(INVITED)
    intake = told(INVITED)
    [happening] = intake.happenings
    assert (happening.type, happening.data) == ("background-check.invited", {"order": "4711"})
    assert (happening.candidate_id, happening.application_id) == ("hiring:c-57", "hiring:a-69")
    assert intake.candidates[0].fields == {"first_name": "Mara"}


@pytest.mark.parametrize("type_", ["candidate.bounced", "Something", "a.b.c"])
def test_what_others_may_not_tell_or_nobody_can_declare_is_ignored(type_: str) -> None:
    assert "no event that we know" in (told({**INVITED, "type": type_}).ignored or "")


def test_only_an_event_of_the_companys_own_carries_anything() -> None:
    document = json.loads(RIG.body("application.created"))
    document["data"]["carries"] = {"order": "4711"}
    with pytest.raises(Refused, match=r"data\.carries"):
        told(document)


def test_a_contact_may_have_been_on_linkedin() -> None:
    [contact] = understood(RIG.changed("candidate.contacted", "data", "message", "by", to="linkedin")).contacts
    assert contact.channel == "linkedin"
