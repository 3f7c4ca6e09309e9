"""What all steps have in common."""

from collections.abc import Collection, Mapping
from typing import ClassVar, TypeVar

from pydantic import Field

from nurture.domain.instances import parts_of
from nurture.language.fields import Name
from nurture.language.model import Model


class Step(Model):
    """One step of a sequence. Each kind is a subclass in a file of its own, listed in `STEP_KINDS`.

    `KIND` is the key in YAML that tells the kind; `EXAMPLE` is a list of steps in YAML for its docs page.
    """

    KIND: ClassVar[str] = ""
    EXAMPLE: ClassVar[str] = ""

    id: Name = Field(description="The step's name, for ever: what people have had is filed under it.")

    def blocks(self) -> "tuple[tuple[Step, ...], ...]":
        """The blocks of steps inside this one, in the order in which they are written."""
        return ()

    def after_block(self, following: str | None) -> str | None:
        """Where the end of a block inside this step leads; `following` is the step after this one."""
        return following

    def opening(self) -> "tuple[Step, ...]":
        """The steps that may be done at the very moment when somebody arrives here: itself, or the first ones in it."""
        return (self,)

    def closing(self) -> "tuple[Step, ...]":
        """The steps that may have been done last at the moment when somebody goes on from here."""
        last = tuple(step for block in self.blocks() if block for step in block[-1].closing())
        return last or (self,)

    def results(self) -> tuple[str, ...]:
        """The outcomes that later steps can see, where they are known before it runs; else none."""
        return ()

    def tracks(self) -> tuple[str, ...]:
        """Names of the blocks, where they are done side by side."""
        return ()

    def templates(self) -> tuple[str, ...]:
        """The templates that it needs, as they are called among the files."""
        return ()

    def given(self, names: Collection[str]) -> dict[str, object]:
        """These of its fields as they were understood, under the names that a file has for them; those with a value."""
        fields = type(self).model_fields
        return {fields[name].alias or name: told for name in names if (told := getattr(self, name)) is not None}

    def always_exits(self) -> bool:
        """True when nobody ever gets past this step."""
        return False


S = TypeVar("S", bound=Step)


def called(name: str, kind: type[S], fields: Mapping[str, object]) -> S:
    """A step as which another one is judged or given, called as that is: where it is done for an item, too."""
    step_id, _ = parts_of(name)
    return kind.model_validate({**fields, "id": step_id}).model_copy(update={"id": name})


def block_exits(steps: tuple[Step, ...]) -> bool:
    """True when nobody ever gets to the end of these steps."""
    return any(step.always_exits() for step in steps)


def openings(blocks: tuple[tuple[Step, ...], ...]) -> tuple[Step, ...]:
    """The steps that may be done at the moment when somebody arrives at one of these blocks."""
    return tuple(step for block in blocks if block for step in block[0].opening())
