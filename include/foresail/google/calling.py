"""What all calls of Google's services have in common: who calls, where, and what an error means in words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from foresail.errors import ForesailError, GoogleRefused, GoogleUnavailable

ENDPOINT = re.compile(r"projects/[a-z0-9.:-]+/locations/([a-z0-9-]+)/endpoints/[a-z0-9-]+")
"""The name of an endpoint of Vertex AI; its group is the region."""
SECONDS = 30
"""For one call."""
HINTS = {
    400: "Correct the setting that it names.",
    401: "Check the Connection google_cloud_default: its key may have been withdrawn.",
    403: "Run `python -m foresail.google check`, which names the role that is missing.",
    404: "Check FORESAIL_GOOGLE_PROJECT and FORESAIL_GOOGLE_REGION, and that it was not deleted by hand.",
    429: "Ask for a larger quota of this region under IAM & Admin > Quotas, or name a smaller machine.",
}


@dataclass(frozen=True)
class Place:
    """A project's region, who calls there, and the service's address where it is not Google's own."""

    credentials: Any
    project: str
    region: str
    endpoint: str | None = None

    @property
    def parent(self) -> str:
        """What jobs, models and schedules lie under."""
        return f"projects/{self.project}/locations/{self.region}"

    def client(self, kind: type[Any], service: str) -> Any:
        """A client of Google's over REST, which needs no thread and dies with the process."""
        from google.api_core.client_options import ClientOptions

        options = ClientOptions(api_endpoint=self._address(service))
        return kind(credentials=self.credentials, transport="rest", client_options=options)

    def finish(self, started: Any, service: str, result: type[Any], seconds: float) -> Any:
        """The result of an operation that takes its time, once it is there.

        It is asked for under /v1: over REST, Google's own clients look under /ui, which no document of
        theirs has.
        """
        from google.api_core.operation import from_gapic
        from google.api_core.operations_v1 import AbstractOperationsClient
        from google.api_core.operations_v1.transports.rest import OperationsRestTransport

        transport = OperationsRestTransport(host=self._address(service), credentials=self.credentials)
        client = AbstractOperationsClient(transport=transport)
        return from_gapic(started.operation, client, result).result(timeout=seconds)

    def _address(self, service: str) -> str:
        return self.endpoint or f"https://{service}.googleapis.com"


@contextmanager
def speaking(doing: str) -> Iterator[None]:
    """Turn Google's errors into GoogleUnavailable, which may pass, and GoogleRefused, which will not."""
    from google.api_core.exceptions import GoogleAPICallError, RetryError
    from google.auth.exceptions import GoogleAuthError
    from requests import RequestException

    try:
        yield
    except ForesailError:
        raise
    except GoogleAPICallError as error:
        code = int(error.code or 0)
        if code >= 500 or code == 0:
            raise _away(doing, error) from error
        raise refusal(doing, code, error.message) from error
    except GoogleAuthError as error:
        raise refusal(doing, 401, type(error).__name__) from None
    except (RetryError, RequestException) as error:
        raise _away(doing, error) from error


def refusal(doing: str, code: int, words: str) -> GoogleRefused:
    """The error for a call that will be refused again, with what to do about it."""
    return GoogleRefused(
        f"Google refused {doing} (status {code}): {words[:300]}", HINTS.get(code, HINTS[400])
    )


def _away(doing: str, error: Exception) -> GoogleUnavailable:
    return GoogleUnavailable(
        f"Google did not answer {doing} ({type(error).__name__}).",
        "It is tried again; see status.cloud.google.com.",
    )
