import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest

from nurture.channels.outbox import Failure
from nurture.config import ChannelName, Settings
from nurture.console.app import create_app
from nurture.console.views import TONES, candidate_path, message_path
from nurture.domain.moves import Because
from nurture.domain.records import ApplicationStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import SendState
from nurture.service.arriving import facts_on_entry
from nurture.service.entering import enter
from nurture.service.task_terms import hand_over_task, snooze_task
from nurture.store import breakers, enrollments, erasing, frozen, inbox
from nurture.store.tables import applications
from nurture.store.words import EnrollmentStatus, InboxState
from nurture.timing import Duration
from nurture.values import replace
from tests.edge import served
from tests.office import APPLICATION, CALL, CALLS, MARA, RUN, Office, mara_is_rejected

THANKS = f"{RUN}#thanks#1"
SCRIPT = "<script>alert(1)</script>"


def test_the_first_page_lists_people_with_their_latest_and_those_inside(console: httpx.Client) -> None:
    text = unescape(console.get("/").text)

    assert f'href="{candidate_path(MARA)}">Mara Lindqvist</a>' in text
    assert "Thank you, Mara" in text
    assert "breather: waits 3 weeks" in text
    assert "Held" not in text


def test_people_are_found_by_a_part_of_their_name(console: httpx.Client) -> None:
    assert "Mara Lindqvist" in console.get("/", params={"q": "lindq mar"}).text
    assert "Nobody." in console.get("/", params={"q": "100%"}).text


def test_whoever_is_held_stands_on_top_with_the_reason(bureau: Office, console: httpx.Client) -> None:
    with bureau.parts.store.write() as conn:
        enrollments.hold(conn, RUN, "a condition fails")

    text = console.get("/").text

    assert text.index("a condition fails") < text.index("Latest activity")


def test_a_persons_page_holds_the_timeline_and_opens_each_mail(console: httpx.Client) -> None:
    text = unescape(console.get(candidate_path(MARA)).text)

    assert "an application was rejected" in text
    assert "Tue 3 Mar 2026 09:00" in text
    assert f'<a href="{message_path(THANKS)}">Thank you, Mara</a>' in text
    assert "application.rejected came" in text


