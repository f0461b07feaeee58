"""A loader that compiles each template once a language, with all that is the same for everybody already written out.

Half of what a page consists of are words, icons, names of static files and addresses without ids. Each would be looked
up anew for every request; here they are text by the time a page is asked for. A template found under one language is
to be rendered under it, as `render` does; what stands inside of `{% language %}` is left to be said when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, Origin, Template, TextNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, IfNode, LoadNode
from django.template.library import SimpleNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language
from django_htmx.templatetags.django_htmx import htmx_script

from contacts.addresses import around_id
from contacts.templatetags.addresses import AddressNode
from contacts.templatetags.ui import icon

# Tags of functions whose answer hangs on nothing but what stands in quotes; our policy for scripts has no nonce.
_SAME_FOR_ALL = (icon, htmx_script)


class _Folding(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _Folding):
    """Keeps the templates that were folded, as Django's own keeps them, for each language apart."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {get_script_prefix()} {super().cache_key(template_name, skip)}"


class KeptExtends(ExtendsNode):
    """What a page stands in, by its name: it is looked up, and asked for its blocks, once."""

    kept: tuple[Template, dict[str, BlockNode]] | None = None

    @classmethod
    def of(cls, node: ExtendsNode) -> KeptExtends:
        made = cls(node.nodelist, node.parent_name, node.template_dirs)
        # What stands in the blocks was folded with the page, so these are those of the page.
        made.blocks, made.token, made.origin = node.blocks, node.token, node.origin
        return made

    def render(self, context: Context) -> Any:
        if self.kept is None:
            engine = context.template.engine  # type: ignore[union-attr]  # a node is shown within a template
            found = engine.get_template(_parent_of(self))
            first = next((node for node in found.nodelist if not isinstance(node, TextNode)), None)
            # One that stands in another itself adds its own blocks.
            blocks = [] if isinstance(first, ExtendsNode) else found.nodelist.get_nodes_by_type(BlockNode)
            self.kept = found, {one.name: one for one in blocks if isinstance(one, BlockNode)}
        around, blocks_around = self.kept
        if BLOCK_CONTEXT_KEY not in context.render_context:
            context.render_context[BLOCK_CONTEXT_KEY] = BlockContext()
        there = context.render_context[BLOCK_CONTEXT_KEY]
        there.add_blocks(self.blocks)
        there.add_blocks(blocks_around)
        with context.render_context.push_state(around, isolated_context=False):
            return around._render(context)  # type: ignore[attr-defined]  # as Django's own node does


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
            engine = context.template.engine  # type: ignore[union-attr]  # a node is shown within a template
            self.kept = engine.get_template(text_of(self.template))
        values = {name: said.resolve(context) for name, said in self.extra_context.items()}
        with context.push(**values):
            return self.kept.render(context)


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


def fold(nodelist: NodeList) -> None:
    """Write out what a list of nodes, and those in it, say to everybody."""
    nodelist[:] = _folded(nodelist)


def _folded(nodes: Iterable[Node]) -> Iterator[Node]:
    text = ""
    for node in nodes:
        if (said := constant(node)) is not None:
            text += said
            continue
        if text:
            yield TextNode(text)
            text = ""
        for inner in _lists_in(node):
            fold(inner)
        yield _quicker(node)
    if text:
        yield TextNode(text)


def _lists_in(node: Node) -> list[NodeList]:
    if isinstance(node, LanguageNode):
        return []
    if isinstance(node, IfNode):
        return [nodelist for _condition, nodelist in node.conditions_nodelists]
    found = [getattr(node, name, None) for name in node.child_nodelists]
    return [one for one in found if isinstance(one, NodeList)]


def _quicker(node: Node) -> Node:
    """A node that says the same with less to look up, where there is one."""
    if type(node) is AddressNode and text_of(node.view_name):
        return KeptAddress.of(node) if len(node.args) == 1 and not node.kwargs else node
    if type(node) is ExtendsNode:
        name = _parent_of(node)
        return KeptExtends.of(node) if name and not name.startswith(".") and name != node.origin.template_name else node
    if type(node) is IncludeNode and not node.isolated_context:
        # Names that begin with a dot are relative to the template in which they stand.
        name = text_of(node.template)
        return KeptInclude.of(node) if name and not name.startswith(".") else node
    return node


def _parent_of(node: ExtendsNode) -> str:
    """The name of what a page stands in, or an empty string when that is not said in quotes."""
    return text_of(node.parent_name) if isinstance(node.parent_name, FilterExpression) else ""


def constant(node: Node) -> str | None:
    """What a node says to everybody in the language of now; None when it depends on anything more."""
    if isinstance(node, TextNode):
        return str(node.s)
    if isinstance(node, CommentNode | LoadNode):
        return ""
    if not _is_constant(node):
        return None
    try:
        return str(node.render(Context()))
    except (NoReverseMatch, ValueError):
        # There is no such page or file: only who comes to this place is told.
        return None


def _is_constant(node: Node) -> bool:
    match node:
        case TranslateNode():
            said = (node.filter_expression, node.message_context)
            return node.asvar is None and all(one is None or text_of(one) for one in said)
        case AddressNode():
            return not (node.args or node.kwargs or node.asvar) and bool(text_of(node.view_name))
        case StaticNode():
            return node.varname is None and bool(text_of(node.path))
        case SimpleNode():
            return node.func in _SAME_FOR_ALL and node.target_var is None and all(map(text_of, node.args))
    return False


def text_of(said: FilterExpression) -> str:
    """The text that stands in a tag in quotes, or an empty string for anything else."""
    return said.token[1:-1] if said.token[:1] in ('"', "'") and not said.filters else ""
