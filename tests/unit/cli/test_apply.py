import shutil
import subprocess
from pathlib import Path

from nurture.store import audit, published
from tests.office import REJECTED, SEQUENCES, Office, mara_is_rejected

STEP = "    wait: 3 weeks\n"


def _edit(folder: Path, before: str, after: str) -> None:
    path = folder / "silver-medalist.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _row(out: str, sequence: str) -> list[str]:
    return next(line for line in out.splitlines() if line.startswith(sequence)).split()


def test_a_folder_is_published_once_and_then_is_unchanged(bureau: Office, run) -> None:
    first, second = run("apply"), run("apply")

    assert first.code == second.code == 0
    assert _row(first.out, "silver-medalist")[1:3] == ["1", "new"]
    assert _row(second.out, "silver-medalist")[1:3] == ["1", "unchanged"]


def test_people_inside_stay_on_their_version_and_are_counted(bureau: Office, run, tmp_path: Path) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    folder = shutil.copytree(SEQUENCES, tmp_path / "edited")
    _edit(folder, STEP, "    wait: 4 weeks\n")

    ran = run("apply", "--folder", str(folder))

    assert _row(ran.out, "silver-medalist")[1:3] == ["2", "new"]
    assert "1 person stays on version 1" in ran.out
    assert _row(ran.out, "application-received")[1:] == ["1", "unchanged"]


def test_nothing_is_published_while_the_check_finds_an_error(bureau: Office, run, tmp_path: Path) -> None:
    folder = shutil.copytree(SEQUENCES, tmp_path / "broken")
    _edit(folder, STEP, "    wait: 3 buisness days\n")

    ran = run("apply", "--folder", str(folder))

    assert ran.code == 1
    assert "silver-medalist.yaml:" in ran.err
    assert "Nothing was published." in ran.err
    with bureau.parts.store.read() as conn:
        assert published.versions(conn) == ()
        assert published.company_hash(conn) is None


def test_a_version_knows_the_commit_it_comes_from_and_its_author(bureau: Office, run, tmp_path: Path) -> None:
    folder = shutil.copytree(SEQUENCES, tmp_path / "repository")
    git = ["git", "-C", str(folder), "-c", "user.name=Ops", "-c", "user.email=ops@acme.example"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Begin"]):
        subprocess.run([*git, *words], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout

    assert run("apply", "--folder", str(folder)).code == 0

    with bureau.parts.store.read() as conn:
        version = published.versions(conn, sequence="silver-medalist")[0]
    assert head.startswith(version.commit or "nothing")
    assert version.author == "ops@acme.example"


def test_files_that_differ_from_their_commit_say_so(bureau: Office, run, tmp_path: Path) -> None:
    folder = shutil.copytree(SEQUENCES, tmp_path / "repository")
    git = ["git", "-C", str(folder), "-c", "user.name=Ops", "-c", "user.email=ops@acme.example"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Begin"]):
        subprocess.run([*git, *words], check=True)
    _edit(folder, STEP, "    wait: 4 weeks\n")

    assert run("apply", "--folder", str(folder)).code == 0

    with bureau.parts.store.read() as conn:
        assert (published.versions(conn, sequence="silver-medalist")[0].commit or "").endswith("+")


def test_who_published_what_is_kept(bureau: Office, run) -> None:
    run("apply")

    with bureau.parts.store.read() as conn:
        deeds = [deed.what for deed in audit.latest(conn)]
    assert "published silver-medalist 1" in deeds


def test_a_database_that_was_never_made_is_told_and_not_made(run, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "none.db"
    monkeypatch.setenv("NURTURE_DATABASE_URL", f"sqlite:///{path}")

    ran = run("apply", "--folder", str(SEQUENCES))

    assert ran.code == 1
    assert "nurture migrate" in ran.err
    assert not path.exists()


def test_a_setting_that_is_nonsense_is_named(run, monkeypatch) -> None:
    monkeypatch.setenv("NURTURE_SMTP_PORT", "often")

    ran = run("apply", "--folder", str(SEQUENCES))

    assert ran.code == 1
    assert "NURTURE_SMTP_PORT" in ran.err


def test_the_time_of_publishing_is_the_clock_s(bureau: Office) -> None:
    bureau.publish()

    with bureau.parts.store.read() as conn:
        assert {row.published_at for row in published.versions(conn)} == {REJECTED}
