"""A small client for Foresail's REST endpoints."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

API = "/foresail/api/v1"
# A workbook of a million rows is checked within the call.
TIMEOUT_SECONDS = 600


class Refused(Exception):
    """The server refused a call: `status` is HTTP's, the rest is the body of the error."""

    def __init__(self, status: int, code: str, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.status, self.code, self.message, self.hint = status, code, message, hint


class ForesailClient:
    """Foresail in the Airflow at `base_url`, as the holder of `token` may use it."""

    def __init__(self, base_url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT_SECONDS)

    @classmethod
    def login(cls, base_url: str, username: str, password: str) -> Self:
        """Log in with a name and a password; raises Refused."""
        content = {"username": username, "password": password}
        answer = httpx.post(f"{base_url}/auth/token", json=content, timeout=30)
        if answer.is_error:
            raise Refused(answer.status_code, "not-authenticated", "Airflow refused the login.", "Check it.")
        return cls(base_url, answer.json()["access_token"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def upload(self, workbook: Path, date_order: str | None = None) -> dict[str, Any]:
        """Send a workbook; answers with what was found in it and its id."""
        fields = {"date_order": date_order} if date_order else {}
        with workbook.open("rb") as file:
            return self._call("POST", "/uploads", files={"file": (workbook.name, file)}, data=fields)

    def get_upload(self, upload_id: int) -> dict[str, Any]:
        """How far an upload's journey to forecasts is."""
        return self._call("GET", f"/uploads/{upload_id}")

    def products(self, search: str = "", order: str = "name", limit: int = 50) -> dict[str, Any]:
        """Products whose name holds a text, by `name` or by `units`."""
        return self._call("GET", "/products", params={"search": search, "order": order, "limit": limit})

    def forecast(self, product: str, horizon: int | None = None, store: str | None = None) -> dict[str, Any]:
        """The published forecast of a product, over all stores or in one."""
        wanted = {"product": product, "horizon": horizon, "store": store}
        params = {name: value for name, value in wanted.items() if value is not None}
        return self._call("GET", "/forecasts", params=params)

    def stats(self) -> dict[str, Any]:
        """The data, the published forecasts and their accuracy."""
        return self._call("GET", "/stats")

    def health(self) -> dict[str, Any]:
        """Whether everything answers."""
        return self._call("GET", "/health")

    def subscribe(self, email: str) -> dict[str, Any]:
        """Send the digest to an address too."""
        return self._call("POST", "/subscribers", json={"email": email})

    def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        answer = self._http.request(method, API + path, **content)
        if answer.is_error:
            told = answer.json() if "json" in answer.headers.get("content-type", "") else {}
            raise Refused(
                answer.status_code,
                told.get("code", "unexpected"),
                told.get("message", f"The server answered {answer.status_code}."),
                told.get("hint", "Look at the api-server's log."),
            )
        return answer.json()
