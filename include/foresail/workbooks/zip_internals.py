"""What zipfile has no call for: the compression level of one part, and adding an already packed part.

Nothing else touches zipfile's own books; tests hold that each Python they run on still keeps them so.
"""

import zipfile
from collections.abc import Callable
from typing import IO, Any, cast


def set_level(info: zipfile.ZipInfo, level: int) -> None:
    """Have a part that is written next packed at a level of zlib's, 1 to 9."""
    internals: Any = info
    internals._compresslevel = level  # from Python 3.13 on an alias of compress_level


def add_packed(package: zipfile.ZipFile, info: zipfile.ZipInfo, write: Callable[[IO[bytes]], None]) -> None:
    """Add a part whose packed bytes `write` writes; `info` says how they are packed and of what size."""
    into = cast(IO[bytes], package.fp)
    info.header_offset = into.tell()
    into.write(info.FileHeader())
    write(into)
    package.filelist.append(info)
    package.NameToInfo[info.filename] = info
    internals: Any = package
    internals.start_dir = into.tell()
    internals._didModify = True
