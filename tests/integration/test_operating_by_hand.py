"""What an operator does on the command line, against a worker that runs."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nurture.demo import greenhouse
from nurture.devserver.environment import environment_of
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import inbox, intake
from nurture.store.words import InboxState
from nurture.values import replace
from tests.integration.world import World

pytestmark = pytest.mark.temporal

SEQUENCE = """\
sequence: by-hand
title: By hand
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
  - {id: pause-for-thought, wait: 1000 days}
  - {id: one, email: one}
"""


def _nurture(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("nurture")
    environment = environment_of(world.settings)
    return subprocess.run(
        [program, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def _maya_applies(world: World) -> str:
    """Puts Maya on record with one application; returns its enrollment's id to be."""
    application = f"{world.maya.candidate_id}0"
    with world.parts.store.write() as conn:
        told = Intake(
            at=world.now(),
            candidates=(CandidateUpdate(id=world.maya.candidate_id, fields={"first_name": "Maya"}),),
            applications=(
                ApplicationUpdate(
                    id=application,
                    candidate_id=world.maya.candidate_id,
                    fields={"status": ApplicationStatus.ACTIVE},
                ),
            ),
        )
        intake.apply(conn, told, world.now())
    return f"by-hand/application/{application}/1"


def test_a_run_is_entered_paused_resumed_and_ended_from_the_command_line(world: World) -> None:
    world.publish(SEQUENCE)
    enrollment = _maya_applies(world)
    with world.worker():
        entered = _nurture(world, "enroll", "by-hand", world.maya.candidate_id)
        assert entered.returncode == 0, entered.stderr
        assert enrollment in entered.stdout

        paused = _nurture(world, "pause", enrollment, "--reason", "a second look", "--by", "kim")
        assert paused.returncode == 0, paused.stderr
        twice = _nurture(world, "pause", enrollment, "--reason", "again")
        assert twice.returncode == 1
        assert "it is paused already" in twice.stderr
        assert "Traceback" not in twice.stderr

        assert _nurture(world, "resume", enrollment).returncode == 0
        looked = _nurture(world, "doctor").stdout.splitlines()
        for part in ("Namespace", "Search attributes", "Worker", "Enrollments"):
            assert any(line.startswith(f"✓ {part}: ") for line in looked), looked
        ended = _nurture(world, "exit", enrollment, "--as", "called", "--reason", "Kim called")
        assert ended.returncode == 0, ended.stderr
        held = b"".join(event.SerializeToString() for event in world.history(enrollment).events)

    assert b"exit" in held
    assert b"a second look" not in held, "what people write may name somebody, and histories can't be erased"
    assert b"Kim called" not in held
    shown = _nurture(world, "show", world.maya.candidate_id)
    assert "by-hand: called" in shown.stdout
    why = _nurture(world, "why", world.maya.candidate_id).stdout
    assert "enrolled by hand by" in why
    assert "kim paused it: a second look" in why
    assert "ended it: Kim called" in why


def test_who_came_beyond_a_breaker_is_released_and_refused_all_at_once(world: World) -> None:
    world.publish(SEQUENCE.replace("{on: manual}", "{on: application.created, at_most: 1 per 900 days}"))

    def applies(number: int) -> None:
        maya = world.maya
        somebody = replace(maya, id=maya.id + number, application=maya.application + number)
        world.deliver(greenhouse.applied(somebody, world.now()))

    def are_held(count: int) -> Callable[[], bool]:
        return lambda: _nurture(world, "held").stdout.count("by-hand/application") == count

    with world.worker(), world.web():
        for number in range(3):
            applies(number)
        world.until("two are held", are_held(2))
        released = _nurture(world, "resume", "--held", "by-hand", "--reason", "the import was right")
        assert (released.returncode, released.stdout) == (0, "2 of by-hand go on.\n"), released.stderr
        assert "Nobody is held." in _nurture(world, "held").stderr
        applies(3)
        world.until("one is held", are_held(1))
        refused = _nurture(world, "exit", "--held", "by-hand", "--as", "refused", "--reason", "a wrong import")
        assert (refused.returncode, refused.stdout) == (0, "1 of by-hand have ended: refused.\n"), refused.stderr
    none = _nurture(world, "resume", "--held", "by-hand")
    assert none.returncode == 1
    assert "nobody is held in by-hand" in none.stderr


def test_mail_that_waited_for_a_delivery_is_looked_at_once_that_is_set_aside(world: World) -> None:
    maya = world.maya
    world.publish(SEQUENCE.replace("  - {id: pause-for-thought, wait: 1000 days}\n", ""))
    application = f"{maya.candidate_id}0"
    run = f"by-hand/application/{application}/1"
    with world.worker():
        told = Intake(
            at=world.now(),
            candidates=(CandidateUpdate(id=maya.candidate_id, fields={"first_name": "Maya", "email": maya.email}),),
            applications=(
                ApplicationUpdate(
                    id=application, candidate_id=maya.candidate_id, fields={"status": ApplicationStatus.ACTIVE}
                ),
            ),
        )
        with world.parts.store.write() as conn:
            intake.apply(conn, told, world.now())
            kept = inbox.store(
                conn,
                connection="greenhouse",
                delivery_id="nobody understands it",
                body=b"{}",
                headers={},
                received_at=world.now(),
                about=(Subject(kind=SubjectKind.CANDIDATE, id=maya.candidate_id),),
            )
            inbox.settle(conn, kept.id, InboxState.FAILED, note="it lacks an application")
        entered = _nurture(world, "enroll", "by-hand", maya.candidate_id)
        assert entered.returncode == 0, entered.stderr
        world.until("her mail waits", lambda: "it lacks an application" in _nurture(world, "held").stdout)
        aside = _nurture(world, "ats", "aside", str(kept.id), "--reason", "a test of theirs")
        assert (aside.returncode, aside.stderr) == (0, "")
        world.until("her mail has left", lambda: world.sent(maya))
        signals = [
            each.workflow_execution_signaled_event_attributes.signal_name
            for each in world.history(run).events
            if each.HasField("workflow_execution_signaled_event_attributes")
        ]
    assert signals == ["look"]


def test_an_enrollment_that_is_not_there_is_told_in_a_sentence(world: World) -> None:
    ran = _nurture(world, "pause", "by-hand/application/greenhouse:0/1", "--reason", "none")

    assert ran.returncode == 1
    assert "no enrollment by-hand/application/greenhouse:0/1 is under way" in ran.stderr
    assert "Traceback" not in ran.stderr
