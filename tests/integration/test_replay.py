"""Histories recorded from real runs replay on today's workflows, and in the SDK's sandbox too."""

import base64
import re
from pathlib import Path

import anyio
import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from nurture.payloads import DATA_CONVERTER
from workflows.broadcast import BroadcastWorkflow
from workflows.enrollment import EnrollmentWorkflow
from workflows.intake import IntakeWorkflow

HISTORIES = sorted((Path(__file__).parent.parent / "histories").glob("*.json"))


def test_there_are_histories_to_replay() -> None:
    assert {path.stem for path in HISTORIES} >= {
        "completed",
        "continued",
        "hired",
        "paused",
        "timed-out",
        "intake",
        "intake-at-once",
        "broadcast",
        "scope",
    }


SANDBOX = SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules("nurture"))
"""Watches our workflow files for anything impure; the values they exchange are passed through, as Temporal advises."""


@pytest.mark.parametrize("runner", [UnsandboxedWorkflowRunner(), SANDBOX], ids=["as in production", "in the sandbox"])
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_recorded_history_replays(path: Path, runner: WorkflowRunner) -> None:
    history = WorkflowHistory.from_json(f"recorded/{path.stem}", path.read_text())
    replayer = Replayer(
        workflows=[EnrollmentWorkflow, IntakeWorkflow, BroadcastWorkflow],
        workflow_runner=runner,
        data_converter=DATA_CONVERTER,
    )

    async def replay() -> None:
        await replayer.replay_workflow(history)

    anyio.run(replay)


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_history_holds_no_personal_data(path: Path) -> None:
    """Payloads are base64 of JSON, so they are read, not searched as they are."""
    decoded = [base64.b64decode(data) for data in re.findall(r'"data": "([^"]+)"', path.read_text())]
    assert decoded
    for payload in decoded:
        assert not re.search(rb"maya|lindqvist|@", payload, re.IGNORECASE), payload
