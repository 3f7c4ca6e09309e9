"""Until when somebody says to be away."""

from datetime import date

import pytest

from nurture.inbound.away import away_until

SENT = date(2026, 7, 1)

PLAIN = [
    ("I am away until 14 July.", date(2026, 7, 14)),
    ("I am away until July 14th, 2026.", date(2026, 7, 14)),
    ("I'm out through July 14", date(2026, 7, 14)),
    ("I will be back in the office on Monday, 20 July 2026.", date(2026, 7, 20)),
    ("I'll return on 2026-07-20.", date(2026, 7, 20)),
    ("Out from 2 July to 17 July, back on 20 July", date(2026, 7, 20)),
    ("I am on leave from July 2 to July 17.", date(2026, 7, 17)),
    ("Back on 3 January", date(2027, 1, 3)),
    ("Away until 20/07/2026", date(2026, 7, 20)),
    ("Away until 07/20/2026", date(2026, 7, 20)),
    ("Ich bin bis zum 17.7. nicht erreichbar.", date(2026, 7, 17)),
    ("Ich bin bis einschließlich Freitag, den 17. Juli 2026 im Urlaub", date(2026, 7, 17)),
    ("Ab dem 20.07.26 bin ich wieder für Sie da.", date(2026, 7, 20)),
    ("Am Montag, 20. Juli bin ich zurück. Zurück am 20.07.2026.", date(2026, 7, 20)),
    ("Je suis absent jusqu’au 17 juillet inclus.", date(2026, 7, 17)),
    ("Je serai de retour le 03/08/2026.", date(2026, 8, 3)),
    ("Absente du 2 au 17 juillet 2026", date(2026, 7, 17)),
    ("Estoy de vacaciones hasta el 17 de julio de 2026.", date(2026, 7, 17)),
    ("Sono in ferie fino al 17 luglio", date(2026, 7, 17)),
    ("Ik ben afwezig tot en met 17 juli", date(2026, 7, 17)),
]
NOT_PLAIN = [
    ("I am away.", "no day at all"),
    ("I am away until Monday.", "which Monday"),
    ("Away until 03/08/2026", "English alone has both orders"),
    ("Back on 20 July. Back on 27 July at the latest.", "two days"),
    ("I was away until 12 June 2026", "it is past"),
    ("Back on 3 January 2030", "nobody is away that long"),
    ("Away until 31 June", "there is none"),
    ("Ab 6.7. bin ich im Urlaub", "when it begins"),
    ("Our office is closed on 14 July.", "nobody says to be back then"),
    ("Call me back on +49 30 14.07", "a number"),
]


@pytest.mark.parametrize(("text", "day"), PLAIN)
def test_a_day_that_is_plain_is_read(text: str, day: date) -> None:
    assert away_until(text, sent=SENT) == day


@pytest.mark.parametrize(("text", "why"), NOT_PLAIN)
def test_a_day_that_leaves_a_doubt_is_none(text: str, why: str) -> None:
    assert away_until(text, sent=SENT) is None, why
