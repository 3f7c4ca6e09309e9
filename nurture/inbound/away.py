"""The day until which an automatic reply says that somebody is away, where it says so plainly.

Read are “until 14 July”, “back on Monday, July 14th, 2026”, “bis einschließlich 14.07.”, “de retour le 15/07/2026” and
the like. Whatever leaves a doubt gives no day: 03/04 in an English reply, two days of return, a day that is long past.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

_FARTHEST: Final = timedelta(days=370)
"""Nobody is away for longer and says so in an automatic reply."""

_MONTHS: Final[Mapping[int, str]] = {
    1: "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro",
    2: "february feb februar février févr febrero febbraio februari fevereiro fev",
    3: "march mar märz mrz mars marzo maart mrt março",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag mei maio",
    6: "june jun juni juin junio giugno giu junho",
    7: "july jul juli juillet juil julio luglio lug julho",
    8: "august aug août aout agosto ago augustus",
    9: "september sep sept septembre septiembre settembre set setembro",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember",
}
_MONTH_OF: Final = {word: number for number, words in _MONTHS.items() for word in words.split()}
_MONTH: Final = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))

_DATE: Final = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°)?(?: of| de)? (?P<m1>{_MONTH})\b\.?"
    r"(?:,?(?: de| del)? (?P<y1>\d{4}))?"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>\d{{4}}))?"
    r"|(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?P<y3>\d{4}|\d{2}\b)?"
    r"|(?P<a4>\d{1,2})[/-](?P<b4>\d{1,2})(?:[/-](?P<y4>\d{4}|\d{2}\b))?)(?![\d/])"
)
_FILL: Final = r"(?:(?:[^\W\d]|['’])+\.?,? ){0,5}?"
"""Words between “back” and the day: “in the office on Monday,”."""

_RETURN: Final = (
    r"back|return(?:ing)?|zurück|wieder|de retour|serai de retour|mon retour|regres(?:o|aré|ando)|vuelvo|de vuelta"
    r"|volveré|rientr(?:o|erò)|torno|terug|de volta|retorno"
)
_UNTIL: Final = r"until|till|through|up to|bis|jusqu['’]?(?:au|à)?|hasta|fino al?|tot(?: en met)?|até"
_LEADS: Final = (
    re.compile(rf"\b(?:{_RETURN}) {_FILL}{_DATE}"),
    re.compile(
        rf"\b(?:ab|from|as of|à partir du|a partir del|dal|vanaf) {_FILL}{_DATE}"
        r"[^.\n]{0,40}?\b(?:wieder|back|retour|terug)"
    ),
    re.compile(rf"\b(?:{_UNTIL}) ?{_FILL}{_DATE}"),
    re.compile(rf"\b(?:from|du|del|dal|van|de) [^.\n]{{1,25}}? (?:to|au|al|a|-|–) {_FILL}{_DATE}"),
)
"""What stands before the day, the most telling first: one that names the return counts more than the last day away."""

_DAY_FIRST: Final = re.compile(
    r"\b(?:jusqu|retour|hasta|regres|vuel|fino|rientr|torno|tot|terug|até|volta|bis|zurück|wieder)"
)
"""Languages that write 03/04 for the third of April. English alone has both orders."""


def away_until(text: str, *, sent: date) -> date | None:
    """The day of return, or else the last day away; None where none is plain."""
    said = " ".join(text.casefold().split())
    for lead in _LEADS:
        found = {day for each in lead.finditer(said) for day in _days(each, sent)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _days(found: re.Match[str], sent: date) -> Iterator[date]:
    """The day that a match names, if it is one and can be meant."""
    for each in {_iso(found), _named(found, sent), _in_numbers(found, sent)}:
        if each is not None and sent <= each <= sent + _FARTHEST:
            yield each


def _iso(found: re.Match[str]) -> date | None:
    try:
        return date.fromisoformat(found["iso"] or "")
    except ValueError:
        return None


def _named(found: re.Match[str], sent: date) -> date | None:
    month = found["m1"] or found["m2"]
    if month is None:
        return None
    return _day(found["y1"] or found["y2"], _MONTH_OF[month], int(found["d1"] or found["d2"]), sent)


def _in_numbers(found: re.Match[str], sent: date) -> date | None:
    if found["d3"] is not None:
        return _day(found["y3"], int(found["m3"]), int(found["d3"]), sent)
    if found["a4"] is None:
        return None
    first, second = int(found["a4"]), int(found["b4"])
    if first > 12 or first == second or _DAY_FIRST.search(found[0]):
        return _day(found["y4"], second, first, sent)
    return _day(found["y4"], first, second, sent) if second > 12 else None


def _day(year: str | None, month: int, day: int, sent: date) -> date | None:
    """The day; without a year the next one, from the day before it was sent on."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [sent.year, sent.year + 1]
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= sent:
            return found
    return None
