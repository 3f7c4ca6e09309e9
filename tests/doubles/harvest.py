"""A stand-in for Greenhouse's Harvest API, version 3, on a real socket of this machine.

It gives access tokens, checks requests against what the vendor publishes (paths, required and known keys, one page at a
time), changes what it keeps, and misbehaves as scripted. As it is our own, it proves that we keep to the rules as we
read them, not that Greenhouse agrees.
"""

import json
from base64 import b64decode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.doubles.harvest_account import Account, Record
from tests.doubles.serving import Server, Serving


class Trouble(Enum):
    """What HTTP has no answer for."""

    CLOSE_BEFORE_ACTING = auto()
    CLOSE_AFTER_ACTING = auto()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer in place of the usual one."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


class HarvestDouble(Serving):
    """Answers from entering the `with` block to its end; `script` tells what happens to the next changes in turn.

    `on_reading` tells what happens to the next pages of lists, None as usual. The person 57685 is private, and not
    shown to us.
    """

    def __init__(self, *, client: str = "us:them", user_id: str = "4080", page: int = 1) -> None:
        super().__init__(_Handler)
        self.client, self.user_id, self.page = client, user_id, page
        self.account = Account()
        self.asked: list[str] = []
        self.tokens = 0
        self.valid = ""
        self.script: deque[Answer | Trouble] = deque()
        self.on_reading: deque[Answer | None] = deque()

    def new_token(self) -> str:
        self.tokens += 1
        self.valid = f"token-{self.tokens}"
        return self.valid


