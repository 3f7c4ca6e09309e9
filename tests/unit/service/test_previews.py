import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nurture.config import Settings
from nurture.domain.events import EventType, spec_of
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import RELATED, Interview
from nurture.domain.subject import SubjectKind
from nurture.errors import LanguageError, NotFound
from nurture.messages.identity import read_unsubscribe_token
from nurture.service.preview.facts_file import with_facts
from nurture.service.preview.mails import Manuscript, Preview, manuscript, preview
from nurture.service.preview.people import Sample, carried_by, known, unknown

SEQUENCES = Path(__file__).parents[3] / "sequences"
NAMES = [path.stem for path in sorted(SEQUENCES.glob("*.yaml")) if path.stem != "company"]
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SETTINGS = Settings()
SEVERAL = """\
sequence: news
title: News
owner: ops@acme.example
purpose: nurture
for: application
enroll:
  - on: application.rejected
exit:
  - {on: candidate.replied, as: replied}
  - {on: application.unrejected, as: reopened}
  - {on: application.hired, as: hired}
steps:
  - {id: tell, email: [one, two]}
"""


def somebody(paper: Manuscript) -> Sample:
    return known(paper.about_us, NOW, entered_by=paper.entered_by, about=paper.checked.sequence.for_)


def shown(name: str, step: str, sample: Sample | None = None) -> Preview:
    paper = manuscript(name, SEQUENCES)
    return preview(paper, paper.mail(step), sample or somebody(paper), SETTINGS, NOW)


@pytest.fixture
def facts(tmp_path: Path):
    """Somebody whom everything is known of, changed by a file of facts."""

    def facts(text: str) -> Sample:
        path = tmp_path / "facts.yaml"
        path.write_text(text)
        return with_facts(somebody(manuscript("silver-medalist", SEQUENCES)), path)

    return facts


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_of_our_own_leaves_no_hole_whether_much_is_known_or_nothing(name: str) -> None:
    paper = manuscript(name, SEQUENCES)
    for step in paper.mails:
        for sample in (somebody(paper), unknown(to=step.to[0])):
            message = preview(paper, step, sample, SETTINGS, NOW).message
            assert not re.search(r"None|\[[a-z.]+\]|[{}]|Hi ,", f"{message.subject}\n{message.text}")


def test_a_mail_after_a_wait_for_a_job_names_the_new_job() -> None:
    assert "Senior Controls Engineer" in " ".join(shown("silver-medalist", "share-role").message.text.split())


@pytest.mark.parametrize(
    ("name", "status"), [("silver-medalist", ApplicationStatus.REJECTED), ("new-hire-onboarding", "hired")]
)
def test_the_invented_application_stands_as_it_does_after_what_lets_people_in(name: str, status: str) -> None:
    records = somebody(manuscript(name, SEQUENCES)).records
    assert records.application is not None
    assert records.application.status == status
    assert (records.hire is not None) == (status == "hired")


def test_a_run_about_a_hire_has_one_whatever_lets_people_in() -> None:
    paper = manuscript("silver-medalist", SEQUENCES)
    assert known(paper.about_us, NOW, entered_by=None, about=SubjectKind.HIRE).records.hire is not None


@pytest.mark.parametrize("kind", [kind for kind in SubjectKind if kind in RELATED])
def test_a_run_about_an_interview_or_the_like_has_one_of_which_much_or_little_is_known(kind: SubjectKind) -> None:
    paper = manuscript("silver-medalist", SEQUENCES)
    for sample in (known(paper.about_us, NOW, entered_by=None, about=kind), unknown(to="candidate", about=kind)):
        assert isinstance(sample.related, RELATED[kind])


def test_an_invented_interviews_events_carry_a_moment_that_can_be_read() -> None:
    paper = manuscript("silver-medalist", SEQUENCES)
    sample = known(paper.about_us, NOW, entered_by=None, about=SubjectKind.APPLICATION)
    told = carried_by(sample, spec_of(EventType.INTERVIEW_MOVED))
    assert datetime.fromisoformat(str(told["starts_at"])) > NOW
    assert told["kind"] == "Onsite"


def test_a_file_of_facts_can_tell_of_the_interview_that_a_run_is_about(tmp_path: Path) -> None:
    paper = manuscript("silver-medalist", SEQUENCES)
    path = tmp_path / "facts.yaml"
    path.write_text("interview:\n  place: Room 1\n  starts_at: 2026-03-10T09:00\n  kind:\n")
    about = known(paper.about_us, NOW, entered_by=None, about=SubjectKind.INTERVIEW)
    made = with_facts(about, path).related
    assert isinstance(made, Interview)
    assert (made.place, made.kind) == ("Room 1", None)
    assert made.starts_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert [person.name for person in made.interviewers] == ["Imani Brooks", "Robin Vale"]
    path.write_text("offer:\n  status: sent\n")
    with pytest.raises(LanguageError, match="`offer` is not a fact that can be given"):
        with_facts(about, path)


def test_the_way_out_looks_like_one_and_opens_nothing() -> None:
    header = shown("silver-medalist", "thanks").message.headers["List-Unsubscribe"]
    token = header.strip("<>").rpartition("/")[2]
    assert len(token) == 45
    assert read_unsubscribe_token(token, secret=SETTINGS.link_secret.get_secret_value()) is None


def test_the_preheader_and_the_file_are_told() -> None:
    made = shown("application-received", "receipt")
    assert made.preheader == "A person will read it, and you will hear from us within a week."
    assert made.file == "templates/application-received/receipt.md"


