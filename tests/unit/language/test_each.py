"""`together: each:` as it is checked: what it goes through, what its item is called, and what may be named where."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurture.domain.instances import instance
from nurture.domain.records import Application
from nurture.language import schema
from nurture.language.check import check_folder
from nurture.language.codes import Example
from nurture.language.kinds import Sort, Type
from nurture.language.plan import Plan, plan_of
from nurture.language.schema import schema_for
from nurture.language.sequence import Sequence
from tests.rehearsal import plan_from

HELLO = "---\nsubject: Hello {{ item }}\n---\n\nWords.\n"


def found(folder: Path, together: str, *, after: str = "", hello: str = HELLO) -> list[tuple[str, str]]:
    """What is wrong with a `together` of these keys: codes, and what is said."""
    text = f"for: application\nsteps:\n  - {{id: way, together: {{{together}}}}}\n{after}"
    for name, content in Example(text=text, files={"templates/hello.md": hello}).folder().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [(each.code, each.message) for each in check_folder(folder).diagnostics if each.code != "N052"]


TAGS = "each: candidate.tags, as: item"
LOOK = "{id: look, task: 'Look at {{ item }}'}"


@pytest.mark.parametrize(
    ("together", "codes"),
    [
        (f"{TAGS}, steps: [{LOOK}]", []),
        (f"{TAGS}, until: 7, steps: [{LOOK}]", []),
        (f"{TAGS}, ends_when: {{on: application.updated, where: 'item == \"x\"'}}, steps: [{LOOK}]", []),
        (f'each: \'["a", "b"]\', as: item, steps: [{LOOK}]', []),
        (f"each: candidate.tags, steps: [{LOOK}]", ["N011", "N021"]),
        (TAGS, ["N011"]),
        (f"{TAGS}, steps: []", ["N011"]),
        (f"{TAGS}, until: 0, steps: [{LOOK}]", ["N059"]),
        (f"each: candidate.title, as: item, steps: [{LOOK}]", ["N046"]),
        (f"each: candidate.tag, as: item, steps: [{LOOK}]", ["N022"]),
        (f"each: '[1, 2]', as: item, steps: [{LOOK}]", ["N046"]),
        ("each: candidate.tags, as: Item, steps: [{id: look, task: Look}]", ["N015"]),
        ("each: candidate.tags, as: job, steps: [{id: look, task: Look}]", ["N015"]),
        ("each: candidate.tags, as: loop, steps: [{id: look, task: Look}]", ["N015"]),
        (f"{TAGS}, steps: [{{id: in, together: {{tracks: {{a: [{LOOK}], b: [{{id: o, wait: 1 day}}]}}}}}}]", ["N045"]),
        (f"{TAGS}, ends_when: {{on: application.upated}}, steps: [{LOOK}]", ["N014"]),
        (f"{TAGS}, ends_when: {{on: application.updated, where: 'other'}}, steps: [{LOOK}]", ["N021"]),
        (f"{TAGS}, steps: [{{id: pause, wait: until item.start_date}}]", ["N034"]),
        (f"{TAGS}, at_once: 1, steps: [{LOOK}]", []),
        (f"{TAGS}, at_once: 0, steps: [{LOOK}]", ["N012"]),
        (f"{TAGS}, at_once: 1 day, steps: [{LOOK}]", ["N012"]),
        ("tracks: {a: [{id: look, task: Look}], b: [{id: o, task: Look}]}, at_once: 1", ["N018"]),
        (f"{TAGS}, steps: [{{id: look, task: Look, assign: item}}]", ["N013"]),
        ("each: '[recruiter]', as: item, steps: [{id: look, task: Look, assign: item}]", []),
        ("each: '[recruiter]', as: item, steps: [{id: look, task: Look, assign: itme}]", ["N043"]),
    ],
)
def test_what_each_goes_through_and_does_is_checked(tmp_path: Path, together: str, codes: list[str]) -> None:
    assert [code for code, _ in found(tmp_path, together)] == codes


def test_the_item_is_known_in_its_track_alone(tmp_path: Path) -> None:
    after = "  - {id: later, task: 'Look at {{ item }}'}\n"
    assert found(tmp_path, f"{TAGS}, steps: [{LOOK}]", after=after) == [("N021", "there is no `item` here")]


def test_what_is_done_for_each_item_came_to_one_thing_in_its_track_alone(tmp_path: Path) -> None:
    inside = "{id: which, branch: [{when: steps.look.outcome, steps: [{id: more, task: More}]}]}"
    after = "  - {id: later, branch: [{when: steps.look.outcome, steps: [{id: then, task: Then}]}]}\n"
    assert found(tmp_path, f"{TAGS}, steps: [{LOOK}, {inside}]") == []
    assert found(tmp_path, f"{TAGS}, steps: [{LOOK}]", after=after) == [("N022", "`steps` has no `look`")]
    counted = "  - {id: later, branch: [{when: steps.way.done == 2, steps: [{id: then, task: Then}]}]}\n"
    assert found(tmp_path, f"{TAGS}, steps: [{LOOK}]", after=counted) == []
    misspelt = '  - {id: later, branch: [{when: steps.way.outcome == "any", steps: [{id: then, task: Then}]}]}\n'
    assert [code for code, _ in found(tmp_path, f"{TAGS}, steps: [{LOOK}]", after=misspelt)] == ["N023"]


def test_a_mail_to_the_candidate_for_each_item_is_several_at_once(tmp_path: Path) -> None:
    mail = "{id: one, email: hello}"
    assert [code for code, _ in found(tmp_path, f"{TAGS}, steps: [{mail}]")] == ["N063"]
    assert found(tmp_path, f"{TAGS}, steps: [{mail[:-1]}, unless_sent_within: 1 day}}]") == []


def test_a_mail_can_go_to_an_item_that_is_a_person_and_to_no_other(tmp_path: Path) -> None:
    people, words = "each: '[recruiter, hiring_manager]', as: item", HELLO.replace("item", "item.first_name")
    mail = "{id: ask, email: hello, to: item}"
    assert found(tmp_path, f"{people}, steps: [{mail}]", hello=words) == []
    assert found(tmp_path, f"{TAGS}, steps: [{mail}]") == [
        ("N013", "`item` is text here, and only a person can read this")
    ]
    after = "  - {id: later, email: hello, to: item}\n"
    wrong = found(tmp_path, f"{people}, steps: [{mail}]", after=after, hello=words)
    assert ("N043", "nobody called `item` can read this") in wrong


def test_a_mail_goes_on_from_one_in_its_own_track(tmp_path: Path) -> None:
    people, words = "each: '[recruiter]', as: item", HELLO.replace("item", "company.name")
    steps = "{id: ask, email: hello, to: item}, {id: rest, wait: 2 days}, {id: more, email: hello, to: item, %s}"
    assert found(tmp_path, f"{people}, steps: [{steps % 'reply_to_step: ask'}]", hello=words) == []
    mail, after = "{id: ask, email: hello, to: recruiter, if: now}", "  - {id: l, email: hello, to: recruiter, %s}\n"
    wrong = found(tmp_path, f"{people}, steps: [{mail}]", after=after % "reply_to_step: ask", hello=words)
    assert ("N047", "`ask` leaves once for each item") in wrong


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Applications with two lists more: of people, and of applications, which have dates."""
    person, application = (Type(sort=Sort.RECORD, record=name) for name in ("person", "application"))
    lists = {"panel": Type(sort=Sort.LIST, of=person), "others": Type(sort=Sort.LIST, of=application)}
    known = {**schema._FACTS, Application: {**schema._FACTS[Application], **lists}}
    monkeypatch.setattr(schema, "_FACTS", known)
    schema_for.cache_clear()
    yield
    schema_for.cache_clear()


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize(
    ("together", "codes"),
    [
        ("each: application.panel, as: item, steps: [{id: ask, email: hello, to: item}]", []),
        ("each: application.panel, as: item, steps: [{id: look, task: 'Ask {{ item.name }}'}]", []),
        ("each: application.panel, as: item, steps: [{id: look, task: 'Ask {{ item.phone }}'}]", ["N022"]),
        ("each: application.panel, as: item, steps: [{id: look, task: 'Ask {{ item }}'}]", ["N023"]),
        ("each: application.others, as: item, steps: [{id: rest, wait: until item.applied_at + 3 days}]", []),
        ("each: application.others, as: item, steps: [{id: rest, wait: until item.stage}]", ["N034"]),
        ("each: application.others, as: item, steps: [{id: ask, email: hello, to: item}]", ["N013"]),
    ],
)
def test_lists_of_people_and_of_records_are_known_by_the_schema(
    tmp_path: Path, together: str, codes: list[str]
) -> None:
    words = HELLO.replace("item", "company.name")
    assert [code for code, _ in found(tmp_path, together, hello=words)] == codes


