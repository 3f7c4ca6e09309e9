"""A stand-in for Ashby's API: RPC by POST, refusals as an answer 200, lists in pages of one with a cursor."""

from collections.abc import Callable
from typing import Any

from tests.doubles.api import ApiDouble, Asked, Record, Refusal

KEY = "an API key of Ashby's"
MARA, APPLICATION, PLAN = "57", "69", "50"


class AshbyDouble(ApiDouble):
    """An account with one application."""

    def __init__(self) -> None:
        super().__init__()
        self.stages: list[Record] = [
            {"id": "51", "title": "Application Review", "type": "PreInterviewScreen", "interviewPlanId": PLAN},
            {"id": "52", "title": "Onsite", "type": "Active", "interviewPlanId": PLAN},
            {"id": "59", "title": "Archived", "type": "Archived", "interviewPlanId": PLAN},
            {"id": "91", "title": "Reference check", "type": "Active", "interviewPlanId": "another"},
        ]
        self.application: Record = self._application_of(APPLICATION, currentInterviewStage=self.stages[0])
        self.others: list[Record] = [
            self._application_of("70", status="Hired"),
            self._application_of("71", status="Lead", job=None),
            self._application_of("72", **_archived("RejectedByCandidate")),
            self._application_of("73", **_archived("RejectedByOrg")),
        ]
        self.people: list[Record] = [_person(MARA, "Mara Lena Quist"), _person("58", "Tom Vale")]
        self.jobs: list[Record] = [
            {"id": "7", "title": "Data Engineer", "status": "Open", "updatedAt": "2026-03-01T10:00:00.000Z"},
            {"id": "8", "title": "Analyst", "status": "Closed", "updatedAt": "2026-03-01T10:00:00.000Z"},
        ]
        self.tags: list[Record] = [{"id": "1", "title": "Referral"}, {"id": "2", "title": "No response"}]
        self.theirs: list[Record] = []
        self.reasons: list[Record] = [{"id": "60", "text": "Not enough experience", "reasonType": "RejectedByOrg"}]
        self.custom: list[Record] = [
            {"id": "90", "title": "Shift", "objectType": "Application"},
            {"id": "91", "title": "Preferred language", "objectType": "Candidate"},
        ]
        self.notes: list[str] = []
        self.values: list[Record] = []

    @staticmethod
    def _application_of(id_: str, **given: Any) -> Record:
        return {
            "id": id_,
            "status": "Active",
            "createdAt": "2026-02-28T10:00:00.000Z",
            "updatedAt": "2026-03-01T10:00:00.000Z",
            "candidate": {"id": MARA, "name": "Mara Lena Quist"},
            "job": {"id": "7", "title": "Data Engineer"},
            "currentInterviewStage": {"id": "52", "title": "Onsite", "type": "Active", "interviewPlanId": PLAN},
            **given,
        }

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.user != f"{KEY}:":
            raise Refusal(401, {"success": False, "errors": ["unauthorized"]})
        ways: dict[str, Callable[[Record], Any]] = {
            "apiKey.info": lambda body: {"title": "Nurture"},
            "candidateTag.list": lambda body: self.tags,
            "archiveReason.list": lambda body: self.reasons,
            "customField.list": lambda body: self.custom,
            "job.list": lambda body: self.jobs,
            "candidate.list": lambda body: self.people,
            "application.list": lambda body: [self.application, *self.others],
            "interviewStage.list": lambda body: self._of_plan(body["interviewPlanId"]),
            "candidate.info": lambda body: {"id": body["id"], "tags": self.theirs},
            "application.info": lambda body: self._application(body["applicationId"]),
            "candidate.addTag": self._add_tag,
            "candidate.removeTag": self._remove_tag,
            "candidate.createNote": self._note,
            "application.changeStage": self._change_stage,
            "customField.setValue": self._set_value,
        }
        way = ways.get(asked.path.removeprefix("/"))
        if asked.method != "POST" or way is None:
            raise Refusal(404, {"success": False, "errors": ["no such endpoint"]})
        if not 1 <= asked.body.get("limit", 100) <= 100:
            raise Refusal(200, {"success": False, "errors": ["invalid_input: limit"]})
        try:
            results = way(asked.body)
        except KeyError as missing:
            return 200, {"success": False, "errors": [f"invalid_input: {missing}"]}
        if not asked.path.endswith(".list"):
            return 200, {"success": True, "results": results}
        at = int(asked.body.get("cursor", 0))
        more = {"moreDataAvailable": True, "nextCursor": str(at + 1)} if at + 1 < len(results) else {}
        return 200, {"success": True, "results": results[at : at + 1], "moreDataAvailable": False, **more}

    def _of_plan(self, plan: str) -> list[Record]:
        return [each for each in self.stages if each["interviewPlanId"] == plan]

    def _application(self, id_: str) -> Record:
        if id_ != APPLICATION:
            raise Refusal(200, {"success": False, "errors": ["application_not_found"]})
        return self.application

    def _add_tag(self, body: Record) -> Record:
        self.theirs += [each for each in self.tags if each["id"] == body["tagId"] and body["candidateId"] == MARA]
        return {"id": MARA}

    def _remove_tag(self, body: Record) -> Record:
        self.theirs = [each for each in self.theirs if each["id"] != body["tagId"] or body["candidateId"] != MARA]
        return {"id": MARA}

    def _note(self, body: Record) -> Record:
        assert body["candidateId"] == MARA
        self.notes.append(body["note"])
        return {"id": str(len(self.notes))}

    def _change_stage(self, body: Record) -> Record:
        [stage] = [each for each in self.stages if each["id"] == body["interviewStageId"]]
        if stage["type"] == "Archived":
            assert body["archiveReasonId"] in [each["id"] for each in self.reasons]
            self.application["status"] = "Archived"
        self._application(body["applicationId"])["currentInterviewStage"] = stage
        return self.application

    def _set_value(self, body: Record) -> Record:
        self.values.append({name: body[name] for name in ("objectId", "objectType", "fieldId", "fieldValue")})
        return {}


def _archived(by: str) -> Record:
    reason = {"id": "60", "text": "It was not to be", "reasonType": by}
    return {"status": "Archived", "archivedAt": "2026-03-01T10:00:00.000Z", "archiveReason": reason}


def _person(id_: str, name: str) -> Record:
    address = {"value": f"{name.split()[0].lower()}@home.example", "type": "Personal", "isPrimary": True}
    return {
        "id": id_,
        "name": name,
        "createdAt": "2026-02-28T10:00:00.000Z",
        "updatedAt": "2026-03-01T10:00:00.000Z",
        "primaryEmailAddress": address,
        "emailAddresses": [address, {"value": f"{id_}@work.example", "type": "Work", "isPrimary": False}],
        "phoneNumbers": [],
        "tags": [{"id": "1", "title": "Referral"}],
        "position": "Analyst",
        "company": "Brightwater",
    }
