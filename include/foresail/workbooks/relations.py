"""The relations between the parts of an Office package: which part another one points to, and new ones."""

import posixpath

from foresail.workbooks.marking_cells import OFFICE
from foresail.workbooks.splicing import Edits, quoted
from foresail.workbooks.zip_parts import Source

SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{SPACE}"></Relationships>'
).encode()


class Relations:
    """The relations of one part, with those that are added."""

    def __init__(self, source: Source, part: str) -> None:
        folder, name = posixpath.split(part)
        self.name = posixpath.join(folder, "_rels", f"{name}.rels")
        self._edits = Edits(source.read(self.name) if self.name in source else EMPTY)
        self._folder = folder
        self._prefix = self._edits.root.prefix + ":" if self._edits.root.prefix else ""
        known = self._edits.root.all("Relationship")
        self._by_id = {relation.attributes.get("Id"): relation for relation in known}
        self._ids = set(self._by_id)
        self._new: list[bytes] = []

    @property
    def is_changed(self) -> bool:
        """Whether a relation was added."""
        return bool(self._new)

    def target(self, identifier: str | None) -> str | None:
        """The part that a relation points to."""
        relation = self._by_id.get(identifier)
        return self._resolve(relation.attributes["Target"]) if relation else None

    def of_kind(self, kind: str) -> str | None:
        """The part that the first relation of a kind, such as `comments`, points to."""
        for relation in self._by_id.values():
            if relation.attributes.get("Type") == f"{OFFICE}/{kind}":
                return self._resolve(relation.attributes["Target"])
        return None

    def _resolve(self, target: str) -> str:
        target = target.replace("\\", "/")
        return posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")

    def free_id(self) -> str:
        """An id that no relation has."""
        number = len(self._ids) + 1
        while f"rId{number}" in self._ids:
            number += 1
        return f"rId{number}"

    def add(self, kind: str, part: str, identifier: str | None = None) -> str:
        """Add a relation to a part and return its id."""
        identifier = identifier or self.free_id()
        self._ids.add(identifier)
        self._new.append(
            f'<{self._prefix}Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target='.encode()
            + quoted(f"/{part}")
            + b"/>"
        )
        return identifier

    def done(self) -> bytes:
        """The part of relations with those that were added."""
        self._edits.rewrite(self._edits.root, {}, b"".join(self._new))
        return self._edits.done()
