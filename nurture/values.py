"""Values: frozen, keyword-only, slotted dataclasses that cost little to define and to make.

To whoever uses one it is a dataclass like any other: `fields`, `replace`, `asdict`, pydantic and mypy know it as one.
Two things are done otherwise than by `dataclasses`, since every start defines hundreds of them and a rehearsal makes
millions:

- What compares, hashes, shows and copies a value is shared, and its constructor is compiled when the first one is
  made; `dataclasses` writes and compiles six functions for each class.
- The constructor writes the fields as one of a class that is not frozen, and then becomes what it is; one of a frozen
  dataclass asks `object.__setattr__` for each of them, which takes twice as long.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")

_WRITE: Final = object.__setattr__


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Makes the class a value: made by naming its fields, compared by them, and never changed.

    What the class defines itself, such as its own `__hash__`, stays. What inherits from a value has to be one, too.
    """
    own = set(vars(cls))
    made = dataclass(init=False, repr=False, eq=False, kw_only=True, slots=True)(cls)
    known = _fields(made)
    compared = _reader([each.name for each in known if each.compare])
    hashed = _reader([each.name for each in known if (each.compare if each.hash is None else each.hash)])
    methods: dict[str, Callable[..., object]] = {
        "__init__": _first_constructor(made),
        "__repr__": _shown_with([each.name for each in known if each.repr]),
        "__eq__": lambda self, other: (
            compared(self) == compared(other) if type(other) is type(self) else NotImplemented
        ),
        "__hash__": lambda self: hash(hashed(self)),
        "__setattr__": _refused,
        "__delattr__": _refused,
        "__getstate__": _kept,
        "__setstate__": _restored,
    }
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: TID251 - so that mypy checks what is changed
else:

    def replace(made, /, **changes):
        """The same value, but for these fields: `dataclasses.replace`, without going through the fields one by one."""
        names, read = _names_of(type(made))
        return type(made)(**{**dict(zip(names, read(made), strict=True)), **changes})


@cache
def _names_of(cls: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    names = tuple(each.name for each in _fields(cls))
    return names, _reader(names)


def _first_constructor(cls: type) -> Callable[..., object]:
    """Stands in for the constructor until the first of its class is made."""

    def first(self: object, /, **values: object) -> None:
        constructor = _constructor(cls)
        type.__setattr__(cls, "__init__", constructor)
        constructor(self, **values)

    return first


def _constructor(cls: type) -> Callable[..., object]:
    """Written out and compiled: nothing else is as quick as plain assignments."""
    thawed = type(cls)(cls.__name__, cls.__bases__, {"__slots__": vars(cls)["__slots__"], "__setattr__": _WRITE})
    names: dict[str, object] = {"write": _WRITE, "thawed": thawed, "frozen": cls, "missing": MISSING}
    parameters, lines = ["self", "/"], ["write(self, '__class__', thawed)"]
    known = _fields(cls)
    for each in known:
        default, written = "", each.name
        if each.default_factory is not MISSING:
            names[f"new_{each.name}"] = each.default_factory
            default, written = "=missing", f"new_{each.name}() if {each.name} is missing else {each.name}"
        elif each.default is not MISSING:
            names[f"default_{each.name}"] = each.default
            default = f"=default_{each.name}"
        parameters.append(each.name + default)
        lines.append(f"self.{each.name} = {written}")
    lines.append("self.__class__ = frozen")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    if known:
        parameters.insert(2, "*")
    body = "\n    ".join(lines)
    exec(f"def __init__({', '.join(parameters)}):\n    {body}", names)
    constructor = names["__init__"]
    assert callable(constructor)
    return constructor


def _fields(cls: type) -> tuple[Field[object], ...]:
    assert is_dataclass(cls)
    return fields(cls)


def _reader(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Reads these fields of a value as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _shown_with(names: Sequence[str]) -> Callable[[object], str]:
    def shown(self: object) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    return shown


def _kept(self: object) -> tuple[object, ...]:
    """With `_restored`, what pickling and copying go by: they would set the fields as anybody does."""
    return tuple(getattr(self, each.name) for each in _fields(type(self)))


def _restored(self: object, state: Iterable[object]) -> None:
    for each, written in zip(_fields(type(self)), state, strict=True):
        _WRITE(self, each.name, written)


def _refused(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change `{name}` of a {type(self).__name__}: values are never changed")
