"""What tests need beside Python. Where it is missing they skip, saying so; in CI, which installs it, they fail."""

import os
import shutil
from pathlib import Path

import pytest

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


def is_installed(name: str) -> str | None:
    """The path of a program, where it is installed."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def find_program(*names: str) -> str:
    """The path of the first program that is installed."""
    for name in names:
        found = is_installed(name)
        if found:
            return found
    message = f"{' or '.join(names)} is not installed"
    if os.environ.get("CI"):
        pytest.fail(f"{message}, and CI installs it")
    pytest.skip(message)


def real_data(name: str) -> Path:
    """A file of real data, which lies beside the project and not in it."""
    path = REAL_DATA / name
    if not path.exists():
        pytest.skip(f"the real data {name} is not beside the project")
    return path
