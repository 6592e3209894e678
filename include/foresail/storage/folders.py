"""Whole folders of the object storage: what lies in them, how old they are, removing them."""

from datetime import UTC, datetime

from foresail.errors import StorageUnavailable
from foresail.storage.objects import Storage


def list_folders(storage: Storage, folder: str) -> list[str]:
    """The names of the folders directly below one, in order."""
    return [key.rsplit("/", 1)[-1] for key in storage.keys(folder)]


def written_at(storage: Storage, key: str) -> datetime:
    """When the object under a key was written, in UTC without offset; raises FileNotFoundError."""
    written: datetime = storage.filesystem.modified(f"{storage.root}/{key}")
    return written.astimezone(UTC).replace(tzinfo=None) if written.tzinfo else written


def remove(storage: Storage, folder: str) -> None:
    """Remove a folder and all below it; nothing there is fine, and what is left by a crash goes next time."""
    storage.filesystem.invalidate_cache()
    try:
        storage.filesystem.rm(f"{storage.root}/{folder}", recursive=True)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageUnavailable(
            f"The object storage did not remove {folder} ({type(error).__name__}).",
            "Check FORESAIL_STORAGE and its Connection, then try again; nothing else was touched.",
        ) from error
