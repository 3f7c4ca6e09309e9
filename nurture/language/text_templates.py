"""Templates of text messages: plain words with facts put in, in files that end in .sms.md."""

import re
from typing import Final

from nurture.domain.segments import segments
from nurture.language.checker import Problem, check_markup, problem
from nurture.language.schema import Scope
from nurture.language.templates import BAD_TEMPLATE

MAX_TEXT: Final = 4_000
"""Characters of a file."""
LONG_TEXT: Final = "N053"
MANY_SEGMENTS: Final = 3
"""Parts that a text may take before the check warns."""

_A_FACT: Final = "x" * 12
"""Stands for what is put in: about as long as a name."""
_HEAD: Final = re.compile(r"\A\ufeff?---[ \t]*\n")
_PUT_IN: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_NOT_SHOWN: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def check_text_template(text: str, *, scope: Scope) -> list[Problem]:
    """What is wrong with the file of a text message, in its order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        message = f"a text has at most {MAX_TEXT} characters; this has {len(text)}"
        return [problem(text, BAD_TEMPLATE, message, "shorten it: it is read on a telephone")]
    if _HEAD.match(text):
        hint = "leave the head out: a text has no subject, and the words alone are the file"
        return [problem(text, BAD_TEMPLATE, "a text message has no head", hint, length=3)]
    if not text.strip():
        return [problem(text, BAD_TEMPLATE, "this text says nothing", "write it: the words alone are the file")]
    found = check_markup(text, scope=scope)
    parts = segments(about_as_long(text))
    if parts > MANY_SEGMENTS:
        message = f"this takes about {parts} parts, each of which is billed as a text of its own"
        found.append(problem(text, LONG_TEXT, message, _why_long(text)))
    return found


def about_as_long(text: str) -> str:
    """A text of about the length and alphabet that the filled-in template will have."""
    return _PUT_IN.sub(_A_FACT, _NOT_SHOWN.sub("", text)).strip()


def _why_long(text: str) -> str:
    plain = about_as_long(text)
    odd = next((each for each in plain if segments(each * 160) > 1), None)
    if odd is None:
        return f"shorten it to about {153 * MANY_SEGMENTS} characters; this has about {len(plain)}"
    return f"“{odd}” alone more than halves the room in a part: leave such characters out, or shorten it"
