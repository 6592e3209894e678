"""Vertex AI: the interface through which training runs, and models are served, outside this machine."""

from typing import Protocol

from foresail.serving.model_server import ModelServer


class VertexAI(Protocol):
    """A Vertex AI project and region."""

    def train(self, snapshot: str, artifact: str) -> None:
        """Fit a model to the snapshot's address and leave its artifact at the other."""
        ...

    def deploy(self, artifact: str) -> ModelServer:
        """Serve a model from an endpoint."""
        ...
