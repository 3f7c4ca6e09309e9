"""Templates: reading, checking, and choosing the language."""

import pytest

from nurture.domain.subject import SubjectKind
from nurture.errors import LanguageError, NotFound
from nurture.language.names import Scope
from nurture.language.templates import MAX_TEMPLATE, check_template, choose_language, parse_template

SCOPE = Scope(subject=SubjectKind.HIRE, step_ids=frozenset({"new-role"}))
TAGS = "{% for x in candidate.tags %}"
HEAD = "---\nsubject: Hello\n---\n"


def test_a_template_is_a_head_and_a_mail() -> None:
    template = parse_template("---\nsubject: 'A: b'\npreheader: Two words\n---\nHi,\n\n---\n\nbye\n")
    assert template.subject == "A: b"
    assert template.preheader == "Two words"
    assert template.body == "Hi,\n\n---\n\nbye\n"
    assert template.body_line == 5


def test_line_ends_of_windows_and_a_byte_order_mark_make_no_difference() -> None:
    assert parse_template("\ufeff---\r\nsubject: Hello\r\n---\r\nHi\r\n").body == "Hi\n"


def test_a_yes_in_the_head_is_a_word() -> None:
    assert parse_template("---\nsubject: yes\n---\nHi\n").subject == "yes"


def test_reading_a_file_without_a_head_is_an_error_that_shows_how() -> None:
    with pytest.raises(LanguageError, match="no head") as caught:
        parse_template("Hi")
    assert "subject" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "body",
    [
        'Hi {{ candidate.first_name | or("there") }},',
        'Hi {{ candidate.first_name or "there" }},',
        "{% if candidate.phone and candidate.email %}{{ candidate.phone }} {{ candidate.email }}{% endif %}",
        "{% if hire.start_date %}{{ hire.start_date | date }}{% else %}later{% endif %}",
        "{% if not hire.start_date %}later{% else %}{{ hire.start_date }}{% endif %}",
        "{% if not hire.start_date %}later{% elif days_until(hire.start_date) < 3 %}soon{% endif %}",
        '{% if application.job.title == "Fitter" %}{{ application.job.title }}{% endif %}',
        "{% if hiring_manager %}{{ hiring_manager.name }}{% endif %}",
        "{% for tag in candidate.tags %}{{ tag }}{% if not loop.last %}, {% endif %}{% endfor %}",
        '{% for tag in candidate.tags if tag != "vip" %}{% if loop.index <= 3 %}{{ tag }}{% endif %}{% endfor %}',
        "{% for each in openings if each.office and candidate.country %}{{ candidate.country }}{% endfor %}",
        '{{ hire.start_date | date("%d %B %Y") | or("soon") }}',
        '{{ now | plus("7 days") | date }} {{ hire.start_date | plus("1 month") | date | or("soon") }}',
        "{{ candidate.tags }} {{ enrollment.cycle }} {{ now }}",
        "{# {{ not.checked }} #} \\[x\\] 2 < 3 and a<b, **bold** [link]({{ company.name }})",
        '{{ steps.new_role.outcome | or("") }}',
    ],
)
def test_a_right_template_has_no_problems(body: str) -> None:
    assert check_template(HEAD + body, scope=SCOPE) == []


