"""`nurture export`."""

import json
import re
from pathlib import Path

from nurture.store import audit
from tests.office import MARA, Office, mara_is_rejected
from tests.unit.cli.conftest import Run


def test_it_writes_both_files_once(bureau: Office, run: Run, tmp_path: Path) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    folder = tmp_path / "mara"
    ran = run("export", "mara@home.example", "--to", str(folder), "--reason", "request", "--by", "kim")
    assert (ran.code, ran.out.splitlines()) == (0, [f"{folder / 'export.json'}", f"{folder / 'export.html'}"])
    assert json.loads((folder / "export.json").read_text())["person"] == MARA
    page = (folder / "export.html").read_text()
    assert re.search(r"<h1>What is held on Mara Lindqvist, 20\d\d-\d\d-\d\d \d\d:\d\d UTC</h1>", page)
    assert "<dt>can email</dt><dd>yes</dd>" in page
    assert (folder / "export.json").stat().st_mode & 0o077 == 0, "others can't read it"
    with bureau.parts.store.read() as conn:
        [deed] = [each for each in audit.latest(conn) if each.what.startswith("exported")]
        assert (deed.who, deed.why, deed.about) == ("kim", "request", MARA)
    assert run("export", MARA, "--to", str(folder)).err.startswith(
        f"{folder} holds export.json and export.html already"
    )


def test_the_json_goes_to_a_pipe(bureau: Office, run: Run) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    held = json.loads(run("export", MARA, "--to", "-").out)["held"]
    assert held["candidates"][0]["last_name"] == "Lindqvist"
