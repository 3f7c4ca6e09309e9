"""Conditions that have a name, in company.yaml and in the head of a sequence."""

import json

import pytest

from nurture.language.check import Checked, check_folder
from nurture.language.codes.code import Example
from nurture.language.expressions import Expression
from nurture.language.named_conditions import MAX_LAYERS, whole
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence
from nurture.language.steps import EmailStep
from tests.unit.language.welcome import HEAD, HELLO, Write, found

COMPANY = Example().folder()["company.yaml"]
FREE = "candidate.active_applications == 0"


def checked_with(
    write: Write, conditions: str, condition: str, *, company: str = "", head: str = HEAD, key: str = "if"
) -> Checked:
    """A sequence with these conditions, whose mail leaves on that one."""
    given = f"conditions:\n{conditions}" if conditions else ""
    ours = f"conditions:\n{company}" if company else ""
    return check_folder(
        write({"company.yaml": COMPANY + ours, "welcome.yaml": f"{head}{given}{HELLO}    {key}: {condition}\n"})
    )


def mail_of(checked: Checked) -> EmailStep:
    assert not checked.diagnostics, checked.diagnostics
    [step] = checked.sequences[0].sequence.steps
    assert isinstance(step, EmailStep)
    return step


def test_a_name_stands_for_what_it_means(write: Write) -> None:
    mail = mail_of(checked_with(write, f"  is-free: {FREE}\n", "is_free and candidate.can_email"))
    assert mail.if_ == Expression("is_free and candidate.can_email", f"({FREE}) and candidate.can_email")


def test_conditions_may_be_made_of_others_of_the_file_and_of_the_company(write: Write) -> None:
    given = "  may-be-asked: is_free and knows_us\n  knows-us: candidate.last_reply\n"
    mail = mail_of(checked_with(write, given, "not may_be_asked", company=f"  is-free: {FREE}\n"))
    assert mail.if_ is not None
    assert mail.if_.whole == f"not (({FREE}) and candidate.last_reply)"


def test_a_fact_with_a_name_asks_whether_it_is_there_as_the_fact_does(write: Write) -> None:
    mail = mail_of(checked_with(write, "  has-day: application.applied_at\n", "has_day"))
    assert mail.if_ is not None
    assert mail.if_.whole == "application.applied_at"


def test_what_is_published_says_what_its_conditions_mean(write: Write) -> None:
    checked = checked_with(write, "", "is_free", company=f"  is-free: {FREE}\n  unused: candidate.can_email\n")
    [only] = checked.sequences
    written = json.loads(only.sequence.model_dump_json(by_alias=True))
    assert written["conditions"] == {"is-free": FREE}
    assert written["steps"][0]["if"] == "is_free"
    assert Sequence.model_validate_json(json.dumps(written)) == only.sequence
    plan = plan_of(only.sequence, version=1)
    assert Plan.from_json(plan.to_json()).steps["hello"] == plan.steps["hello"]


def test_another_meaning_is_another_content_of_those_that_use_it_alone(write: Write) -> None:
    def hashes(meaning: str) -> dict[str, str]:
        other = HEAD.replace("welcome", "other") + HELLO
        ours = f"{COMPANY}conditions:\n  is-free: {meaning}\n"
        using = HEAD + HELLO + "    if: is_free\n"
        folder = check_folder(write({"company.yaml": ours, "welcome.yaml": using, "other.yaml": other}))
        return {each.sequence.sequence: each.content_hash for each in folder.sequences}

    before, after = hashes(FREE), hashes("candidate.can_email")
    assert before["welcome"] != after["welcome"]
    assert before["other"] == after["other"]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("has_start and days_until(hire.start_date) > 3", "what it asks for is there right of `and`"),
        ("not has_start or days_until(hire.start_date) > 3", "and so it is right of `or` after `not`"),
        ("both and days_until(hire.start_date) > 3", "over two conditions"),
    ],
)
def test_what_a_condition_asks_for_is_there(write: Write, condition: str, why: str) -> None:
    given = "  has-start: hire.start_date\n  both: has_start and candidate.can_email\n"
    codes = [each.code for each in checked_with(write, given, condition).diagnostics]
    assert "N024" not in codes, why


def test_without_asking_it_may_still_be_missing(write: Write) -> None:
    checked = checked_with(write, "  has-start: hire.start_date\n", "has_start or days_until(hire.start_date) > 3")
    assert [each.code for each in checked.diagnostics] == ["N024"]


