"""What a file says beside people: applications and contacts, put on record where there is nothing of them yet.

An application that is on record is left as it is: what keeps it up tells news, which must be news when it comes.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.domain.intake import Intake
from nurture.service.contacted import logged_key
from nurture.service.importing.planning import Planned
from nurture.service.logging_contacts import touchpoint_of
from nurture.store import applications, contacts, delivery, recording

APPLICATIONS: Final = "applications"
LEFT: Final = "applications left"
CONTACTS: Final = "contacts"
MEANS: Final = {
    APPLICATIONS: "applications",
    LEFT: "applications that are on record already, and are left as they are",
    CONTACTS: "contacts",
}


def looked_at(conn: Connection, planned: Iterable[Planned], seen: set[int]) -> Counter[str]:
    """What would be put on record; `seen` are hashes of what earlier rows have told, and becomes more."""
    counts: Counter[str] = Counter()
    people = [each for each in planned if each.person.applications or each.person.contacts]
    known = applications.states(conn, [one.update.id for each in people for one in each.person.applications])
    for each in people:
        for one in each.person.applications:
            counts[LEFT if one.update.id in known or hash(one.update.id) in seen else APPLICATIONS] += 1
            seen.add(hash(one.update.id))
        for contact in each.person.contacts:
            key = logged_key(each.whose, contact.channel, contact.direction, contact.at)
            if hash(key) not in seen and contacts.by_id(conn, key) is None:
                counts[CONTACTS] += 1
            seen.add(hash(key))
    return counts


def put_on_record(conn: Connection, planned: Iterable[Planned], *, source: str, now: datetime) -> Counter[str]:
    """Puts them on record, after their people are; tells no event."""
    counts: Counter[str] = Counter()
    people = [each for each in planned if each.person.applications or each.person.contacts]
    known = set(applications.states(conn, [one.update.id for each in people for one in each.person.applications]))
    for each in people:
        fresh = [one for one in each.person.applications if one.update.id not in known]
        fresh = list({one.update.id: one for one in reversed(fresh)}.values())[::-1]
        if fresh:
            jobs = {one.job.id: one.job for one in fresh if one.job is not None}
            there = recording.job_statuses(conn, jobs)
            told = Intake(
                at=now,
                source=source,
                applications=tuple(one.update for one in fresh),
                jobs=tuple(job for id_, job in jobs.items() if id_ not in there),
            )
            delivery.record(conn, told, now)
        known |= {one.update.id for one in fresh}
        counts[APPLICATIONS] += len(fresh)
        counts[LEFT] += len(each.person.applications) - len(fresh)
        counts[CONTACTS] += sum(
            contacts.record(conn, touchpoint_of(contact, each.whose)) for contact in each.person.contacts
        )
    return counts
