"""One person's life in a quick rehearsal: what happens to them, and what all their runs do about it, in time."""

from collections.abc import Iterable
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, EventScope, EventType, spec_of
from nurture.domain.facts import Facts
from nurture.domain.intake import Intake
from nurture.domain.moves import Because
from nurture.domain.records import Candidate
from nurture.domain.subject import Subject, enrollment_id
from nurture.engine.journey import Journey
from nurture.engine.triggers import LastRun, entry
from nurture.language.plan import Plan
from nurture.service.deciding import FAULTS
from nurture.service.subjects import subject_of
from nurture.simulator.log import Person
from nurture.simulator.news import Answered, Hand, News, Preference, Reply, Texted, Unsubscribe, id_of
from nurture.simulator.quick.dossier import Dossier
from nurture.simulator.quick.post import Post
from nurture.simulator.quick.run import Run, entry_of
from nurture.simulator.quick.stage import Stage
from nurture.simulator.quick.telling import entries_of
from nurture.simulator.rehearsal import AFTER_THE_LAST
from nurture.simulator.story import Entry, PersonStory
from nurture.simulator.task_words import TaskNews, no_such_task
from nurture.store.holdings import ERASED
from nurture.values import replace


def live(stage: Stage, nobody: Dossier, name: str, person: Person, news: Iterable[News], zone: ZoneInfo) -> PersonStory:
    """Plays what happens to one person, in time; `nobody` knows of the jobs that were there from the beginning."""
    life = _Life(stage, nobody.beside(Candidate(id=id_of(name))))
    for each in news:
        life.hear(each)
    life.pass_to(life.now + AFTER_THE_LAST, before=False)
    return PersonStory(
        name=name,
        called=person.name or name,
        zone=ZoneInfo(person.zone) if person.zone else zone,
        entries=entries_of(life.runs, life.stayed_out),
        open=tuple((run.enrollment.sequence, run.move.summary) for run in life.runs if not run.is_over),
    )


