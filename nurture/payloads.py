"""How messages become bytes on their way through Temporal: plain JSON, made and read by pydantic.

It is what the SDK's own pydantic converter writes, and more than ten times as fast as the default for a move. The SDK
makes a converter for every workflow it runs, and its own would build its type adapters anew each time: ours share them.
"""

from typing import Final

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
)

_SHARED: Final = PydanticJSONPlainPayloadConverter()


class SharedPydanticConverter(CompositePayloadConverter):
    """The default converters, with pydantic's in the place of the one for JSON."""

    def __init__(self) -> None:
        super().__init__(
            *(
                _SHARED if isinstance(each, JSONPlainPayloadConverter) else each
                for each in DefaultPayloadConverter.default_encoding_payload_converters
            )
        )


DATA_CONVERTER: Final = DataConverter(payload_converter_class=SharedPydanticConverter)
"""For every client and replayer."""
