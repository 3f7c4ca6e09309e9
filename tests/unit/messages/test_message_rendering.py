"""From a template and facts to a message: what the reader sees, and what can't happen."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nurture.domain.touchpoints import Message
from nurture.language.expressions import ExpressionError
from nurture.language.sequence import Purpose
from nurture.messages.clean import in_markdown, one_line
from nurture.messages.markdown import parse, to_html
from nurture.messages.plain import inline_text

Write = Callable[..., Message]
NASTY = "[x](http://evil.example) <b>"


class Page(HTMLParser):
    """What a browser makes of a mail: its tags, the addresses it links to, and the text of its body by element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def test_a_letter_reads_the_same_in_both_parts(write: Write) -> None:
    message = write("Hi {{ candidate.first_name }},\n\nWe start **soon**, on {{ hire.start_date }}.\n\nKim\\\nAcme\n")
    assert message.text.split("\n\n")[:3] == ["Hi Mara,", "We start soon, on Monday 15 June.", "Kim\nAcme"]
    page = Page(message.html)
    for words in ("Hi Mara,", "We start soon, on Monday 15 June."):
        assert words in page.text
    assert "strong" in page.tags


def test_the_language_of_the_template_is_that_of_its_dates_and_of_the_page(write: Write) -> None:
    message = write("Los geht es am {{ hire.start_date }}.", language="de")
    assert "Montag, 15. Juni" in message.text
    assert message.language == "de"
    assert ("html", {"lang": "de", "dir": "ltr"}) in Page(message.html).attributes


def test_hebrew_runs_from_the_right_and_the_footer_that_we_only_have_in_english_from_the_left(write: Write) -> None:
    page = Page(write("שלום {{ candidate.first_name }},\n\n> ציטוט\n\n- אחת\n", language="he-IL").html)
    styles = {tag: attributes.get("style") or "" for tag, attributes in page.attributes}
    column, footer = [attributes for tag, attributes in page.attributes if tag == "div" and "dir" in attributes]
    assert ("html", {"lang": "he-IL", "dir": "rtl"}) in page.attributes
    assert (column["dir"], footer["dir"], footer["lang"]) == ("rtl", "ltr", "en")
    assert "text-align: right" in (column["style"] or "")
    assert "border-right" in styles["blockquote"]
    assert "padding-right" in styles["ul"]


def test_markdown_becomes_text_as_a_person_would_type_it(write: Write) -> None:
    message = write(
        "# What now\n\nRead *this*: [our guide](https://acme.example/a_b?x=1&y=2), or <https://acme.example>.\n\n"
        "- one\n- two, which is a rather long item that goes on and on until it has to be broken somewhere\n\n"
        "3. three\n4. four\n   - inside\n\n> quoted\n> words\n\n---\n\n- loose\n\n- items\n"
    )
    assert message.text.split("\n\n-- \n")[0] == (
        "What now\n\n"
        "Read this: our guide: https://acme.example/a_b?x=1&y=2, or\nhttps://acme.example.\n\n"
        "- one\n- two, which is a rather long item that goes on and on until it has to be\n  broken somewhere\n\n"
        "3. three\n4. four\n   - inside\n\n> quoted words\n\n----------\n\n- loose\n\n- items"
    )


def test_a_paragraph_of_the_text_part_is_wrapped(write: Write) -> None:
    message = write("word " * 100)
    assert max(map(len, message.text.splitlines())) <= 76


def test_a_name_that_is_markup_is_shown_as_it_is(write: Write) -> None:
    message = write("Hi {{ candidate.first_name }},", first_name=NASTY, purpose=Purpose.INTERNAL)
    page = Page(message.html)
    assert message.text.startswith(f"Hi {NASTY},\n")
    assert f"Hi {NASTY}," in page.text
    assert page.links == ["https://www.acme.example/privacy"]
    assert "b" not in page.tags


@pytest.mark.parametrize(
    "name",
    [
        "# Mara",
        "- Mara",
        "1. Mara",
        "> Mara",
        "Mara\n\n# Big",
        "Mara\n===",
        "    Mara",
        "***",
        "---",
        "<https://evil.example>",
        "&lt;b&gt;",
        "![x](https://evil.example/x.png)",
        "[x]: https://evil.example",
        "Mara\\",
        "{{ candidate.email }}",
        "*Mara* _x_ `y` ~z~",
        "\u202eMara\u2028Lind",
    ],
)
def test_a_value_at_the_start_of_a_line_starts_no_block(write: Write, name: str) -> None:
    message = write("{{ candidate.first_name }}", first_name=name, purpose=Purpose.INTERNAL)
    page = Page(message.html)
    assert message.text.split("\n")[0] == one_line(name)
    assert one_line(name) in page.text
    assert set(page.tags) & {"h1", "h2", "ul", "ol", "blockquote", "hr", "img", "em", "strong", "code"} == set()
    assert page.links == ["https://www.acme.example/privacy"]


@given(value=st.text(min_size=1, max_size=80))
@example(value=NASTY)
@example(value="x\x85y\x00")
@example(value="\\")
def test_no_value_ever_becomes_markup(value: str) -> None:
    tokens = parse(f"before {in_markdown(value)} after")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or ()
    assert {child.type for child in children} <= {"text", "text_special"}
    assert inline_text(children) == f"before {one_line(value)} after"
    assert set(Page(to_html(tokens)).tags) == {"p"}


