"""One person's whole story with us: what happened, what was said, and where they stand now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from nurture.domain.records import Application, Candidate
from nurture.service.timelines import Entry, entries_of, reading
from nurture.store import records, standings, words_told
from nurture.store.standings import Standing
from nurture.store.words import EnrollmentStatus
from nurture.store.words_told import Word
from nurture.timing.errors import TimingError
from nurture.timing.zones import first_zone, zone_for_country
from nurture.values import frozen


@frozen
class Life:
    """A person: who they are, their applications, enrollments and timeline, oldest first. `zone` is their clock's,
    `words` their tags, skills and interests with who told of them.
    """

    candidate: Candidate
    zone: ZoneInfo
    applications: tuple[Application, ...]
    enrollments: tuple[Standing, ...]
    entries: tuple[Entry, ...]
    words: tuple[Word, ...] = ()

    @property
    def called(self) -> str:
        """The name, or the id of somebody without one."""
        names = (self.candidate.first_name, self.candidate.last_name)
        return " ".join(name for name in names if name) or self.candidate.id

    @property
    def described(self) -> str:
        """Who they are, in a line."""
        person = self.candidate
        work = " at ".join(part for part in (person.title, person.company) if part)
        parts = (person.id, person.email, person.phone, work, person.country, person.language, *person.tags)
        return " · ".join(part for part in parts if part)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why nothing, or not everything, is sent to them."""
        person = self.candidate
        marks = {
            "erased": person.is_anonymized,
            "do not contact": person.do_not_contact,
            "no mail": not person.can_email,
            "private": person.is_private,
        }
        return tuple(mark for mark, applies in marks.items() if applies)

    @property
    def open(self) -> tuple[Standing, ...]:
        """The enrollments that are under way."""
        return tuple(each for each in self.enrollments if each.status is not EnrollmentStatus.ENDED)


def life_of(conn: Connection, candidate_id: str, *, company_zone: str, now: datetime | None = None) -> Life:
    """Everything on record about a person. By `now` tasks may be overdue; None: it is not told. Raises NotFound."""
    candidate = records.candidate(conn, candidate_id)
    applications = records.applications_of(conn, candidate.id)
    told = entries_of(reading(conn, candidate.id, applications, now))
    return Life(
        candidate=candidate,
        zone=_zone(candidate, company_zone),
        applications=applications,
        enrollments=standings.of_candidate(conn, candidate.id),
        entries=tuple(entry for _, entry in told),
        words=words_told.of_candidate(conn, candidate.id),
    )


def _zone(candidate: Candidate, company_zone: str) -> ZoneInfo:
    country = zone_for_country(candidate.country) if candidate.country else None
    try:
        return first_zone(candidate.zone, country, company_zone)
    except TimingError:  # what the ATS calls a zone may be none
        return first_zone(country, company_zone)
