"""Histories recorded from real runs replay on today's workflows, in the strict sandbox too."""

from pathlib import Path

import anyio
import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from workflows.enrollment import EnrollmentWorkflow
from workflows.intake import IntakeWorkflow

HISTORIES = sorted((Path(__file__).parent.parent / "histories").glob("*.json"))


def test_there_are_histories_to_replay() -> None:
    assert {path.stem for path in HISTORIES} >= {"completed", "continued", "hired", "paused", "timed-out", "intake"}


@pytest.mark.parametrize(
    "runner", [UnsandboxedWorkflowRunner(), SandboxedWorkflowRunner()], ids=["as in production", "strict sandbox"]
)
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_recorded_history_replays(path: Path, runner: WorkflowRunner) -> None:
    history = WorkflowHistory.from_json(f"recorded/{path.stem}", path.read_text())
    replayer = Replayer(workflows=[EnrollmentWorkflow, IntakeWorkflow], workflow_runner=runner)

    async def replay() -> None:
        await replayer.replay_workflow(history)

    anyio.run(replay)
