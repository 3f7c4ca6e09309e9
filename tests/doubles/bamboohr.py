"""A stand-in for BambooHR's API: employees with the fields that are asked for."""

from tests.doubles.api import ApiDouble, Asked, Record, Refusal

KEY = "an API key of BambooHR's"
NEW, OLD = "57", "58"


class BambooDouble(ApiDouble):
    """An account with somebody who begins soon, and somebody who came years ago."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[str] = set()
        self.left = {OLD}
        self.employees: dict[str, Record] = {
            NEW: self._employee(hireDate="2026-04-01"),
            OLD: self._employee(firstName="Tom", lastName="Vale", homeEmail="tom@home.example", hireDate="2019-01-07"),
        }
        for number in range(100, 150):  # more than fit on a page
            gone = {"terminationDate": "2025-12-31"} if number == 100 else {}
            name = {"preferredName": None, "firstName": f"No {number}", "homeEmail": None}
            self.employees[str(number)] = self._employee(hireDate="2020-01-07", **name, **gone)

    @staticmethod
    def _employee(**given: object) -> Record:
        return {
            "firstName": "Marlene",
            "preferredName": "Mara",
            "lastName": "Quist",
            "homeEmail": "mara@home.example",
            "workEmail": None,
            "mobilePhone": "+4917012345678",
            "hireDate": "0000-00-00",
            "terminationDate": "0000-00-00",
            "customShirtSize": None,
            **given,
        }

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.user != f"{KEY}:x":
            raise Refusal(401, None)
        if asked.path == "/meta/fields":
            return 200, [{"id": 1, "name": "First Name", "type": "text", "alias": "firstName"}]
        if asked.path == "/employees/directory":
            everybody = [
                each for each in self.employees if asked.one("onlyCurrent") == "false" or each not in self.left
            ]
            return 200, {"fields": [], "employees": [{"id": each, "displayName": "Somebody"} for each in everybody]}
        if asked.path == "/employees/changed":
            since = asked.one("since") or ""
            changed = dict.fromkeys(self.employees, "2026-03-01T10:00:00Z") | {"99": "2026-03-01T10:00:00Z"}
            return 200, {
                "latest": max(changed.values()),
                "employees": {
                    each: {"id": each, "action": "Deleted" if each == "99" else "Updated", "lastChanged": at}
                    for each, at in changed.items()
                    if at >= since
                },
            }
        id_ = asked.path.removeprefix("/employees/")
        employee = self.employees.get(id_)
        if employee is None:
            raise Refusal(404, None)
        if asked.method == "POST":
            if unknown := asked.body.keys() - employee.keys():
                raise Refusal(400, {"error": f"unknown field {min(unknown)}"})
            employee.update(asked.body)
            return 200, None
        wanted = (asked.one("fields") or "").split(",")
        return 200, {"id": id_, **{name: employee[name] for name in wanted if name not in self.hidden}}
