"""The facts that conditions and templates may name, at one moment."""

from collections.abc import Mapping
from dataclasses import field

from nurture.domain.concern import Of, concerns
from nurture.domain.contests import Contest
from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, EventScope, spec_of
from nurture.domain.moves import Outcome
from nurture.domain.past import NO_PAST, Past
from nurture.domain.records import Application, Candidate, Company, Hire, Job, Person, Records
from nurture.domain.related import Related
from nurture.domain.tasks import Task
from nurture.domain.touchpoints import touchpoint_key
from nurture.values import frozen


@frozen
class Facts:
    """Everything a decision looks at besides the plan, the progress and the events.

    `openings` are the jobs that take applications, `past` what was between the person and jobs, where anything names
    them; `contests` those among the arms of splits that are decided, by step. `told` are the events that tracks of a
    `together` saw, by number.
    `opened` is the job whose news is at the door, where the run would be about an application for another.
    `related` is the interview, offer, referral or assignment that the run is about, if it is about one.
    `event` is the event that `event.` names: the newest that a `wait_for` matched, else the one that enrolled. `tasks`
    are those that the run has given, by id.
    """

    enrollment: Enrollment
    records: Records
    company: Company
    openings: tuple[Job, ...] = ()
    past: Past = NO_PAST
    event: Event | None = None
    opened: Job | None = None
    related: Related | None = None
    told: Mapping[int, Event] = field(default_factory=dict)
    contests: Mapping[str, Contest] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)

    @property
    def candidate(self) -> Candidate:
        """The person this is about."""
        return self.records.candidate

    @property
    def application(self) -> Application | None:
        """The application this is about, if there is one."""
        return self.records.application

    @property
    def job(self) -> Job | None:
        """The application's job; without an application, that whose news let the run in."""
        return self.records.application.job if self.records.application else self.records.named_job

    @property
    def hire(self) -> Hire | None:
        """The hire, once there is one."""
        return self.records.hire

    def task_of(self, step: str, visit: int) -> Task | None:
        """The task that a step gave on that visit."""
        return self.tasks.get(touchpoint_key(self.enrollment.id, step, visit))

    def role(self, name: str) -> Person | None:
        """Who holds a role of ours today."""
        return self.records.team.role(name)

    def is_meant(self, event: Event, of: Of | None) -> bool:
        """Whether a rule that says whose events it means, or doesn't (None: the usual), means that one.

        What is news for one run only is never meant for others.
        """
        if of is None or spec_of(event.type).scope is EventScope.ENROLLMENT:
            application = self.application.id if self.application else None
            return concerns(event, self.enrollment.subject, self.enrollment.id, application)
        if of == "candidate.applications":
            return True
        return self.job is not None and event.job_id == self.job.id
