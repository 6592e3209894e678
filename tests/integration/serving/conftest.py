"""A trained model, a real model server beside its storage, and Vertex AI's endpoint in front of one."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from foresail.serving.app import make_app
from foresail.trial.service import free_port

from tests.integration.jobs.helpers import make_workbook

TOKEN = "a token of the tests"


@contextmanager
def serving(app: Callable) -> Iterator[str]:
    """The address of an app on loopback, for as long as the context lasts."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def trained(deployed_small, tmp_path):
    """Three products, forecast 28 days ahead."""
    deployed_small.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed_small.train()
    deployed_small.predict()
    return deployed_small


@pytest.fixture
def model_server(trained):
    """The address of a model server that wants TOKEN."""
    with serving(make_app(trained.storage, TOKEN, "/predict", "/health")) as url:
        yield url
