"""What other systems are told, and what is changed in the ATS."""

from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity

_COMPANY: Final = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"

UNKNOWN_WEBHOOK: Final = Code(
    code="N070",
    title="Unknown webhook",
    why="`webhook` names a system under `webhooks` in company.yaml, which holds its address and the name of the "
    "setting with its key.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n  - id: tell\n    webhook: payroll\n"),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: tell\n    webhook: payroll\n",
        files={
            "company.yaml": f"{_COMPANY}webhooks:\n  payroll:\n    url: https://hooks.acme.example/payroll\n"
            "    secret: PAYROLL_WEBHOOK_SECRET\n"
        },
    ),
)
NO_APPLICATION_TO_CHANGE: Final = Code(
    code="N071",
    title="There is no application to change",
    why="Stages, rejections and `application.…` fields belong to one application, and a run about a person is about "
    "none of theirs in particular.",
    bad=Example(
        text="enroll:\n  on: candidate.updated\n  again: never\nsteps:\n  - id: hello\n    email: hello\n"
        "  - id: move\n    ats: {stage: Onsite}\n"
    ),
    good=Example(
        text="enroll:\n  on: application.created\nsteps:\n  - id: hello\n    email: hello\n"
        "  - id: move\n    ats: {stage: Onsite}\n"
    ),
)
REJECTS_A_HIRE: Final = Code(
    code="N072",
    title="This rejects somebody who was hired",
    why="An onboarding sequence is about people who have said yes. A rejection there is nearly always a mistake, "
    "and Greenhouse refuses it for whoever is hired.",
    bad=Example(
        text="purpose: onboarding\nenroll:\n  on: application.hired\nsteps:\n  - id: hello\n    email: hello\n"
        "  - id: no\n    ats: {reject: Changed their mind}\n"
    ),
    good=Example(
        text="purpose: onboarding\nenroll:\n  on: application.hired\nsteps:\n  - id: hello\n    email: hello\n"
        "  - id: no\n    ats: {tag: changed their mind}\n"
    ),
    severity=Severity.WARNING,
)
