"""A stand-in for Greenhouse Onboarding's API: GraphQL by POST, refusals as an answer 200 with errors."""

import re

from tests.doubles.api import ApiDouble, Asked, Record, Refusal

KEY, VALUE = "an access key", "its value"
RECRUITED, ADDED_BY_HAND = 4411, 4412


class OnboardingDouble(ApiDouble):
    """An account with two employees, of whom one was hired in Greenhouse Recruiting."""

    def __init__(self) -> None:
        super().__init__()
        self.points = 100
        application = {"applicationId": "693"}
        hr = {"id": "4002", "firstName": "Kim", "lastName": "Ode", "email": "kim@acme.example"}
        self.employees: dict[int, Record] = {
            RECRUITED: self._employee(RECRUITED, startDate="2026-04-01", greenhouseRecruitingData=application),
            ADDED_BY_HAND: self._employee(ADDED_BY_HAND, startDate="2026-05-04", hrManager=hr),
        }

    @staticmethod
    def _employee(id_: int, **given: object) -> Record:
        return {
            "id": str(id_),
            "createdAt": "2026-02-20T09:00:00Z",
            "firstName": "Marlene",
            "lastName": "Quist",
            "preferredFirstName": "Mara",
            "preferredLastName": None,
            "personalEmail": "mara@home.example",
            "phoneNumber": "+491701234567",
            "startDate": None,
            "dateOfTermination": None,
            "greenhouseRecruitingData": None,
            "hrManager": None,
            **given,
        }

    def respond(self, asked: Asked) -> tuple[int, object]:
        if asked.user != f"{KEY}:{VALUE}":
            raise Refusal(401, None)
        if (asked.method, asked.path) != ("POST", "/graphql"):
            raise Refusal(404, None)
        if self.points == 0:
            limited = {"message": "Rate limit reached.", "limit": 100, "remaining": 0}
            return 200, {"errors": [{**limited, "resetAt": "2026-03-02T10:00:00Z"}]}
        self.points -= 1
        if "rateLimit" in asked.body["query"]:
            return 200, {"data": {"rateLimit": {"limit": 100, "remaining": self.points}}}
        wanted = re.fullmatch(r"\{ employee\(id: (\d+)\) \{ (.+) \} \}", asked.body["query"])
        if wanted is None:
            return 200, {"errors": [{"message": "Parse error", "locations": [{"line": 1, "column": 1}]}]}
        employee = self.employees.get(int(wanted[1]))
        fields = re.findall(r"\w+", re.sub(r"\{[^}]*\}", "", wanted[2]))
        if unknown := set(fields) - self._employee(0).keys():
            return 200, {"errors": [{"message": f"Field '{min(unknown)}' doesn't exist on type 'Employee'"}]}
        return 200, {"data": {"employee": employee and {name: employee[name] for name in fields}}}
