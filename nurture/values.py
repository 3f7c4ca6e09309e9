"""Values: frozen, keyword-only, slotted dataclasses that cost little to define and to make.

To whoever uses one it is a dataclass like any other: `fields`, `replace`, `asdict`, pydantic and mypy know it as one.
Two things are done otherwise than by `dataclasses`, since every start defines hundreds of them and a rehearsal makes
millions:

- What compares, hashes, shows and copies a value is shared, and its constructor is compiled when the first one is
  made; `dataclasses` writes and compiles six functions for each class.
- The constructor writes the fields as one of a class that is not frozen, and then becomes what it is; one of a frozen
  dataclass asks `object.__setattr__` for each of them, which takes twice as long.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from dataclasses import replace as _usual_replace  # noqa: TID251 - this is what is quicker
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
        "__init__": _first(made, "__init__", _constructor),
        "__replace__": _first(made, "__replace__", _replacer),
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
        """The same value, or other dataclass, but for these fields."""
        return made.__replace__(**changes) if hasattr(made, "__replace__") else _usual_replace(made, **changes)


def _first(cls: type, name: str, write: Callable[[type], Callable[..., object]]) -> Callable[..., object]:
    """Stands in for a method until it is first called, and is written and compiled then."""

    def first(self: object, /, **values: object) -> object:
        method = write(cls)
        type.__setattr__(cls, name, method)
        return method(self, **values)

    return first


def _constructor(cls: type) -> Callable[..., object]:
    """Written out: nothing else is as quick as plain assignments."""
    names: dict[str, object] = {}
    parameters, lines = [], ["WRITE(self, '__class__', THAWED)"]
    for each in _fields(cls):
        default, written = "", each.name
        if each.default_factory is not MISSING:
            names[f"NEW_{each.name}"] = each.default_factory
            default, written = "=MISSING", f"NEW_{each.name}() if {each.name} is MISSING else {each.name}"
        elif each.default is not MISSING:
            names[f"DEFAULT_{each.name}"] = each.default
            default = f"=DEFAULT_{each.name}"
        parameters.append(each.name + default)
        lines.append(f"self.{each.name} = {written}")
    return _compiled(cls, "__init__", parameters, [*lines, *_freezes(cls, "self")], names)


def _replacer(cls: type) -> Callable[..., object]:
    """The same, of a copy: what is not given is as it was."""
    known = [each.name for each in _fields(cls)]
    copied = (f"COPY.{name} = self.{name} if {name} is MISSING else {name}" for name in known)
    lines = ["COPY = NEW(THAWED)", *copied, *_freezes(cls, "COPY"), "return COPY"]
    return _compiled(cls, "__replace__", [f"{name}=MISSING" for name in known], lines, {})


def _freezes(cls: type, name: str) -> list[str]:
    looks = [f"{name}.__post_init__()"] if hasattr(cls, "__post_init__") else []
    return [f"{name}.__class__ = FROZEN", *looks]


def _compiled(
    cls: type, name: str, parameters: Sequence[str], lines: Sequence[str], names: Mapping[str, object]
) -> Callable[..., object]:
    """A method in words of its own, which are in capitals, since fields are not."""
    known = {"WRITE": _WRITE, "NEW": object.__new__, "THAWED": _thawed(cls), "FROZEN": cls, "MISSING": MISSING, **names}
    listed = ", ".join(["self", "/", *(["*"] if parameters else []), *parameters])
    exec(f"def {name}({listed}):\n    " + "\n    ".join(lines), known)
    method = known[name]
    assert callable(method)
    return method


@cache
def _thawed(cls: type) -> type:
    """A class with the same slots whose instances can be written to, and become those of the other."""
    laid_out_alike = {name: vars(cls)[name] for name in ("__slots__", "__orig_bases__") if name in vars(cls)}
    return type(cls)(cls.__name__, cls.__bases__, {**laid_out_alike, "__setattr__": _WRITE})


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
