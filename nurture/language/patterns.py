"""What an editor is told of values that are text: a pattern, examples, and what to write instead.

Editors know JSON Schema, which can't do what the parsers of `nurture.timing` do. A pattern lets through all that its
parser reads (words as they are usually written: not all in capitals) and a little more; `nurture check` has the last
word.
"""

from typing import Final

from pydantic import WithJsonSchema


def _words(*choices: str) -> str:
    """One of these, which may begin with a capital; a space is any run of spaces."""
    capital = (f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in choices)
    return "(?:" + "|".join(capital).replace(" ", r"\s+") + ")"


_UNIT: Final = _words("minutes?", "hours?", "days?", "weeks?", "months?", "business days?", "working hours?")
_DURATION: Final = rf"(?:[0-9]{{1,2}}\s*%\s+of\s+)?[0-9]+\s*{_UNIT}"
_CLOCK: Final = r"[0-9]{1,2}:[0-9]{2}"
_AT: Final = rf"(?:\s+at\s+{_CLOCK})?"
_FACT: Final = r"[A-Za-z_]\w*(?:\.\w+)+"
_DAY: Final = _words(
    "mon(?:day)?", "tue(?:sday)?", "wed(?:nesday)?", "thu(?:rsday)?", "fri(?:day)?", "sat(?:urday)?", "sun(?:day)?"
)
_DAYS: Final = rf"(?:{_words('every day')}|{_DAY}(?:\s*-\s*{_DAY})?)"
_AND: Final = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+)"
_LIST_OF_DAYS: Final = f"{_DAYS}(?:{_AND}{_DAYS})*"
_UNTIL: Final = "|".join(
    (
        rf"(?:{_DURATION}\s+(?:before|after)\s+){{1,2}}{_FACT}{_AT}",
        rf"{_FACT}(?:\s*[+-]\s*{_DURATION})?{_AT}",
        rf"(?:(?:{_LIST_OF_DAYS}|(?:the\s+)?next\s+(?:working|business)\s+day)\s+)?(?:at\s+)?{_CLOCK}",
    )
)
_SPAN: Final = rf"(?:{_LIST_OF_DAYS}\s+)?{_CLOCK}\s*[-–]\s*{_CLOCK}"


def text_like(pattern: str, how: str, *examples: str) -> WithJsonSchema:
    """For text of which the whole matches; `how` says how to write it, after the word “write”."""
    # VS Code shows `patternErrorMessage` in place of the pattern.
    told = {"pattern": f"^(?:{pattern})$", "patternErrorMessage": f"write {how}", "examples": list(examples)}
    return WithJsonSchema({"type": "string", **told})


DURATION: Final = text_like(_DURATION, "a whole number and a unit, as in 3 business days", "3 business days", "2 weeks")
WAIT: Final = text_like(
    rf"{_DURATION}(?:\s+on\s+{_LIST_OF_DAYS})?{_AT}|{_words('until')}\s+(?:{_UNTIL})",
    "a wait as in 3 business days at 10:00, or until 3 days before hire.start_date at 09:00",
    "3 business days",
    "2 weeks at 10:00",
    "1 week on tuesday at 10:00",
    "4 working hours",
    "until mon-fri 09:00",
    "until 3 business days before hire.start_date at 09:00",
)
LEAD: Final = text_like(
    rf"{_DURATION}\s+of\s+{_FACT}(?:\s+on\s+entry)?",
    "a length of time and a date, as in 2 days of hire.start_date",
    "2 days of hire.start_date",
    "2 days of application.next_interview on entry",
)
DAILY: Final = text_like(rf"{_words('daily')}{_AT}", "daily, or daily at 09:00", "daily", "daily at 09:00")
OWN_DIGEST: Final = text_like(
    rf"{_words('daily')}{_AT}|none", "daily, daily at 09:00, or none", "daily", "daily at 09:00", "none"
)
SLIDE: Final = text_like(
    rf"{_words('later', 'skip')}|{_words('earlier')}{_AT}",
    "later, earlier, earlier at 12:00, or skip",
    "later",
    "earlier",
    "earlier at 12:00",
    "skip",
)
HOURS: Final = text_like(
    rf"{_words('always', 'any time')}|{_SPAN}(?:{_AND}{_SPAN})*",
    "days and hours, as in mon-fri 09:00-17:00, every day 08:00-20:00, or always",
    "mon-fri 09:00-17:00",
    "mon-thu 09:00-17:00, fri 09:00-12:00",
    "every day 08:00-20:00",
    "always",
)
_MONTH: Final = _words(
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?"),
    *("july?", "aug(?:ust)?", "sep(?:tember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_DATE: Final = rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}\s+{_MONTH})"
CLOSED: Final = text_like(
    rf"{_DATE}(?:\s*[-–]\s*{_DATE})?",
    "days, as in 15 dec - 5 jan, 24 dec, or 2026-12-01 - 2026-12-12",
    "15 dec - 5 jan",
    "24 dec",
    "2026-12-01 - 2026-12-12",
)
AGAIN: Final = text_like(
    rf"{_words('never', 'always', 'restart')}|{_words('after')}\s+{_DURATION}",
    "never, always, restart, or after and a duration, as in after 180 days",
    "never",
    "always",
    "restart",
    "after 180 days",
)
EVERY: Final = text_like(
    rf"(?:{_words('every')}\s+)?(?:{_words('day')}|{_LIST_OF_DAYS})\s+at\s+{_CLOCK}",
    "days and a time, as in day at 06:00, or monday at 09:00",
    "day at 06:00",
    "monday at 09:00",
    "mon-fri at 08:00",
)
ON_DATE: Final = text_like(
    rf"{_DURATION}\s+(?:before|after)\s+{_FACT}{_AT}|{_FACT}(?:\s*[+-]\s*{_DURATION})?{_AT}",
    "a length and a date, as in 60 days before hire.start_date at 09:00",
    "60 days before hire.start_date at 09:00",
    "hire.start_date at 09:00",
)
CAP: Final = text_like(
    rf"[0-9]{{1,6}}\s+(?:per|in|a)\s+(?:{_DURATION}|day|week|month|hour)",
    "a number and a time, as in 3 per week",
    "3 per week",
    "5 per 30 days",
)
RANK: Final = WithJsonSchema(
    {"type": "string", "minLength": 1, "examples": ["candidate.skills | also_in(job.skills) | length"]}
)
CONDITION: Final = WithJsonSchema(
    {"type": "string", "minLength": 1, "examples": ['application.source == "Referral"', "candidate.can_email"]}
)
