"""A run of Maya's that asks her by a survey."""

from collections.abc import Mapping

from nurture.domain.surveys import Asked
from nurture.store import surveys
from tests.unit.service.desk import MAYA, TEMPLATES, Desk, sequence

RUN = "warm/application/greenhouse:6931/1"
LINK = "\n[Answer]({{ survey_url }})\n"
MAILS = {
    name: {"": f"---\nsubject: {name} for {{{{ candidate.first_name | or('you') }}}}\n---\n{LINK}"}
    for name in ("ask", "again")
}
COMPANY: Mapping[str, object] = {
    "surveys": {
        "care": {"title": "Care", "question": "Would you come again?", "scale": "0-10", "comment": True},
        "yes-no": {"title": "Care", "question": "Would you?", "scale": "yes-no"},
    },
    "senders": {
        "talent": {"name": "Talent team", "email": "talent@acme.example"},
        "kim": {"name": "Kim", "email": "kim@acme.example"},
    },
}
ASK = """\
- id: ask
  survey: care
  template: ask
  timeout: 10 days
  remind: {every: 3 days, times: 2, template: again}
"""


def publish(desk: Desk, steps: str = ASK, **changes: str) -> None:
    desk.publish(sequence(steps, **changes), company=COMPANY, templates={**TEMPLATES, **MAILS})


def asked(desk: Desk) -> list[Asked]:
    with desk.parts.store.read() as conn:
        return list(surveys.of_candidate(conn, MAYA))
