"""Faults of conditions, and of what stands in {{ }} and {% %} in templates."""

from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity


def _mail_if(condition: str) -> Example:
    return Example(text=f"steps:\n  - id: hello\n    email: hello\n    if: {condition}\n")


_COMPANY: Final = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
_IS_FREE: Final = "steps:\n  - id: hello\n    email: hello\n    if: is_free\n"
_STAGES: Final = "stages:\n  Onsite: [Face to face, On-site interview]\n  Offer: {lever: offer}\n"


def _template(text: str) -> Example:
    return Example(files={"templates/hello.md": text})


EXPRESSION_SYNTAX: Final = Code(
    code="N020",
    title="This can't be read as a condition",
    why="Conditions are written as in Jinja: `==`, `!=`, `in`, `not`, `and`, `or`, and text in quotes.",
    bad=_mail_if("application.stage = Onsite"),
    good=_mail_if('application.stage == "Onsite"'),
)
UNKNOWN_NAME: Final = Code(
    code="N021",
    title="Unknown name",
    why="Conditions and templates may name `candidate`, `application`, `job`, `recruiter`, `coordinator`, "
    "`hiring_manager`, `referrer`, `hire`, `company`, `enrollment`, `steps`, `event` and `now`. Text "
    "stands in quotes.",
    bad=_mail_if('applicant.source == "Referral"'),
    good=_mail_if('application.source == "Referral"'),
)
UNKNOWN_ATTRIBUTE: Final = Code(
    code="N022",
    title="Unknown fact",
    why="There is no such fact, so the condition or the mail could never be worked out.",
    bad=_mail_if('candidate.lang == "de"'),
    good=_mail_if('candidate.language == "de"'),
)
WRONG_COMPARISON: Final = Code(
    code="N023",
    title="These two can't be compared",
    why="Unlike kinds of values are never equal, and a word that a fact can't have never turns up: the "
    "condition would always come out the same.",
    bad=_mail_if('application.status == "hird"'),
    good=_mail_if('application.status == "hired"'),
)
MAY_BE_MISSING: Final = Code(
    code="N024",
    title="This may be missing",
    why="Not every fact is known of everybody. Say what to write instead, or nobody is safe from “Hi ,”.",
    bad=_template("---\nsubject: Hello\n---\n\nHi {{ candidate.first_name }},\n"),
    good=_template('---\nsubject: Hello\n---\n\nHi {{ candidate.first_name | or("there") }},\n'),
)
UNKNOWN_FUNCTION: Final = Code(
    code="N025",
    title="Unknown function or filter",
    why="Only the published functions and filters can be used.",
    bad=_mail_if("days_sinse(enrollment.entered_at) > 3"),
    good=_mail_if("days_since(enrollment.entered_at) > 3"),
)
BAD_TEMPLATE: Final = Code(
    code="N026",
    title="This is not a template",
    why="A template begins with a `subject` (and perhaps a `preheader`) between two lines of three hyphens; "
    "the mail follows, in Markdown. `if`, `elif`, `else` and `for` may be used in it; pictures, HTML, code and "
    "tables may not.",
    bad=_template("Thank you for your interest.\n"),
    good=_template("---\nsubject: Hello\n---\n\nThank you for your interest.\n"),
)
OUT_OF_REACH: Final = Code(
    code="N027",
    title="This is out of reach",
    why="Conditions and templates see facts and nothing behind them.",
    bad=_mail_if("candidate.__class__"),
    good=_mail_if("candidate.can_email"),
)


def _asking(mail: str) -> Example:
    """A survey that this mail brings."""
    company = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
    survey = "surveys:\n  care:\n    title: How was it?\n    question: Would you come again?\n    scale: yes-no\n"
    return Example(
        text="steps:\n  - id: ask\n    survey: care\n    template: ask\n",
        files={
            "company.yaml": company + survey,
            "templates/hello.md": None,
            "templates/ask.md": f"---\nsubject: How was it?\n---\n\n{mail}\n",
        },
    )


NO_SURVEY_LINK: Final = Code(
    code="N028",
    title="A survey that nobody can answer",
    why="The page where a survey is answered is reached by the reader's own link alone. Each mail that brings the "
    "survey, and each reminder, holds it.",
    bad=_asking("Tell us."),
    good=_asking("[Tell us]({{ survey_url }})"),
)
UNKNOWN_STAGE: Final = Code(
    code="N029",
    title="No such stage",
    why="company.yaml lists your stages, so a condition on another one would never come true: it is misspelt, or it is "
    "what an ATS calls one of them.",
    bad=Example(
        text='steps:\n  - id: hello\n    email: hello\n    if: application.stage == "Face to face"\n',
        files={"company.yaml": f"{_COMPANY}{_STAGES}"},
    ),
    good=Example(
        text='steps:\n  - id: hello\n    email: hello\n    if: application.stage in ["Onsite", "Offer"]\n',
        files={"company.yaml": f"{_COMPANY}{_STAGES}"},
    ),
)


def _ranked(rank: str) -> Example:
    """Those of whom a number says who comes first."""
    many = "on: job.opened\n  where: job.department in candidate.interests\n"
    return Example(text=f"for: candidate\nenroll:\n  {many}  again: always\n  rank: {rank}\n  best: 200\n")


NO_NUMBER: Final = Code(
    code="N077",
    title="A rank that is no number",
    why="`rank` puts people, or jobs, in order: each has a number, and the highest comes first. So it comes to a "
    "number for everybody, also where a fact is missing.",
    bad=_ranked("candidate.skills | also_in(job.skills)"),
    good=_ranked("candidate.skills | also_in(job.skills) | length"),
)
GOES_ROUND: Final = Code(
    code="N081",
    title="A condition that is made of itself",
    why="A condition that has a name may be made of others, but what it means must come to an end.",
    bad=Example(text=f"conditions:\n  is-free: not is_asked\n  is-asked: not is_free\n{_IS_FREE}"),
    good=Example(text=f"conditions:\n  is-free: not is_asked\n  is-asked: candidate.is_hired\n{_IS_FREE}"),
)
UNUSED_CONDITION: Final = Code(
    code="N082",
    title="A condition that nothing uses",
    why="What nothing uses is forgotten when the rest is changed. Conditions that several sequences share stand in "
    "company.yaml, where each may be used or not.",
    bad=Example(text="conditions:\n  is-free: candidate.active_applications == 0\n"),
    good=Example(text=f"conditions:\n  is-free: candidate.active_applications == 0\n{_IS_FREE}"),
    severity=Severity.WARNING,
)
