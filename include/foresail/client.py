"""A small client for Foresail's REST endpoints."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

API = "/foresail/api/v1"
# A workbook of a million rows is checked within the call.
TIMEOUT_SECONDS = 600
POLL_SECONDS = 2.0
FORMS = ("columns", "products")
"""Fields of the upload form that are JSON."""


class Refused(Exception):
    """The server refused a call: `status` is HTTP's, the rest is the body of the error."""

    def __init__(self, status: int, code: str, message: str, hint: str, number: str | None = None) -> None:
        super().__init__(f"{message} {hint}")
        self.status, self.code, self.message, self.hint, self.id = status, code, message, hint, number


class ForesailClient:
    """Foresail in the Airflow at `base_url`, as the holder of `token` may use it; calls raise Refused."""

    def __init__(self, base_url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=base_url, headers=headers, timeout=TIMEOUT_SECONDS)

    @classmethod
    def login(cls, base_url: str, username: str, password: str) -> Self:
        """Log in with a name and a password."""
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

    def validate(self, workbook: Path, **fields: Any) -> dict[str, Any]:
        """What is wrong with a workbook and what uploading it would change; nothing is stored."""
        return self._send("POST", "/validations", workbook, fields)

    def upload(self, workbook: Path, key: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a workbook; answers with what was found in it and its id.

        `fields` are date_order, encoding, number_format, mode, covers, columns, mapping, save_mapping_as,
        products; a `key` makes repeating it safe.
        """
        return self._send("POST", "/uploads", workbook, fields, {"Idempotency-Key": key} if key else {})

    def push_sales(
        self, rows: Sequence[dict[str, Any]], key: str | None = None, **wanted: Any
    ) -> dict[str, Any]:
        """Push rows of sales; answers as `upload`.

        `wanted` are mode, covers, mapping, date_order, number_format.
        """
        headers = {"Idempotency-Key": key} if key else {}
        return self._call("POST", "/sales", json=list(rows), params=_given(wanted), headers=headers).json()

    def uploads(self, **wanted: Any) -> dict[str, Any]:
        """Uploads, newest first: search, status, who, limit, offset, sort."""
        return self._read("/uploads", wanted)

    def get_upload(self, upload_id: int) -> dict[str, Any]:
        """How far an upload's journey to forecasts is."""
        return self._read(f"/uploads/{upload_id}", {})

    def preview_withdrawal(self, upload_id: int) -> dict[str, Any]:
        """What withdrawing an upload would change."""
        return self._read(f"/uploads/{upload_id}/withdrawal", {})

    def withdraw(self, upload_id: int) -> dict[str, Any]:
        """Take an upload back: its sales go, and what it had replaced counts again."""
        return self._call("DELETE", f"/uploads/{upload_id}").json()

    def erase(self, upload_id: int, reason: str) -> dict[str, Any]:
        """Erase the file of a withdrawn upload, its report and the lines read from it, for good."""
        return self._call("POST", f"/uploads/{upload_id}/erasure", json={"reason": reason}).json()

    def findings(self, upload_id: int, **wanted: Any) -> dict[str, Any]:
        """Every cell that something is wrong with: code, limit, offset."""
        return self._read(f"/uploads/{upload_id}/findings", wanted)

    def cells(self, upload_id: int, sheet: str, cell: str) -> dict[str, Any]:
        """The rows around a cell of an upload's workbook."""
        return self._read(f"/uploads/{upload_id}/cells", {"sheet": sheet, "cell": cell})

    def marked_workbook(self, upload_id: int) -> bytes:
        """The planner's own workbook with its bad cells marked."""
        return self._call("GET", f"/uploads/{upload_id}/workbook").content

    def answer_products(
        self, upload_id: int, answers: Sequence[dict[str, Any]] = (), rest: str | None = None
    ) -> dict[str, Any]:
        """Say what the products are that an upload waits with: name, action (keep, rename, drop), to."""
        content = {"answers": list(answers), "rest": rest}
        return self._call("POST", f"/uploads/{upload_id}/products", json=content).json()

    def answer_quantities(
        self, upload_id: int, answers: Sequence[dict[str, Any]] = (), rest: str | None = None
    ) -> dict[str, Any]:
        """Say which unusual quantities are right that an upload waits with: number, action (keep, drop)."""
        content = {"answers": list(answers), "rest": rest}
        return self._call("POST", f"/uploads/{upload_id}/quantities", json=content).json()

    def products(self, **wanted: Any) -> dict[str, Any]:
        """Products: search, category, attribute, demand_class, active, limit, offset, sort (name, units)."""
        return self._read("/products", wanted)

    def attributes(self) -> list[dict[str, Any]]:
        """The categories and attributes of products: name, value, products."""
        return self._read("/products/attributes", {})["attributes"]

    def stores(self, **wanted: Any) -> dict[str, Any]:
        """Stores, or those that forecast a product: search, product, limit, offset, sort (name, units)."""
        return self._read("/stores", wanted)

    def sales(self, product: str | None = None, **wanted: Any) -> dict[str, Any]:
        """Units sold and returned: store, category, customer, channel, since, until, by (day, week)."""
        return self._read("/sales", {"product": product, **wanted})

    def forecasts(self, products: Sequence[str] = (), **wanted: Any) -> dict[str, Any]:
        """Forecasts of these products, or of all: store, horizon, quantiles, search, limit, offset."""
        return self._read("/forecasts", {"product": list(products), **wanted})

    def forecast(self, product: str, patience_seconds: float = 0, **wanted: Any) -> dict[str, Any]:
        """The forecast of one product; one that is missing is waited for, where a run makes it."""
        deadline = time.monotonic() + patience_seconds
        while True:
            body = self.forecasts([product], **wanted)
            if not body.get("runs") or time.monotonic() >= deadline:
                return body["forecasts"][0]
            time.sleep(POLL_SECONDS)

    def backtest(self, product: str, store: str | None = None) -> dict[str, Any]:
        """What every method would have missed on one product, and what was chosen."""
        return self._read("/forecasts/backtest", {"product": product, "store": store})

    def export(self, kind: str = "xlsx", products: Sequence[str] = (), **wanted: Any) -> bytes:
        """Forecasts as a file: xlsx, csv or parquet."""
        params = {"format": kind, "product": list(products), **wanted}
        return self._call("GET", "/forecasts/export", params=_given(params)).content

    def forecast_products(self, **wanted: Any) -> dict[str, Any]:
        """The table of all products: store, search, category, demand_class, active, flag, limit, sort."""
        return self._read("/forecasts/products", wanted)

    def totals(self, by: str = "week") -> dict[str, Any]:
        """All products together by week or month: sold, forecast, and a year before."""
        return self._read("/forecasts/totals", {"by": by})

    def attention(self) -> list[dict[str, Any]]:
        """What needs a person today, the most urgent first."""
        return self._read("/attention", {})["items"]

    def stats(self) -> dict[str, Any]:
        """The data, the published forecasts and their accuracy."""
        return self._read("/stats", {})

    def meta(self) -> dict[str, Any]:
        """Columns, quantiles, metrics, demand classes, Dag ids and limits."""
        return self._read("/meta", {})

    def monitoring(self, **wanted: Any) -> dict[str, Any]:
        """How good past forecasts turned out to be: product, since, until, by (step, week, month)."""
        return self._read("/monitoring", wanted)

    def models(self, **wanted: Any) -> dict[str, Any]:
        """The registered models, newest first: limit, offset, sort."""
        return self._read("/models", wanted)

    def promote(self, model_id: int) -> dict[str, Any]:
        """Make a model champion, and forecast with it."""
        return self._call("POST", f"/models/{model_id}/promote").json()

    def health(self) -> dict[str, Any]:
        """Whether everything answers."""
        return self._read("/health", {})

    def schedules(self) -> dict[str, Any]:
        """Every Dag whose schedule can be edited."""
        return self._read("/schedules", {})

    def set_schedule(
        self, dag_id: str, cron: str | None, timezone: str = "UTC", is_paused: bool | None = None
    ) -> dict[str, Any]:
        """Set when a Dag runs on its own, and whether at all; a cron of None takes the schedule away."""
        content = {"cron": cron, "timezone": timezone, "is_paused": is_paused}
        return self._call("PUT", f"/schedules/{dag_id}", json=content).json()

    def undo_schedule(self, dag_id: str) -> dict[str, Any]:
        """Set what was set before the last edit."""
        return self._call("POST", f"/schedules/{dag_id}/undo").json()

    def subscribe(self, email: str, **choice: Any) -> dict[str, Any]:
        """Send the digest to an address too."""
        return self._call("POST", "/subscribers", json={"email": email, **choice}).json()

    def unsubscribe(self, subscriber_id: str) -> None:
        """Send the digest to an address no more."""
        self._call("DELETE", f"/subscribers/{subscriber_id}")

    def audit(self, **wanted: Any) -> dict[str, Any]:
        """Who did what, when: who, action, subject, since, until, limit, offset, sort."""
        return self._read("/audit", wanted)

    def effects(self, **wanted: Any) -> dict[str, Any]:
        """What each event of the calendar did when it came last: after, limit, offset."""
        return self._read("/calendar/effects", wanted)

    def add_entry(self, **entry: Any) -> dict[str, Any]:
        """Keep one more entry of the calendar: first_day, last_day, event, product, unit_price."""
        return self._call("POST", "/calendar/entries", json=entry).json()

    def change_entry(self, entry_id: int, **entry: Any) -> dict[str, Any]:
        """Keep an entry of the calendar in the place of one; `entry` as for add_entry."""
        return self._call("PUT", f"/calendar/entries/{entry_id}", json=entry).json()

    def remove_entry(self, entry_id: int) -> None:
        """Forget an entry of the calendar."""
        self._call("DELETE", f"/calendar/entries/{entry_id}")

    def calendar_workbook(self) -> bytes:
        """The calendar of promotions, events and planned prices as a workbook to fill in."""
        return self._call("GET", "/calendar/workbook").content

    def replace_calendar(self, workbook: Path, **fields: Any) -> dict[str, Any]:
        """Replace the calendar by that of a workbook; answers with its entries. `fields` are date_order."""
        return self._send("PUT", "/calendar/workbook", workbook, fields)

    def _send(
        self,
        method: str,
        path: str,
        workbook: Path,
        fields: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        form = {name: json.dumps(value) if name in FORMS else value for name, value in _given(fields).items()}
        with workbook.open("rb") as file:
            files = {"file": (workbook.name, file)}
            return self._call(method, path, files=files, data=form, headers=headers).json()

    def _read(self, path: str, wanted: dict[str, Any]) -> dict[str, Any]:
        return self._call("GET", path, params=_given(wanted)).json()

    def _call(self, method: str, path: str, **content: Any) -> httpx.Response:
        answer = self._http.request(method, API + path, **content)
        if answer.is_error:
            body = answer.json() if "json" in answer.headers.get("content-type", "") else {}
            raise Refused(
                answer.status_code,
                body.get("code", "unexpected"),
                body.get("message", f"The server answered with status {answer.status_code}."),
                body.get("hint", "Look at the api-server's log."),
                body.get("id"),
            )
        return answer


def _given(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}
