"""Fields and roles that company.yaml adds: facts with their kinds, and people that steps may name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from nurture.domain.own import Own
from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind
from nurture.language.check import Checked, check_folder, own_of_folder
from nurture.language.editor_schema import sequence_schema
from nurture.language.published import published

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
senders: {talent: {name: Talent team, email: talent@acme.example}}
roles:
  buddy: shows a new hire around
fields:
  candidate: {graduates_on: date}
  application: {contract_ends: date, shift: text}
  job: {invite_pool: yes-no}
  hire: {laptop: text}
"""
SEQUENCE = """\
sequence: own
title: Own words
owner: ops@acme.example
purpose: internal
for: application
enroll: {on: application.created, where: job.invite_pool and application.shift == "late"}
send: {from: talent}
steps:
  - {id: soon, wait: until 30 days before application.contract_ends at 09:00}
  - {id: hello, email: hello, to: buddy, from: buddy, approve: buddy}
  - {id: task, task: "Show {{ candidate.first_name | or('them') }} around", assign: buddy}
"""
TEMPLATE = '---\nsubject: Hello {{ buddy.first_name | or("you") }}\n---\n{{ hire.laptop | or("A laptop") }} is here.\n'
Check = Callable[..., Checked]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Checks the sequence, some of whose text may be replaced, or that of the company or the template."""

    def check(*changes: tuple[str, str]) -> Checked:
        for name, text in (("company.yaml", COMPANY), ("own.yaml", SEQUENCE), ("templates/hello.md", TEMPLATE)):
            for old, new in changes:
                text = text.replace(old, new)
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return check_folder(tmp_path)

    return check


def test_own_fields_and_roles_are_facts_like_others(check: Check) -> None:
    assert not check().diagnostics


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        pytest.param("application.contract_ends at", "application.shift at", "N034", "not a date", id="no date"),
        pytest.param("job.invite_pool and", "job.pool and", "N022", "has no `pool`", id="no such field"),
        pytest.param('shift == "late"', "shift == 3", "N023", "is text", id="another kind"),
        pytest.param(' | or("A laptop")', "", "N024", "may be missing", id="no fallback"),
        pytest.param(' | or("you")', "", "N024", "may be missing", id="no fallback for a role"),
        pytest.param("to: buddy", "to: budy", "N043", "nobody called `budy`", id="a misspelled recipient"),
        pytest.param("assign: buddy", "assign: budy", "N043", "nobody called `budy`", id="a misspelled role"),
        pytest.param("for: application", "for: candidate", "N034", "has no `application.", id="no record"),
    ],
)
def test_what_is_wrong_about_own_words_is_told(check: Check, old: str, new: str, code: str, words: str) -> None:
    found = [each for each in check((old, new)).diagnostics if each.code == code]
    assert found
    assert words in found[0].message


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("graduates_on: date", "email: text", "N015", "Nurture knows `candidate.email` itself"),
        ("graduates_on: date", "Graduates: date", "N015", "can't be the name of a fact"),
        ("graduates_on: date", "graduates_on: day", "N013", "can't be “day”"),
        ("laptop: text", "shift: text", "N018", "of an application and of a hire"),
        ("  hire: {", "  offer: {", "N010", "unknown key `offer`"),
        ("buddy: shows", "recruiter: shows", "N015", "means something in every sequence already"),
        ("buddy: shows", "candidate: shows", "N015", "means something in every sequence already"),
        ("buddy: shows", "talent: shows", "N018", "is a role and a sender"),
    ],
)
def test_a_bad_declaration_is_told(check: Check, old: str, new: str, code: str, words: str) -> None:
    found = [each for each in check((old, new)).diagnostics if each.path.name == "company.yaml"]
    assert [each.code for each in found] == [code]
    assert words in found[0].message


def test_a_broken_declaration_is_not_blamed_on_sequences(check: Check) -> None:
    files = {each.path.name for each in check(("laptop: text", "laptop: text, x: words")).diagnostics}
    assert files == {"company.yaml"}


OWN = Own(fields={"candidate": {"graduates_on": ValueKind.DATE}}, roles={"client-manager": "decides"})


def test_the_published_facts_tell_own_ones_too() -> None:
    known = published(SubjectKind.CANDIDATE, own=OWN)
    [own] = [fact for fact in known.records["candidate"] if fact.name == "graduates_on"]
    assert (own.type, own.may_be_missing) == ("day", True)
    [role] = [fact for fact in known.names if fact.name == "client_manager"]
    assert (role.record, role.means, role.may_be_missing) == ("person", "decides", True)


def test_an_editor_is_told_of_own_events_and_roles(check: Check, tmp_path: Path) -> None:
    check(("roles:", "events: {fair.scanned: {means: scanned}}\nroles:"))
    schema = Draft7Validator(sequence_schema(own_of_folder(tmp_path)))
    head = {"sequence": "a", "title": "a", "owner": "a", "purpose": "internal"}
    for event, to, is_known in (("fair.scanned", "buddy", True), ("fair.scaned", "buddy", False)):
        steps = [{"id": "a", "email": "a", "to": to}]
        assert schema.is_valid({**head, "enroll": {"on": event}, "steps": steps}) == is_known
    assert not schema.is_valid({**head, "enroll": {"on": "manual"}, "steps": [{"id": "a", "email": "a", "to": []}]})
