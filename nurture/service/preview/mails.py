"""The mails of a sequence as its files stand, composed by the functions that compose what is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from nurture.config import Settings
from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, spec_of
from nurture.domain.facts import Facts
from nurture.domain.instances import instance, parts_of
from nurture.domain.moves import Outcome
from nurture.domain.records import Company
from nurture.domain.subject import Subject, enrollment_id
from nurture.domain.touchpoints import ChannelKind, Message, touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.outgoing import Outgoing, outgoing
from nurture.errors import LanguageError, NotFound
from nurture.language.chain import in_words
from nurture.language.check import CheckedSequence, check_files, check_folder
from nurture.language.company import CompanyFile
from nurture.language.diagnostics import render
from nurture.language.faults import one_of
from nurture.language.load import read
from nurture.language.plan import Plan, plan_of
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at
from nurture.language.steps import MESSAGES, EmailStep, SmsStep, Step, SurveyStep, every_step
from nurture.language.steps.survey import ANSWERED
from nurture.language.template_files import FOLDER, TemplateFiles
from nurture.language.templates import parse_template
from nurture.messages.render import preheader_of
from nurture.service import dispatch
from nurture.service.composing import Stationery
from nurture.service.composing import wording as wording_of
from nurture.service.dispatch import reader_for, written
from nurture.service.preview.people import Sample, carried_by
from nurture.values import frozen

MessageStep: TypeAlias = EmailStep | SmsStep | SurveyStep
_BEFORE: Final = timedelta(days=7)
"""How long ago earlier mails left, for somebody with a past."""

_NO_SECRET: Final = "a preview: its way out opens nothing"
"""Signs the links of a preview: they look as they will, and nobody unsubscribes a person by trying one."""


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """A sequence without errors, as it stands in the files of a folder."""

    checked: CheckedSequence
    company: CompanyFile
    draft: Draft

    @cached_property
    def plan(self) -> Plan:
        """As it would be carried out."""
        return plan_of(self.checked.sequence, 1)

    @property
    def name(self) -> str:
        """The sequence's name."""
        return self.checked.sequence.sequence

    @cached_property
    def about_us(self) -> Company:
        """The company as mails see it."""
        return self.company.record

    @cached_property
    def mails(self) -> tuple[MessageStep, ...]:
        """The steps that send a mail or a text, in the order in which they are written; once for each template of a
        mail that has several.
        """
        return tuple(_each_template(self.checked.sequence.steps))

    @property
    def entered_by(self) -> str | None:
        """The event that lets people in; None where a person does."""
        return next(iter(self.draft.triggers), None)

    def languages(self, step: MessageStep) -> tuple[str, ...]:
        """The languages of a message's files; "" is the one whose name has none."""
        return tuple(sorted(self.checked.templates[step.templates()[0]]))

    def mail(self, step_id: str) -> MessageStep:
        """The step that sends that message. Raises NotFound for a step that is not there, or sends none."""
        step: Step | None = self.plan.steps.get(step_id)
        if isinstance(step, MESSAGES):
            return step
        said = f"`{step_id}` sends no mail" if step else f"{self.name} has no step `{step_id}`"
        names = list(dict.fromkeys(each.id for each in self.mails))
        raise NotFound(said, hint=one_of(step_id, names) if names else "It has no mails at all.")

    def event_at(self, step: MessageStep) -> str | None:
        """The event that `event.` names in that mail; of several that it may be, the one that lets people in."""
        node = next(node for node in self.draft.step_nodes if node.data.get("id") == parts_of(step.id)[0])
        found = events_at(self.draft, node.where)
        return next((each for each in found if each in self.draft.triggers), next(iter(found), None))


@frozen
class Preview:
    """One mail or text as it would be sent. `file` is its template; `holds` says whether its own `if` is met, if it has
    one."""

    step: MessageStep
    file: str
    message: Message
    preheader: str | None
    holds: bool | None


def manuscript(name: str, folder: Path | None) -> Manuscript:
    """The sequence of that name, or in that file. Raises NotFound, and LanguageError while the check finds errors."""
    path = Path(name)
    if path.suffix == ".yaml":
        checked = check_files([path], folder)
        folder = folder or path.parent
    else:
        folder = folder or Path("sequences")
        path = folder / f"{name}.yaml"
        checked = check_files([path], folder) if path.is_file() else check_folder(folder)
    for each in checked.sequences:
        if checked.company is not None and (each.path == path or each.sequence.sequence == name):
            templates = TemplateFiles(folder / FOLDER)
            company = checked.company
            draft = Draft(source=read(each.path), company=company, templates=templates, own=company.own)
            return Manuscript(checked=each, company=company, draft=draft)
    if not checked.ok:
        raise LanguageError(
            render(checked.diagnostics, checked.sources), hint="A mail is shown once the check finds no errors."
        )
    names = [each.sequence.sequence for each in checked.sequences]
    raise NotFound(f"there is no sequence `{name}` in {folder}", hint=one_of(name, names))


