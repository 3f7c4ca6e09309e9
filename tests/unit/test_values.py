import copy
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields
from dataclasses import replace as usual_replace  # noqa: TID251 - values go through it, too
from typing import Generic, TypeVar, cast

import pytest
from pydantic import TypeAdapter, ValidationError

from nurture.values import frozen, replace

T = TypeVar("T")


@frozen
class Place:
    """A place with a bit of everything."""

    name: str
    tags: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict, compare=False)
    secret: str = field(default="", repr=False)


@frozen
class Nothing:
    """A value without fields."""


@frozen
class Known:
    """A value that is the same as another by its number alone."""

    number: int
    label: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)


@frozen
class Tagged:
    """A value with what can't be hashed."""

    name: str
    own: Mapping[str, int] = field(default_factory=dict, hash=False)


@frozen
class Words:
    """A value whose fields are called as what makes it might be."""

    new: str
    copy: str
    write: str
    frozen: str = ""
    missing: tuple[str, ...] = field(default_factory=tuple)


@frozen
class Part(Generic[T]):
    """A value of anything."""

    rows: tuple[T, ...]


@frozen
class Span:
    """A value that looks at what it is made of."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("ends before it starts")


@frozen
class Named:
    """A value that others add to."""

    name: str


@frozen
class Stamped(Named):
    """A value that adds to another."""

    number: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Usual:
    """What a value is held against."""

    name: str
    tags: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict, compare=False)
    secret: str = field(default="", repr=False)


def test_a_value_is_made_by_naming_its_fields_and_fills_in_the_others() -> None:
    made = Place(name="Oslo")

    assert (made.name, made.tags, made.notes, made.secret) == ("Oslo", (), {}, "")


def test_what_a_factory_makes_is_new_for_each() -> None:
    assert Place(name="Oslo").notes is not Place(name="Oslo").notes


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="a field that has no default is missing"),
        pytest.param({"name": "Oslo", "nmae": "Oslo"}, id="a field that it has not"),
    ],
)
def test_what_does_not_fit_is_refused_as_a_dataclass_refuses_it(values: Mapping[str, str]) -> None:
    with pytest.raises(TypeError) as usual:
        Usual(**values)

    for _ in range(2):  # the constructor is another from the second time on
        with pytest.raises(TypeError) as refused:
            Place(**values)
        assert str(refused.value) == str(usual.value).removeprefix("Usual.")


def test_fields_are_named_and_not_counted() -> None:
    make: Callable[..., object] = Place

    for _ in range(2):
        with pytest.raises(TypeError, match="positional argument"):
            make("Oslo")


def test_a_value_is_never_changed() -> None:
    made = Place(name="Oslo")

    with pytest.raises(FrozenInstanceError, match="name"):
        setattr(made, "name", "Bergen")  # noqa: B010 - mypy refuses the assignment, which is the point
    with pytest.raises(FrozenInstanceError, match="name"):
        delattr(made, "name")
    with pytest.raises(FrozenInstanceError, match="nmae"):
        setattr(made, "nmae", "Bergen")  # noqa: B010
    assert made == Place(name="Oslo")


def test_values_compare_and_hash_by_the_fields_that_count() -> None:
    assert Place(name="Oslo", notes={"a": "b"}) == Place(name="Oslo", notes={})
    assert Place(name="Oslo") != Place(name="Oslo", tags=("cold",))
    assert len({Place(name="Oslo"), Place(name="Oslo"), Place(name="Bergen")}) == 2
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_a_field_that_can_not_be_hashed_still_compares() -> None:
    assert len({Tagged(name="Oslo", own={"a": 1}), Tagged(name="Oslo", own={"a": 2})}) == 2
    assert hash(Tagged(name="Oslo", own={"a": 1})) == hash(Tagged(name="Oslo", own={"a": 2}))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Place(name="Oslo", tags=cast("tuple[str, ...]", ["cold"])))


def test_values_of_two_classes_are_never_the_same() -> None:
    assert Named(name="Oslo") != Stamped(name="Oslo")
    assert Place(name="Oslo") != Usual(name="Oslo")


def test_a_class_keeps_the_methods_that_it_defines_itself() -> None:
    assert Known(number=1, label="a") == Known(number=1, label="b")
    assert hash(Known(number=1)) == hash(1)


def test_a_value_shows_its_fields_but_not_those_that_are_hidden() -> None:
    assert repr(Place(name="Oslo", secret="s3")) == "Place(name='Oslo', tags=(), notes={})"
    assert repr(Nothing()) == "Nothing()"


def test_a_value_looks_at_what_it_is_made_of() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="ends before it starts"):
            Span(start=2, end=1)
    assert Span(start=1, end=2).end == 2


def test_a_value_that_adds_to_another_has_the_fields_of_both() -> None:
    made = Stamped(name="Oslo", number=3)

    assert (made.name, made.number) == ("Oslo", 3)
    assert type(made) is Stamped
    assert not hasattr(made, "__dict__")


def test_a_value_may_be_of_anything() -> None:
    assert Part(rows=(1, 2)) == Part[int](rows=(1, 2))
    assert replace(Part(rows=(1, 2)), rows=(3,)).rows == (3,)


def test_a_value_is_a_dataclass_to_whoever_asks() -> None:
    made = Place(name="Oslo", tags=("cold",))

    assert [each.name for each in fields(made)] == ["name", "tags", "notes", "secret"]
    assert usual_replace(made, name="Bergen") == Place(name="Bergen", tags=("cold",))
    assert asdict(made) == {"name": "Oslo", "tags": ("cold",), "notes": {}, "secret": ""}


def test_fields_may_have_any_name_that_fields_have() -> None:
    made = Words(new="a", copy="b", write="c")

    assert replace(made, copy="d") == Words(new="a", copy="d", write="c", frozen="", missing=())


def test_a_value_is_copied_with_other_fields() -> None:
    made = Place(name="Oslo", tags=("cold",), notes={"a": "b"})
    other = replace(made, name="Bergen", tags=())

    assert (other.name, other.tags, other.notes) == ("Bergen", (), {"a": "b"})
    assert made.name == "Oslo"
    assert replace(Known(number=1), label="a").label == "a"
    assert replace(Nothing()) == Nothing()
    assert replace(Usual(name="Oslo"), name="Bergen") == Usual(name="Bergen"), "also one that is no value of ours"
    change: Callable[..., object] = replace
    with pytest.raises(TypeError, match="nmae"):
        change(made, nmae="Bergen")


@pytest.mark.parametrize("made", [Place(name="Oslo", notes={"a": "b"}), Nothing(), Stamped(name="Oslo", number=3)])
def test_a_value_is_copied_and_sent_to_other_processes(made: Place | Nothing | Stamped) -> None:
    for again in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert again == made
        assert type(again) is type(made)
        assert asdict(again) == asdict(made)
        with pytest.raises(FrozenInstanceError):
            setattr(again, "name", "Bergen")  # noqa: B010


def test_pydantic_reads_and_writes_a_value() -> None:
    place = TypeAdapter(Place)
    read = place.validate_json('{"name": "Oslo", "tags": ["cold"]}')

    assert read == Place(name="Oslo", tags=("cold",))
    assert place.validate_json(place.dump_json(read)) == read
    with pytest.raises(ValidationError, match="tags"):
        place.validate_python({"name": "Oslo", "tags": 3})
    with pytest.raises(FrozenInstanceError):
        setattr(read, "name", "Bergen")  # noqa: B010
