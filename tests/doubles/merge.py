"""A stand-in for Merge's API: models with ids in place of models unless expanded, and lists in pages of one."""

import re

from tests.doubles.api import ApiDouble, Asked, Record, Refusal, checked

KEY, ACCOUNT_TOKEN, USER = "an API key", "the token of a linked account", "user-1"
LINKED_ACCOUNT = "0e7cceaa-9b5c-4d44-8606-6e99f2b83026"
MARA, JOB = "00000057-7a0b-4b5b-9a70-000000000001", "00000007-7a0b-4b5b-9a70-000000000001"
OTHER, OTHER_JOB = "00000057-7a0b-4b5b-9a70-000000000002", "00000007-7a0b-4b5b-9a70-000000000002"

CHANGED = "2026-03-02T08:20:00Z"


def application(number: int) -> str:
    return f"00000069-7a0b-4b5b-9a70-0000000000{number:02}"


class MergeDouble(ApiDouble):
    """A linked account with one person, one job, and four applications of different fates."""

    def __init__(self) -> None:
        super().__init__()
        mails = [{"value": "m.quist@work.example", "email_address_type": "WORK"}]
        self.person: Record = {
            "id": MARA,
            "first_name": "Mara",
            "last_name": "Quist",
            "email_addresses": mails,
            "modified_at": CHANGED,
        }
        self.job: Record = {"id": JOB, "name": "Data Engineer", "status": "OPEN", "modified_at": CHANGED}
        self.stages: list[Record] = [
            {"id": f"stage-{number}", "name": name, "job": JOB}
            for number, name in enumerate(("Application Review", "Onsite", "Hired"))
        ]
        self.reasons: dict[str, Record] = {
            "reason-1": {"id": "reason-1", "name": "Not enough experience"},
            "reason-2": {"id": "reason-2", "name": "Candidate withdrew"},
        }
        self.applications: dict[str, Record] = {
            application(1): self._application(1),
            application(2): self._application(2, applied_at="2024-05-01T10:00:00Z"),
            application(3): self._application(3, rejected_at="2026-03-02T08:05:00Z", reject_reason="reason-1"),
            application(4): self._application(4, remote_was_deleted=True),
            application(5): self._application(5, rejected_at="2026-03-02T08:05:00Z", reject_reason="reason-2"),
            application(6): self._application(6, current_stage="stage-2"),
        }
        self.notes: list[Record] = []
        self.errors: list[Record] = []

    @staticmethod
    def _application(number: int, **given: object) -> Record:
        return {
            "id": application(number),
            "modified_at": CHANGED,
            "candidate": MARA,
            "job": JOB,
            "applied_at": "2026-03-01T10:00:00Z",
            "rejected_at": None,
            "source": "Careers page",
            "current_stage": "stage-0",
            "reject_reason": None,
            "remote_was_deleted": False,
            **given,
        }

    def respond(self, asked: Asked) -> tuple[int, object]:
        shown = (asked.headers.get("authorization"), asked.headers.get("x-account-token"))
        if shown != (f"Bearer {KEY}", ACCOUNT_TOKEN):
            raise Refusal(401, {"detail": "Invalid token."})
        if asked.method == "GET":
            return 200, self._read(asked)
        if asked.body.get("remote_user_id") != USER:
            raise Refusal(400, {"errors": [{"title": "Missing Required Field"}]})
        if asked.path == "/activities":
            model = checked(asked.body, {"model", "remote_user_id"})["model"]
            self.notes.append(checked(model, {"activity_type", "body", "visibility", "candidate"}))
        elif move := re.fullmatch(r"/applications/([^/]+)/change-stage", asked.path):
            self.applications[move[1]]["current_stage"] = asked.body["job_interview_stage"]
        else:
            raise Refusal(404, {"detail": "Not found."})
        return 201, {"model": {}, "warnings": [], "errors": self.errors, "logs": []}

    def _read(self, asked: Asked) -> object:
        if asked.path == "/account-details":
            return {"id": LINKED_ACCOUNT, "status": "COMPLETE"}
        if asked.path in ("/jobs", "/candidates", "/applications"):
            return self._list(asked)
        if asked.path == "/job-interview-stages":
            assert asked.one("job_id") == JOB
            at = int(asked.one("cursor") or 0)
            following = str(at + 1) if at + 1 < len(self.stages) else None
            return {"next": following, "previous": None, "results": [self.stages[at]]}
        known = self.applications.get(asked.path.removeprefix("/applications/"))
        if known is None:
            raise Refusal(404, {"detail": "Not found."})
        return self._expanded(asked, known)

    def _list(self, asked: Asked) -> Record:
        """Two at a time."""
        assert 1 <= int(asked.one("page_size") or 30) <= 100
        models: dict[str, list[Record]] = {
            "/jobs": [self.job, {**self.job, "id": OTHER_JOB, "status": "CLOSED"}],
            "/candidates": [self.person, {**self.person, "id": OTHER, "first_name": "Tom", "email_addresses": []}],
            "/applications": list(self.applications.values()),
        }
        since, at = asked.one("modified_after") or "", int(asked.one("cursor") or 0)
        found = [each for each in models[asked.path] if each["modified_at"] >= since]
        page = found[at : at + 2]
        if asked.path == "/applications":
            page = [self._expanded(asked, each) for each in page]
        return {"next": str(at + 2) if at + 2 < len(found) else None, "previous": None, "results": page}

    def _expanded(self, asked: Asked, known: Record) -> Record:
        assert asked.one("expand") == "candidate,job,current_stage,reject_reason"
        stage = next((each for each in self.stages if each["id"] == known["current_stage"]), None)
        reason = self.reasons.get(known["reject_reason"] or "")
        return {**known, "candidate": self.person, "job": self.job, "current_stage": stage, "reject_reason": reason}
