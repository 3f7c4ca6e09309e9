"""Faults of times and places."""

from typing import Final

from nurture.language.codes.code import Code, Example

BAD_DURATION: Final = Code(
    code="N030",
    title="Not a duration",
    why="A duration is a whole number of minutes, hours, days, business days, weeks or months.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n    hold: half an hour\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n    hold: 30 minutes\n"),
)
BAD_WAIT: Final = Code(
    code="N031",
    title="Not a wait",
    why="A wait is a duration, perhaps with a clock time, or a moment after `until`.",
    bad=Example(text="steps:\n  - id: pause\n    wait: a while\n  - id: hello\n    email: hello\n"),
    good=Example(text="steps:\n  - id: pause\n    wait: 2 weeks at 10:00\n  - id: hello\n    email: hello\n"),
)
BAD_WINDOW: Final = Code(
    code="N032",
    title="A send window that can't be read, or never opens",
    why="A send window is days and hours. One that never opens would hold every mail for ever; so would one that is "
    "closed whenever a `repeat` comes round, where `slide: skip` leaves out what is due in closed hours.",
    bad=Example(text="send:\n  hours: mon-fri 09:00-09:00\n"),
    good=Example(text="send:\n  hours: mon-fri 09:00-17:00\n"),
)
BAD_PLACE: Final = Code(
    code="N033",
    title="No such time zone or country",
    why="Zones have IANA names such as Europe/Berlin; countries have two letters (ISO 3166).",
    bad=Example(files={"company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Berlin\n"}),
    good=Example(
        files={"company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"}
    ),
)
UNKNOWN_ANCHOR: Final = Code(
    code="N034",
    title="No date to count from",
    why="A wait can count from a fact that is a date or a moment, and that is known for what the run is about.",
    bad=Example(
        text="steps:\n  - id: countdown\n    wait: until 3 days before hire.started at 09:00\n"
        "  - id: hello\n    email: hello\n"
    ),
    good=Example(
        text="steps:\n  - id: countdown\n    wait: until 3 days before hire.start_date at 09:00\n"
        "  - id: hello\n    email: hello\n"
    ),
)
BAD_CAP: Final = Code(
    code="N035",
    title="Not a limit",
    why="A limit is a number and a time.",
    bad=Example(
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "touches:\n  at_most: three weekly\n"
        }
    ),
    good=Example(
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "touches:\n  at_most: 3 per week\n"
        }
    ),
)
BAD_LEAD: Final = Code(
    code="N036",
    title="Not a time before a date",
    why="`unless_within` is a length of time and the date it counts back from, perhaps with `on entry`.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n    unless_within: 2 days\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n    unless_within: 2 days of hire.start_date\n"),
)
BAD_CLOSED: Final = Code(
    code="N038",
    title="Closed days that can't be read, or never end",
    why="Closed days are a day or the days from one to another, with the year or of every year. If all days were "
    "closed, nothing would ever be done.",
    bad=Example(text="send:\n  closed: christmas\n"),
    good=Example(text="send:\n  closed: 24 dec - 1 jan\n"),
)
BAD_EVERY: Final = Code(
    code="N037",
    title="Not a time that comes again",
    why="`every` in a trigger names days and a time of day, on the company's clock: `day at 06:00`, `monday at 09:00`, "
    "`mon-fri at 08:00`.",
    bad=Example(
        text="enroll:\n  every: 30 days\n  where: candidate.country == 'DE'\n  again: after 90 days\nfor: candidate\n"
    ),
    good=Example(
        text="enroll:\n  every: monday at 09:00\n  where: candidate.country == 'DE'\n  again: after 90 days\n"
        "for: candidate\n"
    ),
)
BAD_RETENTION: Final = Code(
    code="N080",
    title="Not a time for which people are kept",
    why="How long people stay on record is counted in days, weeks or months, and is at least 30 days: whoever it takes "
    "away is gone for good, and `6 days` is most often meant as 6 months.",
    bad=Example(
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "retention:\n  application: {DE: 6 days}\n"
        }
    ),
    good=Example(
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "retention:\n  application: {DE: 6 months}\n"
        }
    ),
)
BAD_SHARE: Final = Code(
    code="N089",
    title="Not a share of the mails",
    why="How many mails may go wrong is said in percent, above 0 and below 100.",
    bad=Example(
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "breakers:\n  bounces: 5 in 100\n"
        }
    ),
    good=Example(
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "breakers:\n  bounces: 5%\n"
        }
    ),
)
