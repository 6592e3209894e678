"""Where the weights of a foundation model come from: the folder or archive that the user names, only."""

import io
import zipfile

from fsspec import filesystem

from foresail.airflow import connections
from foresail.errors import ForesailError
from foresail.forecasting.methods.foundation_model.weights import (
    FILES,
    FoundationModelUnusable,
    pack,
    unpack,
)
from foresail.storage.objects import Storage

ARCHIVES = (".whl", ".zip")
FILE_MAX = 64 * 1024 * 1024


def read_foundation(address: str) -> bytes:
    """Read and check the model at an address: a folder with FILES, or a .whl or .zip with one such folder.

    Raises FoundationModelUnusable where there is none, or none that Foresail can run.
    """
    try:
        files = _read_archive(address) if address.endswith(ARCHIVES) else _read_folder(address)
    except (OSError, ForesailError, ImportError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise FoundationModelUnusable(
            f"What FORESAIL_FOUNDATION_MODEL names cannot be read: {type(error).__name__}.",
            f"Name a folder with {' and '.join(FILES)}, or a .whl or .zip file that holds one.",
        ) from error
    packed = pack(files)
    unpack(packed)
    return packed


def _open(folder: str) -> Storage:
    is_web = folder.startswith(("https://", "http://"))
    return Storage(filesystem("https"), folder) if is_web else connections.open_storage(folder)


def _read_folder(address: str) -> dict[str, bytes]:
    storage = _open(address)
    return {name: storage.read(name) for name in FILES}


def _read_archive(address: str) -> dict[str, bytes]:
    folder, _, name = address.rpartition("/")
    with zipfile.ZipFile(io.BytesIO(_open(folder).read(name))) as archive:
        members = {wanted: _only(archive, wanted) for wanted in FILES}
        if too_large := [each for each in members.values() if each.file_size > FILE_MAX]:
            raise ValueError(f"{too_large[0].filename} is too large.")
        return {wanted: archive.read(member) for wanted, member in members.items()}


def _only(archive: zipfile.ZipFile, wanted: str) -> zipfile.ZipInfo:
    """The one file of this name, in whatever folder; raises KeyError where there is none, or several."""
    found = [each for each in archive.infolist() if each.filename.rsplit("/", 1)[-1] == wanted]
    if len(found) != 1:
        raise KeyError(wanted)
    return found[0]
