"""What all shapes share."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Something that comes out. It is read from a value of ours by the names that both have."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Asked(BaseModel):
    """Something that goes in. A name that is not known is refused: it may have been meant for something."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Item = TypeVar("Item", bound=Shape, covariant=True)


class Page(Shape, Generic[Item]):
    """A part of a list."""

    items: tuple[Item, ...] = Field(description="The items of this page.")
    next: str | None = Field(None, description="Ask for the next page with this as `after`; null: this is the last.")
