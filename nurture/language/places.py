"""Countries, by which company.yaml tells rules apart."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from nurture.domain.records import EVERYWHERE
from nurture.language import codes, patterns
from nurture.language.faults import fault
from nurture.timing.zones import country_codes


def _country(text: str) -> str:
    if text.upper() in country_codes():
        return text.upper()
    names = {name.lower(): code for code, name in country_codes().items()}
    code = names.get(text.lower())
    hint = f"write {code}" if code else "write its two-letter ISO 3166 code, as in GB or DE"
    raise fault(codes.BAD_PLACE, f"“{text}” is not the code of a country", hint)


Country: TypeAlias = Annotated[
    str, AfterValidator(_country), patterns.text_like("[A-Za-z]{2}", "a two-letter code, as in GB or DE", "GB", "DE")
]
Place: TypeAlias = Annotated[str, AfterValidator(lambda text: text if text == EVERYWHERE else _country(text))]
"""A country, or everywhere else."""
