"""Whether somebody asks for no more mail in their own words.

What is plain acts at once; what may be meant so goes to a person. So plain is only what can't well be read otherwise:
“please stop by on Monday” asks for a visit, and “don't stop” for more.
"""

import re
from collections.abc import Iterable
from typing import Final

from nurture.inbound.letter import Wish

_ALONE: Final = frozenset(
    {
        *("stop", "unsubscribe", "unsubscribe me", "remove", "remove me", "opt out", "opt me out", "no more mails"),
        *("abmelden", "abbestellen", "austragen", "bitte abmelden", "stopp"),
        *("désabonner", "désinscription", "désabonnement", "me désabonner", "arrêtez", "arrêter"),
        *("baja", "darme de baja", "dar de baja", "cancelar suscripción"),
        *("cancellami", "cancellatemi", "disiscrivermi", "uitschrijven", "afmelden", "descadastrar"),
    }
)
"""The whole of a reply."""

_THANKS: Final = re.compile(
    r"\b(?:hi|hello|dear|hey|hallo|guten tag|bonjour|hola|ciao|please|pls|bitte|s'il vous pla[iî]t|svp|por favor"
    r"|per favore|alstublieft|thanks?|thank you|danke|merci|gracias|grazie|bedankt|[a-z]+ team)\b"
)

_MAILS: Final = r"(?:e-?mails?|mails?|messages?|newsletters?)"
_PLAIN: Final = re.compile(
    "|".join(
        (
            r"\bunsubscribe (?:me|my (?:e-?mail|address))\b",
            r"\b(?:please|kindly) (?:unsubscribe|opt me out)\b",
            r"\bstop (?:sending|e-?mailing|mailing|writing|contacting|messaging|spamming)(?: to)? me\b",
            rf"\bstop sending (?:these|those|such|your|any)(?: \w+)? ?{_MAILS}\b",
            rf"\bstop (?:these|those|your|the|all) {_MAILS}\b",
            r"\b(?:do not|don't|never) (?:ever )?(?:e-?mail|mail|contact|write to|message) me (?:again|any ?more"
            r"|any longer|ever|further)\b",
            rf"\b(?:do not|don't) send me (?:any )?(?:more|further) {_MAILS}\b",
            r"\b(?:take|remove|delete) (?:me|my (?:e-?mail|address)(?: address)?) (?:off|from) (?:your|this|the)"
            r"(?: \w+)? ?list\b",
            rf"\bno (?:more|further) {_MAILS}(?:,? please)?(?:$|[.!,])",
            r"\bi(?: want| would like| wish|'d like) to (?:unsubscribe|opt out)\b",
            # German
            r"\b(?:keine|keinerlei) (?:weiteren |mehr )?(?:e-?mails?|mails?|nachrichten)"
            r"(?: (?:mehr|von ihnen|mehr von ihnen))? (?:mehr )?(?:schicken|senden|zusenden|erhalten|bekommen)\b",
            r"\b(?:schicken|senden) sie (?:mir )?(?:bitte )?keine (?:weiteren )?(?:e-?mails?|mails?|nachrichten)\b",
            r"\bnicht (?:mehr|weiter) (?:kontaktieren|anschreiben|anmailen)\b",
            r"\b(?:kontaktieren|schreiben) sie mich (?:bitte )?nicht (?:mehr|wieder|weiter)\b",
            r"\b(?:aus (?:ihrem|dem|eurem) verteiler|von (?:ihrer|der|eurer) (?:mailing)?liste) (?:nehmen|streichen"
            r"|löschen|entfernen|austragen)\b",
            r"\b(?:ich möchte mich|bitte) (?:hiermit )?(?:abmelden|vom (?:newsletter|verteiler) abmelden)\b",
            # French
            r"\b(?:ne (?:m'écrivez|me contactez)) plus\b",
            r"\bne plus (?:me contacter|m'écrire|m'envoyer|recevoir (?:de|vos|ces) (?:e-?mails?|mails?|messages?"
            r"|courriels?))",
            r"\b(?:désabonnez|désinscrivez|retirez)[- ]moi\b",
            # Spanish
            r"\bno me (?:escriban|contacten|escribas|contactes) más\b",
            r"\bno (?:quiero|deseo) (?:recibir|seguir recibiendo) (?:más )?(?:correos|mensajes|e-?mails?)\b",
            r"\bno me (?:envíen|manden) más\b",
            r"\b(?:denme|dame|darme) de baja\b",
            # Italian, Dutch
            r"\bnon (?:contattatemi|scrivetemi|voglio ricevere) più\b",
            r"\b(?:stuur|mail) mij? geen (?:e-?mails?|mails|berichten) meer\b",
        )
    )
)
_MAYBE: Final = re.compile(
    r"\bunsubscribe|\bopt(?:ing|ed)?[- ]out\b|\bmailing list\b|\bremove me\b|\bleave me alone\b"
    r"|\b(?:do not|don't|stop) (?:contact|e-?mail|mail|writ|send|text)|\bstop (?:it|this|now)\b"
    r"|\bno longer (?:wish|want)\b"
    r"|\b(?:delete|erase|remove) (?:all )?my (?:data|details|information|address|account)\b|\bspam\b|\bharass"
    r"|\babmeld|\babbestell|\bkeine (?:weiteren )?(?:mails|e-mails|nachrichten)\b|\bdaten (?:zu )?löschen\b"
    r"|\bnicht mehr (?:schreiben|melden)\b|\bverteiler\b"
    r"|\bdésabonn|\bdésinscri|\bsupprimer mes données\b|\bplus (?:de|vos) (?:mails|messages|e-mails)\b"
    r"|\bde baja\b|\bno (?:más|me envíe)|\bborrar mis datos\b"
    r"|\bcancellat|\bdisiscri|\buitschrijv|\bafmeld"
)
_BUT: Final = re.compile(
    r"\b(?:if|unless|until|when|wenn|falls|bis|si|jusqu|hasta|se|als|tot)\b|\?|\bhow (?:do|can)\b"
    r"|\b(?:did|do|does|would|have|had)(?: not|n't) (?:want to |wish to |mean to )?(?:unsubscribe|opt)"
    r"|\b(?:don't|do not|never|not|won't) (?:please )?(?:stop|unsubscribe|take me|remove me)\b"
    r"|\bby (?:mistake|accident)\b|\baccident|\bversehentlich\b|\bpar erreur\b|\bpor error\b"
)
"""What makes a sentence mean something else, or mean it only under a condition."""


def wish_in(text: str) -> Wish | None:
    """Whether what somebody wrote asks for no more mail."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    words = _THANKS.sub(" ", plain)
    if " ".join(re.sub(r"[^\w' ]", " ", words).split()) in _ALONE:
        return Wish.PLAIN
    return _strongest(map(_wish_of, re.findall(r"[^.!?\n]+[.!?]*", text.casefold().replace("’", "'"))))


def _wish_of(sentence: str) -> Wish | None:
    said = " ".join(sentence.split())
    if _PLAIN.search(said):
        return Wish.MAYBE if _BUT.search(said) else Wish.PLAIN
    return Wish.MAYBE if _MAYBE.search(said) else None


def _strongest(wishes: Iterable[Wish | None]) -> Wish | None:
    found = set(wishes)
    return next((wish for wish in (Wish.PLAIN, Wish.MAYBE) if wish in found), None)
