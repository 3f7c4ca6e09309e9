"""Every command that changes something says so on the audit record, and `nurture audit` lists what is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from nurture.cli import COMMANDS
from nurture.contracts import Command, Ending, Pause
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.domain.touchpoints import ChannelKind, Direction, SendState
from nurture.service import journeys
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.store import audit, breakers, inbox
from nurture.store.audit import Deed
from nurture.store.tables import touchpoints
from nurture.store.words import InboxState
from tests.doubles.lever import KEY, LeverDouble
from tests.office import APPLICATION, CALL, CALLS, MARA, REJECTED, Office, mara_is_rejected
from tests.unit.cli.conftest import Run

CALL_RUN: Final = CALL.partition("#")[0]
OTHER: Final = "other:9"
UNSURE: Final = f"{CALL_RUN}#mail#1"
KIM: Final = Command(by="kim", reason="asked")
READ: Final[Mapping[str, str]] = {
    **dict.fromkeys(("init", "fmt", "docs", "schema"), "writes files of the one who calls it"),
    **dict.fromkeys(("check", "preview", "simulate", "graph", "facts"), "looks at files"),
    **dict.fromkeys(
        ("show", "why", "held", "tasks", "mailboxes", "broadcasts", "audit", "ats", "gaps", "doctor"),
        "looks at the record",
    ),
    **dict.fromkeys(("dev", "demo"), "runs an installation of its own"),
    "migrate": "changes tables and not what is in them; their version tells",
}
"""Commands that change nothing on record, each with the reason."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """A command that changes something, and the deed that it leaves."""

    do: Callable[[Office, Run, Path], object]
    what: str
    about: str | None = MARA


def of(*arguments: str) -> Callable[[Office, Run, Path], object]:
    def do(_office: Office, run: Run, _folder: Path) -> None:
        ran = run(*arguments)
        assert ran.code == 0, ran.err

    return do


def imports(_office: Office, run: Run, folder: Path) -> None:
    (folder / "fair.csv").write_text("first name;email\nOtto;otto@home.example\n")
    assert run("import", str(folder / "fair.csv")).code == 0


def settles_a_mail(office: Office, run: Run, _folder: Path) -> None:
    with office.parts.store.write() as conn:
        kept = inbox.store(
            conn, connection="mail", delivery_id="1", body=b"From: m@x.example\n\nHi", headers={}, received_at=REJECTED
        )
        inbox.settle(conn, kept.id, InboxState.FAILED, candidate_id=MARA)
    assert run("inbound", str(kept.id), "nothing").code == 0


def settles_an_unknown(office: Office, run: Run, _folder: Path) -> None:
    row = {"id": UNSURE, "candidate_id": MARA, "enrollment_id": CALL_RUN, "step": "mail", "recipient": "candidate"}
    row |= {"channel": ChannelKind.EMAIL, "direction": Direction.OUTBOUND, "at": REJECTED, "summary": "Hello"}
    with office.parts.store.write() as conn:
        conn.execute(touchpoints.insert(), row | {"state": SendState.UNKNOWN})
    assert run("unknown", UNSURE, "never-left").code == 0


def lets_go_on(office: Office, run: Run, _folder: Path) -> None:
    with office.parts.store.write() as conn:
        breakers.note(conn, "calls", at=REJECTED, why="too many came back")
    assert run("breakers", "resume", "calls").code == 0


def enrolls(office: Office, _run: Run, folder: Path) -> None:
    """The rest of the command starts the workflow, for which Temporal has to be there."""
    (folder / "calls" / "more.yaml").write_text(CALLS["calls.yaml"].replace("sequence: calls", "sequence: more"))
    office.publish(folder / "calls")
    by_hand = ByHand(sequence="more", candidate_id=MARA, application_id=APPLICATION, by="kim")
    enroll_by_hand(office.parts, by_hand)


def pauses(*, paused: bool) -> Callable[[Office, Run, Path], object]:
    """What the workflow has done by an activity when it is told to."""
    return lambda office, _run, _folder: journeys.record_pause(
        office.parts, Pause(enrollment_id=CALL_RUN, paused=paused, command=KIM)
    )


def ends(office: Office, _run: Run, _folder: Path) -> None:
    journeys.end(office.parts, Ending(enrollment_id=CALL_RUN, outcome="called", command=KIM))


def joins(_office: Office, run: Run, _folder: Path) -> None:
    assert run("join", OTHER, MARA, "--reason", "asked").code == 0


def splits(office: Office, run: Run, folder: Path) -> None:
    joins(office, run, folder)
    assert run("split", OTHER, "--reason", "asked").code == 0


def retains(office: Office, run: Run, folder: Path) -> None:
    journeys.end(office.parts, Ending(enrollment_id=CALL_RUN, outcome="called", command=KIM))
    company = CALLS["company.yaml"] + "retention: {application: {everywhere: 30 days}}\n"
    (folder / "calls" / "company.yaml").write_text(company)
    office.publish(folder / "calls")
    assert run("retention", "--yes").out.endswith("1 person forgotten.\n")


def fills(_office: Office, run: Run, _folder: Path) -> None:
    with LeverDouble() as double, pytest.MonkeyPatch.context() as environment:
        for name, value in {"VENDOR": "lever", "API": double.url, "API_KEY": KEY, "SECRETS": '["x"]'}.items():
            environment.setenv(f"NURTURE_ATS__HIRING__{name}", value)
        assert run("backfill", "hiring").code == 0


CHANGE: Final[Mapping[str, Changes]] = {
    "apply": Changes(do=lambda office, _run, _folder: None, what="published calls 1", about=None),
    "enroll": Changes(do=enrolls, what=f"let them into more/application/{APPLICATION}/1"),
    "unknown": Changes(do=settles_an_unknown, what=f"settled {UNSURE}: it never left"),
    "breakers": Changes(do=lets_go_on, what="resumed calls", about=None),
    "done": Changes(do=of("done", CALL, "not now"), what=f"did {CALL}: not now"),
    "snooze": Changes(do=of("snooze", CALL, "2 days"), what=f"put off by 2 days: {CALL}"),
    "hand-over": Changes(do=of("hand-over", CALL, "talent"), what=f"handed over to talent: {CALL}"),
    "due": Changes(do=of("due", CALL, "2100-03-26 15:00"), what=f"due 2100-03-26 15:00: {CALL}"),
    "log": Changes(do=of("log", "mail", MARA, "--direction", "in", "--note", "hello"), what="logged a reply"),
    "inbound": Changes(do=settles_a_mail, what="settled mail 1: nothing"),
    "backfill": Changes(do=fills, what="began to read whom hiring had before", about=None),
    "happened": Changes(
        do=of("happened", "candidate.out_of_office", "--candidate", MARA), what="told of candidate.out_of_office"
    ),
    "consent": Changes(do=of("consent", "withdraw", MARA), what="noted consent to nurture mail as withdrawn"),
    "forget": Changes(do=of("forget", MARA, "--reason", "asked", "--yes"), what="forgot a person"),
    "hold": Changes(do=of("hold", MARA, "--because", "a claim"), what="put a hold on a person"),
    "retention": Changes(do=retains, what="forgot a person"),
    "export": Changes(do=of("export", MARA, "--to", "-"), what="exported what is on record"),
    "suppressions": Changes(
        do=of("suppressions", "add", "mara@home.example", "--reason", "asked"), what="suppressed all mail"
    ),
    "tokens": Changes(
        do=of("tokens", "create", "site", "--scope", "events:write"), what="made the token site", about=None
    ),
    "import": Changes(do=imports, what="began to take in the people of fair.csv", about=None),
    "join": Changes(do=joins, what=f"joined {OTHER} to {MARA}"),
    "split": Changes(do=splits, what=f"took {OTHER} apart from {MARA}"),
    "away": Changes(do=of("away", "kim@acme.example", "--gone"), what="said that kim@acme.example is", about=None),
    "pause": Changes(do=pauses(paused=True), what=f"paused {CALL_RUN}"),
    "resume": Changes(do=pauses(paused=False), what=f"resumed {CALL_RUN}"),
    "exit": Changes(do=ends, what=f"ended {CALL_RUN} as called"),
}
"""Every command that changes something on record."""


@pytest.fixture
def office(bureau: Office, tmp_path: Path) -> Office:
    """Mara is to be called, and another system knows somebody else."""
    folder = tmp_path / "calls"
    folder.mkdir()
    for name, text in CALLS.items():
        (folder / name).write_text(text)
    bureau.publish(folder)
    bureau.hear(mara_is_rejected())
    bureau.hear(
        Intake(at=REJECTED, source="other", candidates=(CandidateUpdate(id=OTHER, fields={"company": "Else"}),))
    )
    bureau.play(CALL_RUN, until=REJECTED + timedelta(hours=1))
    return bureau


def deeds(office: Office) -> list[Deed]:
    with office.parts.store.read() as conn:
        return list(audit.latest(conn))


def test_every_command_changes_nothing_or_is_in_this_table() -> None:
    assert READ.keys() | CHANGE.keys() == COMMANDS.keys()
    assert not READ.keys() & CHANGE.keys()


@pytest.mark.parametrize("command", CHANGE)
def test_what_a_command_changes_is_on_the_audit_record(command: str, office: Office, run: Run, tmp_path: Path) -> None:
    wanted = CHANGE[command]
    wanted.do(office, run, tmp_path)
    about = wanted.about
    if command == "suppressions":
        about = office.parts.address_hash("mara@home.example")
    assert [each for each in deeds(office) if each.what.startswith(wanted.what) and each.about == about]


def test_what_was_done_is_listed_by_whom_about_whom_and_since_when(office: Office, run: Run) -> None:
    run("done", CALL, "not now", "--by", "kim", "--note", "in May")
    run("suppressions", "add", "mara@home.example", "--reason", "asked on the phone", "--by", "lou")
    assert [line.split("  ")[1].strip() for line in run("audit").out.splitlines()[1:3]] == ["lou", "kim"]
    listed = run("audit", "--who", "kim").out
    assert f"did {CALL}: not now" in listed
    assert "in May" in listed
    assert "suppressed" not in listed
    about = run("audit", "--about", "mara@home.example").out
    assert "suppressed all mail" in about
    assert "published" not in about
    assert run("audit", "--since", "2100-01-01").err == "Nothing of that kind is on record.\n"
    assert len(run("audit", "--limit", "1").out.splitlines()) == 2


def test_a_suppressed_address_of_nobody_is_found_too(office: Office, run: Run) -> None:
    run("suppressions", "add", "otto@home.example", "--reason", "asked")
    assert "suppressed all mail" in run("audit", "--about", "otto@home.example").out
    assert run("audit", "--about", "nobody").code == 1