def test_a_mail_is_shown_as_it_was_frozen_and_can_do_nothing(bureau: Office, console: httpx.Client) -> None:
    answer = console.get(message_path(THANKS))
    text = answer.text

    with bureau.parts.store.read() as conn:
        message = frozen.message_of(conn, THANKS)
    assert message is not None
    frame = text.split('<iframe class="mail" sandbox title="The mail as HTML" srcdoc="')[1].split('"')[0]
    assert unescape(frame) == message.html
    assert "Kim Park <kim@acme.example>" in unescape(text)
    assert message.text.splitlines()[0] in unescape(text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_mail_whose_text_was_erased_says_so(bureau: Office, console: httpx.Client) -> None:
    with bureau.parts.store.write() as conn:
        erasing.erase(conn, MARA, now=bureau.clock.at)

    text = console.get(message_path(THANKS)).text

    assert "it was erased" in text
    assert "Mara" not in text


def test_what_a_record_says_is_never_markup(bureau: Office, console: httpx.Client) -> None:
    told = mara_is_rejected()
    person = replace(told.candidates[0], fields={"first_name": SCRIPT, "title": SCRIPT})
    bureau.hear(replace(told, happenings=(), applications=(), candidates=(person,)))

    for path in ("/", "/?q=script", candidate_path(MARA), message_path(THANKS)):
        text = console.get(path).text
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text


def test_a_search_term_is_never_markup(console: httpx.Client) -> None:
    assert SCRIPT not in console.get("/", params={"q": SCRIPT}).text


def test_sequences_are_listed_with_their_versions_and_who_is_inside(console: httpx.Client) -> None:
    text = console.get("/sequences").text

    assert "Keep strong finalists warm" in text
    assert "Version 1" in text
    assert "0123abcd" in text
    assert "Mara Lindqvist" in text


@pytest.mark.parametrize("path", ["/", "/sequences"])
def test_what_has_stopped_by_itself_is_said_with_how_to_let_it_go_on(
    bureau: Office, console: httpx.Client, path: str
) -> None:
    assert "Stopped" not in console.get(path).text
    with bureau.parts.store.write() as conn:
        for name in ("silver-medalist", "kim@acme.example"):
            breakers.note(conn, name, at=bureau.clock.at, why=f"6 of 100 came back {SCRIPT}")
    text = console.get(path).text
    assert text.count("6 of 100 came back") == 2
    assert SCRIPT not in text
    assert "nurture breakers resume silver-medalist" in text
    assert "nurture breakers resume kim@acme.example" in text


@pytest.mark.parametrize(
    "path", ["/", "/gaps", "/sequences", candidate_path(MARA), message_path(THANKS), "/candidates/none"]
)
def test_no_page_may_run_scripts_be_framed_or_be_kept(console: httpx.Client, path: str) -> None:
    headers = console.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/candidates/greenhouse:0", "/messages/none/application/greenhouse:0/1%23thanks%231"])
def test_what_is_not_on_record_is_a_page_that_says_so(console: httpx.Client, path: str) -> None:
    answer = console.get(path)

    assert answer.status_code == 404
    assert "Not found" in answer.text


def test_nothing_can_be_changed(console: httpx.Client) -> None:
    for path in ("/", "/gaps", "/sequences", candidate_path(MARA), message_path(THANKS)):
        assert console.post(path).status_code == 405


def test_a_message_of_unknown_fate_is_marked(bureau: Office, console: httpx.Client) -> None:
    told = mara_is_rejected(bureau.clock.at, email="lost@home.example")
    person = replace(told.candidates[0], id="greenhouse:90")
    application = replace(told.applications[0], id="greenhouse:900", candidate_id=person.id)
    happening = replace(told.happenings[0], candidate_id=person.id, application_id=application.id)
    bureau.outbox.failing["lost@home.example"] = Failure.UNKNOWN
    bureau.hear(replace(told, candidates=(person,), applications=(application,), happenings=(happening,)))
    bureau.play("silver-medalist/application/greenhouse:900/1", until=bureau.clock.at + timedelta(days=3))

    assert '<span class="mark care">unknown</span>' in console.get(candidate_path(person.id)).text


def test_states_that_ask_for_care_have_a_color() -> None:
    assert {EnrollmentStatus.HELD, EnrollmentStatus.PAUSED, SendState.UNKNOWN, SendState.REJECTED} <= set(TONES)


def test_a_database_that_is_not_there_yet_is_a_page_too(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    with served(create_app(settings)) as client:
        answer = client.get("/")

    assert answer.status_code == 503
    assert "nurture doctor" in answer.text


def test_the_style_sheet_is_served_and_names_no_other_place(console: httpx.Client) -> None:
    answer = console.get("/console.css")

    assert answer.headers["Content-Type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in answer.text
    assert "url(" not in answer.text
    assert "@import" not in answer.text


def test_an_open_task_stands_on_the_persons_page(bureau: Office, console: httpx.Client, tmp_path: Path) -> None:
    for name, text in CALLS.items():
        (tmp_path / name).write_text(text)
    bureau.publish(tmp_path)
    with bureau.parts.store.write() as conn:
        because = Because(rule="entered", sentence="a test")
        subject = Subject(kind=SubjectKind.APPLICATION, id=APPLICATION)
        plan = bureau.parts.plans.latest(conn)["calls"].plan
        facts = facts_on_entry(bureau.parts, conn, plan, subject, MARA, 1, bureau.clock.at)
        enter(conn, plan, facts, because, bureau.clock.at, trigger=None)
    assert "To do" not in console.get(candidate_path(MARA)).text
    bureau.play(CALL.partition("#")[0], until=bureau.clock.at + timedelta(hours=1))

    text = unescape(console.get(candidate_path(MARA)).text)
    assert "To do" in text
    assert "Call Mara about Robotics Engineer" in text
    assert "Kim Park, recruiter" in text
    assert f"interested, not now, later (and a date) · <code>{CALL}</code>" in text
    assert "put off" not in text
    assert ">overdue<" in text

    now = bureau.parts.settings.clock().now()  # by which the console goes
    snooze_task(bureau.parts.store, CALL, Duration.parse("3 days"), now=now)
    assert "put off until" in console.get(candidate_path(MARA)).text
    hand_over_task(bureau.parts.store, CALL, "lou@acme.example", now=now)
    text = unescape(console.get(candidate_path(MARA)).text)
    assert 'lou@acme.example <span class="quiet">handed over</span>' in text
    assert "put off until" not in text


def test_every_page_says_that_this_is_test_mode(bureau: Office) -> None:
    trying_out = bureau.parts.settings.model_copy(update={"channel": ChannelName.SMTP, "allow_to": ("acme.example",)})
    for settings, is_told in ((trying_out, True), (trying_out.model_copy(update={"production": True}), False)):
        with served(create_app(settings)) as client:
            for path in ("/", "/sequences", candidate_path(MARA), message_path(THANKS)):
                assert ("Test mode: messages leave only to acme.example" in client.get(path).text) is is_told


def strays(bureau: Office, many: int, note: str = "not understood: no id") -> None:
    """Deliveries that nobody could understand."""
    with bureau.parts.store.write() as conn:
        for number in range(many):
            stored = inbox.store(
                conn,
                connection="greenhouse",
                delivery_id=f"stray-{number}",
                body=b"{}",
                headers={},
                received_at=bureau.clock.at + timedelta(seconds=number),
            )
            inbox.settle(conn, stored.id, InboxState.FAILED, note=note)


def test_what_falls_through_is_listed_with_what_to_do_and_a_way_to_the_person(
    bureau: Office, console: httpx.Client
) -> None:
    with bureau.parts.store.write() as conn:
        enrollments.end(conn, RUN, "by hand", now=bureau.clock.at)
        conn.execute(applications.update().values(status=ApplicationStatus.ACTIVE))
    strays(bureau, 1, SCRIPT)
    text = console.get("/gaps").text
    assert "<strong>1</strong> In no sequence" in text
    assert "<strong>1</strong> Deliveries" in text
    assert f'href="{candidate_path(MARA)}">Mara Lindqvist' in text
    assert f"nurture why {MARA} says who stayed out and why" in text
    assert SCRIPT not in text
    assert "nurture ats again" in text


def test_where_nothing_falls_through_the_page_says_so(console: httpx.Client) -> None:
    assert "Nothing: every open application is taken care of" in console.get("/gaps").text
    assert "None." in console.get("/gaps?of=idle").text


def test_a_long_list_is_read_page_by_page(bureau: Office, console: httpx.Client) -> None:
    strays(bureau, 52)
    assert "<strong>52</strong> Deliveries" in console.get("/gaps").text
    first = console.get("/gaps?of=deliveries").text
    [there] = re.findall(r'href="([^"]+)">Next page</a>', first)
    assert first.count("not understood") == 50
    last = console.get(unescape(there)).text
    assert last.count("not understood") == 2
    assert "Next page" not in last
    assert 'href="/gaps?of=deliveries">To the first</a>' in last


def test_a_list_that_there_is_none_of_is_a_page_that_says_so(console: httpx.Client) -> None:
    assert console.get("/gaps?of=nothing").status_code == 404
    assert console.get("/gaps?of=deliveries&after=x").status_code == 200