PLAN = """\
- id: way
  together:
    each: candidate.tags
    as: item
    ends_when: {on: application.updated}
    steps:
      - id: again
        repeat: {every: 1 day, times: 2, steps: [{id: round, wait: 1 day}]}
      - id: news
        wait_for: {event: application.updated}
        then: [{id: mail, email: a}]
- id: last
  wait: 1 day
"""


def test_a_plan_leads_on_within_one_item() -> None:
    plan = plan_from(PLAN)
    steps = ("again", "round", "news", "mail")
    assert [plan.after(instance(step, "x")) for step in steps] == ["news[x]", "again[x]", None, None]
    assert (plan.block("again[x]", 0), plan.block("news[x]", 0)) == ("round[x]", "mail[x]")
    assert plan.steps["mail[x]"].id == "mail[x]"
    assert "none[x]" not in plan.steps
    assert plan.are_side_by_side("mail[x]", "mail[y]")
    assert not plan.are_side_by_side("mail[x]", "news[x]")
    assert (plan.beside("mail[x]", "news"), plan.beside("mail[x]", "last")) == ("news[x]", "last")


def test_it_is_written_back_as_it_was_read() -> None:
    plan = plan_from(PLAN)
    assert Plan.from_json(plan.to_json()) == plan
    dumped = plan.sequence.model_dump(mode="json", by_alias=True)
    assert "tracks" not in dumped["steps"][0]["together"]
    assert plan_of(Sequence.model_validate(dumped), 1) == plan
