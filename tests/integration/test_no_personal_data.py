"""A person with a mark in every field goes the whole way: the mark is found nowhere but where data of people belongs.

Not in what worker and web edge log, at level DEBUG either; not in Temporal's histories, search attributes, memos and
failures; not in what SendGrid is told beside the mail; and, once the person is forgotten, nowhere in the database.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from nurture import temporal
from nurture.channels import ChannelName
from nurture.demo import greenhouse
from nurture.demo.cast import Applicant
from nurture.devserver import DevServer
from nurture.devserver.child import Child
from nurture.devserver.environment import environment_of
from nurture.devserver.stack import WEB_EDGE, worker_file
from nurture.domain.tasks import Task
from nurture.domain.touchpoints import Message
from nurture.service.answering import complete_task
from nurture.service.forgetting import forget
from nurture.service.persons import ByWhom
from nurture.store import frozen, tasks
from nurture.store.columns import metadata
from nurture.values import replace
from tests.doubles.sendgrid import Answer, SendGridDouble
from tests.doubles.sendgrid_inbound import form, post
from tests.doubles.smtp import SmtpDouble, Trouble
from tests.integration import world as worlds
from tests.integration.test_replies_by_mail import a_reply
from tests.integration.world import World, a_world

pytestmark = pytest.mark.temporal

MARK: Final = "zyxo"
PHONE: Final = "15550123456"
APPLICATION: Final = """\
sequence: marked
title: Everything that can be asked
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
send: {from: talent, hours: always}
steps:
  - {id: hello, email: one}
  - {id: ask, survey: care, template: ask, timeout: 900 days}
  - id: call
    task: Call {{ candidate.first_name | or("them") }}, who likes {{ candidate.hobby | or("nothing") }}
    assign: talent
    due: 900 days
    outcomes: [done, not now]
  - {id: long, wait: 900 days}
"""
AFTERWARDS: Final = """\
sequence: afterwards
title: Stays in touch
owner: ops@acme.example
purpose: nurture
for: application
enroll: {on: application.rejected}
exit:
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - {id: first, email: one}
  - {id: long, wait: 900 days}
  - {id: last, email: two}
"""
NOISY: Final = """\
import logging, runpy, sys
logging.basicConfig(level=logging.DEBUG)
target = sys.argv[1]
del sys.argv[0]
if target.endswith(".py"):
    runpy.run_path(target, run_name="__main__")
else:
    runpy.run_module(target, run_name="__main__", alter_sys=True)
"""


def marked(who: Applicant) -> Applicant:
    """Somebody with a mark in every field."""
    return replace(
        who,
        first_name="Zyxofirst",
        last_name="Zyxolast",
        email="zyxomail@home.example",
        title="Zyxotitle",
        company="Zyxocompany",
    )


def told(body: bytes) -> bytes:
    """A delivery with a number, a field of the company's own and a reason, all marked."""
    document = json.loads(body)
    application = document["payload"]["application"]
    candidate = application["candidate"]
    candidate["phone_numbers"] = [{"value": f"+4{PHONE}", "type": "mobile"}]
    candidate["tags"] = ["zyxotag"]
    candidate["custom_fields"] = {"hobby": {"name": "Hobby", "type": "short_text", "value": "zyxohobby"}}
    if application["rejection_reason"]:
        application["rejection_reason"]["name"] = "zyxoreason"
    return json.dumps(document).encode()


def mail(world: World, step: str) -> Message | None:
    """The mail of a step, once it has left."""
    found = next((each for each in world.sent(world.maya) if each.step == step), None)
    if found is None:
        return None
    with world.parts.store.read() as conn:
        return frozen.message_of(conn, found.id)


def given(world: World) -> tuple[Task, ...]:
    """Tasks about the candidate."""
    with world.parts.store.read() as conn:
        return tasks.of_candidate(conn, world.maya.candidate_id)


@contextmanager
def noisy(world: World) -> Iterator[None]:
    """Worker and web edge, which log everything that any package has to say."""
    script = world.folder / "noisy.py"
    script.write_text(NOISY)
    environment = environment_of(world.settings)
    edge = [*WEB_EDGE, "--host=127.0.0.1", f"--port={world.settings.web_port}"]
    commands = {"worker": [worker_file()], "web": edge}
    with ExitStack() as stack:
        for name, command in commands.items():
            line = [sys.executable, script, *command]
            child = Child(name, line, log_file=world.folder / f"{name}.log", environment=environment)
            stack.enter_context(child)
        world.until("the web edge answers", world._is_up)
        yield


