"""A loader that compiles each template once a language, with all that is the same for everybody already written out.

Half of what a page consists of are words, icons, names of static files and addresses without ids. Each would be looked
up anew for every request; here they are text by the time a page is asked for. A template found under one language is
to be rendered under it, as `render` does; what stands inside of `{% language %}` is left to be said when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.template.base import Node, NodeList, Origin, Template, TextNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, CsrfTokenNode, IfNode, LoadNode
from django.template.library import SimpleNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language
from django_htmx.templatetags.django_htmx import htmx_script

from contacts.kept_nodes import KeptAddress, KeptExtends, KeptInclude, KeptSentence, KeptToken, parent_of, text_of
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
    if type(node) is CsrfTokenNode:
        return KeptToken()
    if type(node) is ExtendsNode:
        name = parent_of(node)
        return KeptExtends.of(node) if name and not name.startswith(".") and name != node.origin.template_name else node
    if type(node) is BlockTranslateNode:
        return KeptSentence.of(node) if node.message_context is None or text_of(node.message_context) else node
    if type(node) is IncludeNode and not node.isolated_context:
        # Names that begin with a dot are relative to the template in which they stand.
        name = text_of(node.template)
        return KeptInclude.of(node) if name and not name.startswith(".") else node
    return node


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
