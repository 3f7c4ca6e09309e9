"""Faults that only show when steps, files and the company are looked at together."""

from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity

_TWIN: Final = (
    "sequence: {name}\ntitle: Another\nowner: talent@acme.example\npurpose: internal\n"
    "enroll:\n  on: application.created\nsteps:\n  - id: hello\n    email: hello\n"
)

DUPLICATE_STEP: Final = Code(
    code="N040",
    title="Two steps have the same id",
    why="What people have had is filed under the step's id. It must name one step, in blocks too.",
    bad=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: pause\n    wait: 3 days\n"
        "  - id: hello\n    email: hello\n"
    ),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: pause\n    wait: 3 days\n"
        "  - id: hello-again\n    email: hello\n"
    ),
)
UNREACHABLE: Final = Code(
    code="N041",
    title="Nobody ever gets here",
    why="Everybody has left before this step, so it would never be done.",
    bad=Example(text="steps:\n  - id: done\n    exit: finished\n  - id: hello\n    email: hello\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n  - id: done\n    exit: finished\n"),
)
DUPLICATE_SEQUENCE: Final = Code(
    code="N042",
    title="Two files have the same sequence",
    why="A sequence's name is how people inside it find their steps. Only one file can define it.",
    bad=Example(files={"another.yaml": _TWIN.format(name="welcome")}),
    good=Example(files={"another.yaml": _TWIN.format(name="another")}),
)
UNKNOWN_SENDER: Final = Code(
    code="N043",
    title="Unknown sender",
    why="`from` is a role (`recruiter`, `coordinator`, `hiring_manager`, `referrer`) or a name under "
    "`senders` in company.yaml.",
    bad=Example(text="send:\n  from: recruiting-team\n"),
    good=Example(text="send:\n  from: recruiter\n"),
)
WRONG_SUBJECT: Final = Code(
    code="N044",
    title="The trigger is about something else",
    why="A run about an application or a hire needs to know which one, and an event about a person or a job "
    "doesn't say. A run about an interview, offer, referral or assignment begins with an event of one, or is started "
    "by a run about the same one.",
    bad=Example(text="enroll:\n  on: candidate.updated\n  again: never\nfor: application\n"),
    good=Example(text="enroll:\n  on: candidate.updated\n  again: never\nfor: candidate\n"),
)
NOTHING_TO_ANSWER: Final = Code(
    code="N047",
    title="There is no mail to go on from",
    why="`reply_to_step` names an earlier mail of this sequence to the same person. The mail joins its thread, and is "
    "skipped where that one never left.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n    reply_to_step: greeting\n"),
    good=Example(
        text="steps:\n  - id: greeting\n    email: hello\n  - id: pause\n    wait: 3 days\n"
        "  - id: hello\n    email: hello\n    reply_to_step: greeting\n"
    ),
)
UNKNOWN_SEQUENCE: Final = Code(
    code="N048",
    title="No such sequence to start",
    why="`enroll` names another sequence of this folder, by what its file says under `sequence`.",
    bad=Example(text="steps:\n  - id: on\n    enroll: another\n  - id: hello\n    email: hello\n"),
    good=Example(
        text="steps:\n  - id: on\n    enroll: another\n  - id: hello\n    email: hello\n",
        files={"another.yaml": _TWIN.format(name="another")},
    ),
)
UNKNOWN_GROUP: Final = Code(
    code="N049",
    title="Unknown group",
    why="`exclusive` names a group under `groups` in company.yaml. Whoever is in one sequence of a group stays out of "
    "the others, so a misspelled group would keep nobody out.",
    bad=Example(text="exclusive: outreach\n"),
    good=Example(
        text="exclusive: outreach\n",
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "groups:\n  outreach: Campaigns, one at a time\n"
        },
    ),
)
MISSING_TEMPLATE: Final = Code(
    code="N050",
    title="There is no such template",
    why="`email: a/b` is written in the file `templates/a/b.md`. Other languages stand beside it "
    "(`b.de.md`), and the file without a language is what everybody else gets.",
    bad=Example(text="steps:\n  - id: hello\n    email: helo\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n"),
)
BAD_LANGUAGE: Final = Code(
    code="N051",
    title="Not a language",
    why="Languages have tags such as `de`, `pt-BR` or `zh-Hant` (BCP 47), with capitals as in these.",
    bad=Example(files={"templates/hello.german.md": "---\nsubject: Hallo\n---\n\nDanke.\n"}),
    good=Example(files={"templates/hello.de.md": "---\nsubject: Hallo\n---\n\nDanke.\n"}),
)
UNUSED_TEMPLATE: Final = Code(
    code="N052",
    title="No sequence uses this template",
    why="Perhaps its name is misspelled, or a step has gone.",
    bad=Example(files={"templates/goodbye.md": "---\nsubject: Goodbye\n---\n\nAll the best.\n"}),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n"),
    severity=Severity.WARNING,
)
TEXT_TOO_LONG: Final = Code(
    code="N053",
    title="A text message in many parts",
    why="Telephone networks cut a long text into parts and bill each. One character from outside their own alphabet, "
    "such as an emoji or a curly quotation mark, more than halves the room. Three parts are about 450 characters, or "
    "200 with such a character; what needs more is a mail.",
    bad=Example(
        text="steps:\n  - id: nudge\n    sms: nudge\n",
        files={
            "templates/hello.md": None,
            "templates/nudge.sms.md": "Acme here. " + "We would like to hear from you. " * 15 + "\n",
        },
    ),
    good=Example(
        text="steps:\n  - id: nudge\n    sms: nudge\n",
        files={"templates/hello.md": None, "templates/nudge.sms.md": "Acme here. We would like to hear from you.\n"},
    ),
    severity=Severity.WARNING,
)
_ASK: Final = "steps:\n  - id: ask\n    survey: {survey}\n    template: ask\n"
_ASKING: Final = {
    "company.yaml": (
        "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
        "surveys:\n  care:\n    title: How was it?\n    question: Would you come again?\n    scale: yes-no\n"
    ),
    "templates/hello.md": None,
    "templates/ask.md": "---\nsubject: How was it?\n---\n\n[Answer]({{ survey_url }})\n",
}
UNKNOWN_SURVEY: Final = Code(
    code="N054",
    title="Unknown survey",
    why="`survey` names one of `surveys` in company.yaml, where its question stands.",
    bad=Example(text=_ASK.format(survey="caer"), files=_ASKING),
    good=Example(text=_ASK.format(survey="care"), files=_ASKING),
)
NO_SUCH_MAIL: Final = Code(
    code="N065",
    title="No such mail in this sequence",
    why="`unless_sent` names another mail or text of the same sequence. A misspelled one would never have left, so "
    "this mail would always go.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n    unless_sent: greeting\n"),
    good=Example(
        text="steps:\n  - id: greeting\n    email: hello\n  - id: pause\n    wait: 3 days\n"
        "  - id: hello\n    email: hello\n    unless_sent: greeting\n"
    ),
)
NOTHING_TO_MERGE_INTO: Final = Code(
    code="N066",
    title="No later mail to merge into",
    why="With `if_late: merge` the words of a mail that comes too late go out in the next mail of the run to the same "
    "reader. Where none follows they would never leave.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n    if_late: merge\n"),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n    if_late: merge\n  - id: pause\n    wait: 3 days\n"
        "  - id: more\n    email: hello\n"
    ),
)
