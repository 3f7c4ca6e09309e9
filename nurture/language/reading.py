"""How pydantic is told that a function of ours reads a value, and nothing else has a say."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, slots=True)
class ReadBy:
    """The value is what `read` makes of what was written.

    pydantic's own PlainValidator means the same, but works out how the type it stands beside would be validated, and
    then does not use that: for our values, dataclasses most of them, it took a seventh of a whole `nurture check`.
    """

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


@dataclass(frozen=True, slots=True)
class ReadInContext:
    """The same for a function that must know what the file stands beside; see `nurture.language.context`."""

    read: Callable[[object, ValidationInfo], object]

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)
