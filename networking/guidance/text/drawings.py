"""SVG written anew from what is known to be harmless: no script, no handler, nothing fetched, no entity."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MOST_ELEMENTS, DEPTH = 50_000, 100
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_TAGS = frozenset(
    """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image
    clipPath mask pattern marker linearGradient radialGradient stop filter feBlend feColorMatrix feComposite
    feFlood feGaussianBlur feMerge feMergeNode feOffset feDropShadow feMorphology switch view
    """.split()  # noqa: SIM905  # a table to be read
)
_ATTRIBUTES = frozenset(
    """
    id class x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points width height viewBox preserveAspectRatio transform
    gradientTransform gradientUnits patternUnits patternContentUnits patternTransform spreadMethod offset
    clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits refX refY orient version fill
    fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
    stroke-dashoffset stroke-opacity opacity color display visibility overflow clip-path clip-rule mask filter
    marker-start marker-mid marker-end stop-color stop-opacity flood-color flood-opacity font-family font-size
    font-style font-weight text-anchor dominant-baseline alignment-baseline letter-spacing word-spacing text-
    decoration rotate textLength lengthAdjust startOffset in in2 result mode operator k1 k2 k3 k4 type values
    stdDeviation radius filterUnits primitiveUnits vector-effect shape-rendering paint-order
    """.split()  # noqa: SIM905  # a table to be read
)
# `url(#here)` is the only address that a value may hold.
_ADDRESS = re.compile(r"url\s*\((?!\s*['\"]?#[\w.:-]+['\"]?\s*\))|[\\@<]|expression|javascript|import", re.I)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_STYLE = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+?)\s*\Z")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*\Z")


class NotADrawing(Exception):
    """Bytes that are no SVG, or one that asks for what a picture has no need of."""


@dataclass(frozen=True)
class Drawing:
    svg: bytes
    width: int | None = None
    height: int | None = None


@dataclass
class _Writer:
    parts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    # How deep we are in an element that is left out; 0 when in none.
    left_out: int = 0
    elements: int = 0
    size: tuple[int | None, int | None] = (None, None)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        space, _, tag = name.rpartition(" ")
        if self.elements > MOST_ELEMENTS or len(self.open) + self.left_out > DEPTH:
            raise NotADrawing("too many parts")
        if not self.open and (tag != "svg" or space not in (SVG, "")):
            raise NotADrawing("it does not begin with svg")
        if self.left_out or tag not in _TAGS or space not in (SVG, ""):
            self.left_out += 1
            return
        spaces = "" if self.open else f' xmlns="{SVG}" xmlns:xlink="{XLINK}"'
        if not self.open:
            self.size = (_pixels(attributes.get("width")), _pixels(attributes.get("height")))
        self.parts.append(f"<{tag}{spaces}{''.join(_attributes(tag, attributes))}>")
        self.open.append(tag)

    def end(self, name: str) -> None:
        if self.left_out:
            self.left_out -= 1
        else:
            self.parts.append(f"</{self.open.pop()}>")

    def text(self, data: str) -> None:
        if self.open and not self.left_out:
            self.parts.append(escape(data))


def clean_drawing(raw: bytes) -> Drawing:
    """The drawing as bytes that may be shown. Raises NotADrawing."""
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.text
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise NotADrawing(str(error)) from None
    return Drawing("".join(writer.parts).encode(), *writer.size)


def _refuse(*_entity: Any) -> None:
    raise NotADrawing("entities are not read")


def _attributes(tag: str, attributes: dict[str, str]) -> list[str]:
    kept: dict[str, str] = {}
    for name, value in attributes.items():
        space, _, plain = name.rpartition(" ")
        if plain == "href" and space in ("", XLINK):
            if value.startswith("#") or (tag == "image" and _PICTURE.match(value)):
                kept["xlink:href"] = value
        elif not space and plain in _ATTRIBUTES and not _ADDRESS.search(value):
            kept[plain] = value
    # A style goes over attributes.
    kept |= dict(_declared(attributes.get("style", "")))
    return [f" {name}={quoteattr(value)}" for name, value in kept.items()]


def _declared(style: str) -> list[tuple[str, str]]:
    """What a style says, as attributes, so that no style is left."""
    found = (_STYLE.match(one) for one in style.split(";"))
    return [(one[1], one[2]) for one in found if one and one[1] in _ATTRIBUTES and not _ADDRESS.search(one[2])]


def _pixels(value: str | None) -> int | None:
    found = _PIXELS.match(value or "")
    return int(found[1]) if found and int(found[1]) else None
