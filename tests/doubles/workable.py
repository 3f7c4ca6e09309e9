"""A stand-in for Workable's API: one job with its stages, and candidates for it."""

import re
from urllib.parse import urlencode

from tests.doubles.api import ApiDouble, Asked, Record, Refusal, checked

TOKEN, MEMBER = "an access token", "13e0eb0e"
MARA, OTHERS = "57ab", ("58ab", "59ab")


class WorkableDouble(ApiDouble):
    """An account with a candidate who has applied."""

    def __init__(self) -> None:
        super().__init__()
        self.stages = ("sourced", "applied", "onsite", "hired")
        self.candidate: Record = {
            "id": MARA,
            "name": "Mara Lena Quist",
            "email": "mara@home.example",
            "job": {"shortcode": "DATA001", "title": "Data Engineer"},
            "stage": "applied",
            "stage_kind": "applied",
            "disqualified": False,
            "updated_at": "2026-03-02T08:00:00Z",
        }
        self.candidates = {MARA: self.candidate, **{id_: {**self.candidate, "id": id_} for id_ in OTHERS}}
        no = {"disqualified": True, "disqualified_at": "2026-03-02T07:00:00Z"}
        self.listed: list[Record] = [
            self.candidate,
            {
                **self.candidate,
                "id": "60ab",
                "stage": "Joined us",
                "stage_kind": None,
                "hired_at": "2026-03-01T07:00:00Z",
            },
            {**self.candidate, "id": "61ab", "sourced": True, "stage": "Sourced", "stage_kind": "sourced"},
            {**self.candidate, "id": "62ab", **no, "withdrew": True, "disqualification_reason": "Took another offer"},
            {**self.candidate, "id": "63ab", **no, "withdrew": False, "disqualification_reason": "No fit"},
        ]
        berlin = {"location_str": "Berlin, Germany", "country_code": "de"}
        old = {"updated_at": "2026-03-01T10:00:00Z"}
        self.jobs: list[Record] = [
            {"shortcode": "DATA001", "title": "Data Engineer", "state": "published", "department": "Data", **old},
            {
                "shortcode": "ANAL001",
                "title": "Analyst",
                "state": "archived",
                "location": berlin,
                **old,
            },
        ]
        self.reasons: list[Record] = [
            {"id": "a1", "description": "Took another offer", "candidate_withdrew": True, "position": 1},
            {"id": "b2", "description": "Not enough experience", "candidate_withdrew": False, "position": 2},
        ]
        self.comments: list[str] = []

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refusal(401, {"error": "Not authorized"})
        if (asked.method, asked.path) == ("GET", "/candidates"):
            return 200, self._list(asked, self.listed)
        if (asked.method, asked.path) == ("GET", "/jobs"):
            return 200, self._list(asked, self.jobs)
        if (asked.method, asked.path) == ("GET", "/disqualification_reasons"):
            return 200, {"disqualification_reasons": self.reasons}
        if asked.method == "GET" and (known := self.candidates.get(asked.path.removeprefix("/candidates/"))):
            return 200, {"candidate": known}
        way = re.fullmatch(f"/candidates/{MARA}/(comments|move|disqualify)", asked.path)
        if asked.method != "POST" or way is None:
            raise Refusal(404, {"error": "Not found"})
        if asked.body.get("member_id") != MEMBER:
            raise Refusal(422, {"error": "member_id is invalid"})
        return getattr(self, f"_{way[1]}")({name: value for name, value in asked.body.items() if name != "member_id"})

    def _list(self, asked: Asked, records: list[Record]) -> Record:
        """Two at a time. The address of the next page is at another host, as in the vendor's own examples."""
        if not 1 <= int(asked.one("limit") or 50) <= 100:
            raise Refusal(422, {"error": "limit is invalid"})
        since, at = asked.one("updated_after") or "", int(asked.one("since_id") or 0)
        found = [each for each in records if each["updated_at"] >= since]
        name, paging = asked.path.strip("/"), {}
        if at + 2 < len(found):
            more = {"limit": "2", "since_id": str(at + 2), **({"updated_after": since} if since else {})}
            paging = {"next": f"https://www.workable.example/spi/v3/accounts/acme/{name}?{urlencode(more)}"}
        return {name: found[at : at + 2], "paging": paging}

    def _comments(self, body: Record) -> tuple[int, object]:
        self.comments.append(checked(checked(body, {"comment"})["comment"], {"body"})["body"])
        return 201, None

    def _move(self, body: Record) -> tuple[int, object]:
        if body["target_stage"] not in self.stages:
            raise Refusal(422, {"error": "target_stage is invalid"})
        self.candidate |= {"stage": body["target_stage"], "stage_kind": body["target_stage"]}
        return 200, None

    def _disqualify(self, body: Record) -> tuple[int, object]:
        [reason] = [each for each in self.reasons if each["id"] == body["disqualify_reason_id"]]
        self.candidate |= {
            "disqualified": True,
            "withdrew": body["withdrew"],
            "disqualification_reason": reason["description"],
        }
        return 200, None
