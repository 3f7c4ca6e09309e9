"""Feeds the loader, the checker and the template sandbox with whatever atheris makes of the examples.

Anything but a diagnostic or one of our own errors is a fault, and so is an input that takes longer than `-timeout`; what
the checker lets through must work out, or say in our own words why it can't. Atheris is not among the pinned packages,
since it is built for few Pythons: `pip install atheris`, then

    python -m tests.fuzz.language CORPUS -max_total_time=600 -timeout=10

CORPUS is a folder that keeps what was found worth trying; on the first run the examples go into it.
"""

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nurture", "yaml", "jinja2"]):
    from nurture.domain.records import Company
    from nurture.domain.subject import SubjectKind
    from nurture.domain.touchpoints import Address
    from nurture.errors import NurtureError
    from nurture.language.check import check_files
    from nurture.language.checker import check_expression
    from nurture.language.expressions import Expression, holds
    from nurture.language.names import names_from
    from nurture.language.schema import Scope
    from nurture.language.sequence import Purpose
    from nurture.language.templates import check_template
    from nurture.messages.footer import footer_for
    from nurture.messages.render import render
    from tests.rehearsal import facts_for

SEQUENCES = Path(__file__).parents[2] / "sequences"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCOPE = Scope(subject=SubjectKind.APPLICATION)
NAMES = names_from(facts_for(entered_at=NOW), NOW)
ACME = Company(name="Acme", postal_address="Acme Ltd, 1 Example Street, London")
FOOTER = footer_for(
    Purpose.NURTURE,
    is_to_candidate=True,
    company=ACME,
    address="maya@lindqvist.example",
    secret="a secret",
    public_url="https://nurture.acme.example",
    language="en",
)
MAYA = Address(email="maya@lindqvist.example")


def one_input(data: bytes) -> None:
    """The first byte chooses what is fed: a file of a sequence, a template, or a condition."""
    kind, rest = data[:1], data[1:]
    text = rest.decode("utf-8", errors="replace")
    if kind < b"U":
        SCRATCH.write_bytes(rest)
        check_files([SCRATCH], SEQUENCES)
    elif kind < b"\xaa":
        if not check_template(text, scope=SCOPE):
            fill_in(text)
    elif not check_expression(text, scope=SCOPE):
        with suppress(NurtureError):
            holds(Expression(text), NAMES)


def fill_in(template: str) -> None:
    """Writes a mail from a template that the checker found in order."""
    with suppress(NurtureError):
        render(
            template=template,
            names=NAMES,
            sender=MAYA,
            to=MAYA,
            key="a-key",
            message_id="<1@acme.example>",
            language="en",
            company=ACME,
            footer=FOOTER,
        )


def seed(corpus: Path) -> None:
    """Puts the examples into an empty corpus."""
    corpus.mkdir(parents=True, exist_ok=True)
    if any(corpus.iterdir()):
        return
    for number, path in enumerate(sorted(SEQUENCES.glob("*.yaml"))):
        (corpus / f"sequence-{number}").write_bytes(b"\x00" + path.read_bytes())
    for number, path in enumerate(sorted(SEQUENCES.rglob("*.md"))):
        (corpus / f"template-{number}").write_bytes(b"\x60" + path.read_bytes())
    for number, text in enumerate(('"a" in candidate.tags', "days_since(now) > 3 or not application")):
        (corpus / f"condition-{number}").write_bytes(b"\xff" + text.encode())


if __name__ == "__main__":
    where = Path(sys.argv[1])
    SCRATCH = where.with_name(f"{where.name}.yaml")
    seed(where)
    atheris.Setup([sys.argv[0], str(where), *sys.argv[2:]], one_input)
    atheris.Fuzz()
