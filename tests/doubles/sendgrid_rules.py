"""The published rules for the body of SendGrid's `POST /v3/mail/send`, as far as Nurture's mail comes near them.

From the vendor's API reference and its OpenAPI description; the sentences are our own.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

MOST_PERSONALIZATIONS = 1000
MOST_CATEGORIES, LONGEST_CATEGORY = 10, 255
MOST_CUSTOM_ARG_BYTES = 10_000
FORBIDDEN_HEADERS = frozenset(
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    }
)
KNOWN_FIELDS = frozenset(
    {
        "asm",
        "attachments",
        "batch_id",
        "categories",
        "content",
        "custom_args",
        "from",
        "headers",
        "ip_pool_name",
        "mail_settings",
        "personalizations",
        "reply_to",
        "reply_to_list",
        "sections",
        "send_at",
        "subject",
        "template_id",
        "tracking_settings",
    }
)
ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")

CONTENT_ORDER = ("text/plain", "text/html")

Fault = tuple[str, str]
"""What is wrong, and the field where."""


def faults(body: Any) -> list[Fault]:
    """Everything that SendGrid would refuse about a request's decoded body."""
    if not isinstance(body, dict):
        return [("the body must be an object", "")]
    return [
        *(("there is no such field", name) for name in body if name not in KNOWN_FIELDS),
        *_personalizations(body.get("personalizations")),
        *_address(body.get("from"), "from"),
        *(_address(body["reply_to"], "reply_to") if "reply_to" in body else ()),
        *_reply_to_list(body),
        *_text(body.get("subject"), "subject"),
        *_content(body.get("content")),
        *_attachments(body.get("attachments", [])),
        *_headers(body.get("headers", {}), "headers"),
        *_custom_args(body.get("custom_args", {}), "custom_args"),
        *_categories(body.get("categories", [])),
        *_tracking(body.get("tracking_settings", {})),
    ]


def _personalizations(value: Any) -> Iterator[Fault]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_PERSONALIZATIONS:
        yield f"between 1 and {MOST_PERSONALIZATIONS} personalizations are needed", "personalizations"
        return
    for number, personalization in enumerate(value):
        where = f"personalizations.{number}"
        recipients = personalization.get("to")
        if not isinstance(recipients, list) or not recipients:
            yield "at least one recipient is needed", f"{where}.to"
            continue
        for recipient in recipients:
            yield from _address(recipient, f"{where}.to")
        yield from _headers(personalization.get("headers", {}), f"{where}.headers")
        yield from _custom_args(personalization.get("custom_args", {}), f"{where}.custom_args")


def _address(value: Any, where: str) -> Iterator[Fault]:
    if not isinstance(value, dict) or not isinstance(value.get("email"), str):
        yield "an object with an email is needed", where
    elif not ADDRESS.fullmatch(value["email"]):
        yield "this is no valid address", f"{where}.email"
    elif "name" in value and not isinstance(value["name"], str):
        yield "a name must be a string", f"{where}.name"


def _reply_to_list(body: dict[str, Any]) -> Iterator[Fault]:
    several = body.get("reply_to_list", [])
    if not isinstance(several, list) or len(several) > 1000:
        yield "a list of at most 1000 addresses is needed", "reply_to_list"
        return
    if several and "reply_to" in body:
        yield "it excludes reply_to", "reply_to_list"
    for each in several:
        yield from _address(each, "reply_to_list")


def _text(value: Any, where: str) -> Iterator[Fault]:
    if not isinstance(value, str) or not value:
        yield "a string of at least one character is needed", where


def _content(value: Any) -> Iterator[Fault]:
    if not isinstance(value, list) or not value:
        yield "at least one content is needed", "content"
        return
    for number, item in enumerate(value):
        yield from _text(item.get("type"), f"content.{number}.type")
        yield from _text(item.get("value"), f"content.{number}.value")
    kinds = [item.get("type") for item in value]
    if kinds != sorted(kinds, key=lambda kind: CONTENT_ORDER.index(kind) if kind in CONTENT_ORDER else 2):
        yield "text/plain comes first, text/html after it, then anything else", "content"


def _attachments(value: Any) -> Iterator[Fault]:
    for number, item in enumerate(value):
        where = f"attachments.{number}"
        yield from _text(item.get("content"), f"{where}.content")
        yield from _text(item.get("filename"), f"{where}.filename")
        if any(mark in item.get("type", "") for mark in ";\r\n"):
            yield "a type holds neither a semicolon nor a line break", f"{where}.type"
        if item.get("disposition", "attachment") not in ("attachment", "inline"):
            yield "a disposition is attachment or inline", f"{where}.disposition"


def _headers(value: Any, where: str) -> Iterator[Fault]:
    for name, text in value.items():
        if name.lower() in FORBIDDEN_HEADERS:
            yield f"the header {name} may not be set", f"{where}.{name}"
        if not isinstance(text, str):
            yield "a header's value must be a string", f"{where}.{name}"


def _custom_args(value: Any, where: str) -> Iterator[Fault]:
    for name, text in value.items():
        if not isinstance(text, str):
            yield "a custom argument must be a string", f"{where}.{name}"
    if len(json.dumps(value).encode()) > MOST_CUSTOM_ARG_BYTES:
        yield f"custom arguments may take {MOST_CUSTOM_ARG_BYTES} bytes", where


def _categories(value: Any) -> Iterator[Fault]:
    if not isinstance(value, list) or len(value) > MOST_CATEGORIES:
        yield f"at most {MOST_CATEGORIES} categories are allowed", "categories"
        return
    for category in value:
        if not isinstance(category, str) or len(category) > LONGEST_CATEGORY:
            yield f"a category is a string of at most {LONGEST_CATEGORY} characters", "categories"


def _tracking(value: Any) -> Iterator[Fault]:
    for name, setting in value.items():
        if not isinstance(setting.get("enable"), bool):
            yield "enable must be true or false", f"tracking_settings.{name}.enable"