@pytest.mark.parametrize(
    ("conditions", "condition", "place", "said"),
    [
        ("  is-free: candidate.nope\n", "is_free", ("N022", 8, 22), "`candidate` has no `nope`"),
        (f"  is-free: {FREE}\n", "is_fre and is_free", ("N021", 12, 9), "there is no `is_fre` here"),
        (f"  is-free: {FREE}\n", "is_free == 'yes'", ("N023", 12, 9), "`is_free` is true or false"),
        (f"  is-free: {FREE}\n", "is_free.day", ("N022", 12, 17), "there is nothing below it"),
        ("  a-b: b_c\n  b-c: a_b\n", "candidate.can_email or a_b", ("N081", 8, 8), "`a_b` → `b_c` → `a_b`"),
        ("  event: candidate.can_email\n", "event", ("N015", 8, 3), "`event` is a fact already"),
        ("  days-since: candidate.can_email\n", "candidate", ("N015", 8, 3), "means something in every condition"),
        ("  3-days: candidate.can_email\n", "candidate", ("N015", 8, 3), "begins with a number"),
        ("  May Be: candidate.can_email\n", "candidate", ("N015", 8, 3), "“May Be” can't be a name"),
        (f"  is-free: {FREE}\n", "candidate", ("N082", 8, 3), "nothing uses the condition `is-free`"),
        (f"  is-free: {FREE}\n  b: is_free\n", "candidate", ("N082", 8, 3), "nothing uses the condition `is-free`"),
        ("  is-free: {}\n", "candidate.can_email", ("N012", 8, 12), "a condition is text, not a mapping"),
        ("  is-free: candidate.can_email and\n", "is_free", ("N020", 8, 32), "unexpected 'end'"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    write: Write, conditions: str, condition: str, place: tuple[str, int, int], said: str
) -> None:
    diagnostics = checked_with(write, conditions, condition).diagnostics
    assert (diagnostics[0].code, diagnostics[0].line, diagnostics[0].col) == place
    assert said in diagnostics[0].message


def test_what_is_wrong_with_a_condition_is_told_once_however_often_it_is_used(write: Write) -> None:
    given = "  is-free: candidate.nope\n  is-asked: is_free and candidate.can_email\n"
    assert found(checked_with(write, given, "is_asked and is_free")) == [("N022", "welcome.yaml", 8, 22)]


def test_the_nearest_name_may_be_that_of_a_condition(write: Write) -> None:
    diagnostics = checked_with(write, f"  may-be-asked: {FREE}\n", "may_be_aksed or may_be_asked").diagnostics
    assert [each.hint for each in diagnostics] == ["did you mean `may_be_asked`?"]
    with_hyphens = checked_with(write, f"  may-be-asked: {FREE}\n", "may-be-asked").diagnostics
    assert with_hyphens[1].hint == "`-` takes one number from another: did you mean `may_be_asked`?"


def test_what_is_known_in_some_places_only_is_told_where_it_is_used(write: Write) -> None:
    ours = "  says-yes: event.answer == 'yes'\n"
    where = HEAD.replace("application.created", "survey.answered\n  where: says_yes\n  again: always")
    assert not checked_with(write, "", "candidate.can_email", company=ours, head=where).diagnostics
    diagnostics = checked_with(write, "", "says_yes", company=ours).diagnostics
    assert [(each.code, each.line, each.col) for each in diagnostics] == [("N022", 10, 9)]
    assert diagnostics[0].message == "`says_yes` can't be told here: `event` has no `answer`"
    assert diagnostics[0].hint == "it is `event.answer == 'yes'`"


def test_a_condition_of_the_company_knows_no_steps_and_its_faults_are_told_there(write: Write) -> None:
    checked = checked_with(write, "", "was_asked", company="  was-asked: steps.ask.outcome == 'sent'\n")
    assert found(checked)[0][:2] == ("N022", "company.yaml")
    assert len(checked.diagnostics) == 1


@pytest.mark.parametrize("name", ["candidate", "today-between", "buddy"])
def test_a_condition_of_the_company_is_called_like_no_fact_function_or_role(write: Write, name: str) -> None:
    ours = f"{COMPANY}roles: {{buddy: shows people around}}\nconditions:\n  {name}: now\n"
    checked = check_folder(write({"company.yaml": ours, "welcome.yaml": HEAD + HELLO}))
    assert found(checked) == [("N015", "company.yaml", 7, 3)]


def test_what_was_published_stays_readable_when_a_new_fact_has_the_name_of_a_condition(write: Write) -> None:
    [only] = checked_with(write, f"  is-free: {FREE}\n", "is_free").sequences
    text = only.sequence.model_dump_json(by_alias=True).replace("is-free", "openings").replace("is_free", "openings")
    [mail] = Sequence.model_validate_json(text).steps
    assert isinstance(mail, EmailStep)
    assert mail.if_ == Expression("openings", f"({FREE})")


def test_a_sequence_gives_no_name_that_the_company_has_given(write: Write) -> None:
    checked = checked_with(write, f"  is-free: {FREE}\n", "is_free", company="  is-free: candidate.can_email\n")
    assert found(checked) == [("N015", "welcome.yaml", 8, 3)]


@pytest.mark.parametrize(
    ("how", "conditions"),
    [
        ("many layers", {f"c{n}": f"c{n + 1}" for n in range(MAX_LAYERS + 1)} | {f"c{MAX_LAYERS + 1}": "candidate"}),
        (
            "doubling",
            {f"c{n}": f"c{n + 1} and " * 20 + f"c{n + 1}" for n in range(5)} | {"c5": "candidate.can_email"},
        ),
    ],
)
def test_what_would_grow_without_end_is_refused(write: Write, how: str, conditions: dict[str, str]) -> None:
    assert whole("c0", conditions) is None, how
    given = "".join(f"  {name}: {text}\n" for name, text in conditions.items())
    diagnostics = checked_with(write, given, "c0").diagnostics
    assert {each.code for each in diagnostics} == {"N020"}
    assert "comes to more than" in diagnostics[0].message


def test_an_item_is_not_called_as_a_condition_is(write: Write) -> None:
    each = "    each: candidate.tags\n    as: topic\n    steps: [{id: b, task: Look, if: topic}]\n"
    text = f"{HEAD}conditions:\n  topic: {FREE}\nsteps:\n- id: a\n  together:\n{each}"
    diagnostics = check_folder(write({"welcome.yaml": text})).diagnostics
    assert "N015" in [each.code for each in diagnostics]


def test_a_decision_that_a_named_condition_looks_at_ends_a_nurture_sequence(write: Write) -> None:
    head = HEAD.replace("internal", "application")
    given = "conditions:\n  is-over: application.status != 'active'\nexit: {when: is_over, as: over}\n"
    codes = [each.code for each in check_folder(write({"welcome.yaml": head + given + HELLO})).diagnostics]
    assert codes == []
