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
        self.in_pool: Record = {**self.placement, "id": 901, "offer_id": POOL, "stage_id": 71}
        self.person: Record = {
            "id": MARA,
            "name": "Mara Lena Quist",
            "emails": ["mara@home.example"],
            "phones": ["+4917012345678"],
            "placements": [self.placement, self.in_pool],
        }
        self.stages: dict[int, list[Record]] = {
            JOB: [
                {"id": 50, "name": "Applied", "category": "apply"},
                {"id": 51, "name": "Onsite", "category": "interview"},
                {"id": 59, "name": "Hired", "category": "hire"},
            ],
            POOL: [{"id": 71, "name": "Contacted", "category": "sourced"}],
        }
        self.notes: list[str] = []

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refusal(401, {"errors": [{"message": "unauthorized"}]})
        way = asked.path.removeprefix(f"/c/{COMPANY}")
        if (asked.method, way) == ("GET", "/admins"):
            return 200, {"admins": [{"id": 1}]}
        if (asked.method, way) == ("GET", f"/candidates/{MARA}"):
            return 200, {"candidate": self.person, "references": []}
        if (asked.method, way) == ("POST", f"/candidates/{MARA}/notes"):
            note = checked(checked(asked.body, {"note"})["note"], {"body", "visibility"})
            self.notes.append(note["body"])
            return 201, {"note": {"id": len(self.notes), **note}}
        if (offer := re.fullmatch(r"/offers/(\d+)/placements", way)) and int(offer[1]) in self.stages:
            return 200, {"stages": self.stages[int(offer[1])]}
        raise Refusal(404, {"errors": [{"message": "not found"}]})
