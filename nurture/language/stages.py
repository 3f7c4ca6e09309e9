"""`stages` of company.yaml: one name of the company's for what its ATSs and pipelines call differently."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, TypeAlias

from pydantic import PlainSerializer, WithJsonSchema

from nurture.domain.stages import Alias, StageNames, alike
from nurture.language import codes
from nurture.language.faults import did_you_mean, fault, kind_of, listed
from nurture.language.fields import Title, check_name
from nurture.language.reading import ReadBy

_HOW: Final = "write a name, a list of names, or the name of one connection, as in `{lever: onsite}`"


def _aliases(value: object) -> tuple[Alias, ...]:
    told = value if isinstance(value, list | tuple) else [value]
    return tuple(alias for each in told for alias in _of(each))


def _of(value: object) -> Iterator[Alias]:
    if isinstance(value, Alias):
        yield value
    elif isinstance(value, str) and value.strip():
        yield Alias(name=value.strip())
    elif isinstance(value, Mapping) and value:
        for connection, name in value.items():
            if not isinstance(name, str) or not name.strip():
                raise fault(codes.WRONG_TYPE, f"the name in `{connection}` must be text, not {kind_of(name)}", _HOW)
            yield Alias(name=name.strip(), connection=check_name(str(connection), "the name of a connection"))
    else:
        raise fault(codes.WRONG_TYPE, f"a stage can't be called {kind_of(value)}", _HOW)


def _written(aliases: tuple[Alias, ...]) -> list[str | dict[str, str]]:
    return [each.name if each.connection is None else {each.connection: each.name} for each in aliases]


_ONE: Final = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "minProperties": 1},
    ]
}
Aliases: TypeAlias = Annotated[
    tuple[Alias, ...],
    ReadBy(_aliases),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [*_ONE["anyOf"], {"type": "array", "items": _ONE}]}),
]
Stages: TypeAlias = dict[Title, Aliases]


def check_stages(stages: Stages) -> None:
    """Raises a fault where one name would stand for two stages."""
    meant: dict[tuple[str | None, str], str] = {(None, alike(ours)): ours for ours in stages}
    for ours, aliases in stages.items():
        for each in aliases:
            key = (each.connection, alike(each.name))
            if meant.setdefault(key, ours) != ours:
                said = f"“{each.name}” stands for `{ours}` and for `{meant[key]}`"
                raise fault(
                    codes.CONTRADICTION, said, "name the stage of one connection, or leave it out", key="stages"
                )


def stage_hint(name: str, stages: StageNames) -> str:
    """What to write in place of a stage that is not listed."""
    told = [ours for ours, aliases in stages.theirs.items() if alike(name) in {alike(each.name) for each in aliases}]
    if told:
        return f"write {listed(told)}: that is what company.yaml calls it"
    near = did_you_mean(name, stages.theirs)
    return near or f"add `{name}: []` under `stages` in company.yaml: a stage that has no other name anywhere"
