"""Dates in words, in the languages that we have words for. Not strftime: its names depend on the server's locale."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from nurture.values import frozen


@frozen
class _Words:
    """`days` start with Monday; `short` and `long` are patterns of `format_date`, without and with the year."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    short: str
    long: str


_WORDS: Final[Mapping[str, _Words]] = {
    "en": _Words(
        days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        short="%A %-d %B",
        long="%A %-d %B %Y",
    ),
    "de": _Words(
        days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        months=(
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
        short="%A, %-d. %B",
        long="%A, %-d. %B %Y",
    ),
    "fr": _Words(
        days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        months=(
            *("janvier", "février", "mars", "avril", "mai", "juin"),
            *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ),
        short="%A %o %B",
        long="%A %o %B %Y",
    ),
    "es": _Words(
        days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=(
            *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
            *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ),
        short="%A, %-d de %B",
        long="%A, %-d de %B de %Y",
    ),
}
LANGUAGES: Final = tuple(_WORDS)
"""Languages that have words for dates; in others a date is written 2026-06-15."""

_DIRECTIVE: Final = re.compile(r"%(-d|.|$)")
_KNOWN: Final = frozenset({"A", "B", "d", "-d", "m", "Y", "H", "M", "%"})


def unknown_directive(pattern: str) -> str | None:
    """The first part of a pattern that can't be filled in, or None."""
    return next((f"%{name}" for name in _DIRECTIVE.findall(pattern) if name not in _KNOWN), None)


def format_date(day: date, pattern: str, language: str) -> str:
    """Fills in %A (weekday), %B (month), %d, %-d, %m, %Y, %H, %M and %%; names in English where we have no others."""
    words = _words(language) or _WORDS["en"]
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    parts = {
        "A": words.days[day.weekday()],
        "B": words.months[day.month - 1],
        "d": f"{day.day:02}",
        "-d": str(day.day),
        "o": "1er" if day.day == 1 else str(day.day),  # French counts the first of a month, and only that
        "m": f"{day.month:02}",
        "Y": str(day.year),
        "H": f"{clock.hour:02}",
        "M": f"{clock.minute:02}",
        "%": "%",
    }
    return _DIRECTIVE.sub(lambda found: parts[found[1]], pattern)


def say_date(day: date, language: str, *, this_year: int) -> str:
    """ "Monday 15 June", with the year if it is another one; 2026-06-15 in a language that we have no words for."""
    words = _words(language)
    if words is None:
        return f"{day.year:04}-{day.month:02}-{day.day:02}"
    return format_date(day, words.short if day.year == this_year else words.long, language)


def _words(language: str) -> _Words | None:
    return _WORDS.get(re.split("[-_]", language.lower())[0])
