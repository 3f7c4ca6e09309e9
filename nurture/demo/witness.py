"""Temporal as the second witness: what it says of each journey must agree with the record."""

import asyncio
from collections.abc import Mapping

from temporalio.client import WorkflowExecutionStatus

from nurture import temporal
from nurture.config import Settings
from nurture.demo.cast import Applicant
from nurture.demo.onrecord import OnRecord


def differences(settings: Settings, records: Mapping[Applicant, OnRecord]) -> tuple[str, ...]:
    """Where it does not, each in a sentence."""
    return asyncio.run(_differences(settings, records))


async def _differences(settings: Settings, records: Mapping[Applicant, OnRecord]) -> tuple[str, ...]:
    client = await temporal.connect(settings)
    found = []
    for record in records.values():
        for standing in record.standings:
            wanted = WorkflowExecutionStatus.COMPLETED if standing.ended_at else WorkflowExecutionStatus.RUNNING
            status = (await temporal.enrollment(client, standing.enrollment.id).describe()).status
            if status is not wanted:
                said = status.name.lower() if status else "nothing"
                found.append(f"Temporal says {said} of {standing.enrollment.id}, the record {standing.status}")
    return tuple(found)
