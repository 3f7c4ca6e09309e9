"""Writes a YAML tree anew, line by line, with each comment beside what it stood beside."""

from collections import deque
from collections.abc import Mapping
from typing import Final

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from nurture.language.layout.comments import Comment
from nurture.language.load import Where
from nurture.language.writing import is_plain

_STEP: Final = 2
_WIDEST: Final = 110
"""Characters of a line up to which a list of words stays in brackets."""

Entry = tuple[ScalarNode, Node]


class CantSay(Exception):
    """Something in the file can't be written anew safely."""


class Writer:
    """Writes one text. `values` replace texts, `orders` say how keys follow each other, both by place."""

    def __init__(
        self,
        text: str,
        comments: deque[Comment],
        *,
        values: Mapping[Where, str],
        orders: Mapping[Where, tuple[str, ...]],
    ) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._comments = deque(comments)
        self._values = values
        self._orders = orders
        self._out: list[str] = []
        self._open: list[tuple[int, int]] = []
        self._last: tuple[tuple[int, int], ...] = ()
        """Where what was written last, and all around it, stands in the file and in what is written."""

    def write(self, root: MappingNode) -> str:
        """The whole text. Raises CantSay."""
        self._mapping(root, 0, (), sections=True)
        self._above(len(self._lines), 0, 0)
        return "\n".join(self._out) + "\n"

    def _mapping(
        self, node: MappingNode, indent: int, where: Where, *, dash: bool = False, sections: bool = False
    ) -> None:
        entries = self._ordered(node, where)
        are_blocks = [self._is_block(value, (*where, key.value)) for key, value in entries]
        for number, (key, value) in enumerate(entries):
            is_block = are_blocks[number]
            parts = sections and number > 0 and (is_block or are_blocks[number - 1])
            if not (dash and number == 0):
                self._above(key.start_mark.line, key.start_mark.column, indent, is_first=number == 0, parts=parts)
            lead = " " * (indent - _STEP) + "- " if dash and number == 0 else " " * indent
            self._open.append((key.start_mark.column, indent))
            self._last = tuple(self._open)
            head = f"{lead}{self._word(key, key.value)}:"
            if is_block:
                self._line(head, key.start_mark.line)
                self._block(value, indent + _STEP, (*where, key.value))
            else:
                self._beside(head, value, indent, (*where, key.value))
            self._open.pop()

    def _block(self, value: Node, indent: int, where: Where) -> None:
        if isinstance(value, MappingNode):
            self._mapping(value, indent, where)
        else:
            self._items(value, indent, where)

    def _beside(self, head: str, value: Node, indent: int, where: Where) -> None:
        if isinstance(value, ScalarNode):
            self._scalar(head, value, indent, where)
        elif not value.value:
            self._line(f"{head} {'{}' if isinstance(value, MappingNode) else '[]'}", value.end_mark.line)
        else:
            self._line(f"{head} {self._in_brackets(value, where)}", value.end_mark.line)

    def _items(self, node: Node, indent: int, where: Where) -> None:
        for number, item in enumerate(node.value):
            col = node.start_mark.column
            self._above(item.start_mark.line, col, indent, is_first=number == 0)
            self._open.append((col, indent))
            self._last = tuple(self._open)
            if isinstance(item, MappingNode) and item.value:
                self._mapping(item, indent + _STEP, (*where, number), dash=True)
            elif isinstance(item, ScalarNode):
                self._scalar(f"{' ' * indent}-", item, indent, (*where, number))
            else:
                raise CantSay("a list in a list")
            self._open.pop()

    def _scalar(self, head: str, node: ScalarNode, indent: int, where: Where) -> None:
        new = self._values.get(where)
        if new is not None and is_plain(new):
            self._line(f"{head} {new}", node.end_mark.line)
            return
        raw = self._raw(node).rstrip("\n")
        if node.style in ("|", ">"):
            self._block_text(head, raw, indent)
        elif "\n" in raw:
            first, *rest = (line.strip() for line in raw.split("\n"))
            self._out.append(f"{head} {first}")
            self._out += [f"{' ' * (indent + _STEP)}{line}" if line else "" for line in rest[:-1]]
            self._line(f"{' ' * (indent + _STEP)}{rest[-1]}", node.end_mark.line)
        else:
            self._line(f"{head} {self._word(node, raw)}", node.end_mark.line)

    def _block_text(self, head: str, raw: str, indent: int) -> None:
        """Text below `|` or `>`: its lines keep how far they stand in from the leftmost."""
        mark, *lines = raw.split("\n")
        if any(sign.isdigit() for sign in mark.partition("#")[0]):
            raise CantSay("text that states its indentation")
        margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        self._out.append(f"{head} {mark.rstrip()}")
        self._out += [f"{' ' * (indent + _STEP)}{line[margin:]}" if line.strip() else "" for line in lines]

    def _word(self, node: ScalarNode, raw: str, *, in_list: bool = False) -> str:
        """A text on one line, without quotes where it needs none."""
        if node.style in ("'", '"'):
            return node.value if is_plain(node.value, in_list=in_list) else self._raw(node)
        return raw

    def _in_brackets(self, node: Node, where: Where) -> str:
        words = []
        for number, item in enumerate(node.value):
            new = self._values.get((*where, number))
            can_be_new = new is not None and is_plain(new, in_list=True)
            words.append(new if can_be_new and new else self._word(item, self._raw(item), in_list=True))
        return f"[{', '.join(words)}]"

    def _is_block(self, node: Node, where: Where) -> bool:
        """True for what is written over several lines: all but texts and short lists of them in brackets."""
        if not isinstance(node, CollectionNode) or not node.value:
            return False
        if isinstance(node, MappingNode) or not node.flow_style:
            return True
        if self._has_comments(node.start_mark.line, node.end_mark.line - 1):
            return True
        if not all(isinstance(item, ScalarNode) for item in node.value):
            return True
        return len(self._in_brackets(node, where)) > _WIDEST

    def _above(self, line: int, col: int, indent: int, *, is_first: bool = False, parts: bool = False) -> None:
        """The comments above a line, and one empty line where there are some in the file, or `parts` asks for one."""
        while self._comments and self._comments[0].line < line:
            comment = self._comments.popleft()
            at = self._indent_of(comment, col, indent)
            is_ours = at == indent
            self._gap((parts and is_ours) or (not is_first and self._is_empty(comment.line - 1)))
            parts, is_first = parts and not is_ours, False
            self._out.append(" " * at + comment.text)
        self._gap(parts or (not is_first and self._is_empty(line - 1) and line < len(self._lines)))

    def _indent_of(self, comment: Comment, col: int, indent: int) -> int:
        """A comment further in than what follows it belongs to what stands before it."""
        if not comment.is_alone or comment.col <= col:
            return indent
        return max(indent, *(at for began, at in self._last if began <= comment.col), 0)

    def _gap(self, wanted: bool) -> None:
        if wanted and self._out and self._out[-1]:
            self._out.append("")

    def _line(self, text: str, line: int) -> None:
        """A line, with the comment that stood at the end of it in the file, in the same column if there is room."""
        if self._comments and self._comments[0].line == line and not self._comments[0].is_alone:
            comment = self._comments.popleft()
            text = f"{text.ljust(comment.col - 2)}  {comment.text}"
        self._out.append(text)

    def _ordered(self, node: MappingNode, where: Where) -> list[Entry]:
        """The keys in our order; in the file's where comments could come to stand beside something else."""
        entries: list[Entry] = list(node.value)
        order = self._orders.get(where, ())
        if any(key.value not in order for key, _ in entries):
            return entries
        if self._has_comments(node.start_mark.line, max(_last_line(value) for _, value in entries)):
            return entries
        return sorted(entries, key=lambda entry: order.index(entry[0].value))

    def _has_comments(self, first: int, last: int) -> bool:
        return any(first <= comment.line <= last for comment in self._comments)

    def _is_empty(self, line: int) -> bool:
        return 0 <= line < len(self._lines) and not self._lines[line].strip()

    def _raw(self, node: Node) -> str:
        return self._text[node.start_mark.index : node.end_mark.index]


def _last_line(node: Node) -> int:
    """The line on which it ends; the mark of a block is only where the next thing begins."""
    if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(node, MappingNode) else last)