class _Handler(BaseHTTPRequestHandler):
    server: Server[HarvestDouble]

    def do_GET(self) -> None:
        if not self._is_let_in():
            return
        parts, account = urlsplit(self.path), self.server.double.account
        scripted = self.server.double.on_reading.popleft() if self.server.double.on_reading else None
        if scripted is not None:
            self._answer(scripted.status, {"errors": [{"message": "as scripted"}]}, scripted.headers)
            return
        lists: dict[str, tuple[list[Record], str]] = {
            "/v3/applications": (account.applications, "ids=id"),
            "/v3/candidates": (account.candidates, "ids=id"),
            "/v3/jobs": (account.jobs, ""),
            "/v3/departments": (account.departments, ""),
            "/v3/offices": (account.offices, ""),
            "/v3/sources": (account.sources, ""),
            "/v3/users": (account.users, ""),
            "/v3/job_interview_stages": (account.stages, "job_ids=job_id"),
            "/v3/candidate_tags": (account.tags, ""),
            "/v3/applied_candidate_tags": (account.applied, "candidate_ids=candidate_id"),
            "/v3/rejection_reasons": (account.reasons, ""),
        }
        if parts.path not in lists:
            self._answer(404, {"errors": [{"message": "Not Found"}]})
            return
        records, filter_ = lists[parts.path]
        self._page(parts.path, records, parse_qs(parts.query), filter_)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/token":
            self._give_token(parse_qs(raw.decode()))
        else:
            self._change(raw)

    def do_PATCH(self) -> None:
        self._change(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def do_DELETE(self) -> None:
        self._change(b"{}")

    def _give_token(self, form: dict[str, list[str]]) -> None:
        double = self.server.double
        kind, _, credentials = self.headers.get("Authorization", "").partition(" ")
        is_known = kind == "Basic" and b64decode(credentials).decode() == double.client
        is_right = form.get("grant_type") == ["client_credentials"] and form.get("sub") == [double.user_id]
        if is_known and is_right:
            self._answer(200, {"access_token": double.new_token(), "token_type": "Bearer", "expires_in": 3600})
        else:
            self._answer(401 if not is_known else 400, {"error": "invalid_client"})

    def _page(self, path: str, records: list[Record], query: dict[str, list[str]], filter_: str) -> None:
        """One page of a list; `cursor` must be the only parameter."""
        double, name = self.server.double, filter_.partition("=")[0]
        if "cursor" in query and len(query) > 1:
            self._answer(422, {"errors": [{"message": "cursor must be the only parameter"}]})
            return
        if unknown := query.keys() - {"cursor", "per_page", "updated_at", "include_defaults", name}:
            self._answer(422, {"errors": [{"message": f"unknown parameters: {sorted(unknown)}"}]})
            return
        if len(ids := ",".join(query.get(name, [])).split(",")) > 50:
            self._answer(422, {"errors": [{"message": f"{len(ids)} ids are more than 50"}]})
            return
        first = f"0 {query.get('updated_at', [''])[0]} {','.join(query.get(name, []))}"
        start, window, wanted = query.get("cursor", [first])[0].split(" ")
        found = [each for each in records if not wanted or str(each[filter_.partition("=")[2]]) in wanted.split(",")]
        if window:
            _, since, _, until = window.split("|")
            found = [each for each in found if since <= each["updated_at"] <= until]
        end = int(start) + double.page
        after = ""
        if end < len(found):
            after = f'<{double.url}{path}?{urlencode({"cursor": f"{end} {window} {wanted}"})}>; rel="next"'
        self._answer(200, found[int(start) : end], {"Link": after} if after else {})

    def _change(self, raw: bytes) -> None:
        double = self.server.double
        if not self._is_let_in():
            return
        scripted = double.script.popleft() if double.script else None
        if isinstance(scripted, Answer):
            self._answer(scripted.status, {"errors": [{"message": "as scripted"}]}, scripted.headers)
            return
        if scripted is Trouble.CLOSE_BEFORE_ACTING:
            self.close_connection = True
            return
        try:
            status, body = self._carry_out(json.loads(raw))
        except _Refused as refusal:
            status, body = 422, {"errors": [{"message": str(refusal)}]}
        if scripted is Trouble.CLOSE_AFTER_ACTING:
            self.close_connection = True
            return
        self._answer(status, body)

    def _carry_out(self, body: Record) -> tuple[int, object]:
        _, _, resource, *rest = self.path.split("/")
        account = self.server.double.account
        ways: dict[tuple[str, str, int], Callable[[], tuple[int, object]]] = {
            ("POST", "applied_candidate_tags", 0): lambda: _apply_tag(account, body),
            ("DELETE", "applied_candidate_tags", 1): lambda: _remove_tag(account, int(rest[0])),
            ("POST", "notes", 0): lambda: _note(account, body),
            ("POST", "applications", 2): lambda: _act(account, int(rest[0]), rest[1], body),
            ("PATCH", "candidates", 1): lambda: _set_fields(account, f"candidate {rest[0]}", body),
            ("PATCH", "applications", 1): lambda: _set_fields(account, f"application {rest[0]}", body),
        }
        way = ways.get((self.command, resource, len(rest)))
        return way() if way else (404, {"errors": [{"message": "Not Found"}]})

    def _is_let_in(self) -> bool:
        double = self.server.double
        double.asked.append(f"{self.command} {self.path}")
        if self.headers.get("Authorization") == f"Bearer {double.valid}" and double.valid:
            return True
        self._answer(401, {"errors": [{"message": "Unauthorized"}]})
        return False

    def _answer(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        raw = b"" if status == 204 else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `asked` and `account` instead."""


class _Refused(Exception):
    """A request that breaks a published rule."""


def _checked(body: Record, required: set[str], known: set[str] | None = None) -> Record:
    if missing := required - body.keys():
        raise _Refused(f"missing: {sorted(missing)}")
    if unknown := body.keys() - required - (known or set()):
        raise _Refused(f"unknown: {sorted(unknown)}")
    return body


def _apply_tag(account: Account, body: Record) -> tuple[int, object]:
    _checked(body, {"candidate_id", "candidate_tag_id"})
    if any(
        each["candidate_id"] == body["candidate_id"] and each["candidate_tag_id"] == body["candidate_tag_id"]
        for each in account.applied
    ):
        raise _Refused("is applied already")
    applied = {"id": 900 + len(account.applied), **body}
    account.applied.append(applied)
    return 201, applied


def _remove_tag(account: Account, applied_id: int) -> tuple[int, object]:
    account.applied = [each for each in account.applied if each["id"] != applied_id]
    return 204, None


def _note(account: Account, body: Record) -> tuple[int, object]:
    _checked(body, {"candidate_id", "body", "note_type", "visibility"}, {"application_id"})
    if body["visibility"] not in ("public", "private", "admin_only") or body["note_type"] != "NOTE":
        raise _Refused("no such visibility or type")
    account.notes.append(body)
    return 201, {"id": len(account.notes), **body}


def _act(account: Account, application_id: int, action: str, body: Record) -> tuple[int, object]:
    application = next(each for each in account.applications if each["id"] == application_id)
    if action == "move":
        _checked(body, {"from_stage_id", "to_stage_id"})
        if application["job_interview_stage_id"] != body["from_stage_id"]:
            raise _Refused("from_stage_id is not the current stage")
        application["job_interview_stage_id"] = body["to_stage_id"]
    elif action == "reject":
        _checked(body, {"rejection_reason_id"}, {"notes", "rejection_email"})
        application["status"] = "rejected"
    else:
        return 404, {"errors": [{"message": "Not Found"}]}
    return 204, None


def _set_fields(account: Account, whose: str, body: Record) -> tuple[int, object]:
    _checked(body, {"custom_fields"})
    for each in body["custom_fields"]:
        _checked(each, {"name_key", "value"})
        account.fields[f"{whose} {each['name_key']}"] = each["value"]
    return 200, {"id": 1}