def test_the_condition_of_a_mail_is_judged_for_this_person() -> None:
    assert shown("new-hire-onboarding", "paperwork").holds is True
    assert shown("new-hire-onboarding", "paperwork", unknown(to="candidate")).holds is False
    assert shown("new-hire-onboarding", "welcome").holds is None


def test_a_file_of_facts_goes_over_what_was_invented(facts) -> None:
    sample = facts(
        "candidate:\n  first_name: Mara\n  title:\n"
        "application:\n  applied_at: 2026-03-01T10:00\n"
        "job:\n  title: Optics Engineer\n"
        "coordinator:\n"
        "event:\n  job:\n    title: Lens Designer\n"
    )
    records = sample.records
    assert (records.candidate.first_name, records.candidate.title) == ("Mara", None)
    assert records.candidate.last_name == "Haddad"
    assert records.application is not None
    assert records.application.applied_at == datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    assert records.application.job is not None
    assert records.application.job.title == "Optics Engineer"
    assert records.team.coordinator is None
    text = " ".join(shown("silver-medalist", "share-role", sample).message.text.split())
    assert "Lens Designer" in text


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("candidate:\n  frist_name: Mara\n", "2:3  `candidate.frist_name` is not a fact", "did you mean `first_name`?"),
        ("cadidate:\n  a: b\n", "1:1  `cadidate` is not a fact that can be given", "did you mean `candidate`?"),
        ("candidate: Mara\n", "1:1  `candidate` is a mapping of facts", None),
        ("hire:\n  start_date: soon\n", "2:3  `hire.start_date`: Input", None),
        ("event: soon\n", "1:1  `event` is a mapping", None),
        ("candidate: {\n", "N001", None),
    ],
)
def test_a_file_of_facts_that_is_wrong_is_told_with_its_place(facts, text: str, said: str, hint: str | None) -> None:
    with pytest.raises(LanguageError) as refused:
        facts(text)
    assert said in refused.value.message
    assert refused.value.hint == hint


def test_nobody_to_write_to_is_said(facts) -> None:
    with pytest.raises(NotFound, match="tell-recruiter would reach nobody"):
        shown("silver-medalist", "tell-recruiter", facts("recruiter:\n"))


def test_a_sequence_is_found_by_its_name_where_the_file_has_another(tmp_path: Path) -> None:
    for path in SEQUENCES.rglob("*"):
        target = tmp_path / path.relative_to(SEQUENCES)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(path.read_bytes())
    (tmp_path / "silver-medalist.yaml").rename(tmp_path / "finalists.yaml")
    assert manuscript("silver-medalist", tmp_path).name == "silver-medalist"
    assert manuscript(str(tmp_path / "finalists.yaml"), None).name == "silver-medalist"


def test_a_mail_with_several_templates_is_shown_once_for_each(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text())
    for name in ("one", "two"):
        (tmp_path / f"templates/{name}.md").write_text(f"---\nsubject: {name}\n---\n\nHello.\n")
    (tmp_path / "news.yaml").write_text(SEVERAL)
    paper = manuscript("news", tmp_path)
    mails = [preview(paper, step, somebody(paper), SETTINGS, NOW) for step in paper.mails]
    assert [(mail.file, mail.message.subject) for mail in mails] == [
        ("templates/one.md", "one"),
        ("templates/two.md", "two"),
    ]


def test_a_sequence_with_errors_is_not_shown_and_the_errors_are(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("sequence: broken\n")
    with pytest.raises(LanguageError, match="N0"):
        manuscript("broken", tmp_path)


EACH = """\
sequence: opinions
title: What everybody thinks
owner: talent-ops@acme.example
purpose: internal
for: application
enroll: {on: application.created}
steps:
  - id: ours
    together:
      each: "[recruiter, coordinator]"
      as: colleague
      steps:
        - {id: ask, email: ask, to: colleague}
        - {id: rest, wait: 2 days}
        - {id: more, email: ask, to: colleague, reply_to_step: ask}
"""


@pytest.fixture
def opinions(tmp_path: Path) -> Manuscript:
    """A sequence that writes to each of two people of ours."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "ask.md").write_text("---\nsubject: For {{ colleague.first_name }}\n---\n\nHello.\n")
    (tmp_path / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text())
    (tmp_path / "opinions.yaml").write_text(EACH)
    return manuscript("opinions", tmp_path)


def test_a_mail_that_is_sent_for_each_item_is_shown_for_the_first_or_for_one_that_is_named(
    opinions: Manuscript,
) -> None:
    sample = somebody(opinions)
    team = sample.records.team
    assert team.recruiter is not None
    assert team.coordinator is not None
    assert team.recruiter.id != team.coordinator.id
    first = preview(opinions, opinions.mail("ask"), sample, SETTINGS, NOW).message
    named = preview(opinions, opinions.mail(f"ask[{team.coordinator.id}]"), sample, SETTINGS, NOW).message
    assert (first.to.email, named.to.email) == (team.recruiter.email, team.coordinator.email)
    assert named.subject == f"For {team.coordinator.first_name}"


def test_a_mail_for_each_item_reaches_nobody_where_there_is_none(opinions: Manuscript) -> None:
    with pytest.raises(NotFound, match="there is nothing in"):
        preview(opinions, opinions.mail("ask"), unknown(to="candidate"), SETTINGS, NOW)
    with pytest.raises(NotFound, match="nobody-1 is not in"):
        preview(opinions, opinions.mail("ask[nobody-1]"), somebody(opinions), SETTINGS, NOW)
