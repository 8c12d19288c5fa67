"""The page templates of the site, said in the language of Hugo, so that both make the same pages from the same values.

Translated from Jinja's own syntax tree at each run: the peer can never fall behind the page. What is the same on all
pages (``known``: the frame of the site, sentences without values) is settled here, as it is settled for us when a
template is compiled.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from markupsafe import Markup, escape

Scope = Mapping[str, str]
_COMPARISONS = {"eq": "eq", "ne": "ne", "gt": "gt", "lt": "lt", "gteq": "ge", "lteq": "le"}
_UNKNOWN = object()


class Translation:
    """One page template with all that it includes; ``raw``: names of members that hold HTML."""

    def __init__(
        self,
        environment: Environment,
        known: Mapping[str, Any],
        raw: Mapping[str, str],
        say: Callable[..., str],
    ) -> None:
        self.environment, self.known, self.raw, self.say = environment, dict(known), raw, say
        self.blocks: dict[str, list[nodes.Node]] = {}
        self.loops = 0

    def page(self, name: str) -> str:
        """Return the template ``name`` in Go's words; the values of a page are ``.Params.v``."""
        tree = self._tree(name)
        while (extends := tree.find(nodes.Extends)) is not None:
            for block in tree.find_all(nodes.Block):
                self.blocks.setdefault(block.name, block.body)
            tree = self._tree(self._known(extends.template))
        return "{{- $p := .Params.v -}}" + self._all(tree.body, {})

    def _tree(self, name: str) -> nodes.Template:
        source, _, _ = self.environment.loader.get_source(self.environment, name)  # type: ignore[union-attr]
        return self.environment.parse(source, name)

    # --- statements ------------------------------------------------------------------------------------------------

    def _all(self, body: list[Any], scope: Scope) -> str:
        return "".join(self._statement(node, scope) for node in body)

    def _statement(self, node: nodes.Node, scope: Scope) -> str:
        match node:
            case nodes.Output():
                return "".join(self._output(each, scope) for each in node.nodes)
            case nodes.If():
                return self._if(node, scope)
            case nodes.For():
                return self._for(node, scope)
            case nodes.Include():
                return self._all(self._tree(self._known(node.template)).body, scope)
            case nodes.Block():
                return self._all(self.blocks.get(node.name, node.body), scope)
        raise ValueError(f"{type(node).__name__} in line {node.lineno} has no words in Go yet")

    def _if(self, node: nodes.If, scope: Scope) -> str:
        test = self._known(node.test, scope)
        if test is not _UNKNOWN:
            if test:
                return self._all(node.body, scope)
            return self._all([*node.elif_, *node.else_] if not node.elif_ else [self._rest(node)], scope)
        otherwise = [self._rest(node)] if node.elif_ else node.else_
        said = self._all(otherwise, scope)
        return (
            f"{{{{ if {self._say(node.test, scope)} }}}}{self._all(node.body, scope)}"
            f"{'{{ else }}' + said if said else ''}{{{{ end }}}}"
        )

    @staticmethod
    def _rest(node: nodes.If) -> nodes.If:
        first, *others = node.elif_
        return nodes.If(first.test, first.body, others, node.else_, lineno=first.lineno)

    def _for(self, node: nodes.For, scope: Scope) -> str:
        items = self._known(node.iter, scope)
        if items is not _UNKNOWN:
            kept, said = dict(self.known), ""
            for item in items:
                self.known |= self._bound(node.target, item)
                said += self._all(node.body, scope)
                self.known = dict(kept)
            return said
        self.loops += 1
        place, item, over = f"$i{self.loops}", f"$e{self.loops}", self._say(node.iter, scope)
        inner = {**scope, "loop.first": f"(eq {place} 0)", "loop.last": f"(eq (add {place} 1) (len {over}))"}
        head = ""
        if isinstance(node.target, nodes.Tuple):
            for number, name in enumerate(node.target.items):
                inner[name.name] = f"${name.name}{self.loops}"  # type: ignore[attr-defined]
                head += f"{{{{ {inner[name.name]} := index {item} {number} }}}}"  # type: ignore[attr-defined]
        else:
            inner[node.target.name] = item  # type: ignore[attr-defined]
        return f"{{{{ range {place}, {item} := {over} }}}}{head}{self._all(node.body, inner)}{{{{ end }}}}"

    @staticmethod
    def _bound(target: nodes.Node, item: Any) -> dict[str, Any]:
        if isinstance(target, nodes.Tuple):
            return {each.name: part for each, part in zip(target.items, item, strict=True)}  # type: ignore[attr-defined]
        return {target.name: item}  # type: ignore[attr-defined]

    def _output(self, node: nodes.Node, scope: Scope) -> str:
        if isinstance(node, nodes.TemplateData):
            return node.data
        known = self._known(node, scope)
        if known is not _UNKNOWN:
            return str(escape(known))
        if isinstance(node, nodes.CondExpr):
            said = self._output(node.expr2, scope) if node.expr2 else ""
            return f"{{{{ if {self._say(node.test, scope)} }}}}{self._output(node.expr1, scope)}{{{{ else }}}}{said}{{{{ end }}}}"
        inner = node.node if isinstance(node, nodes.Filter) and node.name == "native" else node
        member = inner.attr if isinstance(inner, nodes.Getattr) else getattr(inner, "name", "")
        said = self._say(node, scope)
        return f"{{{{ {said} | {self.raw[member]} }}}}" if member in self.raw else f"{{{{ {said} }}}}"

    # --- expressions -----------------------------------------------------------------------------------------------

    def _known(self, node: Any, scope: Scope | None = None) -> Any:
        """Return what an expression is worth on every page alike, or ``_UNKNOWN``."""
        scope = scope or {}
        match node:
            case nodes.Const():
                return node.value
            case nodes.Name():
                return _UNKNOWN if node.name in scope else self.known.get(node.name, _UNKNOWN)
            case nodes.Getattr():
                of = self._known(node.node, scope)
                return _UNKNOWN if of is _UNKNOWN else self.environment.getattr(of, node.attr)
            case nodes.Tuple():
                parts = [self._known(each, scope) for each in node.items]
                return _UNKNOWN if _UNKNOWN in parts else tuple(parts)
            case nodes.Filter() if node.name == "native":
                return self._known(node.node, scope)
            case nodes.Not():
                of = self._known(node.node, scope)
                return _UNKNOWN if of is _UNKNOWN else not of
            case nodes.Compare():
                left, right = self._known(node.expr, scope), self._known(node.ops[0].expr, scope)
                if _UNKNOWN in (left, right) or node.ops[0].op != "eq":
                    return _UNKNOWN
                return left == right
            case nodes.Call() if isinstance(node.node, nodes.Name) and node.node.name == "_":
                values = {each.key: self._known(each.value, scope) for each in node.kwargs}
                return (
                    _UNKNOWN if _UNKNOWN in values.values() else self.say(self._known(node.args[0]), **values)
                )
            case nodes.CondExpr():
                test = self._known(node.test, scope)
                return (
                    _UNKNOWN if test is _UNKNOWN else self._known(node.expr1 if test else node.expr2, scope)
                )
        return _UNKNOWN

    def _say(self, node: Any, scope: Scope) -> str:
        known = self._known(node, scope)
        if known is not _UNKNOWN:
            return json.dumps(known, ensure_ascii=False)
        match node:
            case nodes.Name():
                return scope.get(node.name, f"$p.{node.name}")
            case nodes.Getattr():
                if isinstance(node.node, nodes.Name) and node.node.name == "loop":
                    return scope[f"loop.{node.attr}"]
                return f"{self._say(node.node, scope)}.{node.attr}"
            case nodes.Getitem():
                return f"(index {self._say(node.node, scope)} {self._say(node.arg, scope)})"
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Test() if node.name == "none":
                return f"(eq {self._say(node.node, scope)} nil)"
            case nodes.Not():
                return f"(not {self._say(node.node, scope)})"
            case nodes.And() | nodes.Or():
                return f"({type(node).__name__.lower()} {self._say(node.left, scope)} {self._say(node.right, scope)})"
            case nodes.Compare():
                (other,) = node.ops
                return (
                    f"({_COMPARISONS[other.op]} {self._say(node.expr, scope)} {self._say(other.expr, scope)})"
                )
            case nodes.Call():
                return self._sentence(node, scope)
        raise ValueError(f"{type(node).__name__} in line {node.lineno} has no words in Go yet")

    def _filtered(self, node: nodes.Filter, scope: Scope) -> str:
        of = self._say(node.node, scope)
        if node.name == "join":
            return f"(delimit {of} {self._say(node.args[0], scope)})"
        return {"native": of, "urlencode": f"(urlquery {of})"}[node.name]

    def _sentence(self, node: nodes.Call, scope: Scope) -> str:
        """Return a sentence with values, ``_('…', name=value)``."""
        places = {each.key: f"\0{number}\0" for number, each in enumerate(node.kwargs)}
        pieces = self.say(self._known(node.args[0]), **places).split("\0")
        text = "".join("%v" if place % 2 else each.replace("%", "%%") for place, each in enumerate(pieces))
        values = [self._say(node.kwargs[int(each)].value, scope) for each in pieces[1::2]]
        return f"(printf {json.dumps(text, ensure_ascii=False)} {' '.join(values)})"


def members_with_html(value: Any, name: str = "") -> set[str]:
    """Return the names under which ``value`` and all inside it hold HTML."""
    if isinstance(value, Markup):
        return {name}
    if isinstance(value, dict):
        return {found for key, each in value.items() for found in members_with_html(each, key)}
    if isinstance(value, list | tuple):
        return {found for each in value for found in members_with_html(each, name)}
    return set()
