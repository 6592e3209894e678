"""Airflow's own REST API, called in this process with the caller's credentials, so its permissions hold."""

from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import quote

import httpx
from anyio import run, to_thread
from fastapi import Depends, Request
from foresail.queries.uploads import RunOfDag

from foresail_web.access.permissions import COOKIE
from foresail_web.addresses import below_base
from foresail_web.errors import AirflowUnready

HINT = "Look at the Dags page in Airflow; a new Dag takes half a minute to appear."


class AirflowApi:
    """Airflow as the caller may use it."""

    def __init__(self, request: Request) -> None:
        authorization = request.headers.get("authorization")
        cookie = request.cookies.get(COOKIE)
        self._headers = {"authorization": authorization} if authorization else {}
        self._cookies = {COOKIE: cookie} if cookie and not authorization else {}

    async def call(self, method: str, path: str, content: Any = None) -> httpx.Response:
        """Call an address below /api/v2; what writes runs in a thread, on a loop of its own.

        Airflow writes its log of who did what on the loop that the call came from. With SQLite that waits
        for the one write lock, and the call of a task that has it may need this very loop to end.
        """
        if method == "GET":
            return await self._send(method, path, content)
        return await to_thread.run_sync(run, self._send, method, path, content)

    async def _send(self, method: str, path: str, content: Any) -> httpx.Response:
        from airflow.api_fastapi.app import cached_app

        transport = httpx.ASGITransport(app=cached_app())
        async with httpx.AsyncClient(
            transport=transport, base_url="http://airflow", headers=self._headers, cookies=self._cookies
        ) as client:
            return await client.request(method, f"/api/v2{path}", json=content)

    async def trigger(self, dag_id: str, dag_run_id: str, conf: dict[str, Any]) -> None:
        """Start a run, unless one of that id exists; raises AirflowUnready."""
        known = await self.call("GET", f"/dags/{dag_id}/dagRuns/{quote(dag_run_id, safe='')}")
        if known.status_code == 200:  # who polls asks again and again, and a write may have to wait
            return
        content = {"dag_run_id": dag_run_id, "logical_date": None, "conf": conf}
        answer = await self.call("POST", f"/dags/{dag_id}/dagRuns", content)
        if answer.status_code not in (200, 409):
            raise AirflowUnready(f"Airflow did not start {dag_id} (status {answer.status_code}).", HINT)

    async def run_state(self, dag_id: str, dag_run_id: str | None) -> dict[str, Any]:
        """The state of a run and how many of its tasks are done; `waiting` where there is no run yet."""
        waiting = {"state": "waiting", "tasks_done": 0, "tasks_failed": 0, "tasks_total": 0}
        if dag_run_id is None:
            return waiting
        path = f"/dags/{dag_id}/dagRuns/{dag_run_id}"
        run = await self.call("GET", path)
        if run.status_code != 200:
            return {**waiting, "state": "unknown"}
        return {
            "state": run.json()["state"],
            "started_at": run.json()["start_date"],
            "ended_at": run.json()["end_date"],
            "tasks_done": await self._count(path, "&state=success"),
            "tasks_failed": await self._count(path, "&state=failed&state=upstream_failed"),
            "tasks_total": await self._count(path),
        }

    async def active_run(self, dag_id: str, states: Iterable[str] = ("queued", "running")) -> str | None:
        """The newest run of a Dag in one of these states, if the caller may see one."""
        wanted = "".join(f"&state={state}" for state in states)
        answer = await self.call("GET", f"/dags/{dag_id}/dagRuns?limit=1&order_by=-run_after{wanted}")
        runs = answer.json()["dag_runs"] if answer.status_code == 200 else []
        return runs[0]["dag_run_id"] if runs else None

    async def respond(self, dag_id: str, dag_run_id: str, task_id: str, option: str) -> None:
        """Choose an option of a Required Action; one that has an answer is fine. Raises AirflowUnready."""
        path = f"/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/-1/hitlDetails"
        answer = await self.call("PATCH", path, {"chosen_options": [option], "params_input": {}})
        # 404: the task has not asked yet, and will find that it need not; 409: someone answered it.
        if answer.status_code not in (200, 404, 409):
            raise AirflowUnready(f"Airflow did not accept the answer (status {answer.status_code}).", HINT)

    async def _count(self, run_path: str, states: str = "") -> int:
        """How many tasks of a run there are; counted by Airflow, whose pages end at 100."""
        tasks = await self.call("GET", f"{run_path}/taskInstances?limit=1{states}")
        return tasks.json()["total_entries"] if tasks.status_code == 200 else 0

    async def parse_again(self, dag_id: str) -> None:
        """Have Airflow parse the Dag's file again, now. Raises AirflowUnready."""
        dag = await self.call("GET", f"/dags/{dag_id}")
        if dag.status_code != 200:
            raise AirflowUnready(f"Airflow does not show {dag_id} (status {dag.status_code}).", HINT)
        answer = await self.call("PUT", f"/parseDagFile/{dag.json()['file_token']}")
        # 409: it is in the queue already
        if answer.status_code not in (200, 201, 409):
            raise AirflowUnready(f"Airflow did not reload {dag_id} (status {answer.status_code}).", HINT)


def run_address(run: RunOfDag) -> str:
    """Where Airflow's own REST API tells of a run."""
    return below_base(f"/api/v2/dags/{run.dag_id}/dagRuns/{quote(run.dag_run_id or '', safe='')}")


async def _airflow(request: Request) -> AirflowApi:
    return AirflowApi(request)


Airflow = Annotated[AirflowApi, Depends(_airflow)]
