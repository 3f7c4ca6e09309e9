"""The base of every model that a file is read into."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Model(BaseModel):
    """Frozen, and without unknown keys. Written back, it leaves out what was not given.

    Its validator is made when something is first read into it: a file has few kinds of steps of all that there are.
    `INSTEAD` names keys that somebody may look for here, each with what to write in its place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    INSTEAD: ClassVar[Mapping[str, str]] = {}

    @model_serializer(mode="wrap")
    def _without_gaps(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in handler(self).items() if value is not None}
