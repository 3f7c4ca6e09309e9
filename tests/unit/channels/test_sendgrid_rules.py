"""The rules that the SendGrid stand-in checks: each refuses what it is there for."""

import base64
from typing import Any

import pytest

from nurture.channels.sendgrid import mail_body
from nurture.domain.touchpoints import Attachment
from nurture.values import replace
from tests.doubles.channels import a_message
from tests.doubles.sendgrid_rules import faults

ROBIN = {"email": "robin@acme.example"}
TO = [{"email": "anna@people.example"}]


def test_our_mail_keeps_the_rules() -> None:
    assert faults(mail_body(a_message())) == []


def test_our_mail_with_a_calendar_keeps_the_rules_and_carries_its_text() -> None:
    calendar = Attachment(
        name="invitation.ics", media_type="text/calendar", text="SUMMARY:Grüße", parameters={"method": "REQUEST"}
    )
    body = mail_body(replace(a_message(), attachments=(calendar,)))
    assert faults(body) == []
    [attached] = body["attachments"]
    assert (attached["filename"], attached["type"]) == ("invitation.ics", "text/calendar")
    assert base64.b64decode(attached["content"]).decode() == "SUMMARY:Grüße"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": TO}] * 1001}, "personalizations"),
        ({"personalizations": [{}]}, "personalizations.0.to"),
        ({"personalizations": [{"to": [{"email": "anna"}]}]}, "personalizations.0.to.email"),
        ({"personalizations": [{"to": TO, "custom_args": {"n": 1}}]}, "personalizations.0.custom_args.n"),
        ({"personalizations": [{"to": TO, "custom_args": {"n": "x" * 10_000}}]}, "personalizations.0.custom_args"),
        ({"personalizations": [{"to": TO, "headers": {"BCC": "x"}}]}, "personalizations.0.headers.BCC"),
        ({"from": None}, "from"),
        ({"reply_to": "robin@acme.example"}, "reply_to"),
        ({"reply_to_list": ROBIN}, "reply_to_list"),
        ({"reply_to_list": [{"email": "robin"}]}, "reply_to_list.email"),
        ({"reply_to_list": [ROBIN], "reply_to": ROBIN}, "reply_to_list"),
        ({"subject": ""}, "subject"),
        ({"content": []}, "content"),
        ({"content": [{"type": "text/plain", "value": ""}]}, "content.0.value"),
        (
            {"content": [{"type": "text/html", "value": "x"}, {"type": "text/plain", "value": "x"}]},
            "content",
        ),
        ({"headers": {"Reply-To": "x"}}, "headers.Reply-To"),
        ({"headers": {"X-Team": 1}}, "headers.X-Team"),
        ({"categories": ["x"] * 11}, "categories"),
        ({"categories": ["x" * 256]}, "categories"),
        ({"tracking_settings": {"open_tracking": {"enable": "false"}}}, "tracking_settings.open_tracking.enable"),
        ({"sender": "robin@acme.example"}, "sender"),
        ({"attachments": [{"content": "", "filename": "a.ics"}]}, "attachments.0.content"),
        (
            {"attachments": [{"content": "eA==", "filename": "a.ics", "type": "text/calendar; method=REQUEST"}]},
            "attachments.0.type",
        ),
    ],
)
def test_a_broken_rule_is_found_where_it_is_broken(change: dict[str, Any], where: str) -> None:
    assert [place for _, place in faults(mail_body(a_message()) | change)] == [where]
