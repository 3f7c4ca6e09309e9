"""A survey: one question, how it is answered, and its words in other languages. Surveys stand in company.yaml."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, model_validator

from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import Language, Title
from nurture.language.model import Model
from nurture.language.sequence import Purpose

_NUMBERED: Final[Mapping[str, range]] = {"0-10": range(11), "1-5": range(1, 6)}
YES: Final = "yes"
NO: Final = "no"
_YES_NO: Final = (YES, NO)
Prose: TypeAlias = Annotated[str, Field(min_length=1, max_length=1_000)]
Choice: TypeAlias = Annotated[str, Field(min_length=1, max_length=60)]


def _distinct(choices: tuple[str, ...]) -> tuple[str, ...]:
    if len(choices) < 2:
        raise fault(codes.WRONG_TYPE, "one choice is none", "write two or more")
    if len(set(choices)) < len(choices):
        raise fault(codes.BAD_NAME, "a choice is listed twice", "name each choice once")
    return choices


Choices: TypeAlias = Annotated[
    tuple[Choice, ...], Field(max_length=12, json_schema_extra={"minItems": 2}), AfterValidator(_distinct)
]


class SurveyWords(Model):
    """The words of a survey in another language; what is left out is in the company's."""

    title: Title | None = Field(None, description="What it is, at the top of the page.")
    question: Title | None = Field(None, description="The question.")
    intro: Prose | None = Field(None, description="What stands above the question.")
    thanks: Prose | None = Field(None, description="What is said once it is answered.")
    low: Choice | None = Field(None, description="What the lowest number means.")
    high: Choice | None = Field(None, description="What the highest number means.")
    choices: Choices | None = Field(None, description="The choices in this language, in the same order.")


class Survey(Model):
    """One question to a candidate or a hiring manager."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["scale"]}, {"required": ["choices"]}]})

    title: Title = Field(description="What it is, at the top of the page.")
    question: Title = Field(description="The question.")
    scale: Literal["0-10", "1-5", "yes-no"] | None = Field(
        None, description="How it is answered: a number, or yes or no."
    )
    choices: Choices | None = Field(None, description="In place of `scale`: words of which one is chosen.")
    low: Choice | None = Field(None, description="What the lowest number means, such as “not at all”.")
    high: Choice | None = Field(None, description="What the highest number means.")
    consent: Purpose | None = Field(
        None,
        description="With `scale: yes-no`: a yes is a consent to messages of that purpose, for the `lifetime` "
        "under `consent`, and a no takes it back.",
    )
    comment: StrictBool = Field(False, description="True to ask for a few words, too.")
    intro: Prose | None = Field(None, description="What stands above the question.")
    thanks: Prose | None = Field(None, description="What is said once it is answered.")
    languages: dict[Language, SurveyWords] = Field(default_factory=dict, description="Its words in other languages.")

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be answered, as sequences see it."""
        if self.choices is not None:
            return self.choices
        assert self.scale is not None, "there is one of the two"
        return tuple(map(str, _NUMBERED[self.scale])) if self.scale in _NUMBERED else _YES_NO

    @property
    def is_numbered(self) -> bool:
        """Whether the answer is a number."""
        return self.scale in _NUMBERED

    @model_validator(mode="after")
    def _is_answered_one_way(self) -> "Survey":
        if (self.scale is None) == (self.choices is None):
            said = "this survey has both `scale` and `choices`" if self.scale else "nobody could answer this survey"
            raise fault(codes.CONTRADICTION, said, "write `scale: 0-10`, 1-5 or yes-no, or `choices` with some words")
        if not self.is_numbered and (self.low or self.high):
            said = "`low` and `high` are the ends of a scale of numbers"
            raise fault(codes.CONTRADICTION, said, "leave them out", key="low" if self.low else "high")
        if self.consent is not None and self.scale != "yes-no":
            said = "`consent` is given by a yes, and taken back by a no"
            raise fault(codes.CONTRADICTION, said, "write `scale: yes-no`", key="consent")
        for tag, words in self.languages.items():
            if words.choices is not None and len(words.choices) != len(self.choices or ()):
                said = f"`choices` in {tag} are not as many as those of the survey"
                raise fault(codes.CONTRADICTION, said, "translate each, in the same order", key="languages")
        return self
