"""What Google's clients cost is paid by who uses them."""

import subprocess
import sys

from tests.conftest import PROJECT


def test_nothing_of_google_is_imported_until_a_setting_wants_it():
    """Neither by the plugin, nor by any task: what Google's clients cost is paid by who uses them (docs/adr/0016)."""
    program = (
        "import sys, pkgutil, importlib; sys.path.insert(0, 'plugins'); import foresail_web.app, foresail.jobs\n"
        "[importlib.import_module(f'foresail.jobs.{each.name}') for each in pkgutil.iter_modules(foresail.jobs.__path__)]\n"
        "print([name for name in sys.modules if name.startswith(('google.auth', 'google.cloud.', 'google.api_core', 'gcsfs'))])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert ended.stdout.strip().splitlines()[-1] == "[]"
