"""What a company calls the stages of its ATSs."""

import pytest

from nurture.domain.stages import AS_THEY_ARE, Alias, StageNames

NAMES = StageNames(
    theirs={
        "Screening": (),
        "Phone screen": (Alias(name="Onsite", connection="lever"),),
        "Onsite": (Alias(name="Face to face"), Alias(name="loop", connection="lever"), Alias(name="On-site interview")),
    }
)


@pytest.mark.parametrize(
    ("name", "connection", "ours", "why"),
    [
        ("Face to face", "greenhouse", "Onsite", "an alias of any connection"),
        (" face to FACE", "greenhouse", "Onsite", "as nobody can tell apart by reading"),
        ("onsite", "greenhouse", "Onsite", "our own name, in their spelling"),
        ("Onsite", "lever", "Phone screen", "what one connection means by it goes first"),
        ("loop", "lever", "Onsite", "an alias of that connection"),
        ("loop", "greenhouse", "loop", "and of no other"),
        ("Offer", "greenhouse", "Offer", "what is not listed has one name"),
        (None, "greenhouse", None, "no stage is none"),
    ],
)
def test_a_stage_is_called_as_the_company_calls_it(
    name: str | None, connection: str, ours: str | None, why: str
) -> None:
    assert NAMES.ours(name, f"{connection}:7") == ours, why
    assert AS_THEY_ARE.ours(name, f"{connection}:7") == name


@pytest.mark.parametrize(
    ("ours", "connection", "there"),
    [
        ("Onsite", "greenhouse", ("Onsite", "Face to face", "On-site interview")),
        ("Onsite", "lever", ("loop", "Onsite", "Face to face", "On-site interview")),
        ("Screening", "lever", ("Screening",)),
        ("Offer", "lever", ("Offer",)),
    ],
)
def test_what_it_may_be_called_there_begins_with_the_likeliest(
    ours: str, connection: str, there: tuple[str, ...]
) -> None:
    assert NAMES.there(ours, connection) == there
