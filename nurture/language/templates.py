"""Templates: a short head between two lines of three hyphens, then a mail in Markdown, with facts put in by Jinja.

---
subject: Thank you, {{ candidate.first_name | or("from all of us") }}
preheader: It was close.
---
Hi {{ candidate.first_name | or("there") }},
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import yaml

from nurture.errors import LanguageError, NotFound
from nurture.language.checker import Problem, check_markup, problem
from nurture.language.faults import one_of
from nurture.language.schema import Scope
from nurture.language.yaml_events import LOADER
from nurture.values import frozen

MAX_TEMPLATE: Final = 50_000
"""Characters of a template file."""

BAD_TEMPLATE: Final = "N026"
_KEYS: Final = ("subject", "preheader")
_HEAD: Final = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HOW: Final = "begin the file with a line `---`, a line `subject: …` and another line `---`; the mail follows"

_NOT_IN_MAIL: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "a picture": (re.compile(r"!\[[^\]\n]*\]\("), "leave it out; link to it with `[words](address)`"),
    "HTML": (
        re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>\n]*)?/?>"),
        "write Markdown: `**bold**`, `[words](address)`",
    ),
    "code": (re.compile(r"`"), "leave the backticks out"),
    "a table": (re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE), "write a list"),
}


@frozen
class Template:
    """A template, read but not yet filled in. `body_line` is the line of the file where the body begins, from 1."""

    subject: str
    preheader: str | None
    body: str
    body_line: int


@frozen
class _Value:
    """A value of the head. `offset` is where its text begins in the file."""

    text: str
    offset: int


@lru_cache(maxsize=1024)
def parse_template(text: str) -> Template:
    """Reads a template file. Raises LanguageError with the first thing that is wrong with its head."""
    text = _plain(text)
    problems, head, body_offset = _parts(text)
    if problems:
        raise LanguageError(f"line {problems[0].line}: {problems[0].message}", hint=problems[0].hint)
    preheader = head.get("preheader")
    return Template(
        subject=head["subject"].text,
        preheader=preheader.text if preheader else None,
        body=text[body_offset:],
        body_line=text.count("\n", 0, body_offset) + 1,
    )


def check_template(text: str, *, scope: Scope) -> list[Problem]:
    """What is wrong with a template file, in the order of the file; lines and columns are those of the file."""
    text = _plain(text)
    if len(text) > MAX_TEMPLATE:
        message = f"a template has at most {MAX_TEMPLATE} characters; this has {len(text)}"
        return [problem(text, BAD_TEMPLATE, message, "shorten it: it is one mail")]
    problems, head, body_offset = _parts(text)
    for value in head.values():
        problems += [each.moved(text, value.offset) for each in check_markup(value.text, scope=scope)]
    if body_offset:
        body = text[body_offset:]
        problems += [each.moved(text, body_offset) for each in check_markup(body, scope=scope)]
        problems += [each.moved(text, body_offset) for each in _not_in_mail(body)]
    return sorted(problems, key=lambda each: each.offset)


def choose_language(available: Iterable[str], wanted: Iterable[str | None]) -> str:
    """The tag of the file to use: the first wanted language that there is one for, else the file without a tag, "".

    `pt-BR` takes `pt` where there is no `pt-BR`. The last of `wanted` is the company's language, which the file without
    a tag is in. Raises NotFound if there is no file for any of them.
    """
    files = {tag.replace("_", "-").lower(): tag for tag in available}
    tags = [tag.replace("_", "-").lower() for tag in wanted if tag]
    for tag in tags:
        for candidate in _broader(tag):
            if candidate in files:
                return files[candidate]
            if "" in files and candidate in _broader(tags[-1]):
                return ""
    if "" in files:
        return ""
    raise NotFound(
        f"the template is wanted in {', '.join(tags) or 'any language'}, and is there in {', '.join(files) or 'none'}",
        hint="Add the file without a language in its name.",
    )


def _broader(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parts(text: str) -> tuple[list[Problem], dict[str, _Value], int]:
    """What is wrong with the head, its values, and where the body begins (0 if there is no head)."""
    found = _HEAD.match(text)
    if found is None:
        return [problem(text, BAD_TEMPLATE, "this template has no head", _HOW)], {}, 0
    problems, head = _read_head(text, found[1], found.start(1))
    if "subject" not in head and not problems:
        problems.append(problem(text, BAD_TEMPLATE, "there is no `subject`", "add a line `subject: …`", length=3))
    if not text[found.end() :].strip():
        problems.append(problem(text, BAD_TEMPLATE, "there is no mail below the head", _HOW, offset=found.end() - 1))
    return problems, head, found.end()


def _read_head(text: str, head: str, start: int) -> tuple[list[Problem], dict[str, _Value]]:
    try:
        node = yaml.compose(head, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0
        return [problem(text, BAD_TEMPLATE, "the head can't be read", _QUOTES, offset=start + at)], {}
    except yaml.YAMLError:
        return [problem(text, BAD_TEMPLATE, "the head can't be read", _QUOTES, offset=start)], {}
    if not isinstance(node, yaml.MappingNode):
        return [problem(text, BAD_TEMPLATE, "the head says nothing", _HOW)], {}
    problems: list[Problem] = []
    values: dict[str, _Value] = {}
    for key, value in node.value:
        name, at = str(key.value), start + key.start_mark.index
        if name not in _KEYS:
            message, hint = f"`{name}` means nothing here", one_of(name, _KEYS)
            problems.append(problem(text, BAD_TEMPLATE, message, hint, offset=at, length=len(name)))
        elif name in values:
            message, hint = f"`{name}` is written twice", "leave one of them out"
            problems.append(problem(text, BAD_TEMPLATE, message, hint, offset=at, length=len(name)))
        elif not isinstance(value, yaml.ScalarNode) or not value.value.strip():
            message = f"`{name}` is one line of text"
            at = start + value.start_mark.index
            problems.append(problem(text, BAD_TEMPLATE, message, _QUOTES, offset=at))
        else:
            quote = 1 if value.style in ("'", '"') else 0
            values[name] = _Value(text=value.value, offset=start + value.start_mark.index + quote)
    return problems, values


_QUOTES: Final = "put it in single quotes if it begins with `{{` or holds a colon and a space"


def _not_in_mail(body: str) -> Iterator[Problem]:
    """Markdown that our mails don't have. What stands in {{ }} and {% %} is not Markdown."""
    words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", lambda found: "x" * len(found[0]), body, flags=re.DOTALL)
    for what, (pattern, hint) in _NOT_IN_MAIL.items():
        if found := pattern.search(words):
            message = f"{what} can't be used in a mail"
            yield problem(body, BAD_TEMPLATE, message, hint, offset=found.start(), length=len(found[0]))