def go_the_whole_way(world: World) -> None:
    """Applies, is mailed, answers a survey, writes back, is called, turned down, and forgotten in the next sequence."""
    who = world.maya
    edge = f"http://127.0.0.1:{world.settings.web_port}"
    world.deliver(told(greenhouse.applied(who, world.now())))
    asked = world.until("the survey has left", lambda: mail(world, "ask"))
    hello = mail(world, "hello")
    assert hello is not None
    assert "Zyxofirst" in hello.text
    assert hello.reply_to is not None
    raw = a_reply(hello.reply_to.email).replace(b"Thank you", b"Zyxoreply").replace(b"<1@home", b"<zyxoid@home")
    with httpx.Client(base_url=edge) as outside:
        assert post(outside, form(raw, to=hello.reply_to.email, sender="zyxoother@home.example")).status_code == 200
        token = next(word for word in asked.text.split() if "/s/" in word).rsplit("/", 1)[-1]
        assert outside.post(f"/s/{token}", data={"answer": "9", "comment": "zyxocomment"}).status_code == 200
    [task] = world.until("a task is given", lambda: given(world))
    for poke in complete_task(world.parts.store, task.id, "done", by="a test", now=world.now(), note="zyxonote"):
        world.signal(poke)
    world.deliver(told(greenhouse.rejected(who, world.now(), stage="Onsite")))
    world.until("the next mail has left", lambda: mail(world, "first"))


def in_temporal(world: World) -> str:
    """Everything that Temporal holds of this installation's workflows."""

    async def fetch() -> list[bytes]:
        client = await temporal.connect(world.settings)
        said: list[bytes] = []
        async for each in client.list_workflows(f"TaskQueue = '{world.settings.task_queue}'"):
            handle = client.get_workflow_handle(each.id, run_id=each.run_id)
            said.append((await handle.describe()).raw_description.SerializeToString())
            said.extend([event.SerializeToString() async for event in handle.fetch_history_events()])
        async for schedule in await client.list_schedules():
            said.append(schedule.id.encode())
        return said

    return b"\n".join(asyncio.run(fetch())).decode(errors="replace")


def in_database(world: World) -> str:
    """The whole database as text, bytes too."""
    with world.parts.store.read() as conn:
        rows = (conn.execute(select(table)).all() for table in metadata.tables.values())
        return "\n".join(str(row) for found in rows for row in found)


def demand_no_mark(place: str, text: str) -> None:
    lines = [line for line in text.splitlines() if MARK in line.lower() or PHONE in line]
    assert not lines, f"{place}: {lines[:3]}"


@pytest.mark.parametrize("channel", [ChannelName.SMTP, ChannelName.SENDGRID])
def test_a_mark_in_every_field_is_found_nowhere_it_should_not_be(
    temporal_server: DevServer, tmp_path: Path, channel: ChannelName, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = worlds.COMPANY.replace("scale: 0-10}", "scale: 0-10, comment: true}")
    monkeypatch.setattr(worlds, "COMPANY", company)
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    with SmtpDouble() as smtp, SendGridDouble() as sendgrid:
        smtp.script.append(Trouble.DEFER_RECIPIENT)
        sendgrid.script.append(Answer(status=503, body="zyxomail@home.example, later"))
        outward = {
            "channel": channel,
            "allow_to": ("home.example", "acme.example"),
            "smtp_port": smtp.port,
            "sendgrid_api_key": SecretStr(sendgrid.key),
            "sendgrid_host": sendgrid.url,
            "reply_domain": "reply.acme.example",
        }
        with a_world(tmp_path, temporal_address=temporal_server.address, database_url=url, **outward) as world:
            world.maya = marked(world.maya)
            world.publish(APPLICATION, AFTERWARDS, adding="fields:\n  candidate: {hobby: text}\n")
            with noisy(world):
                go_the_whole_way(world)
                assert MARK in in_database(world).lower(), "until then it is on record"
                by = ByWhom(by="a test", why="request", at=world.now())
                for poke in forget(world.parts, world.maya.candidate_id, by).taken.pokes:
                    world.signal(poke)
                over = world.until(
                    "all runs are over",
                    lambda: (runs := world.enrollments(world.maya)) and all(run.ended_at for run in runs) and runs,
                )
                assert sorted(run.outcome or "" for run in over) == ["erased", "rejected"]
                held = in_temporal(world)
            for known in (f"marked/application/greenhouse:{world.maya.application}/1", "NextWake", "create_task"):
                assert known in held, "histories and search attributes were looked at"
            demand_no_mark("Temporal", held)
            demand_no_mark("the database", in_database(world))
            for name in ("worker", "web"):
                log = (tmp_path / f"{name}.log").read_text()
                assert "DEBUG" in log
                demand_no_mark(f"the log of {name}", log)
        for each in sendgrid.accepted:
            beside = [part.get("custom_args") for part in each.body["personalizations"]]
            demand_no_mark("SendGrid", str((beside, each.body.get("categories"), each.body.get("custom_args"))))
        assert bool(sendgrid.accepted) is (channel is ChannelName.SENDGRID)
        assert bool(smtp.accepted) is (channel is ChannelName.SMTP)
        assert not smtp.script or not sendgrid.script, "one attempt was put off, with the address in the answer"
