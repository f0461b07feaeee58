"""Nodes of templates that say what Django's own say, with what is the same at every request looked up once."""

from __future__ import annotations

from html import escape
from typing import Any, cast

from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Template,
    TextNode,
    VariableNode,
    render_value_in_context,
)
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.engine import Engine
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import SafeString

from contacts.addresses import around_id
from contacts.templatetags.addresses import AddressNode


class KeptExtends(ExtendsNode):
    """What a page stands in, by its name: it is looked up, and asked for its blocks, once.

    A page that fills the blocks of its frame and does nothing else with them becomes one list of nodes.
    """

    kept: tuple[Template, dict[str, BlockNode], NodeList | None] | None = None

    @classmethod
    def of(cls, node: ExtendsNode) -> KeptExtends:
        made = cls(node.nodelist, node.parent_name, node.template_dirs)
        # What stands in the blocks was folded with the page, so these are those of the page.
        made.blocks, made.token, made.origin = node.blocks, node.token, node.origin
        return made

    def render(self, context: Context) -> Any:
        if self.kept is None:
            self.kept = self._found(context)
        around, blocks_around, filled = self.kept
        alone = BLOCK_CONTEXT_KEY not in context.render_context
        if alone and filled is not None:
            with context.render_context.push_state(around, isolated_context=False):
                return filled.render(context)
        if alone:
            context.render_context[BLOCK_CONTEXT_KEY] = BlockContext()
        there = context.render_context[BLOCK_CONTEXT_KEY]
        there.add_blocks(self.blocks)
        there.add_blocks(blocks_around)
        with context.render_context.push_state(around, isolated_context=False):
            return around._render(context)  # type: ignore[attr-defined]  # as Django's own node does

    def _found(self, context: Context) -> tuple[Template, dict[str, BlockNode], NodeList | None]:
        engine = _engine_of(context)
        found = engine.get_template(parent_of(self))
        first = next((node for node in found.nodelist if not isinstance(node, TextNode)), None)
        if isinstance(first, ExtendsNode):
            # It adds its own blocks itself.
            return found, {}, None
        blocks = {one.name: one for one in found.nodelist.get_nodes_by_type(BlockNode) if isinstance(one, BlockNode)}
        own = context.render_context.template
        plain = own is not None and "block." not in own.source and "block." not in found.source
        return found, blocks, self._filled(found, blocks) if plain else None

    def _filled(self, around: Template, blocks: dict[str, BlockNode]) -> NodeList | None:
        """The nodes of the frame with those of the page in the place of its blocks; None where one stands in another
        node."""
        outer = [node for node in around.nodelist if isinstance(node, BlockNode)]
        inner = [self.blocks.get(name, one).nodelist for name, one in blocks.items()]
        if len(outer) != len(blocks) or any(nodelist.get_nodes_by_type(BlockNode) for nodelist in inner):
            return None
        found = NodeList()
        for node in around.nodelist:
            nodes = [node]
            if isinstance(node, BlockNode):
                nodelist = self.blocks.get(node.name, node).nodelist
                alone = all(isinstance(one, TextNode | VariableNode) for one in nodelist)
                nodes = [*nodelist] if alone else [_Part(nodelist)]
            for one in nodes:
                last = found[-1] if found else None
                if isinstance(one, TextNode) and isinstance(last, TextNode):
                    found[-1] = TextNode(last.s + one.s)
                else:
                    found.append(one)
        return found


