"""Changes single tags of an XML part and leaves every other byte of it as it was."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

TAG = re.compile(rb"""<([^\s/>]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
ATTRIBUTE = re.compile(rb"""(\s+)([^\s=/>]+)(\s*=\s*)("[^"]*"|'[^']*')""")
# What XML cannot hold at all.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Unusual(Exception):
    """The part is built in a way that we do not change by splicing."""


@dataclass
class Element:
    """An element and where it stands: its start tag, its end tag and its end, as byte offsets."""

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    tag_end: int
    end_tag: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element":
        """The first child of that name; raises Unusual where there is none."""
        for child in self.children:
            if child.name == name:
                return child
        raise Unusual(f"{self.name} has no {name}")


def new_parser(start_of_part: bytes) -> Any:
    """An expat parser that names elements `namespace local prefix`, and refuses document types."""
    if start_of_part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start_of_part[:4]:
        raise Unusual("the part is not in UTF-8")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Unusual("the part has a document type")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Unusual(f"the part is in {encoding}")


def split_name(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of what the parser calls an element or an attribute."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def parse(data: bytes) -> Element:
    """Parse a small part; attributes are known by their local names, prefixed ones as `prefix local`."""
    parser = new_parser(data)
    top = Element("", "", {}, 0, 0)
    open_elements = [top]

    def on_start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        _, local, prefix = split_name(name)
        tag = find_tag(data, at)
        known = {" ".join(split_name(key)[:2]).strip(): value for key, value in attributes.items()}
        element = Element(local, prefix, known, at, tag.end())
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def on_end(_: str) -> None:
        element = open_elements.pop()
        if data[element.tag_end - 2 : element.tag_end] == b"/>":
            element.end_tag = element.end = element.tag_end
        else:
            element.end_tag = parser.CurrentByteIndex
            element.end = data.index(b">", element.end_tag) + 1

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.Parse(data, True)
    return top.children[0]


def find_tag(data: bytes, at: int) -> re.Match[bytes]:
    """The start tag that begins at `at`."""
    tag = TAG.match(data, at)
    if tag is None:
        raise Unusual("a tag that is no tag")
    return tag


def retag(tag: bytes, changes: Mapping[str, str | None]) -> bytes:
    """A start tag with attributes set, or taken away where the value is None; the others stay."""
    left = dict(changes)

    def change(found: re.Match[bytes]) -> bytes:
        name = found[2].decode()
        if name not in left:
            return found[0]
        value = left.pop(name)
        return b"" if value is None else found[1] + found[2] + found[3] + quoted(value)

    matched = find_tag(tag, 0)
    attributes = ATTRIBUTE.sub(change, matched[2])
    for name, value in left.items():
        attributes += b"" if value is None else f" {name}=".encode() + quoted(value)
    return b"<" + matched[1] + attributes + matched[3] + b">"


def quoted(value: str) -> bytes:
    """A text as the quoted value of an attribute."""
    return quoteattr(ILLEGAL.sub("", value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}).encode()


class Edits:
    """The changes to one part that is held whole."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = parse(data)
        self._cuts: list[tuple[int, int, bytes]] = []

    def insert(self, at: int, xml: bytes) -> None:
        """Put `xml` before the byte `at`."""
        self._cuts.append((at, at, xml))

    def rewrite(self, element: Element, changes: Mapping[str, str | None], append: bytes = b"") -> None:
        """Change attributes of an element and append to its children, in one go."""
        tag = retag(self.data[element.start : element.tag_end], changes)
        if append and tag.endswith(b"/>"):
            tag = open_tag(tag) + append + end_tag(tag)
            append = b""
        self._cuts.append((element.start, element.tag_end, tag))
        if append:
            self.insert(element.end_tag, append)

    def done(self) -> bytes:
        """The part with all changes."""
        return b"".join(splice(self.data, 0, sorted(self._cuts, key=lambda cut: cut[:2])))


def open_tag(tag: bytes) -> bytes:
    """`<a/>` as `<a>`."""
    return tag[:-2].rstrip() + b">"


def end_tag(tag: bytes) -> bytes:
    """The end tag that belongs to a start tag."""
    return b"</" + find_tag(tag, 0)[1] + b">"


def splice(data: bytes, base: int, cuts: list[tuple[int, int, bytes]]) -> Iterator[bytes]:
    """The pieces of `data`, which begins at offset `base`, with each (start, end) replaced."""
    at = 0
    for start, end, new in cuts:
        yield data[at : start - base]
        yield new
        at = end - base
    yield data[at:]
