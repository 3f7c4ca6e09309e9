"""Is Temporal there, does it know our namespace and search attributes, and does a worker ask it for work?"""

import asyncio
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from nurture import temporal
from nurture.config import Settings
from nurture.contracts import SEARCH_ATTRIBUTES
from nurture.errors import NotSetUp
from nurture.service.checkup.finding import Finding, good, warning, wrong

PATIENCE: Final = timedelta(seconds=10)
"""How long one answer may take."""

SILENCE: Final = timedelta(minutes=2)
"""A worker that has nothing to do asks once a minute; Temporal goes on naming one that is gone for some minutes."""

_KINDS: Final = (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)


def look(settings: Settings) -> Iterator[Finding]:
    """The findings on Temporal; none but the first where it can't be reached."""
    yield from asyncio.run(_look(settings))


async def _look(settings: Settings) -> list[Finding]:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            client = await temporal.connect(settings)
    except NotSetUp as unreachable:
        return [wrong("Temporal", unreachable.message.removeprefix("Temporal "), unreachable.hint)]
    except TimeoutError:
        hint = "Is NURTURE_TEMPORAL_ADDRESS right, and does a firewall stand between?"
        return [wrong("Temporal", f"{settings.temporal_address} does not answer", hint)]
    findings = [good("Temporal", f"answers at {settings.temporal_address}")]
    namespace = await _told("Namespace", _namespace(client))
    findings.append(namespace)
    if namespace.state == "good":
        findings.append(await _told("Search attributes", _search_attributes(client)))
        findings.append(await _told("Worker", _worker(client, settings.task_queue)))
    return findings


async def _told(part: str, answer: Awaitable[Finding]) -> Finding:
    """The finding, or why there is none."""
    try:
        return await answer
    except RPCError as error:
        if error.status is RPCStatusCode.PERMISSION_DENIED:
            return warning(part, f"can't be looked at: {error.message}", "Look with the rights of an operator.")
        return wrong(part, f"can't be looked at: {error.message}", "Look into the log of the Temporal server.")


async def _namespace(client: Client) -> Finding:
    try:
        await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace), timeout=PATIENCE
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        advice = f"Create it: temporal operator namespace create --namespace {client.namespace}"
        return wrong("Namespace", f"{client.namespace} does not exist", advice)
    return good("Namespace", f"{client.namespace} is there")


async def _search_attributes(client: Client) -> Finding:
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace), timeout=PATIENCE
    )
    missing = {name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in known.custom_attributes}
    if not missing:
        return good("Search attributes", f"{', '.join(SEARCH_ATTRIBUTES)} are registered")
    options = " ".join(f"--name {name} --type {kind}" for name, kind in missing.items())
    command = f"temporal operator search-attribute create --namespace {client.namespace} {options}"
    return wrong("Search attributes", f"not registered: {', '.join(missing)}", f"Register them: {command}")


async def _worker(client: Client, task_queue: str) -> Finding:
    asked = [await _last_asked(client, task_queue, kind) for kind in _KINDS]
    advice = "Start one: python worker.py. Until then nothing is decided and nothing is sent."
    heard = [at for at in asked if at is not None]
    if len(heard) < len(_KINDS):
        return wrong("Worker", f"none asks for work on task queue {task_queue}", advice)
    if min(heard) < datetime.now(UTC) - SILENCE:
        return wrong("Worker", f"none asks for work on task queue {task_queue} since {min(heard):%H:%M:%S} UTC", advice)
    return good("Worker", f"asks for work on task queue {task_queue}")


async def _last_asked(client: Client, task_queue: str, kind: TaskQueueType.ValueType) -> datetime | None:
    """When somebody last asked for such work; None: not within the minutes that Temporal remembers."""
    described = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace, task_queue=TaskQueue(name=task_queue), task_queue_type=kind
        ),
        timeout=PATIENCE,
    )
    asked = [poller.last_access_time.ToDatetime(tzinfo=UTC) for poller in described.pollers]
    return max(asked, default=None)
