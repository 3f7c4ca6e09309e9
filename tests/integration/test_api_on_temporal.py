"""What another program does over the HTTP API, with a web edge and a worker that run."""

from datetime import UTC, datetime

import httpx
import pytest

from nurture.api.app import ROOT
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.tokens import Scope
from nurture.service import tokens
from nurture.store import audit, intake
from tests.integration.world import World

pytestmark = pytest.mark.temporal

SEQUENCE = """\
sequence: by-program
title: By a program
owner: ops@acme.example
purpose: application
for: application
enroll: {on: manual}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.withdrawn, as: withdrawn}
  - {on: application.hired, as: hired}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: any time}
steps:
  - {id: one, email: one}
  - {id: pause-for-thought, wait: 1000 days}
  - {id: two, email: two}
"""


def maya_applies(world: World) -> str:
    """Puts Maya on record with one application; returns its enrollment's id to be."""
    application = f"{world.maya.candidate_id}0"
    known = {"first_name": "Maya", "email": world.maya.email}
    told = Intake(
        at=world.now(),
        candidates=(CandidateUpdate(id=world.maya.candidate_id, fields=known),),
        applications=(
            ApplicationUpdate(
                id=application,
                candidate_id=world.maya.candidate_id,
                fields={"status": ApplicationStatus.ACTIVE},
            ),
        ),
    )
    with world.parts.store.write() as conn:
        intake.apply(conn, told, world.now())
    return f"by-program/application/{application}/1"


def client(world: World) -> httpx.Client:
    """One that shows a token."""
    whom = tokens.ByWhom(by="kim", at=world.now(), wall=datetime.now(UTC))
    scopes = (Scope.JOURNEYS_READ, Scope.JOURNEYS_WRITE)
    _, text = tokens.create(world.parts.store, "careers-site", scopes, whom, lasts=None)
    url = f"http://127.0.0.1:{world.settings.web_port}{ROOT}"
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {text}"}, timeout=30)


def test_a_run_is_entered_mailed_paused_resumed_and_ended_over_http(world: World) -> None:
    world.publish(SEQUENCE)
    run = maya_applies(world)
    with world.worker(), world.web(), client(world) as api:
        entered = api.post("/enrollments", json={"sequence": "by-program", "candidate": world.maya.candidate_id})
        assert (entered.status_code, entered.json()) == (201, {"enrollment": run, "version": 1})
        world.until("the first mail has left", lambda: [each.step for each in world.sent(world.maya)] == ["one"])

        paused = api.post(f"/enrollments/{run}/pause", json={"reason": "a second look"})
        assert paused.json() == {"enrollment": run, "did": "pause"}
        assert api.get(f"/enrollments/{run}").json()["status"] == "paused"
        twice = api.post(f"/enrollments/{run}/pause", json={"reason": "again"})
        assert (twice.status_code, twice.json()["detail"]) == (409, f"{run}: it is paused already")

        assert api.post(f"/enrollments/{run}/resume", json={"reason": "all is well"}).status_code == 200
        assert api.get(f"/enrollments/{run}").json()["status"] == "active"
        ended = api.post(f"/enrollments/{run}/exit", json={"reason": "Kim called", "outcome": "called"})
        assert ended.status_code == 200, ended.text
        told = api.get(f"/enrollments/{run}").json()
        assert (told["status"], told["outcome"]) == ("ended", "called")
        late = api.post(f"/enrollments/{run}/pause", json={"reason": "too late"})
        assert (late.status_code, "is under way: it has ended" in late.json()["detail"]) == (404, True)
        why = " ".join(each["sentence"] for each in api.get(f"/enrollments/{run}/why").json()["items"])
        held = b"".join(event.SerializeToString() for event in world.history(run).events)

    assert "enrolled by hand by api:careers-site" in why
    assert "api:careers-site paused it: a second look" in why
    assert b"Kim called" not in held, "what people write may name somebody, and histories can't be erased"
    assert [each.step for each in world.sent(world.maya)] == ["one"]
    with world.parts.store.read() as conn:
        deeds = {each.what for each in audit.latest(conn) if each.who == "api:careers-site"}
    assert {f"let them into {run}", f"asked to pause {run}", f"paused {run}", f"ended {run} as called"} <= deeds
