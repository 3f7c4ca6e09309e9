"""What an ATS would state of the people and jobs of a log."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from nurture.domain.intake import CandidateUpdate, CustomValue, FieldValue, JobUpdate
from nurture.domain.own import Own
from nurture.domain.phones import text_number
from nurture.domain.records import Person as OurPerson
from nurture.domain.values import Kept
from nurture.simulator.log import Change, JobChange, Log, Person
from nurture.simulator.news import id_of
from nurture.simulator.own_words import OWN, ROLES, as_custom, on_clock

_NO_FIELDS: Final = ("name", "recruiter", "coordinator", OWN, ROLES)
_PERSON: Final = tuple(name for name in Person.model_fields if name not in _NO_FIELDS)


class Statements:
    """The people, jobs and team of a log as they are at the line that is read.

    What is known of a person or a job is stated once, with the first news that names them, and again when it changed.
    """

    def __init__(self, log: Log, *, own: Own, zone: ZoneInfo) -> None:
        self._own = own
        self._zone = zone
        self._team = log.team
        self._people = dict(log.people)
        self._jobs = dict(log.jobs)
        self._stated: set[str] = set()

    def email(self, who: str) -> str | None:
        """Where a person gets mail."""
        return self._people[who].email

    def number(self, who: str) -> str | None:
        """To which number a text to a person goes."""
        return text_number(self._people[who].phone)

    def change_person(self, who: str, change: Change) -> None:
        """Takes in what changed of a person; their own values and roles that are not named stay."""
        stated = change.model_dump(exclude_unset=True, exclude={"application", "hire"})
        before = self._people[who]
        stated |= {key: {**getattr(before, key), **stated[key]} for key in (OWN, ROLES) if key in stated}
        self._people[who] = before.model_copy(update=stated)

    def change_job(self, change: JobChange) -> None:
        """Takes in what changed of a job, likewise."""
        stated = change.model_dump(exclude_unset=True, exclude={"job"})
        before = self._jobs[change.job]
        stated |= {key: {**getattr(before, key), **stated[key]} for key in (OWN, ROLES) if key in stated}
        self._jobs[change.job] = before.model_copy(update=stated)

    def new_candidate(self, who: str) -> tuple[CandidateUpdate, ...]:
        """What is known of a person, where no news has named them yet."""
        return (self.candidate(who),) if self._is_new(id_of(who)) else ()

    def new_job(self, name: str | None) -> tuple[JobUpdate, ...]:
        """What is known of a job, where no news has named it yet."""
        return (self.job(name),) if name and self._is_new(f"job {name}") else ()

    def candidate(self, who: str) -> CandidateUpdate:
        """What is known of a person."""
        person = self._people[who]
        first, _, last = (person.name or "").partition(" ")
        fields: dict[str, FieldValue] = {"first_name": first or None, "last_name": last or None}
        for name in _PERSON:
            if (value := getattr(person, name)) is not None:
                fields[name] = value
        team = self._roles({"recruiter": person.recruiter, "coordinator": person.coordinator, **person.own_roles})
        return CandidateUpdate(id=id_of(who), fields=fields, team=team, custom=self.custom("candidate", person.own))

    def job(self, name: str) -> JobUpdate:
        """What is known of a job."""
        job = self._jobs[name]
        fields = job.model_dump(exclude={"recruiter", "coordinator", "hiring_manager", OWN, ROLES}, exclude_unset=True)
        team = {"recruiter": job.recruiter, "coordinator": job.coordinator, "hiring_manager": job.hiring_manager}
        custom = self.custom("job", job.own)
        return JobUpdate(id=id_of(name), fields=fields, team=self._roles({**team, **job.own_roles}), custom=custom)

    def custom(self, record: str, own: Mapping[str, Kept]) -> dict[str, CustomValue]:
        """A record's own fields, as an ATS would state them."""
        return as_custom(on_clock(own, self._own.fields.get(record, {}), self._zone))

    def member(self, name: str, *, with_deputy: bool = True) -> OurPerson:
        """Somebody of ours, with whoever stands in for them."""
        member = self._team[name]
        return OurPerson(
            id=id_of(name),
            name=member.name,
            email=member.email,
            away_from=member.away.first if member.away else None,
            away_until=member.away.last if member.away else None,
            is_gone=member.gone,
            deputy=self.member(member.deputy, with_deputy=False) if member.deputy and with_deputy else None,
        )

    def _roles(self, roles: Mapping[str, str | None]) -> dict[str, OurPerson | None]:
        return {role: self.member(name) for role, name in roles.items() if name is not None}

    def _is_new(self, what: str) -> bool:
        is_new = what not in self._stated
        self._stated.add(what)
        return is_new
