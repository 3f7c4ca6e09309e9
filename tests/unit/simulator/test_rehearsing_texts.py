"""A rehearsal sends texts by the same rules, and shows to which number."""

from pathlib import Path

from nurture.language.check import check_folder
from nurture.simulator.formats import calendar, timeline
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate

FILES = {
    "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\ncountry: DE\n"
    "senders: {talent: {name: Talent, email: talent@acme.example}}\nsender_fallback: [talent]\n"
    "quiet_hours: {DE: '20:00-10:00, sun'}\n",
    "nudge.yaml": """\
sequence: nudge
title: Nudge applicants
owner: ops@acme.example
purpose: application
enroll: {on: application.created}
exit: [{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]
steps:
  - {id: nudge, sms: nudge, otherwise: nudge}
""",
    "templates/nudge.sms.md": "Hi {{ candidate.first_name | or('there') }}, Acme here.\n",
    "templates/nudge.md": "---\nsubject: Acme here\n---\nHi.\n",
    "log.yaml": """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, phone: +49 170 1234567, can_text: true}
  sam: {name: Sam Okoro, email: sam@okoro.example, phone: +49 170 7654321}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-01 12:00, who: maya, applied: robotics}
  - {at: 2026-03-01 12:00, who: sam, applied: robotics}
""",
}


def test_texts_leave_by_day_and_the_mail_goes_to_whoever_did_not_agree(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    log = tmp_path / "log.txt"
    (tmp_path / "log.yaml").rename(log)
    read = read_log(log)
    assert read.log is not None, read.diagnostics
    checked = check_folder(tmp_path)
    assert checked.ok, checked.diagnostics
    story = simulate(checked, read.log).story
    assert calendar(story).splitlines() == [
        "2026-03-02 Mon",
        "  09:00  sam  nudge/nudge  Acme here  -> sam@okoro.example",
        "  10:00  maya  nudge/nudge  Hi Maya, Acme here.  -> +491701234567",
    ]
    assert "nudge/nudge  Hi Maya, Acme here.  -> +491701234567" in timeline(story)
