"""The base of every model that a file is read into."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Model(BaseModel):
    """Frozen, and without unknown keys. Written back, it leaves out what was not given.

    `LATER` names keys of the full language that this version does not have yet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    LATER: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _without_gaps(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in handler(self).items() if value is not None}
