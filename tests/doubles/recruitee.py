"""A stand-in for Recruitee's API: one company, one person, placed with a job and a talent pool."""

import re

from tests.doubles.api import ApiDouble, Asked, Record, Refusal, checked

TOKEN, COMPANY = "a personal token", "4242"
MARA, JOB, POOL = 57, 7, 8


class RecruiteeDouble(ApiDouble):
    """An account in which Mara has just been moved to Onsite."""

    def __init__(self) -> None:
        super().__init__()
        self.placement: Record = {"id": 900, "offer_id": JOB, "stage_id": 51, "hired_at": None, "disqualified_at": None}
        self.placement |= {"created_at": "2026-02-28T10:00:00.000000Z", "updated_at": "2026-03-01T10:00:00.000000Z"}
        self.in_pool: Record = {**self.placement, "id": 901, "offer_id": POOL, "stage_id": 71}
        self.person: Record = {
            "id": MARA,
            "name": "Mara Lena Quist",
            "emails": ["mara@home.example"],
            "phones": ["+4917012345678"],
            "placements": [self.placement, self.in_pool],
            "updated_at": "2026-03-01T10:00:00.000000Z",
        }
        no = {"disqualified_at": "2026-03-01T10:00:00.000000Z"}
        placed: dict[int, list[Record]] = {
            58: [{**self.placement, "id": 902, "stage_id": 59}],
            59: [{**self.placement, "id": 903, **no, "disqualify_reason": "Not enough experience"}],
            60: [{**self.placement, "id": 904, **no, "disqualify_reason": "Candidate withdrew"}],
        }
        self.people: dict[int, Record] = {MARA: self.person}
        for number, placements in placed.items():
            addresses = [f"{number}@home.example"]
            self.people[number] = {**self.person, "id": number, "emails": addresses, "placements": placements}
        for number in range(100, 150):  # more than fit on a page
            self.people[number] = {**self.person, "id": number, "name": f"No {number}", "emails": [], "placements": []}
        old = {"updated_at": "2026-02-01T10:00:00.000000Z"}
        self.offers: list[Record] = [
            {"id": JOB, "title": "Data Engineer", "kind": "job", "status": "published", "department": "Data", **old},
            {"id": POOL, "title": "Friends", "kind": "talent_pool", "status": "internal"},
            {"id": 9, "title": "Analyst", "kind": "job", "status": "closed", "country_code": "de", **old},
        ]
        self.stages: dict[int, list[Record]] = {
            JOB: [
                {"id": 50, "name": "Applied", "category": "apply"},
                {"id": 51, "name": "Onsite", "category": "interview"},
                {"id": 59, "name": "Hired", "category": "hire"},
            ],
            POOL: [{"id": 71, "name": "Contacted", "category": "sourced"}],
        }
        self.notes: list[str] = []
        self.makes_moves = True

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refusal(401, {"errors": [{"message": "unauthorized"}]})
        way = asked.path.removeprefix(f"/c/{COMPANY}")
        if (asked.method, way) == ("GET", "/admins"):
            return 200, {"admins": [{"id": 1}]}
        if (asked.method, way) == ("GET", "/offers"):
            return 200, {"offers": self.offers}
        if (asked.method, way) == ("GET", "/candidates"):
            at, size = int(asked.one("offset") or 0), int(asked.one("limit") or 100)
            listed = [self._listed(each) for each in self.people.values()]
            return 200, {"candidates": listed[at : at + size]}
        person = re.fullmatch(r"/candidates/(\d+)", way)
        known = next((each for each in self.people.values() if person and str(each["id"]) == person[1]), None)
        if asked.method == "GET" and known is not None:
            return 200, {"candidate": known, "references": []}
        if (asked.method, way) == ("POST", f"/candidates/{MARA}/notes"):
            note = checked(checked(asked.body, {"note"})["note"], {"body", "visibility"})
            self.notes.append(note["body"])
            return 201, {"note": {"id": len(self.notes), **note}}
        if asked.method == "PATCH" and (placed := re.fullmatch(r"/placements/(\d+)/change_stage", way)):
            return 200, {"placement": self._move(int(placed[1]), asked)}
        if (offer := re.fullmatch(r"/offers/(\d+)/placements", way)) and int(offer[1]) in self.stages:
            return 200, {"stages": self.stages[int(offer[1])]}
        raise Refusal(404, {"errors": [{"message": "not found"}]})

    def _move(self, placement_id: int, asked: Asked) -> Record:
        placements = [each for person in self.people.values() for each in person["placements"]]
        placement = next((each for each in placements if each["id"] == placement_id), None)
        stages = self.stages[placement["offer_id"]] if placement else []
        stage = next((each["id"] for each in stages if str(each["id"]) == asked.one("stage_id")), None)
        if placement is None or stage is None or asked.one("proceed") != "true":
            raise Refusal(422, {"errors": [{"message": "is invalid"}]})
        if self.makes_moves:
            placement["stage_id"] = stage
        return placement

    @staticmethod
    def _listed(person: Record) -> Record:
        """Who was disqualified, and why, is told of one person at a time."""
        untold = ("disqualified_at", "disqualify_reason")
        placements = [{n: v for n, v in each.items() if n not in untold} for each in person["placements"]]
        return {**person, "placements": placements}
