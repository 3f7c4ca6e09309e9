"""The comments of a YAML text, which no parser hands over: they stand between the tokens."""

import re
from collections import deque
from itertools import pairwise

import yaml

from nurture.values import frozen


@frozen
class Comment:
    """From the `#` to the end of its line. Line and column count from 0; `is_alone` if nothing stands before it."""

    line: int
    col: int
    text: str
    is_alone: bool


def comments_of(text: str) -> deque[Comment]:
    """The comments in order. `text` is YAML that can be read, with `\\n` at the end of lines."""
    found: deque[Comment] = deque()
    for before, after in pairwise(yaml.scan(text, Loader=yaml.SafeLoader)):
        start = before.end_mark.index
        between = text[start : after.start_mark.index]
        for match in re.finditer(r"#[^\n]*", between):
            at = start + match.start()
            begins = text.rfind("\n", 0, at) + 1
            found.append(
                Comment(
                    line=before.end_mark.line + between.count("\n", 0, match.start()),
                    col=at - begins,
                    text=match[0].rstrip(),
                    is_alone=not text[begins:at].strip(),
                )
            )
    return found
