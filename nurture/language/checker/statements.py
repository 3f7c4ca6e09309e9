"""What is wrong with the statements of a template: what is written out, asked and gone over."""

from jinja2 import nodes

from nurture.language.checker.findings import WRONG_COMPARISON, finding, missing, written
from nurture.language.checker.inference import Inference
from nurture.language.checker.narrowing import present_if
from nurture.language.kinds import Sort, Type


class TemplateInference(Inference):
    """Walks a whole template."""

    def look_at(self, tree: nodes.Node) -> None:
        """Adds to the findings."""
        self.visit(tree)

    def visit_Output(self, node: nodes.Output) -> None:
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                self._check_written(part)

    def visit_If(self, node: nodes.If) -> None:
        before = self.present
        for arm in (node, *node.elif_):
            self.type_of(arm.test)
            with self.knowing(present_if(arm.test, True)):
                self._walk(arm.body)
            self.present |= present_if(arm.test, False)
        self._walk(node.else_)
        self.present = before

    def visit_For(self, node: nodes.For) -> None:
        kind = self.type_of(node.iter)
        if kind and kind.sort is not Sort.LIST:
            hint = "`candidate.tags` is a list"
            self.findings.append(
                finding(WRONG_COMPARISON, f"`for` goes over a list, and this is {kind.said()}", hint, node.iter)
            )
        before = dict(self.names)
        if isinstance(node.target, nodes.Name):
            self.names[node.target.name] = (kind.of if kind else None) or Type(sort=Sort.TEXT)
        if node.test is not None:  # which items are meant is asked before there is a loop
            self.type_of(node.test)
        self.names["loop"] = Type(sort=Sort.RECORD, record="loop")
        with self.knowing(present_if(node.test, True) if node.test else frozenset()):
            self._walk(node.body)
        self.names = before
        self._walk(node.else_)

    def _walk(self, body: list[nodes.Node]) -> None:
        for node in body:
            self.visit(node)

    def _check_written(self, node: nodes.Expr) -> None:
        kind = self.type_of(node)
        if kind is None:
            return
        if kind.sort in (Sort.RECORD, Sort.FLAG):
            hint = (
                "name one of its facts"
                if kind.sort is Sort.RECORD
                else f"write `{{% if {written(node)} %}}…{{% endif %}}`"
            )
            self.findings.append(
                finding(WRONG_COMPARISON, f"this is {kind.said()}, which can't be written out", hint, node)
            )
        elif kind.is_optional:
            self.findings.append(
                missing(
                    node,
                    f'write `{{{{ {written(node)} | or("…") }}}}`, or put it inside an `if` that asks for it',
                )
            )