@pytest.mark.parametrize(
    ("text", "code", "line", "col", "at"),
    [
        ("Hi", "N026", 1, 1, "Hi"),
        ("---\nsubjet: x\n---\nHi", "N026", 2, 1, "subjet"),
        ("---\npreheader: x\n---\nHi", "N026", 1, 1, "---"),
        ("---\nsubject: x\ncolour: y\n---\nHi", "N026", 3, 1, "colour"),
        ("---\nsubject: x\nsubject: y\n---\nHi", "N026", 3, 1, "subject"),
        ("---\nsubject: [x]\n---\nHi", "N026", 2, 10, "["),
        ("---\nsubject:\n---\nHi", "N026", 2, 9, "\n"),
        ("---\nsubject: {{ company.name }} news\n---\nHi", "N026", 2, 29, "news"),
        ("---\nsubject: a: b\n---\nHi", "N026", 2, 11, ": b"),
        ("---\nsubject: x\n---\n\n", "N026", 3, 4, "\n"),
        ("---\nsubject: Dear {{ candidate.first_name }}\n---\nHi", "N024", 2, 18, "candidate.first_name }}"),
        ('---\nsubject: "{{ company.nam }}"\n---\nHi', "N022", 2, 22, "nam "),
        ("---\nsubject: x\npreheader: Hi {{ company.nam }}\n---\nHi", "N022", 3, 26, "nam "),
        (HEAD + "a\n  {{ candidate.first_name }}", "N024", 5, 6, "candidate.first_name"),
        (HEAD + "{{ hire.start_date | date }}", "N024", 4, 4, "hire.start_date"),
        (
            HEAD + "{% if candidate.email %}x{% else %}{{ candidate.email }}{% endif %}",
            "N024",
            4,
            39,
            "candidate.email",
        ),
        (HEAD + "{% if candidate.email %}x{% endif %}{{ candidate.email }}", "N024", 4, 40, "candidate.email"),
        (HEAD + "{%- if true -%}\n\n  {{ candidate.emial }}{% endif %}", "N022", 6, 16, "emial"),
        (HEAD + "{{ recruiter }}", "N023", 4, 4, "recruiter"),
        (HEAD + "{{ candidate.can_email }}", "N023", 4, 4, "candidate.can_email"),
        (HEAD + "{% for x in candidate %}x{% endfor %}", "N023", 4, 13, "candidate"),
        (HEAD + "{% for x in range(9) %}x{% endfor %}", "N025", 4, 13, "range"),
        (
            HEAD + TAGS + TAGS + "x{% endfor %}{% endfor %}",
            "N026",
            4,
            4,
            "for",
        ),
        (HEAD + "{% for x, y in candidate.tags %}x{% endfor %}", "N026", 4, 4, "for"),
        (HEAD + "{% for x in openings if loop.first %}x{% endfor %}", "N021", 4, 25, "loop"),
        (HEAD + '{% for x in openings if x.titel == "a" %}x{% endfor %}', "N022", 4, 27, "titel"),
        (HEAD + "{% set x = 1 %}", "N026", 4, 4, "set"),
        (HEAD + '{% include "x" %}', "N026", 4, 4, "include"),
        (HEAD + '{% import "x" as y %}', "N026", 4, 4, "import"),
        (HEAD + '{% extends "x" %}', "N026", 4, 4, "extends"),
        (HEAD + "{% macro x() %}{% endmacro %}", "N026", 4, 4, "macro"),
        (HEAD + "{% call x() %}{% endcall %}", "N026", 4, 4, "call"),
        (HEAD + "{% raw %}{{ x }}{% endraw %}", "N026", 4, 4, "raw"),
        (HEAD + "{% autoescape false %}{% endautoescape %}", "N026", 4, 4, "autoescape"),
        (HEAD + "{% if candidate.email %}x", "N026", 4, 25, "x"),
        (HEAD + '{{ "x" * 10**9 }}', "N020", 4, 4, '"x"'),
        (HEAD + "{{ candidate.first_name.__class__ }}", "N027", 4, 25, "__class__"),
        (HEAD + "see ![a](https://a.example/b.png)", "N026", 4, 5, "![a]("),
        (HEAD + "a <b>bold</b> word", "N026", 4, 3, "<b>"),
        (HEAD + "| a | b |\n", "N026", 4, 1, "| a"),
        (HEAD + "```\nx\n```", "N026", 4, 1, "`"),
        (HEAD + "x" * MAX_TEMPLATE, "N026", 1, 1, "---"),
    ],
)
def test_a_wrong_template_is_told_its_line_and_column(text: str, code: str, line: int, col: int, at: str) -> None:
    problems = check_template(text, scope=SCOPE)
    assert [each.code for each in problems][:1] == [code]
    first = problems[0]
    assert (first.line, first.col) == (line, col)
    assert text[first.offset :].startswith(at)


def test_problems_come_in_the_order_of_the_file() -> None:
    text = "---\nsubject: '{{ a }}'\npreheader: '{{ b }}'\n---\n<i>{{ c }}</i>\n"
    assert [each.line for each in check_template(text, scope=SCOPE)] == [2, 3, 5, 5]


@pytest.mark.parametrize(
    ("available", "wanted", "chosen"),
    [
        (["", "pt", "en"], ["pt-BR", "en"], "pt"),
        (["", "pt", "pt-BR"], ["pt-BR", "en"], "pt-BR"),
        (["", "pt-BR"], ["pt_br", "en"], "pt-BR"),
        (["", "de"], ["fr", "de", "en"], "de"),
        (["", "de"], ["en", "de", "en"], ""),  # the file without a tag is in the company's English
        (["", "de"], ["en-GB", "de", "en"], ""),
        (["", "de"], [None, None, "en"], ""),
        (["", "en"], ["de", None, "de"], ""),
        (["", "de"], ["ja", "ko", "en"], ""),
        (["de", "en"], ["ja", "en"], "en"),
    ],
)
def test_the_language_is_the_first_wanted_one_that_there_is(
    available: list[str], wanted: list[str | None], chosen: str
) -> None:
    assert choose_language(available, wanted) == chosen


def test_no_file_in_any_wanted_language_and_none_without_a_tag_is_an_error() -> None:
    with pytest.raises(NotFound, match="wanted in ja"):
        choose_language(["de"], ["ja"])
