"""What the page says on which a candidate chooses how much mail they want."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from nurture.language.datewords import format_date
from nurture.values import frozen


@frozen
class PreferenceWords:
    """The page's words: what it offers, each with what follows from it, and what stands."""

    title: str
    stop: str
    stop_means: str
    pauses: Mapping[int, str]
    pause_means: str
    openings: str
    openings_means: str
    nothing: str
    nothing_means: str
    save: str
    saved: str
    afterwards: str
    now: str
    is_stopped: str
    is_paused: str
    is_only_openings: str
    is_nothing: str
    long_date: str

    def paused_until(self, day: date, language: str) -> str:
        """That there is a pause, and until when."""
        return self.is_paused.replace("{day}", format_date(day, self.long_date, language))


PREFERENCE_WORDS: Final[Mapping[str, PreferenceWords]] = {
    "": PreferenceWords(
        title="Which mails would you like to get?",
        stop="No more mails like this one",
        stop_means="We will no longer write to this address about roles that may suit you. If you have applied with "
        "us, you still hear how that goes.",
        pauses={1: "A pause of one month", 3: "A pause of three months", 6: "A pause of six months"},
        pause_means="Until then you get no mails like this one.",
        openings="Only openings that fit me",
        openings_means="We write when there is an opening, and about nothing else.",
        nothing="No mail at all",
        nothing_means="Not even about an application of yours.",
        save="Save",
        saved="Done. That is how we will do it.",
        afterwards="You can close this page. If you change your mind, just write to us.",
        now="As it stands",
        is_stopped="You get no mails like that one.",
        is_paused="You get no mails like that one until {day}.",
        is_only_openings="You get mails about openings only.",
        is_nothing="You get no mail from us at all.",
        long_date="%-d %B %Y",
    ),
    "de": PreferenceWords(
        title="Welche Mails möchten Sie bekommen?",
        stop="Keine solchen Mails mehr",
        stop_means="Wir schreiben dieser Adresse dann nicht mehr über Stellen, die zu Ihnen passen könnten. Wenn Sie "
        "sich bei uns beworben haben, hören Sie weiterhin, wie es damit steht.",
        pauses={1: "Einen Monat Pause", 3: "Drei Monate Pause", 6: "Sechs Monate Pause"},
        pause_means="Bis dahin bekommen Sie keine solchen Mails.",
        openings="Nur Stellen, die zu mir passen",
        openings_means="Wir schreiben, wenn eine Stelle frei ist, und sonst nicht.",
        nothing="Gar keine Mails",
        nothing_means="Auch nicht über eine Bewerbung von Ihnen.",
        save="Speichern",
        saved="Erledigt. So halten wir es.",
        afterwards="Sie können diese Seite schließen. Wenn Sie es sich anders überlegen, schreiben Sie uns einfach.",
        now="So ist es eingestellt",
        is_stopped="Sie bekommen keine solchen Mails.",
        is_paused="Sie bekommen bis zum {day} keine solchen Mails.",
        is_only_openings="Sie bekommen nur Mails über freie Stellen.",
        is_nothing="Sie bekommen gar keine Mails von uns.",
        long_date="%-d. %B %Y",
    ),
    "fr": PreferenceWords(
        title="Quels messages souhaitez-vous recevoir ?",
        stop="Ne plus recevoir ces messages",
        stop_means="Nous n’écrirons plus à cette adresse au sujet de postes qui pourraient vous convenir. Si vous avez "
        "postulé chez nous, vous serez toujours informé de la suite.",
        pauses={1: "Une pause d’un mois", 3: "Une pause de trois mois", 6: "Une pause de six mois"},
        pause_means="D’ici là, vous ne recevrez pas ces messages.",
        openings="Seulement les postes qui me conviennent",
        openings_means="Nous écrivons lorsqu’un poste est à pourvoir, et pour rien d’autre.",
        nothing="Aucun message",
        nothing_means="Pas même au sujet de votre candidature.",
        save="Enregistrer",
        saved="C’est fait. Nous en tiendrons compte.",
        afterwards="Vous pouvez fermer cette page. Si vous changez d’avis, écrivez-nous.",
        now="Votre choix actuel",
        is_stopped="Vous ne recevez plus ces messages.",
        is_paused="Vous ne recevez pas ces messages jusqu’au {day}.",
        is_only_openings="Vous ne recevez que des messages sur des postes à pourvoir.",
        is_nothing="Vous ne recevez aucun message de notre part.",
        long_date="%o %B %Y",
    ),
    "es": PreferenceWords(
        title="¿Qué mensajes desea recibir?",
        stop="No recibir más mensajes como este",
        stop_means="No volveremos a escribir a esta dirección sobre puestos que podrían interesarle. Si ha enviado una "
        "candidatura, seguirá sabiendo cómo avanza.",
        pauses={1: "Una pausa de un mes", 3: "Una pausa de tres meses", 6: "Una pausa de seis meses"},
        pause_means="Hasta entonces no recibirá mensajes como este.",
        openings="Solo los puestos que encajan conmigo",
        openings_means="Le escribimos cuando hay un puesto, y por nada más.",
        nothing="Ningún mensaje",
        nothing_means="Ni siquiera sobre una candidatura suya.",
        save="Guardar",
        saved="Hecho. Así lo haremos.",
        afterwards="Puede cerrar esta página. Si cambia de opinión, escríbanos.",
        now="Su elección actual",
        is_stopped="No recibe mensajes como ese.",
        is_paused="No recibe mensajes como ese hasta el {day}.",
        is_only_openings="Solo recibe mensajes sobre puestos.",
        is_nothing="No recibe ningún mensaje nuestro.",
        long_date="%-d de %B de %Y",
    ),
}
"""By language; the one without a tag is English."""
