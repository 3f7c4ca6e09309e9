"""What a file says of applications, in our words.

An application of a list is known by its id there, or else by its person and job. A job that is not on record is put
there by its name, and counts as closed: a list doesn't say that anybody may apply still.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

from nurture.ats.shapes import Fields
from nurture.domain.intake import ApplicationUpdate, JobUpdate
from nurture.domain.joining import IMPORT
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.errors import Conflict
from nurture.values import frozen


@frozen
class Applied:
    """An application; `job` is what is put on record of its job if there is nothing of it, None: nothing can be."""

    update: ApplicationUpdate
    job: JobUpdate | None


def applied(values: Mapping[str, object], candidate_id: str, *, connection: str | None, list_name: str) -> Applied:
    """The application of somebody. Raises Conflict for what makes no sense."""
    status = values.get("status") or ApplicationStatus.ACTIVE
    assert isinstance(status, ApplicationStatus), "cells are read so"
    if "decided_at" in values and status is ApplicationStatus.ACTIVE:
        raise Conflict("decided_at is told, and not what was decided", hint="fill in status")
    if "rejection_reason" in values and status not in (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN):
        raise Conflict("a rejection_reason is told of an application that was not rejected", hint="fill in status")
    if "start_date" in values and status is not ApplicationStatus.HIRED:
        raise Conflict("a start_date is told of somebody who was not hired", hint="fill in status")
    job_id = _job_id(values, connection, list_name)
    name = values.get("job_name")
    job = JobUpdate(id=job_id, fields={"title": str(name), "status": JobStatus.CLOSED}) if job_id and name else None
    first_day = values.get("start_date")
    update = ApplicationUpdate(
        id=_id(values, candidate_id, job_id, connection, list_name),
        candidate_id=candidate_id,
        job_id=job_id,
        fields=_fields(values, status),
        start_date=first_day if isinstance(first_day, date) else None,
    )
    return Applied(update=update, job=job)


def _fields(values: Mapping[str, object], status: ApplicationStatus) -> Fields:
    fields: Fields = {"status": status}
    decided = {
        ApplicationStatus.REJECTED: "rejected_at",
        ApplicationStatus.WITHDRAWN: "rejected_at",
        ApplicationStatus.HIRED: "hired_at",
    }
    names = {name: name for name in ("stage", "source", "applied_at", "rejection_reason")}
    if status in decided:
        names["decided_at"] = decided[status]
    for name, ours in names.items():
        value = values.get(name)
        if isinstance(value, str | datetime):
            fields[ours] = value
    return fields


def _job_id(values: Mapping[str, object], connection: str | None, list_name: str) -> str | None:
    """The job's id at its ATS; in a list that of a job on record, or one of the list's own, by its id or name."""
    told, name = values.get("job"), values.get("job_name")
    if connection is not None:
        if told is None and name is not None:
            raise Conflict(f"a job of {connection} is told by its name alone", hint="fill in its id, job")
        return f"{connection}:{told}" if told is not None else None
    if told is None and name is None:
        raise Conflict("an application is told, and not for which job", hint="fill in job or job_name")
    if told is not None and ":" in str(told):
        return str(told)
    return f"{IMPORT}:{list_name}/{told if told is not None else _slug(str(name))}"


def _id(
    values: Mapping[str, object], candidate_id: str, job_id: str | None, connection: str | None, list_name: str
) -> str:
    told = values.get("application_id")
    if connection is not None:
        if told is None:
            raise Conflict(f"an application of {connection} is told, and not its id", hint="fill in application_id")
        return f"{connection}:{told}"
    if told is not None:
        return f"{IMPORT}:{list_name}/{told}"
    return f"{candidate_id}/{(job_id or '').rpartition('/')[2]}"


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.casefold()).strip("-") or "job"