@given(value=st.text(alphabet="abc()[]<>\"'\\ \n:/", max_size=40))
def test_no_value_leaves_the_link_address_it_stands_in(value: str) -> None:
    page = Page(to_html(parse(f"[words](https://acme.example/{in_markdown(value)})")))
    assert set(page.tags) <= {"p", "a"}
    assert all(link.startswith("https://acme.example/") for link in page.links)
    assert len(page.links) <= 1


def test_an_address_from_a_record_can_be_linked(write: Write) -> None:
    url = "https://jobs.acme.example/a_(b)*c?x=1&y=~2#top"
    message = write("[Look]({{ event.job.url }}).", event_data={"job.url": url}, purpose=Purpose.INTERNAL)
    assert Page(message.html).links[0] == url
    assert message.text.startswith(f"Look: {url}.")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example"])
def test_links_lead_to_the_web_to_mail_and_to_telephones_only(write: Write, url: str) -> None:
    message = write("[Look]({{ event.job.url }})", event_data={"job.url": url}, purpose=Purpose.INTERNAL)
    assert Page(message.html).links == ["https://www.acme.example/privacy"]


def test_html_in_a_template_is_shown_and_not_obeyed(write: Write) -> None:
    page = Page(write("a <script>alert(1)</script> <img src=x>").html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "<script>alert(1)</script>" in page.text


def test_nothing_is_loaded_from_elsewhere(write: Write) -> None:
    message = write("Hi")
    assert not {"img", "link", "script", "iframe"} & set(Page(message.html).tags)
    assert "url(" not in message.html
    assert "@import" not in message.html


@given(name=st.text(max_size=60))
@example(name="Mara\r\nBcc: all@evil.example")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_subject_is_one_line_whatever_the_facts_are(write: Write, name: str) -> None:
    message = write('---\nsubject: Dear {{ candidate.first_name | or("you") }}\n---\nHi', first_name=name)
    assert message.subject == one_line(f"Dear {one_line(name) if name.strip() else 'you'}")
    assert message.subject.isprintable() or not set("\r\n\x00\u2028") & set(message.subject)


def test_a_subject_is_plain_text_and_not_escaped(write: Write) -> None:
    message = write("---\nsubject: '{{ candidate.first_name }} & *co*'\n---\nHi", first_name="O'Hara-Smith (Jo)")
    assert message.subject == "O'Hara-Smith (Jo) & *co*"


def test_an_endless_subject_is_cut_and_an_endless_mail_refused(write: Write) -> None:
    template = "---\nsubject: '{{ candidate.first_name }}'\n---\n{{ candidate.title | or('') }}"
    assert write(template, first_name="x" * 999).subject == "x" * 249 + "…"
    with pytest.raises(ExpressionError, match="longer than"):
        write(template, title="x" * 200_000)


def test_the_preheader_shows_in_lists_of_mails_and_not_in_the_mail(write: Write) -> None:
    message = write("---\nsubject: Hello\npreheader: For {{ candidate.first_name }} <b>\n---\nHi")
    page = Page(message.html)
    hidden = dict(page.attributes[[attrs.get("class") for _, attrs in page.attributes].index("preheader")][1])
    assert "display: none" in (hidden["style"] or "")
    assert "For Mara <b>" in page.text
    assert "For Mara" not in message.text


@pytest.mark.parametrize(
    "template",
    [
        "{{ candidate.last_name }}",
        "{{ candidate.nothing }}",
        "{{ nothing }}",
        "{{ recruiter }}",
        "{{ candidate.can_email }}",
        "{% for x in candidate %}x{% endfor %}",
        "{% for x, y in candidate.tags %}x{% endfor %}",
        "{% for x in none %}x{% endfor %}",
        "{% if candidate.last_contact < now %}x{% endif %}",
        "{% set x = 1 %}",
        "{% if",
        "{{ 'x' * 9 }}",
        "---\nsubject: '{{ candidate.last_name | or(\"\") }}'\n---\nHi",
    ],
)
def test_what_can_not_be_filled_in_is_an_error_and_never_a_mail_with_a_hole(write: Write, template: str) -> None:
    with pytest.raises(ExpressionError):
        write(template)


def test_a_nurture_mail_has_a_way_out_in_the_mail_and_in_its_headers(write: Write) -> None:
    message = write("Hi")
    [way_out] = [link for link in Page(message.html).links if link.startswith("https://hooks.acme.example/u/")]
    assert message.headers["List-Unsubscribe"] == f"<{way_out}>"
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out in message.text
    assert "mara" not in way_out


@pytest.mark.parametrize("purpose", [each for each in Purpose if each is not Purpose.NURTURE])
def test_mail_about_what_is_going_on_has_none(write: Write, purpose: Purpose) -> None:
    message = write("Hi", purpose=purpose)
    assert message.headers == {}
    assert "/u/" not in message.text + message.html


def test_every_mail_says_who_we_are_where_and_why(write: Write) -> None:
    message = write("Hi", language="de")
    for part in (message.text, Page(message.html).text):
        assert "Acme Robotics · 1 Main Street · 12345 Springfield" in part
        assert "weil Sie mit Acme Robotics" in " ".join(part.split())


def test_a_header_can_not_bring_another_one_along(write: Write) -> None:
    message = write("Hi", headers={"X-Step": "a\r\nBcc: all@evil.example"}, to_name="Mara\r\nBcc: x")
    assert message.headers["X-Step"] == "a Bcc: all@evil.example"
    assert message.to.name == "Mara Bcc: x"


def test_the_same_facts_give_the_same_message(write: Write) -> None:
    assert write("Hi {{ candidate.first_name }}") == write("Hi {{ candidate.first_name }}")