def preview(paper: Manuscript, step: MessageStep, sample: Sample, settings: Settings, now: datetime) -> Preview:
    """The mail, or the text as if they had agreed to texts, for that person.

    Raises a NurtureError where there would be none, and says why.
    """
    facts = _facts(paper, step, sample, now)
    journey = _in_its_track(Journey(plan=paper.plan, facts=facts, events=(), now=now), step)
    sends = (
        Outgoing(mail=step.as_mail(None), channel=ChannelKind.SMS)
        if isinstance(step, SmsStep)
        else outgoing(step, journey)
    )
    reader = reader_for(journey, sends, paper.company)
    to = reader.mailbox if reader else None
    if to is None:
        raise NotFound(f"{step.id} would reach nobody: no address is known for {in_words(sends.mail.to)}")
    stationery = Stationery(
        company=paper.company,
        templates=paper.checked.templates,
        secret=_NO_SECRET,
        public_url=settings.public_url,
        mail_domain=settings.mail_domain,
        reply_domain=settings.reply_domain,
    )
    key = touchpoint_key(facts.enrollment.id, step.id, 1)
    thread = step.reply_to_step if isinstance(step, EmailStep) else None
    earlier = paper.plan.steps.get(thread) if thread else None
    parent = preview(paper, earlier, sample, settings, now).message if isinstance(earlier, EmailStep) else None
    message = written(journey, sends, to, key, stationery, dispatch.Draft(parent=parent))
    template = step.templates()[0]
    words = wording_of(journey, template, stationery.templates, is_to_candidate=sends.mail.is_to_candidate)
    return Preview(
        step=step,
        file=f"{FOLDER}/{template}{f'.{words.tag}' if words.tag else ''}.md",
        message=message,
        preheader=None
        if isinstance(step, SmsStep)
        else preheader_of(
            parse_template(words.text), names=journey.names, language=words.language, company=facts.company
        ),
        holds=journey.is_true(step.if_) if step.if_ else None,
    )


def _in_its_track(journey: Journey, step: MessageStep) -> Journey:
    """With the item that the step is done for: the one it is named with, else the first. Raises NotFound."""
    each = journey.plan.each_around(step.id)
    if each is None:
        return journey
    items = journey.items(each)
    step_id, item = parts_of(step.id)
    key = item or next(iter(items), None)
    if key is None or key not in items:
        said = f"{item} is not in {each.together.each}" if item else f"there is nothing in {each.together.each}"
        raise NotFound(said, hint=f"{step_id} is sent once for each of them.")
    return journey.at(instance(step_id, key))


def _each_template(steps: tuple[Step, ...]) -> Iterator[MessageStep]:
    for step in every_step(steps):
        if isinstance(step, EmailStep):
            yield from (step.model_copy(update={"email": (name,)}) for name in step.email)
        elif isinstance(step, MESSAGES):
            yield step


def _facts(paper: Manuscript, step: MessageStep, sample: Sample, now: datetime) -> Facts:
    sequence, type_ = paper.checked.sequence, paper.event_at(step)
    own = paper.about_us.own.events
    subject = Subject(kind=sequence.for_, id=sample.records.candidate.id)
    return Facts(
        enrollment=Enrollment(
            id=enrollment_id(paper.name, subject, 1),
            sequence=paper.name,
            subject=subject,
            candidate_id=sample.records.candidate.id,
            version=1,
            cycle=1,
            entered_at=now - _BEFORE,
        ),
        records=sample.records,
        company=paper.about_us,
        openings=(job,) if (job := sample.records.application and sample.records.application.job) else (),
        related=sample.related,
        event=Event(type=type_, at=now, data=carried_by(sample, spec_of(type_, own))) if type_ else None,
        outcomes=dict(_earlier(paper, step, now)) if sample.is_known else {},
    )


def _earlier(paper: Manuscript, step: MessageStep, now: datetime) -> Iterator[tuple[str, Outcome]]:
    """The messages that are written above this one, as sent."""
    for each in paper.mails:
        if each.id == parts_of(step.id)[0]:
            return
        result = ANSWERED if isinstance(each, SurveyStep) else "sent"
        yield each.id, Outcome(result=result, at=now - _BEFORE)
