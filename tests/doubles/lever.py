"""A stand-in for Lever's API: answers in `data`, lists in pages of one, and what is expanded where it is asked for."""

from typing import Any

from tests.doubles.api import ApiDouble, Asked, Record, Refusal, checked

KEY = "an API key of Lever's"
USER = "u-kim"


class LeverDouble(ApiDouble):
    """An account in which one person has an opportunity of every kind."""

    def __init__(self) -> None:
        super().__init__()
        self.stages: list[Record] = [
            {"id": "s-review", "text": "Application Review"},
            {"id": "s-onsite", "text": "Onsite"},
            {"id": "offer", "text": "Offer"},
        ]
        self.reasons: list[Record] = [
            {"id": "r-hired", "text": "Hired", "status": "active", "type": "hired"},
            {"id": "r-1", "text": "Underqualified", "status": "active", "type": "non-hired"},
            {"id": "r-2", "text": "Withdrew", "status": "active", "type": "non-hired"},
        ]
        self.opportunities: dict[str, Record] = {
            "o-new": _opportunity("o-new"),
            "o-sourced": _opportunity("o-sourced", applications=[], origin="sourced"),
            "o-onsite": _opportunity("o-onsite", stage="s-onsite"),
            "o-hired": _opportunity("o-hired", stage="offer", archived="r-hired"),
            "o-archived": _opportunity("o-archived", archived="r-1"),
            "o-withdrew": _opportunity("o-withdrew", archived="r-2"),
            "o-anonymized": _opportunity("o-anonymized", isAnonymized=True, name=None, emails=[]),
        }
        self.contacts: dict[str, Record] = {
            "c-mara": _person("c-mara"),
            "c-gone": {**_person("c-gone"), "isAnonymized": True, "name": None, "emails": []},
        }
        self.notes: list[Record] = []
        self.performed_as: list[str | None] = []

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.user != f"{KEY}:":
            raise Refusal(401, {"code": "Unauthorized", "message": "Invalid credentials"})
        if asked.method != "GET":
            self.performed_as.append(asked.one("perform_as"))
        match asked.method, *asked.path.strip("/").split("/"):
            case "GET", "stages":
                return 200, self._page(asked, self.stages)
            case "GET", "archive_reasons":
                return 200, self._page(asked, self.reasons)
            case "GET", "archive_reasons", id_:
                return 200, {"data": next(each for each in self.reasons if each["id"] == id_)}
            case "GET", "contacts", id_ if id_ in self.contacts:
                return 200, {"data": self.contacts[id_]}
            case "GET", "postings", "p-1":
                return 200, {"data": _POSTING}
            case "GET", "opportunities":
                return 200, self._list(asked)
            case method, "opportunities", id_, *rest if id_ in self.opportunities:
                return self._of_opportunity(method, self.opportunities[id_], rest, asked)
        raise Refusal(404, {"code": "ResourceNotFound", "message": "not found"})

    def _page(self, asked: Asked, records: list[Record]) -> Record:
        at = int(asked.one("offset") or 0)
        more = {"next": str(at + 1)} if at + 1 < len(records) else {}
        return {"data": records[at : at + 1], "hasNext": bool(more), **more}

    def _list(self, asked: Asked) -> Record:
        """All opportunities, the number of which a page may have at most 100; here it has two."""
        if not 1 <= int(asked.one("limit") or 100) <= 100:
            raise Refusal(400, {"code": "BadRequest", "message": "limit"})
        since, at = int(asked.one("updated_at_start") or 0), int(asked.one("offset") or 0)
        found = [each for each in self.opportunities.values() if each["updatedAt"] >= since]
        more = {"next": str(at + 2)} if at + 2 < len(found) else {}
        page = [self._expanded(each, asked.query.get("expand", [])) for each in found[at : at + 2]]
        return {"data": page, "hasNext": bool(more), **more}

    def _of_opportunity(self, method: str, it: Record, rest: list[str], asked: Asked) -> tuple[int, object]:
        match method, *rest:
            case ("GET",):
                return 200, {"data": self._expanded(it, asked.query.get("expand", []))}
            case "POST", "addTags":
                it["tags"] += [tag for tag in checked(asked.body, {"tags"})["tags"] if tag not in it["tags"]]
            case "POST", "removeTags":
                it["tags"] = [tag for tag in it["tags"] if tag not in checked(asked.body, {"tags"})["tags"]]
            case "POST", "notes":
                self.notes.append({"of": it["id"], **checked(asked.body, {"value"})})
            case "PUT", "stage":
                it["stage"] = checked(asked.body, {"stage"})["stage"]
            case "PUT", "archived":
                it["archived"] = {"archivedAt": 1772440100000, "reason": checked(asked.body, {"reason"})["reason"]}
            case _:
                raise Refusal(404, {"code": "ResourceNotFound"})
        return 200, {"data": it}

    def _expanded(self, it: Record, wanted: list[str]) -> Record:
        full: dict[str, Any] = {
            "applications": [{**_APPLICATION, "id": each} for each in it["applications"]],
            "stage": next(each for each in self.stages if each["id"] == it["stage"]),
            "owner": {"id": "u-kim", "name": "Kim Ode", "email": "kim@acme.example"},
        }
        return {**it, **{name: full[name] for name in wanted}}


_APPLICATION = {"type": "posting", "posting": "p-1", "createdAt": 1772359200000}
_POSTING = {
    "id": "p-1",
    "text": "Data Engineer",
    "state": "published",
    "categories": {"team": "Platform", "department": "Data", "location": "Berlin"},
    "country": "de",
    "urls": {"show": "https://jobs.lever.co/acme/p-1", "apply": "https://jobs.lever.co/acme/p-1/apply"},
}


def _person(id_: str) -> Record:
    return {
        "id": id_,
        "name": "Mara Lena Quist",
        "headline": "Brightwater",
        "emails": ["mara@home.example", "mara@work.example"],
        "phones": [{"type": "mobile", "value": "+4917012345678"}],
        "isAnonymized": False,
    }


def _opportunity(id_: str, *, archived: str | None = None, stage: str = "s-review", **more: Any) -> Record:
    return {
        **_person(id_),
        "contact": "c-mara",
        "stage": stage,
        "owner": "u-kim",
        "applications": ["a-1"],
        "archived": {"archivedAt": 1772440100000, "reason": archived} if archived else None,
        "tags": ["math"],
        "sources": ["Careers page"],
        "origin": "applied",
        "createdAt": 1772359200000,
        "updatedAt": 1772440150000,
        "urls": {"list": "https://hire.lever.co/candidates", "show": f"https://hire.lever.co/candidates/{id_}"},
        "dataProtection": {"store": {"allowed": True}, "contact": {"allowed": True, "expiresAt": None}},
        **more,
    }
