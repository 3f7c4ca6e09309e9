"""A stand-in for SmartRecruiters' API, with one person who applied for a job of every status."""

from tests.doubles.api import ApiDouble, Asked, Record, Refusal, checked

KEY = "an API key of SmartRecruiters'"
MARA = "c-mara"
OTHERS = ("c-tom", "c-ada")
STATUSES = ("NEW", "INTERVIEW", "HIRED", "REJECTED", "WITHDRAWN", "TRANSFERRED", "LEAD")
REASONS = {"HIRED": {}, "REJECTED": {"reasonOfRejection": {"id": "r-1", "label": "Not enough experience"}}}


class SmartRecruitersDouble(ApiDouble):
    """Jobs are called `j-` and the status in which the person stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.applications: dict[str, Record] = {
            f"j-{status.lower()}": {
                "status": status,
                "subStatus": "Onsite" if status == "INTERVIEW" else None,
                "source": "Careers page",
                "createdOn": "2026-03-01T10:00:00.000Z",
                "updatedOn": "2026-03-02T08:00:00.000Z",
                "startsOn": "2026-04-01T00:00:00.000Z" if status == "HIRED" else None,
                "applicationUrl": f"https://www.smartrecruiters.com/app/people/{status.lower()}",
                **REASONS.get(status, {}),
            }
            for status in STATUSES
        }
        self.tags: list[str] = ["math"]
        self.reasons: list[Record] = [{"id": "r-1", "label": "Not enough experience"}]
        self.properties: list[Record] = [
            {"id": "p-1", "label": "Preferred shift", "type": "TEXT"},
            {"id": "p-2", "label": "Level", "type": "SINGLE_SELECT"},
        ]
        self.values: dict[str, object] = {}
        self.job_status = "SOURCING"

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.headers.get("x-smarttoken") != KEY:
            raise Refusal(401, {"message": "Unauthorized"})
        match asked.method, *asked.path.strip("/").split("/"):
            case "GET", "configuration", "rejection-reasons":
                return 200, {"totalFound": len(self.reasons), "content": self.reasons}
            case "GET", "configuration", "candidate-properties":
                return 200, {"totalFound": len(self.properties), "content": self.properties}
            case "GET", "jobs":
                return 200, self._list(asked, [self._job(each) for each in self.applications])
            case "GET", "candidates":
                others = [{**self._person(), "id": each} for each in OTHERS]
                return 200, self._list(asked, [self._person(), *others])
            case "GET", "candidates", id_ if id_ == MARA:
                return 200, {**self._person(), **self._assignments()}
            case "GET", "candidates", id_ if id_ in OTHERS:
                return 200, {**self._person(), "id": id_, "email": f"{id_}@home.example"}
            case "GET", "candidates", id_, "tags" if id_ == MARA:
                return 200, {"tags": self.tags}
            case "POST", "candidates", id_, "tags" if id_ == MARA:
                self.tags += checked(asked.body, {"tags"})["tags"]
                return 201, {"tags": self.tags}
            case "GET", "candidates", id_, "jobs", job if id_ == MARA and job in self.applications:
                return 200, self.applications[job]
            case "PUT", "candidates", id_, "jobs", job, "status" if id_ == MARA and job in self.applications:
                return self._set_status(job, asked.body)
            case "PUT", "candidates", id_, *_, "properties", property_ if id_ == MARA and property_ in self._writable():
                self.values[asked.path] = checked(asked.body, {"value"})["value"]
                return 204, None
            case "GET", "jobs", job if job in self.applications:
                return 200, self._job(job)
        raise Refusal(404, {"message": "Not found"})

    def _writable(self) -> list[str]:
        return [each["id"] for each in self.properties if each["type"] == "TEXT"]

    def _list(self, asked: Asked, records: list[Record]) -> Record:
        """Two at a time; the last page names another, which is empty."""
        if not 1 <= int(asked.one("limit") or 10) <= 100:
            raise Refusal(400, {"message": "limit"})
        since, at = asked.one("updatedAfter") or "", int(asked.one("pageId") or 0)
        found = [each for each in records if each["updatedOn"] >= since]
        return {"totalFound": len(found), "nextPageId": str(at + 2), "content": found[at : at + 2]}

    def _assignments(self) -> Record:
        """How somebody stands with each job, without when that began or changed."""
        untold = ("createdOn", "updatedOn", "applicationUrl")
        first, *others = (
            {"job": {"id": job, "title": "Data Engineer"}, **{n: v for n, v in it.items() if n not in untold}}
            for job, it in self.applications.items()
        )
        return {"primaryAssignment": first, "secondaryAssignments": others}

    def _person(self) -> Record:
        return {
            "id": MARA,
            "internal": False,
            "firstName": "Mara",
            "lastName": "Quist",
            "email": "mara@home.example",
            "phoneNumber": "+4917012345678",
            "location": {"country": "Germany", "countryCode": "de", "city": "Berlin"},
            "createdOn": "2026-03-01T10:00:00.000Z",
            "updatedOn": "2026-03-02T08:00:00.000Z",
            "tags": self.tags,
        }

    def _job(self, job: str) -> Record:
        return {
            "id": job,
            "title": "Data Engineer",
            "status": self.job_status,
            "updatedOn": "2026-03-01T10:00:00.000Z",
            "department": {"id": "9", "label": "Data"},
            "location": {"countryCode": "de", "city": "Berlin"},
        }

    def _set_status(self, job: str, body: Record) -> tuple[int, object]:
        checked(body, {"status"}, lambda: {"subStatus", "startsOn", "reason"})
        if body["status"] == "REJECTED" and body.get("reason") not in [each["id"] for each in self.reasons]:
            raise Refusal(400, {"message": "no such reason"})
        self.applications[job] |= {"subStatus": None} | {name: body[name] for name in body if name != "reason"}
        return 204, None
