"""Changes in the ATS and webhooks on a real Temporal server: made by activities, heard of by other runs at once."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from nurture.demo import greenhouse
from nurture.store import dispatches, standings
from tests.doubles.harvest import Answer, HarvestDouble
from tests.doubles.receiver import KEY, Receiver
from tests.integration.world import World

pytestmark = pytest.mark.temporal

OUTWARD = """\
sequence: outward
title: Tags, moves and tells
owner: ops@acme.example
purpose: internal
for: application
enroll: {on: application.created}
steps:
  - {id: tag, ats: {tag: no response}}
  - {id: move, ats: {stage: Onsite}}
  - {id: tell, webhook: payroll, body: {who: "{{ candidate.first_name | or('them') }}"}}
"""
ONSITE = """\
sequence: onsite
title: Greets whoever comes to the onsite
owner: ops@acme.example
purpose: internal
for: application
enroll: {on: application.stage_changed, where: event.to_stage == "Onsite", again: never}
send: {from: talent, hours: always}
steps:
  - {id: hello, email: one}
"""


def test_what_a_run_changes_there_is_done_once_and_lets_another_begin(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PAYROLL_WEBHOOK_SECRET", KEY)
    with HarvestDouble() as double, Receiver() as receiver:
        account = double.account
        account.applications[0] |= {"id": world.maya.application, "candidate_id": world.maya.id}
        double.script.append(Answer(status=500))  # the tag's first attempt may have been made, and is made again
        hook = f"webhooks:\n  payroll: {{url: '{receiver.url}', secret: PAYROLL_WEBHOOK_SECRET}}\n"
        world.publish(OUTWARD, ONSITE, adding=hook)
        access = {
            "greenhouse_client_id": "us",
            "greenhouse_client_secret": SecretStr("them"),
            "greenhouse_user_id": double.user_id,
            "greenhouse_api": f"{double.url}/v3",
            "greenhouse_token_url": f"{double.url}/token",
        }
        with world.worker(**access), world.web():
            world.deliver(greenhouse.applied(world.maya, world.now()))
            world.until("the mail of the other sequence has left", lambda: world.sent(world.maya))
            world.until("payroll was told", lambda: receiver.arrived)
            world.until("both runs have ended", lambda: all(each.ended_at for each in world.enrollments(world.maya)))
    assert [each["candidate_tag_id"] for each in account.applied] == [2]
    assert account.applications[0]["job_interview_stage_id"] == 72
    assert [each.body for each in receiver.arrived] == [{"who": world.maya.first_name}]
    with world.parts.store.read() as conn:
        told = {each.step: (each.state, each.result) for each in dispatches.of_candidate(conn, world.maya.candidate_id)}
        runs = {each.enrollment.sequence: each for each in standings.of_candidate(conn, world.maya.candidate_id)}
    assert told == {"tag": ("accepted", "done"), "move": ("accepted", "done"), "tell": ("accepted", "204")}
    history = world.history(runs["outward"].enrollment.id).to_json()
    assert {name for name in ("update_ats", "call_webhook") if f'"{name}"' in history} == {"update_ats", "call_webhook"}
    assert world.maya.first_name not in history