class _Part(Node):
    """A part of a page: what is named in it is not known behind it."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> Any:
        with context.push():
            return self.nodelist.render(context)


class KeptInclude(IncludeNode):
    """A piece that is included by its name: it is looked up once, not at every request."""

    kept: Template | None = None

    @classmethod
    def of(cls, node: IncludeNode) -> KeptInclude:
        made = cls(node.template, extra_context=node.extra_context)
        made.token, made.origin = node.token, node.origin
        return made

    def render(self, context: Context) -> Any:
        if self.kept is None:
            engine = _engine_of(context)
            self.kept = engine.get_template(text_of(self.template))
        values = {name: said.resolve(context) for name, said in self.extra_context.items()}
        with context.push(**values):
            return self.kept.render(context)


class KeptToken(CsrfTokenNode):
    """The hidden field of a form, without a format that is read anew for each."""

    def render(self, context: Context) -> Any:
        said = str(context.get("csrf_token") or "")
        if said in ("", "NOTPROVIDED"):
            return super().render(context)
        return SafeString(f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(said)}">')


class KeptAddress(AddressNode):
    """The address of a row by its id: what stands around the id is looked up once."""

    around: tuple[str, str]

    @classmethod
    def of(cls, node: AddressNode) -> AddressNode:
        made = cls(node.view_name, node.args, node.kwargs, node.asvar)
        made.token, made.origin = node.token, node.origin
        try:
            made.around = around_id(text_of(node.view_name))
        except NoReverseMatch:
            return node
        return made

    def render(self, context: Context) -> Any:
        pk = self.args[0].resolve(context)
        if type(pk) is not int:
            return super().render(context)
        found = f"{self.around[0]}{pk}{self.around[1]}"
        if self.asvar is None:
            return found
        context[self.asvar] = found
        return ""


class KeptSentence(BlockTranslateNode):
    """A sentence with values in it: put together and translated once, where its number does not say how."""

    one: str
    many: str
    names: list[str]
    context_of_it: str | None
    # What it says in the language of the template, where that does not hang on a number.
    said: str

    @classmethod
    def of(cls, node: BlockTranslateNode) -> KeptSentence:
        made = cls.__new__(cls)
        vars(made).update(vars(node))
        made.one, made.names = node.render_token_list(node.singular)
        made.many, names = node.render_token_list(node.plural) if node.plural else ("", [])
        made.names += names
        made.context_of_it = text_of(node.message_context) if node.message_context else None
        made.said = made._translated()
        return made

    def _translated(self) -> str:
        if self.context_of_it is not None:
            return translation.pgettext(self.context_of_it, self.one)
        return translation.gettext(self.one)

    def _numbered(self, count: Any) -> str:
        if self.context_of_it is not None:
            return translation.npgettext(self.context_of_it, self.one, self.many, count)
        return translation.ngettext(self.one, self.many, count)

    def render(self, context: Context, nested: bool = False) -> Any:
        if nested:
            return super().render(context, nested)
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        with context.push(**values):
            said = self.said
            if self.counter is not None and self.countervar is not None:
                context[self.countervar] = count = self.counter.resolve(context)
                if not isinstance(count, int):
                    return super().render(context)
                said = self._numbered(count)
            try:
                said %= {name: self._value(name, context) for name in self.names}
            except (KeyError, ValueError):
                # A translation that has another value in it: Django says it in the language of the code.
                return super().render(context)
        if self.asvar is None:
            return said
        context[self.asvar] = SafeString(said)
        return ""

    def _value(self, name: str, context: Context) -> str:
        """As Django does it: a name that is not known leaves what the engine says of one."""
        if name in context:
            return render_value_in_context(context[name], context)
        missing = _engine_of(context).string_if_invalid
        return render_value_in_context(missing % name if "%s" in missing else missing, context)


def _engine_of(context: Context) -> Engine:
    """A node is shown within a template."""
    return cast(Template, context.template).engine


def parent_of(node: ExtendsNode) -> str:
    """The name of what a page stands in, or an empty string when that is not said in quotes."""
    return text_of(node.parent_name) if isinstance(node.parent_name, FilterExpression) else ""


def text_of(said: FilterExpression) -> str:
    """The text that stands in a tag in quotes, or an empty string for anything else."""
    return said.token[1:-1] if said.token[:1] in ('"', "'") and not said.filters else ""
