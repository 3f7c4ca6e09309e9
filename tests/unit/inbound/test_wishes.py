"""Whether a person asks for no more mail: what is plain acts at once, so little is."""

import pytest

from nurture.inbound.letter import Wish
from nurture.inbound.wishes import wish_in

PLAIN = [
    "Unsubscribe",
    "STOP",
    "Please stop.",
    "Hi Kim,\n\nplease unsubscribe me.\n",
    "Please stop sending me these.",
    "Stop emailing me!",
    "Stop e-mailing me, thanks",
    "Please don’t contact me again.",
    "do not email me any more",
    "Never write to me again.",
    "I am happy where I am. Please take me off your list.",
    "Remove me from your mailing list please",
    "No more emails, please.",
    "I'd like to unsubscribe",
    "Bitte keine weiteren Mails mehr schicken.",
    "Ich möchte mich abmelden.",
    "Bitte kontaktieren Sie mich nicht mehr.",
    "Abmelden bitte",
    "Merci de ne plus me contacter.",
    "Désinscrivez-moi",
    "Por favor, no me escriban más",
    "Denme de baja",
    "Non scrivetemi più",
    "Stuur mij geen mails meer",
]
MAYBE = [
    "How do I unsubscribe from the other list?",
    "I unsubscribed by mistake, please keep writing.",
    "I did not want to unsubscribe, sorry!",
    "Please don't stop sending me your mails",
    "If you have no job in Berlin, please don't contact me again.",
    "Please don't contact me at my work address",
    "Please delete my data.",
    "This is spam.",
    "Leave me alone",
    "Können Sie mich aus dem Verteiler nehmen?",
    "I no longer wish to be considered.",
]
NONE = [
    "Please stop by on Monday.",
    "Stop by whenever you like",
    "Don't stop!",
    "I can't stop thinking about the offer.",
    "The bus stop is in front of our house.",
    "Yes, gladly.",
    "I'm not interested in this role, but keep me posted.",
    "No more emails have arrived since Monday, is all well?",
    "We had to stop the project, so I am free in May.",
    "I will remove the old version of my CV.",
    "Nicht mehr lange, dann bin ich frei.",
    "Ich melde mich ab Montag.",
    "",
]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        *((text, Wish.PLAIN) for text in PLAIN),
        *((text, Wish.MAYBE) for text in MAYBE),
        *((text, None) for text in NONE),
    ],
)
def test_what_somebody_wrote_asks_for_no_more_or_not(text: str, wish: Wish | None) -> None:
    assert wish_in(text) == wish
