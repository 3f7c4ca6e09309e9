"""The mail that tells somebody of ours about a task: plain, in English, with how to say what came of it."""

from collections.abc import Mapping, Sequence
from typing import Final

from nurture.contracts import CREATE_TASK, ESCALATE_TASK, HAND_OVER_TASK
from nurture.domain.tasks import Task
from nurture.domain.touchpoints import Address, Message
from nurture.engine.journey import Journey
from nurture.language.chain import in_words
from nurture.language.company import CompanyFile
from nurture.language.functions import ZONE
from nurture.language.sequence import Purpose
from nurture.language.steps import EmailStep
from nurture.language.templates import Template
from nurture.messages.footer import footer_for
from nurture.messages.identity import message_id_of
from nurture.messages.render import render, worded
from nurture.messages.words import Words
from nurture.service.composing import Wording, office_of
from nurture.service.mailboxes import Holder
from nurture.service.parts import Parts
from nurture.timing.format import say
from nurture.values import replace

LANGUAGE: Final = "en"

_GIVEN: Final = Template(
    subject="Task: {{ title }}",
    preheader=None,
    body_line=1,
    body="""\
There is a task for you:

**{{ title }}**

{{ about }}{% if due %}, due {{ due }}{% endif %}.
{% if mail %}
To see the mail as it would be sent:

{{ mail }}
{% endif %}
When it is done, say what came of it, one of: {{ outcomes }}.

Say it by "nurture done TASK OUTCOME{% if asks %} ANSWER{% endif %}". The task is

{{ key }}
{% if snooze %}
It can be put off by {{ snooze }} in all: "nurture snooze TASK TIME".
{% endif %}
{% if hand_over %}
It can be handed over: "nurture hand-over TASK WHOM".
{% endif %}
""",
)
_OVERDUE: Final = Template(
    subject="Overdue: {{ title }}",
    preheader=None,
    body_line=1,
    body="""\
A task of {{ owner }} is not done:

**{{ title }}**

{{ about }}, was due {{ due }}.

Whoever does it says what came of it, one of: {{ outcomes }}.

Say it by "nurture done TASK OUTCOME{% if asks %} ANSWER{% endif %}". The task is

{{ key }}
""",
)


_HANDED_OVER: Final = replace(
    _GIVEN,
    subject="Yours now: {{ title }}",
    body=_GIVEN.body.replace("There is a task for you:", "A task was handed over to you:"),
)
_ABOUT: Final[Mapping[str, Template]] = {
    CREATE_TASK: _GIVEN,
    ESCALATE_TASK: _OVERDUE,
    HAND_OVER_TASK: _HANDED_OVER,
}


def notice(
    parts: Parts,
    company: CompanyFile,
    journey: Journey,
    task: Task,
    to: Holder,
    *,
    key: str,
    about: str,
    words: Wording | None = None,
    beside: Sequence[Words] = (),
) -> Message | None:
    """The mail to that person of ours; None where no mailbox of theirs is known, or none to send it from.

    `words` are the sequence's own, in place of ours; what `beside` says goes out in the same mail.
    """
    recipient, sender = to.mailbox, notice_sender(journey, company)
    if recipient is None or sender is None:
        return None
    settings = parts.settings
    return render(
        template=words.text if words else _ABOUT[about],
        names=_names(company, journey, task, words),
        sender=sender,
        to=recipient,
        key=key,
        message_id=message_id_of(key, secret=parts.secret, domain=settings.mail_domain),
        language=words.language if words else LANGUAGE,
        company=journey.facts.company,
        footer=footer_for(
            Purpose.INTERNAL,
            is_to_candidate=False,
            company=journey.facts.company,
            address=recipient.email,
            secret=parts.secret,
            public_url=settings.public_url,
            language=LANGUAGE,
        ),
        beside=beside,
    )


def notice_sender(journey: Journey, company: CompanyFile) -> Address | None:
    """Who signs what is told about tasks; None where nobody can."""
    chain = (*company.sender_fallback, *journey.plan.sequence.send.sender)
    return office_of(journey, company).mailbox(chain)


def notice_words(
    company: CompanyFile, journey: Journey, task: Task, *, about: str, words: Wording | None = None
) -> Words:
    """What such a mail says, where it goes out in another one."""
    return worded(
        words.text if words else _ABOUT[about],
        names=_names(company, journey, task, words),
        language=words.language if words else LANGUAGE,
        company=journey.facts.company,
    )


def _names(company: CompanyFile, journey: Journey, task: Task, words: Wording | None) -> Mapping[str, object]:
    """What the template may name: the sequence's own the facts, ours what there is to say of the task."""
    if words:
        return {**journey.names, ZONE: journey.office_zone}
    owner = office_of(journey, company).first_there(task.whose)
    preview = f"nurture preview {journey.plan.sequence.sequence} {task.step} --candidate {task.candidate_id}"
    return {
        "mail": preview if isinstance(journey.plan.steps[task.step], EmailStep) else "",
        "title": task.title,
        "about": _about(journey),
        "due": say(task.due_at, journey.office_zone) if task.due_at else "",
        "outcomes": task.choices,
        "asks": bool(task.asks),
        "key": task.id,
        "owner": owner.called if owner else f"the {in_words(task.whose)}",
        "snooze": task.snooze or "",
        "hand_over": task.hand_over,
    }


def _about(journey: Journey) -> str:
    """Whom it is about, and which job."""
    person, job = journey.facts.candidate, journey.facts.job
    name = " ".join(part for part in (person.first_name, person.last_name) if part) or person.id
    return f"{name}, {job.title}" if job else name
