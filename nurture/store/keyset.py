"""Where a page of a list begins: at what stands beyond the item that the page before ended with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Tuple, literal, tuple_

from nurture.values import frozen


@frozen
class Cut:
    """A part of a list by moments: behind the item of a moment with that key, and so many. As it is: all of it."""

    after: tuple[datetime, str | int] | None = None
    limit: int | None = None

    def of(self, query: Select[Any], at: ColumnElement[Any], key: ColumnElement[Any]) -> Select[Any]:
        """That part of what a query finds, in the order of these columns."""
        if self.after is not None:
            query = query.where(beyond((at, key), self.after))
        return query.order_by(at, key).limit(self.limit)


WHOLE: Final = Cut()


def beyond(columns: Sequence[ColumnElement[Any]], place: Sequence[object]) -> ColumnElement[bool]:
    """What stands behind `place` in a list in the order of these columns, of which none may be null."""
    return tuple_(*columns) > _typed(columns, place)


def short_of(columns: Sequence[ColumnElement[Any]], place: Sequence[object]) -> ColumnElement[bool]:
    """The same of a list that begins with the last."""
    return tuple_(*columns) < _typed(columns, place)


def _typed(columns: Sequence[ColumnElement[Any]], place: Sequence[object]) -> Tuple:
    return tuple_(*(literal(value, type_=column.type) for column, value in zip(columns, place, strict=True)))
