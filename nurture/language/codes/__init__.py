"""Every code that a check can report: its page, its examples and its constant.

The first digit groups them: 0 files, 1 keys and values, 2 conditions and templates, 3 times, 4 and 5 what belongs
together, 6 what would hurt people, 7 what other systems are told, and what begins a run, or competes, 8 what would come
to nothing. A code keeps its number for ever.
"""

from collections.abc import Mapping
from typing import Final

from nurture.language.codes import across, beginning, blocks, expressions, files, outward, safety, shape, times, ways
from nurture.language.codes.across import (
    BAD_LANGUAGE,
    DUPLICATE_SEQUENCE,
    DUPLICATE_STEP,
    MISSING_TEMPLATE,
    NO_SUCH_MAIL,
    NOTHING_TO_ANSWER,
    NOTHING_TO_MERGE_INTO,
    TEXT_TOO_LONG,
    UNKNOWN_GROUP,
    UNKNOWN_SENDER,
    UNKNOWN_SEQUENCE,
    UNKNOWN_SURVEY,
    UNREACHABLE,
    UNUSED_TEMPLATE,
    WRONG_SUBJECT,
)
from nurture.language.codes.beginning import BEGINS_NOTHING, NOTHING_IDLE
from nurture.language.codes.blocks import NOT_GIVEN, TOO_MANY_BLOCKS, UNKNOWN_BLOCK, UNUSED_BLOCK
from nurture.language.codes.code import Code, Example
from nurture.language.codes.expressions import (
    EXPRESSION_SYNTAX,
    GOES_ROUND,
    NO_NUMBER,
    NO_SURVEY_LINK,
    UNKNOWN_STAGE,
    UNUSED_CONDITION,
)
from nurture.language.codes.files import (
    BAD_ALLOW,
    DUPLICATE_KEY,
    NO_COMPANY,
    NOT_PLAIN,
    NOT_READ,
    NOT_YAML,
    UNREADABLE,
    UNUSED_ALLOW,
)
from nurture.language.codes.outward import NO_APPLICATION_TO_CHANGE, REJECTS_A_HIRE, UNKNOWN_WEBHOOK
from nurture.language.codes.safety import (
    AFTER_CONSENT,
    CONSENT_OF_OTHERS,
    EVERYBODY_COMES,
    MAY_REPEAT,
    NO_EXIT_ON_DECISION,
    NO_EXIT_ON_REPLY,
    NOBODY_TO_WRITE_TO,
    ROUND_AND_ROUND,
    TWO_AT_ONCE,
    TWO_IN_A_DAY,
)
from nurture.language.codes.shape import (
    BAD_NAME,
    CONTRADICTION,
    MISSING_KEY,
    NOT_A_CHOICE,
    ONE_ACTION,
    UNKNOWN_EVENT,
    UNKNOWN_KEY,
    WRONG_TYPE,
)
from nurture.language.codes.times import (
    BAD_CAP,
    BAD_CLOSED,
    BAD_DURATION,
    BAD_EVERY,
    BAD_LEAD,
    BAD_PLACE,
    BAD_RETENTION,
    BAD_SHARE,
    BAD_WAIT,
    BAD_WINDOW,
    UNKNOWN_ANCHOR,
)
from nurture.language.codes.ways import (
    BAD_ROUNDS,
    BAD_SAMPLE,
    BAD_WEIGHT,
    NESTED_TRACKS,
    NO_OCCASION,
    NOT_A_LIST,
    TOO_FEW_WAYS,
    TOO_MANY_TRACKS,
    WEIGHTS_OFF,
)

CODES: Final[Mapping[str, Code]] = {
    each.code: each
    for each in sorted(
        (
            each
            for module in (files, shape, expressions, times, across, ways, safety, outward, beginning, blocks)
            for each in vars(module).values()
            if isinstance(each, Code)
        ),
        key=lambda each: each.code,
    )
}
"""All of them by code, in order."""

__all__ = [
    "AFTER_CONSENT",
    "BAD_ALLOW",
    "BAD_CAP",
    "BAD_CLOSED",
    "BAD_DURATION",
    "BAD_EVERY",
    "BAD_LANGUAGE",
    "BAD_LEAD",
    "BAD_NAME",
    "BAD_PLACE",
    "BAD_RETENTION",
    "BAD_ROUNDS",
    "BAD_SAMPLE",
    "BAD_SHARE",
    "BAD_WAIT",
    "BAD_WEIGHT",
    "BAD_WINDOW",
    "BEGINS_NOTHING",
    "CODES",
    "CONSENT_OF_OTHERS",
    "CONTRADICTION",
    "DUPLICATE_KEY",
    "DUPLICATE_SEQUENCE",
    "DUPLICATE_STEP",
    "EVERYBODY_COMES",
    "EXPRESSION_SYNTAX",
    "GOES_ROUND",
    "MAY_REPEAT",
    "MISSING_KEY",
    "MISSING_TEMPLATE",
    "NESTED_TRACKS",
    "NOBODY_TO_WRITE_TO",
    "NOTHING_IDLE",
    "NOTHING_TO_ANSWER",
    "NOTHING_TO_MERGE_INTO",
    "NOT_A_CHOICE",
    "NOT_A_LIST",
    "NOT_GIVEN",
    "NOT_PLAIN",
    "NOT_READ",
    "NOT_YAML",
    "NO_APPLICATION_TO_CHANGE",
    "NO_COMPANY",
    "NO_EXIT_ON_DECISION",
    "NO_EXIT_ON_REPLY",
    "NO_NUMBER",
    "NO_OCCASION",
    "NO_SUCH_MAIL",
    "NO_SURVEY_LINK",
    "ONE_ACTION",
    "REJECTS_A_HIRE",
    "ROUND_AND_ROUND",
    "TEXT_TOO_LONG",
    "TOO_FEW_WAYS",
    "TOO_MANY_BLOCKS",
    "TOO_MANY_TRACKS",
    "TWO_AT_ONCE",
    "TWO_IN_A_DAY",
    "UNKNOWN_ANCHOR",
    "UNKNOWN_BLOCK",
    "UNKNOWN_EVENT",
    "UNKNOWN_GROUP",
    "UNKNOWN_KEY",
    "UNKNOWN_SENDER",
    "UNKNOWN_SEQUENCE",
    "UNKNOWN_STAGE",
    "UNKNOWN_SURVEY",
    "UNKNOWN_WEBHOOK",
    "UNREACHABLE",
    "UNREADABLE",
    "UNUSED_ALLOW",
    "UNUSED_BLOCK",
    "UNUSED_CONDITION",
    "UNUSED_TEMPLATE",
    "WEIGHTS_OFF",
    "WRONG_SUBJECT",
    "WRONG_TYPE",
    "Code",
    "Example",
]
