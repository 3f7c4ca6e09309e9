"""What the page of a survey says of itself, and the survey's own words in the reader's language."""

from collections.abc import Mapping
from typing import Final

from nurture.language.survey import Survey, SurveyWords
from nurture.language.templates import choose_language
from nurture.values import frozen


@frozen
class PageWords:
    """The page's own words."""

    send: str
    comment: str
    choose: str
    thanks: str
    close: str
    again: str
    yes: str
    no: str


PAGE_WORDS: Final[Mapping[str, PageWords]] = {
    "": PageWords(
        send="Send",
        comment="Would you like to tell us more?",
        choose="Please choose an answer.",
        thanks="Thank you for your answer.",
        close="You can close this page.",
        again="You have answered already. Thank you.",
        yes="Yes",
        no="No",
    ),
    "de": PageWords(
        send="Absenden",
        comment="Möchten Sie uns mehr dazu sagen?",
        choose="Bitte wählen Sie eine Antwort.",
        thanks="Vielen Dank für Ihre Antwort.",
        close="Sie können diese Seite schließen.",
        again="Sie haben schon geantwortet. Vielen Dank.",
        yes="Ja",
        no="Nein",
    ),
    "fr": PageWords(
        send="Envoyer",
        comment="Souhaitez-vous nous en dire plus ?",
        choose="Veuillez choisir une réponse.",
        thanks="Merci pour votre réponse.",
        close="Vous pouvez fermer cette page.",
        again="Vous avez déjà répondu. Merci.",
        yes="Oui",
        no="Non",
    ),
    "es": PageWords(
        send="Enviar",
        comment="¿Quiere contarnos algo más?",
        choose="Elija una respuesta.",
        thanks="Gracias por su respuesta.",
        close="Puede cerrar esta página.",
        again="Ya ha respondido. Gracias.",
        yes="Sí",
        no="No",
    ),
}
"""By language; the one without a tag is English."""


@frozen
class Shown:
    """A survey as one reader sees it; `answers` are values with what is shown of each."""

    title: str
    question: str
    intro: str | None
    thanks: str
    low: str | None
    high: str | None
    answers: tuple[tuple[str, str], ...]
    is_numbered: bool
    asks_for_words: bool
    page: PageWords


def shown(survey: Survey, language: str) -> Shown:
    """The survey in that language, or in the company's own where its author wrote nothing else."""
    page = PAGE_WORDS[choose_language(PAGE_WORDS, (language, "en"))]
    tag = choose_language(("", *survey.languages), (language, ""))
    words = survey.languages.get(tag, SurveyWords())
    said = words.choices or survey.choices
    if said is None:
        said = tuple({"yes": page.yes, "no": page.no}.get(each, each) for each in survey.answers)
    return Shown(
        title=words.title or survey.title,
        question=words.question or survey.question,
        intro=words.intro or survey.intro,
        thanks=words.thanks or survey.thanks or page.thanks,
        low=words.low or survey.low,
        high=words.high or survey.high,
        answers=tuple(zip(survey.answers, said, strict=True)),
        is_numbered=survey.is_numbered,
        asks_for_words=survey.comment,
        page=page,
    )
