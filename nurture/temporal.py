"""Talking to Temporal as a client: connect, start what was taken in, wake what it concerns."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    WorkflowHandle,
)
from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
)
from temporalio.service import RPCError, RPCStatusCode

from nurture import contracts
from nurture.config import Settings
from nurture.contracts import BroadcastRun, Delivery, EnrollmentRun, Poke
from nurture.errors import NotSetUp
from nurture.payloads import DATA_CONVERTER

log = logging.getLogger(__name__)

SEQUENCE: Final = SearchAttributeKey.for_keyword("Sequence")
CANDIDATE: Final = SearchAttributeKey.for_keyword("CandidateId")
STATUS: Final = SearchAttributeKey.for_keyword("EnrollmentStatus")

CALENDAR: Final = "nurture-calendar"
"""How the ids of the schedule, and of the looks that it starts, begin; the task queue follows."""
CALENDAR_EVERY: Final = timedelta(minutes=15)


async def connect(settings: Settings, *, lazy: bool = False) -> Client:
    """A client for the server that the settings name; `lazy` connects at the first call.

    Raises NotSetUp, with what to do, when the server can't be reached.
    """
    try:
        return await Client.connect(
            settings.temporal_address,
            namespace=settings.temporal_namespace,
            tls=settings.temporal_tls,
            api_key=settings.temporal_api_key.get_secret_value() if settings.temporal_api_key else None,
            data_converter=DATA_CONVERTER,
            lazy=lazy,
        )
    except RuntimeError as unreachable:  # the SDK's own words for a connection that failed
        raise NotSetUp(
            f"Temporal does not answer at {settings.temporal_address}",
            hint="Start it, or set NURTURE_TEMPORAL_ADDRESS; `nurture dev` brings one along.",
        ) from unreachable


async def register_search_attributes(client: Client) -> tuple[str, ...]:
    """Registers those of our search attributes that the namespace lacks, and names them.

    Where a server keeps that to its administrators (Temporal Cloud does), they register them: a log line says which.
    """
    try:
        known = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError as error:
        if error.status not in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
            raise
        log.warning("search attributes can't be registered here; there must be: %s", contracts.SEARCH_ATTRIBUTES)
        return ()
    missing = {name: kind for name, kind in contracts.SEARCH_ATTRIBUTES.items() if name not in known.custom_attributes}
    if missing:
        kinds = {name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}") for name, kind in missing.items()}
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=kinds)
        )
    return tuple(missing)


async def start_intake(client: Client, settings: Settings, connection: str, delivery_id: str, inbox_id: int) -> None:
    """Starts taking in a stored delivery; one that runs already goes on."""
    await client.start_workflow(
        contracts.INTAKE_WORKFLOW,
        Delivery(inbox_id=inbox_id, options=settings.run_options()),
        id=contracts.intake_workflow_id(connection, delivery_id),
        task_queue=settings.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary=f"delivery {inbox_id} from {connection}",
    )


async def start_enrollment(client: Client, settings: Settings, run: EnrollmentRun) -> None:
    """Starts an enrollment's workflow; one that runs already goes on.

    That an enrollment exists once is the database's business, and that nothing is sent twice the ledger's: a workflow
    that was started again, after a crash or a termination, asks them first and ends if there is nothing left to do.
    """
    attributes = TypedSearchAttributes(
        [
            SearchAttributePair(SEQUENCE, run.sequence),
            SearchAttributePair(CANDIDATE, run.candidate_id),
            SearchAttributePair(STATUS, "active"),
        ]
    )
    await client.start_workflow(
        contracts.ENROLLMENT_WORKFLOW,
        run,
        id=contracts.enrollment_workflow_id(run.enrollment_id),
        task_queue=settings.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        search_attributes=attributes,
        static_summary=f"{run.sequence} for {run.candidate_id}",
    )


async def start_broadcasts(client: Client, settings: Settings, runs: Sequence[BroadcastRun]) -> None:
    """Starts the workflows of broadcasts; those that run already go on."""
    for run in runs:
        await client.start_workflow(
            contracts.BROADCAST_WORKFLOW,
            run,
            id=contracts.broadcast_workflow_id(run.broadcast_id),
            task_queue=settings.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            search_attributes=TypedSearchAttributes([SearchAttributePair(SEQUENCE, run.sequence)]),
            static_summary=f"who comes into {run.sequence}",
        )


async def start_calendar(client: Client, settings: Settings) -> bool:
    """Has Temporal look every quarter of an hour of journey time whose time has come; False where it does already."""
    now, clock = settings.clock().now(), settings.clock()
    every = max(clock.on_server(now + CALENDAR_EVERY) - clock.on_server(now), timedelta(seconds=1))
    try:
        await client.create_schedule(
            f"{CALENDAR}/{settings.task_queue}",
            Schedule(
                action=ScheduleActionStartWorkflow(
                    contracts.CALENDAR_WORKFLOW, id=f"{CALENDAR}/{settings.task_queue}", task_queue=settings.task_queue
                ),
                spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]),
                policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=every + timedelta(minutes=1)),
            ),
            trigger_immediately=True,
        )
    except ScheduleAlreadyRunningError:
        return False
    return True


async def poke(client: Client, poke: Poke) -> bool:
    """Wakes an enrollment; False when its workflow is over, which is no fault."""
    handle = enrollment(client, poke.enrollment_id)
    try:
        await (handle.signal("poke", poke.event) if poke.event else handle.signal("look"))
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


def broadcast(client: Client, broadcast_id: str) -> WorkflowHandle[object, object]:
    """The handle of a broadcast's workflow, for updates."""
    return client.get_workflow_handle(contracts.broadcast_workflow_id(broadcast_id))


def enrollment(client: Client, enrollment_id: str) -> WorkflowHandle[object, object]:
    """The handle of an enrollment's workflow, for updates and queries."""
    return client.get_workflow_handle(contracts.enrollment_workflow_id(enrollment_id))
