"""What would hurt people."""

from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity

NO_EXIT_ON_REPLY: Final = Code(
    code="N060",
    title="A reply does not end this sequence",
    why="Who has written back is in a conversation with a person. An automatic mail after that is rude, so "
    "a nurture sequence must end on a reply.",
    bad=Example(
        text="purpose: nurture\nenroll:\n  on: application.rejected\n"
        "exit:\n  - on: candidate.opted_out\n    as: opted-out\n"
    ),
    good=Example(
        text="purpose: nurture\nenroll:\n  on: application.rejected\n"
        "exit:\n  - on: candidate.replied\n    as: replied\n"
    ),
)
NO_EXIT_ON_DECISION: Final = Code(
    code="N061",
    title="A decision does not end this sequence",
    why="Nobody should get a cheerful mail after a rejection, nor be told how the process goes on after "
    "being hired. So a sequence about an application ends on both, and a nurture sequence at least on a "
    "rejection, unless that is how people come in. An exit `when` that looks at `application.status` "
    "counts too.",
    bad=Example(text="purpose: application\nexit:\n  - on: application.hired\n    as: hired\n"),
    good=Example(
        text="purpose: application\nexit:\n  - on: application.hired\n    as: hired\n"
        "  - on: application.rejected\n    as: rejected\n"
    ),
)
MAY_REPEAT: Final = Code(
    code="N062",
    title="This can happen again, and `again` is not stated",
    why="The event can come more than once for the same person. Without `again` everybody enters once only, "
    "which may or may not be what you mean: say it.",
    bad=Example(text="enroll:\n  on: application.stage_changed\n"),
    good=Example(text="enroll:\n  on: application.stage_changed\n  again: after 30 days\n"),
    severity=Severity.WARNING,
)
TWO_AT_ONCE: Final = Code(
    code="N063",
    title="Two mails at the same moment",
    why="Both leave one right after the other, to the same person, on one way through the sequence at least.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n  - id: more\n    email: hello\n"),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: pause\n    wait: 3 days\n"
        "  - id: more\n    email: hello\n"
    ),
    severity=Severity.WARNING,
)
TWO_IN_A_DAY: Final = Code(
    code="N064",
    title="Two mails within a day",
    why="Whoever gets two mails from us on one day reads neither. Every way through the sequence is looked at: into "
    "each branch, and past it. A wait for a date or an event counts as time enough. If both belong on one day, "
    "say so: `# nurture: allow N064, the second is the reminder that people asked for`.",
    bad=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: pause\n    wait: 4 hours\n"
        "  - id: more\n    email: hello\n"
    ),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: pause\n    wait: 1 day at 10:00\n"
        "  - id: more\n    email: hello\n"
    ),
    severity=Severity.WARNING,
)
NOBODY_TO_WRITE_TO: Final = Code(
    code="N085",
    title="Nobody who comes in could be written to",
    why="A mail leaves only while the application stands as its purpose demands: `application` is for people whose "
    "application is under way, `decision` for those who were rejected or withdrew, `onboarding` for those who were "
    "hired, and `nurture` for everybody but those. So the decision that lets people in must fit the purpose. Only a "
    "sequence that waits until the decision is taken back may say otherwise.",
    bad=Example(text="purpose: application\nenroll:\n  on: application.rejected\n"),
    good=Example(text="purpose: decision\nenroll:\n  on: application.rejected\n"),
)
EVERYBODY_COMES: Final = Code(
    code="N067",
    title="Everybody would come in",
    why="News of a job, and a time that comes again, are about nobody in particular: everybody on record who meets "
    "`where` comes in. Without it that is everybody you have ever heard of.",
    bad=Example(text="enroll:\n  every: monday at 09:00\n  again: after 90 days\nfor: candidate\n"),
    good=Example(
        text="enroll:\n  every: monday at 09:00\n  where: '\"alumni\" in candidate.tags'\n  again: after 90 days\n"
        "for: candidate\n"
    ),
)
_ROUND: Final = (
    "sequence: another\ntitle: Another\nowner: talent@acme.example\npurpose: internal\n"
    "enroll:\n  on: application.created\nsteps:\n{steps}  - id: hello\n    email: hello\n"
    "  - id: back\n    enroll: welcome\n"
)
ROUND_AND_ROUND: Final = Code(
    code="N068",
    title="Two sequences start each other, and nobody waits",
    why="Each would start the other again and again, as fast as the machine can, and mail each time.",
    bad=Example(
        text="steps:\n  - id: on\n    enroll: another\n",
        files={"another.yaml": _ROUND.format(steps="")},
    ),
    good=Example(
        text="steps:\n  - id: on\n    enroll: another\n",
        files={"another.yaml": _ROUND.format(steps="  - id: pause\n    wait: 30 days\n")},
    ),
)
_RENEWAL: Final = (
    "purpose: nurture\nfor: candidate\n"
    "enroll:\n  at: 30 days before candidate.consent_until at 09:00\n"
    "exit:\n  - {on: candidate.replied, as: replied}\n  - {on: application.rejected, as: rejected}\n"
)
AFTER_CONSENT: Final = Code(
    code="N075",
    title="A message after their consent has ended",
    why="`candidate.consent_until` is the last day for which somebody agreed to hear from you. A nurture message that "
    "is set on that day or after it comes too late to ask for anything: by then their data may be gone. Every way "
    "through the sequence is looked at, with the waits on it.",
    bad=Example(
        text=f"{_RENEWAL}steps:\n  - id: over\n    wait: until 1 day after candidate.consent_until at 09:00\n"
        "  - id: hello\n    email: hello\n"
    ),
    good=Example(
        text=f"{_RENEWAL}steps:\n  - id: nearly\n    wait: until 2 days before candidate.consent_until at 09:00\n"
        "  - id: hello\n    email: hello\n"
    ),
)
_CONSENT: Final = {
    "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
    "surveys:\n  may-we:\n    title: Stay in touch\n    question: May we write to you again?\n"
    "    scale: yes-no\n    consent: nurture\n",
    "templates/hello.md": "---\nsubject: May we?\n---\n\n[Answer]({{ survey_url }})\n",
}
CONSENT_OF_OTHERS: Final = Code(
    code="N076",
    title="Nobody can agree for the candidate",
    why="What is answered on the page of a survey with `consent` goes onto the candidate's record. Only the candidate "
    "can give their consent or take it back, so only they can be asked.",
    bad=Example(
        text="steps:\n  - id: ask\n    survey: may-we\n    template: hello\n    to: recruiter\n", files=_CONSENT
    ),
    good=Example(text="steps:\n  - id: ask\n    survey: may-we\n    template: hello\n", files=_CONSENT),
)
