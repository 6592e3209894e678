"""A method is one file: one that lies in the package's path is backtested, chosen and told by its label."""

import subprocess
import sys
from pathlib import Path

MADE_UP = '''
"""The truth, which a test lets a method know."""

from foresail.forecasting.methods.shared.method import Method


def forecast(view):
    ahead = view.history.panel.values[:, view.origin + 1 : view.origin + 1 + view.horizon]
    return ahead if ahead.shape[1] else view.flat(view.history.panel.values[:, -1])


METHOD = Method("made_up", "made-up wisdom", 45, forecast)
'''
TRAINS = """
import sys
from foresail.forecasting import methods

methods.__path__.append(sys.argv[1])

from foresail.forecasting.methods.registry import LABELS, METHODS
from tests.factories import make_history
from tests.forecasting import train

history = make_history(20, 120)
trained = train(history)
assert METHODS[METHODS.index("made_up") - 1] == "recent_mean", METHODS
assert trained.backtest["made_up"].equals(trained.backtest["y"].alias("made_up"))
figures = {each[:3]: each.value for each in trained.fitted.metrics}
assert figures["all", "made_up", "wape"] == 0
assert trained.fitted.model.choices["all"] == {"made_up": 1.0}
products, _ = trained.forecast(history)
told = products.filter(products["demand_class"] != "short").row(0, named=True)
assert (told["method"], told["method_label"]) == ("made_up", "made-up wisdom"), told
assert told["reason"].startswith("Made-up wisdom "), told
"""


def test_a_method_that_is_one_file_is_backtested_chosen_and_told(tmp_path):
    (tmp_path / "made_up.py").write_text(MADE_UP)
    ended = subprocess.run(
        [sys.executable, "-c", TRAINS, str(tmp_path)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
