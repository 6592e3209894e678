"""The three roles under the FAB auth manager: what each may call is what docs/api.md says."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import jwt
import pytest
from foresail import dag_ids
from foresail.airflow import roles
from foresail.trial.service import Service, free_port

from tests import fab
from tests.conftest import PROJECT
from tests.fab import USERS
from tests.integration.service.test_guards import routes

AUTH_MANAGER = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
SECRET = "a secret of this test alone, long enough to sign with it: 64 characters"
TIMEOUT_SECONDS = 60
START_SECONDS = 120


class FabService(Service):
    """An api-server under the FAB auth manager, on a database with the roles, their users and the Dags."""

    def __init__(self, home: Path) -> None:
        settings = {"AIRFLOW__CORE__AUTH_MANAGER": AUTH_MANAGER, "AIRFLOW__API_AUTH__JWT_SECRET": SECRET}
        super().__init__(PROJECT, home, free_port(), settings)
        self.home.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str) -> None:
        """Run a module to its end, and end whatever it left."""
        process = self._open(*arguments)
        try:
            assert process.wait(START_SECONDS) == 0, (arguments, self.log.read_text())
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def start(self) -> None:
        """Make the database, the roles and their users; start the server, which is not up yet; parse the Dags."""
        self.run("tests.fab")
        self._process = self._open("airflow", "api-server", "--workers", "1")
        try:
            self.run("airflow", "dag-processor", "--num-runs", "1")
        except BaseException:
            self.stop()
            raise

    def token(self, name: str) -> str:
        """A user's token, once the server is up."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            with suppress(httpx.TransportError):
                login = {"username": name, "password": fab.PASSWORD}
                answer = httpx.post(f"{self.url}/auth/token", json=login, timeout=TIMEOUT_SECONDS)
                answer.raise_for_status()
                return answer.json()["access_token"]
            assert self._process.poll() is None and time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.5)

    def _open(self, *arguments: str) -> subprocess.Popen:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=PROJECT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with FabService(tmp_path_factory.mktemp("fab")) as server:
        yield server


@pytest.fixture(scope="module")
def tokens(server):
    return {name: server.token(name) for name in USERS}


def call(server: Service, token: str, method: str, path: str) -> httpx.Response:
    """Call a route with nothing that it could do anything with."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.request(method, f"{server.url}{path}", headers=headers, timeout=TIMEOUT_SECONDS)


def walked() -> list[tuple[str, str]]:
    """Every route, with a Dag where it asks for one."""
    return [(method, path.replace("/schedules/1", "/schedules/foresail_train")) for method, path in routes()]


def documented() -> list[tuple[str, re.Pattern, dict[str, bool]]]:
    """The rows of docs/api.md, those with fewer parameters first: method, path, who may."""
    found = []
    for line in (PROJECT / "docs" / "api.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if match := re.fullmatch(r"(GET|POST|PUT|DELETE|PATCH) (/\S*)", cells[0]):
            path = re.compile("/api/v1" + re.sub(r"{\w+}", "[^/]+", match[2]))
            may = dict(zip(USERS, (answer == "yes" for answer in cells[2:]), strict=True))
            found.append((match[2].count("{"), match[1], path, may))
    return [row[1:] for row in sorted(found, key=lambda row: row[0])]


def expected(method: str, path: str) -> dict[str, bool]:
    """Who may call a route, as docs/api.md says; the page's files are for every reader."""
    if path.startswith("/ui/"):
        return dict.fromkeys(USERS, True)
    wanted = "GET" if method == "HEAD" else method
    rows = [may for method, pattern, may in documented() if method == wanted and pattern.fullmatch(path)]
    assert rows, f"docs/api.md has no row for {method} {path}"
    return rows[0]


@pytest.mark.parametrize("name", USERS)
def test_a_role_may_call_what_the_table_of_the_endpoints_says_and_nothing_else(server, tokens, name):
    wrong = []
    for method, path in walked():
        answer = call(server, tokens[name], method, f"/foresail{path}")
        assert answer.status_code < 500, (method, path, answer.text)
        if path.endswith("/tick"):  # for Google's tokens alone: Airflow's say nothing there
            assert answer.status_code == 401, (method, path, answer.text)
            continue
        assert answer.status_code != 401, (method, path, answer.text)
        if (answer.status_code != 403) != expected(method, path)[name]:
            wrong.append((method, path, answer.status_code))
    assert not wrong


def test_an_expired_token_opens_nothing(server, tokens):
    claims = jwt.decode(tokens["admin"], SECRET, algorithms=["HS512"], options={"verify_aud": False})
    header = {"kid": jwt.get_unverified_header(tokens["admin"]).get("kid")}
    hour_ago = claims["iat"] - 3_600

    def signed(expiry: int) -> str:
        ages = {"iat": hour_ago, "nbf": hour_ago, "exp": expiry}
        return jwt.encode({**claims, **ages}, SECRET, algorithm="HS512", headers=header)

    assert call(server, signed(claims["exp"]), "GET", "/foresail/api/v1/stats").status_code == 200
    for method, path in walked():
        assert call(server, signed(hour_ago + 60), method, f"/foresail{path}").status_code == 401, (
            method,
            path,
        )


@pytest.mark.parametrize("name", USERS)
def test_a_role_sees_all_dags_and_the_pages_in_airflows_own(server, tokens, name):
    for dags in ("/api/v2/dags", "/ui/dags"):
        found = call(server, tokens[name], "GET", dags).json()["dags"]
        assert {dag["dag_id"] for dag in found} == set(dag_ids.ALL)
    graph, warnings = "/ui/structure/structure_data?dag_id=foresail_ingest", "/api/v2/dagWarnings"
    for path in (graph, warnings, "/api/v2/dags/~/dagRuns/~/hitlDetails"):
        assert call(server, tokens[name], "GET", path).status_code == 200, path
    plugins = call(server, tokens[name], "GET", "/api/v2/plugins").json()["plugins"]
    shown = {app["destination"]: app["name"] for plugin in plugins for app in plugin["react_apps"]}
    assert shown == {"nav": "Foresail", "dag_run": "Foresail", "dashboard": "Foresail on the dashboard"}


@pytest.mark.parametrize("name", USERS)
@pytest.mark.parametrize("dag_id", dag_ids.ALL)
def test_what_the_endpoints_ask_of_airflow_is_allowed_to_whoever_may_ask_them(server, tokens, name, dag_id):
    below = f"/api/v2/dags/{dag_id}/dagRuns"
    assert call(server, tokens[name], "GET", below).status_code == 200
    assert call(server, tokens[name], "GET", f"{below}/none/taskInstances").status_code == 404
    starts = dag_id in roles.STARTS[USERS[name]]
    # 422: it would start one, had the call said which
    assert call(server, tokens[name], "POST", below).status_code == (422 if starts else 403)
    answering = call(server, tokens[name], "PATCH", f"{below}/none/taskInstances/resolve/-1/hitlDetails")
    assert answering.status_code == (422 if starts else 403)
    file_token = call(server, tokens[name], "GET", f"/api/v2/dags/{dag_id}").json()["file_token"]
    parsing = call(server, tokens[name], "PUT", f"/api/v2/parseDagFile/{file_token}")
    assert parsing.status_code in ((201, 409) if starts else (403,))
