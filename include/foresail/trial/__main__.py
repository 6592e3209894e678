"""`make run`: start Airflow with Foresail in it, send a workbook through, show its forecasts."""

import argparse
import hashlib
import json
import signal
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from foresail.client import ForesailClient, Refused
from foresail.clock import now
from foresail.trial import journey
from foresail.trial.sample import make_sample
from foresail.trial.service import NotStarted, Service, free_port

PORT = 8080
PATIENCE_SECONDS = 1800
SUBSCRIBER = "planner@example.com"


class Ended(Exception):
    """The user, or the machine, asked for the end."""


def main(arguments: list[str] | None = None) -> int:
    """Run the trial; 0 only if forecasts were published."""
    options = _read_options(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    home = options.state / _home_name(options.workbook)
    summary: dict[str, Any] = {"published": False}
    service = Service(options.project, home, _choose_port(options.port))
    try:
        workbook = options.workbook or _sample(home)
        with service:
            summary |= _run(service, workbook)
            if not options.once:
                _serve(service)
    except Ended:
        tell("ending")
    except (NotStarted, Refused, httpx.HTTPError) as error:
        summary["error"] = str(error)
        tell(str(error))
    finally:
        # A second Ctrl-C must not keep processes alive.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        service.stop()
    if options.summary:
        options.summary.write_text(json.dumps(summary, indent=1, ensure_ascii=False))
    return 0 if summary["published"] else 1


def _home_name(workbook: Path | None) -> str:
    """A folder of its own for each workbook: two of one name in different folders must not add up."""
    if workbook is None:
        return "sample"
    return f"{workbook.stem}-{hashlib.sha256(str(workbook.resolve()).encode()).hexdigest()[:8]}"


def tell(line: str) -> None:
    """Say a line at once."""
    print(line, flush=True)


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foresail", description=__doc__)
    parser.add_argument("--workbook", type=Path, help="your own workbook; by default, a sample is made")
    parser.add_argument("--once", action="store_true", help="stop once the forecasts are published")
    parser.add_argument("--port", type=int, help=f"the port to serve on; by default {PORT}, or a free one")
    parser.add_argument("--summary", type=Path, help="also write the results to this file, as JSON")
    parser.add_argument("--project", type=Path, default=Path.cwd(), help="the folder with dags/ and plugins/")
    parser.add_argument("--state", type=Path, default=Path(".run"), help="the folder to keep everything in")
    options = parser.parse_args(arguments)
    if options.workbook and not options.workbook.is_file():
        parser.error(f"there is no workbook {options.workbook}")
    return options


def _end(*_: Any) -> None:
    raise Ended


def _choose_port(wanted: int | None) -> int:
    port = free_port(wanted or PORT)
    if port != (wanted or PORT):
        tell(f"port {wanted or PORT} is in use: using {port} instead (set PORT= to choose)")
    return port


def _sample(home: Path) -> Path:
    path = home / "sample.xlsx"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        tell("making a sample workbook: 50 products, 5 stores, 2 years")
        part = path.with_suffix(".part")
        made = make_sample(part, last_day=now().date() - timedelta(days=1))
        part.replace(path)
        tell(f"{path}: {made.lines:,} lines and {sum(made.dirty.values())} faulty rows")
    return path


def _run(service: Service, workbook: Path) -> dict[str, Any]:
    tell(f"starting Airflow at {service.url}; its log is {service.log}")
    started = time.monotonic()
    service.wait(tell)
    tell(f"Airflow is up after {time.monotonic() - started:.0f} s")
    with ForesailClient.login(service.url, "admin", service.password()) as client:
        client.subscribe(SUBSCRIBER)
        tell(f"uploading {workbook.name}")
        travelled = journey.travel(client, workbook, tell, PATIENCE_SECONDS)
        upload = travelled["upload"]
        summary = {"published": upload["status"] == "published", **travelled}
        if not summary["published"]:
            where = _where_it_ended(upload)
            tell(f"no forecasts were published: {where}")
            return summary
        table, stats = journey.read_table(client), client.stats()
    summary |= {"forecasts": table, "stats": stats, "mail": str(service.home / "foresail/storage/outbox")}
    _show(summary)
    return summary


def _where_it_ended(upload: dict[str, Any]) -> str:
    """Why an upload's journey is not at its end."""
    if upload["status"] == "waiting":
        names = ", ".join(product["name"] for product in upload["products"]["waiting"][:5])
        counted = len(upload["unusual"]["waiting"])
        asked = [f"new products ({names})"] if names else []
        asked += [f"{counted:,} unusual quantities"] if counted else []
        return f"{' and '.join(asked)} are waiting for an answer on the Upload page"
    failed = next((run for run in upload["runs"] if run["state"] == "failed"), None)
    return f"{failed['dag_id']} failed; see its log in the Airflow UI" if failed else "it took too long"


def _show(summary: dict[str, Any]) -> None:
    accuracy, seconds = summary["stats"]["accuracy"], summary["seconds"]
    run = summary["stats"]["forecasts"]
    tell(
        f"\nForecasts of {run['products']:,} products, units per {run['frequency']}: mean and [80 "
        "% interval]\n"
    )
    tell(journey.draw_table(summary["forecasts"]))
    if "wape" in accuracy and accuracy["wape"] is not None:
        ours, naive = accuracy["wape"], accuracy["wape_seasonal_naive"]
        ratio = f" (ratio {ours / naive:.2f})" if naive else ""
        tell(f"\nBacktest: WAPE {ours:.3f}, seasonal naive {naive:.3f}{ratio}, bias {accuracy['bias']:+.1%}")
    if accuracy.get("coverage_80") is not None:
        tell(
            "The 80 % interval, calibrated on older windows, covered "
            f"{accuracy['coverage_80']:.1%} of the newest one"
        )
    work = summary["upload"]["work"]
    if "foresail" in seconds and not summary["upload"]["already_uploaded"]:
        tell(
            f"From accepted upload to published forecasts: {seconds['published']:.1f} s, of which Foresail "
            f"worked {seconds['foresail']:.1f} s and Airflow scheduled and started tasks "
            f"{seconds['airflow']:.1f} s; the check before took {seconds['check']:.1f} s"
        )
    if work:
        largest = max(work, key=lambda task: task["peak_memory_mib"])
        tell(f"Peak memory of a task: {largest['peak_memory_mib']:,} MiB ({largest['task_id']})")
    tell(f"No mail server is set: the subscriber's mail is in {summary['mail']}")


def _serve(service: Service) -> None:
    tell(
        f"\nThe page: {service.url}/plugin/foresail\nLog in as admin with the password {service.password()}\n"
        "Press Ctrl-C to end everything"
    )
    threading.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
