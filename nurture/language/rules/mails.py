"""Templates: they are there, and they can be written for everybody whom the step writes to."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.language import codes
from nurture.language.chain import CANDIDATE, in_words
from nurture.language.codes import CODES
from nurture.language.diagnostics import START, Diagnostic, Mark
from nurture.language.faults import did_you_mean, one_of
from nurture.language.load import Where
from nurture.language.model import Model
from nurture.language.nodes import Node
from nurture.language.rules.conditions import scopes
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at
from nurture.language.rules.items import step_ids_at
from nurture.language.schema import SURVEY_URL
from nurture.language.steps import EmailStep, Remind, SmsStep, SurveyStep
from nurture.language.steps.sms import TEXT
from nurture.language.steps.task import Escalation
from nurture.language.template_files import UNTAGGED
from nurture.language.templates import check_template
from nurture.language.text_templates import check_text_template
from nurture.values import replace


def templates_are_there(draft: Draft) -> Iterator[Diagnostic]:
    """Every template that a step names has a file for those whose language we don't write in."""
    for _, where, name in templates_named(draft):
        variants = draft.templates.by_name.get(name, {})
        if UNTAGGED in variants:
            continue
        file = f"templates/{name}.md"
        if variants:
            said = f"there is no `{file}`, only {', '.join(variants)}"
            hint = "write that file, in the company's language"
        else:
            said = f"there is no template `{name}`"
            hint = did_you_mean(name, draft.templates.by_name) or f"write the file {file}"
        yield draft.at(codes.MISSING_TEMPLATE, where, said, hint)


def templates_can_be_written(draft: Draft) -> Iterator[Diagnostic]:
    """Every language of every template that a step names, checked against what is known there."""
    for node, _, name in templates_named(draft):
        check = check_text_template if name.endswith(TEXT) else check_template
        for path in draft.templates.by_name.get(name, {}).values():
            text = draft.templates.text(path)
            if isinstance(text, Diagnostic):
                yield text
                continue
            for scope in scopes(draft, events_at(draft, node.where), node.where):
                scope = replace(scope, has_survey=node.model in _ASKS)
                for problem in check(text, scope=scope):
                    code = CODES[problem.code]
                    yield Diagnostic(
                        code=code.code,
                        message=problem.message,
                        path=path,
                        mark=Mark(line=problem.line, col=problem.col, end_col=problem.col + max(1, problem.length)),
                        hint=problem.hint,
                        severity=code.severity,
                    )


def surveys_can_be_answered(draft: Draft) -> Iterator[Diagnostic]:
    """Every mail that brings a survey holds the link to it."""
    for node, _, name in templates_named(draft):
        for path in draft.templates.by_name.get(name, {}).values() if node.model in _ASKS else ():
            text = draft.templates.text(path)
            if isinstance(text, str) and SURVEY_URL not in text:
                yield Diagnostic(
                    code=codes.NO_SURVEY_LINK.code,
                    message="this mail brings a survey, and nobody could answer it",
                    path=path,
                    mark=START,
                    hint=f"add a link such as [Answer]({{{{ {SURVEY_URL} }}}})",
                )


def surveys_are_known(draft: Draft) -> Iterator[Diagnostic]:
    """`survey` names one of company.yaml."""
    for node in draft.step_nodes:
        name = node.data.get("survey")
        if node.model is not SurveyStep or not isinstance(name, str) or draft.company is None:
            continue
        if name not in draft.company.surveys:
            near = did_you_mean(name, draft.company.surveys)
            hint = near or f"add `{name}` under `surveys` in company.yaml, with `title`, `question` and `scale`"
            said = f"there is no survey `{name}`"
            yield draft.at(codes.UNKNOWN_SURVEY, (*node.where, "survey"), said, hint)


def threads_go_on(draft: Draft) -> Iterator[Diagnostic]:
    """`reply_to_step` names an earlier mail to the same person."""
    earlier: dict[str, str] = {}
    for node in draft.step_nodes:
        if node.model is not EmailStep:
            continue
        to, parent = readers_of(node), node.data.get("reply_to_step")
        is_hidden = parent in earlier and parent not in step_ids_at(draft, node.where)
        if isinstance(parent, str) and (earlier.get(parent) != to or is_hidden):
            if is_hidden:
                said, hint = f"`{parent}` leaves once for each item", "answer it in the same `each`, or another mail"
            elif parent in earlier:
                said, hint = f"`{parent}` goes to the {earlier[parent]}, and this to the {to}", "answer one to the same"
            else:
                said = f"there is no mail `{parent}` before this one"
                hint = one_of(parent, earlier) if earlier else "leave it out: this is the first mail"
            yield draft.at(codes.NOTHING_TO_ANSWER, (*node.where, "reply_to_step"), said, hint)
        if isinstance(name := node.data.get("id"), str):
            earlier[name] = to


def readers_of(node: Node) -> str:
    """Whom a message goes to, in words."""
    to = node.data.get("to", CANDIDATE)
    return in_words(str(name) for name in (to if isinstance(to, list) else [to]))


def templates_named(draft: Draft) -> Iterator[tuple[Node, Where, str]]:
    """The templates that steps name: by which node, where, and what each is called among the files."""
    for node in draft.nodes:
        for key, ending in _KEYS.get(node.model, {}).items():
            named = node.data.get(key)
            if isinstance(named, str):
                yield node, (*node.where, key), f"{named}{ending}"
            for number, name in enumerate(named if isinstance(named, list) else ()):
                if isinstance(name, str):
                    yield node, (*node.where, key, number), f"{name}{ending}"


_KEYS: Final[Mapping[type[Model], Mapping[str, str]]] = {
    EmailStep: {"email": ""},
    SmsStep: {"sms": TEXT, "otherwise": ""},
    SurveyStep: {"template": ""},
    Escalation: {"template": ""},
    Remind: {"template": ""},
}
"""The keys that name a template, and how its name goes on among the files."""
_ASKS: Final = (SurveyStep, Remind)
"""What brings a survey to its reader."""
