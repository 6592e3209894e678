"""Reads and writes the parts of a zip package; a part that stays is copied as it was packed."""

import posixpath
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

from foresail.workbooks.splicing import Unusual
from foresail.workbooks.zip_internals import add_packed, set_level

LOCAL_HEADER_BYTES = 30
COMPRESSION_LEVEL = 4
CHUNK_BYTES = 1024 * 1024


class Source:
    """The package that is read; parts are found as Excel finds them, whatever their case."""

    def __init__(self, path: Path) -> None:
        self.package = zipfile.ZipFile(path)
        self._parts = {_key(info.filename): info for info in self.package.infolist()}

    def __enter__(self) -> "Source":
        return self

    def __exit__(self, *_: object) -> None:
        self.package.close()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def info(self, name: str) -> zipfile.ZipInfo:
        """What the index says of a part; raises Unusual where there is none."""
        if name not in self:
            raise Unusual(f"there is no part {name}")
        return self._parts[_key(name)]

    def read(self, name: str) -> bytes:
        """All bytes of a part."""
        return self.package.read(self.info(name))

    def names(self) -> Iterable[str]:
        """The names of all parts, in lower case and without a leading slash."""
        return self._parts.keys()

    def free(self, name: str, taken: Iterable[str] = ()) -> str:
        """The part name, numbered where it is taken."""
        stem, ending = posixpath.splitext(name)
        number, used = 1, {_key(other) for other in taken}
        while name in self or _key(name) in used:
            number += 1
            name = f"{stem}{number}{ending}"
        return name


class Target:
    """The package that is written; its bytes follow from its parts alone."""

    def __init__(self, path: Path) -> None:
        self.package = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL)

    def __enter__(self) -> "Target":
        return self

    def __exit__(self, *_: object) -> None:
        self.package.close()

    def open(self, name: str) -> IO[bytes]:
        """A part to write to, of any size."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        set_level(info, COMPRESSION_LEVEL)
        return self.package.open(info, "w", force_zip64=False)

    def write(self, name: str, data: bytes) -> None:
        """Write a whole part."""
        with self.open(name) as part:
            part.write(data)

    def copy(self, source: Source, info: zipfile.ZipInfo, name: str | None = None) -> None:
        """Copy a part as it was packed, under its own name or another."""
        new = zipfile.ZipInfo(name or info.filename, info.date_time)
        new.compress_type, new.CRC = info.compress_type, info.CRC
        new.compress_size, new.file_size = info.compress_size, info.file_size
        new.external_attr, new.create_system = info.external_attr, info.create_system
        # The sizes stand in front of the bytes, so only the flag for names in UTF-8 is left.
        new.flag_bits = info.flag_bits & 0x800
        packed = cast(IO[bytes], source.package.fp)
        add_packed(self.package, new, lambda into: _copy_packed(packed, info, into))


def _copy_packed(packed: IO[bytes], info: zipfile.ZipInfo, into: IO[bytes]) -> None:
    packed.seek(info.header_offset)
    header = packed.read(LOCAL_HEADER_BYTES)
    if header[:4] != b"PK\x03\x04" or len(header) < LOCAL_HEADER_BYTES:
        raise Unusual("a part does not begin where the index says")
    packed.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = info.compress_size
    while left:
        chunk = packed.read(min(left, CHUNK_BYTES))
        if not chunk:
            raise Unusual("a part ends too early")
        into.write(chunk)
        left -= len(chunk)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