class _Life:
    def __init__(self, stage: Stage, dossier: Dossier) -> None:
        self.dossier = dossier
        self.runs: list[Run] = []
        self.stayed_out: list[Entry] = []
        self.now = datetime.min.replace(tzinfo=UTC)
        self._stage, self._post = stage, Post()
        self._due: list[tuple[datetime, int, Run]] = []
        self._order = count()
        self._last: dict[tuple[str, Subject], Run] = {}

    def pass_to(self, end: datetime, *, before: bool) -> None:
        """Lets time pass, and everything be done that is due before that moment, or until then."""
        while self._due and (self._due[0][0] < end or (not before and self._due[0][0] == end)):
            at, _, run = heappop(self._due)
            if run.wake is not None and run.wake <= at:
                self.now = max(self.now, at)
                self._go_on(run)
        self.now = max(self.now, end)

    def hear(self, news: News) -> None:
        """Something happened: who enters, and who goes on."""
        self.pass_to(news.at, before=True)
        open_before = [run for run in self.runs if not run.is_over]
        entered: list[Run] = []
        happened = self._happened(news)
        for event in happened:
            if spec_of(event.type).scope is not EventScope.JOB:
                entered += self._enter(event)
        for run in (*open_before, *entered):
            for event in happened:
                run.poke(event)
        for run in (*entered, *open_before):
            self._go_on(run)

    def _happened(self, news: News) -> tuple[Event, ...]:
        match news.told:
            case Reply():
                self.dossier.replied(news.at)
                answered = {"sequence": self._last_sequence()}
                return (self.dossier.happen(EventType.CANDIDATE_REPLIED, news.at, answered),)
            case Unsubscribe(purpose=purpose, email=email):
                is_new = email is not None and self.dossier.suppress(purpose)
                was_mailed = any(mail.is_to_candidate and mail.to.email == email for mail in self._post.mails)
                return (self.dossier.happen(EventType.CANDIDATE_OPTED_OUT, news.at),) if is_new and was_mailed else ()
            case TaskNews() as said:  # what is played quickly gives nobody a task
                raise no_such_task(said, news.at)
            case Intake() as told if news.who is None:
                about_job = self.dossier.about_job(told)
                is_heard = about_job and any(about_job.type in run.move.listen for run in self.runs if not run.is_over)
                return (self.dossier.copy(about_job),) if about_job and is_heard else ()
            case Intake() as told:
                if told.erased:
                    self._forget()
                return self.dossier.hear(told)
            case Hand() | Answered() | Preference() | Texted():
                raise TypeError("nobody answers surveys, texts, or does anything by hand, in a quick rehearsal")

    def _forget(self) -> None:
        """What was decided until now stays, and not in words."""
        for run in self.runs:
            run.entries = [replace(each, text=ERASED) for each in run.entries]
        self.stayed_out = [replace(each, text=ERASED) for each in self.stayed_out]

    def _last_sequence(self) -> str | None:
        """The sequence whose mail was the last word that the person had of us."""
        mails = [mail for mail in self._post.mails if mail.is_to_candidate]
        words = (event.at for event in self.dossier.stream if event.type == EventType.CANDIDATE_CONTACTED)
        spoken = max(words, default=None)
        return mails[-1].sequence if mails and (spoken is None or spoken <= mails[-1].at) else None

    def _go_on(self, run: Run) -> None:
        run.go_on(self.now)
        if run.wake is not None:
            heappush(self._due, (run.wake, next(self._order), run))

    def _enter(self, event: Event) -> list[Run]:
        """The runs that an event begins, sequence by sequence; refusals are kept."""
        entered = []
        for plan in self._stage.plans:
            subject = subject_of(plan, self.dossier.candidate.id, event.application_id)
            if subject is None or all(event.type not in trigger.events for trigger in plan.sequence.enroll):
                continue
            if run := self._at_the_door(plan, subject, event):
                entered.append(run)
        return entered

    def _at_the_door(self, plan: Plan, subject: Subject, event: Event) -> Run | None:
        name = plan.sequence.sequence
        before = self._last.get((name, subject))
        cycle = before.enrollment.cycle + 1 if before else 1
        enrollment = Enrollment(
            id=enrollment_id(name, subject, cycle),
            sequence=name,
            subject=subject,
            candidate_id=self.dossier.candidate.id,
            version=plan.version,
            cycle=cycle,
            entered_at=self.now,
        )
        records = self.dossier.around(subject)
        facts = Facts(enrollment=enrollment, records=records, company=self._stage.company, event=event)
        journey = Journey(plan=plan, facts=facts, events=(), now=self.now)
        last = (
            LastRun(cycle=cycle - 1, entered_at=before.enrollment.entered_at, is_open=not before.is_leaving(self.now))
            if before
            else None
        )
        try:
            decided = entry(journey, event, last)
        except FAULTS as fault:
            because = Because(rule="trigger-failed", sentence=f"the trigger could not be judged: {fault}")
            self._stays_out(name, because)
            return None
        if decided is None:
            return None
        rival = self._rival(plan, subject) if decided.cycle is not None else None
        if decided.cycle is None or rival is not None:
            because = (
                Because(rule="exclusive", sentence=f"is in {rival.enrollment.sequence}") if rival else decided.because
            )
            self._stays_out(name, because)
            return None
        run = Run(self._stage, plan, enrollment, self.dossier, self._post, event, self.runs)
        run.entries.insert(0, entry_of(decided.because, name, self.now))
        self.runs.append(run)
        self._last[name, subject] = run
        return run

    def _rival(self, plan: Plan, subject: Subject) -> Run | None:
        group = plan.sequence.exclusive
        if group is None:
            return None
        own = (plan.sequence.sequence, subject)
        return next(
            (
                run
                for run in self.runs
                if run.plan.sequence.exclusive == group
                and (run.enrollment.sequence, run.enrollment.subject) != own
                and not run.is_leaving(self.now)
            ),
            None,
        )

    def _stays_out(self, sequence: str, because: Because) -> None:
        self.stayed_out.append(entry_of(because, sequence, self.now))
