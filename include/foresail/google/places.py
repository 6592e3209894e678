"""What the settings and Connections say of Google Cloud."""

from urllib.parse import urlsplit, urlunsplit

from foresail.airflow import connections, tasks
from foresail.errors import SettingInvalid
from foresail.google.calling import ENDPOINT, Place
from foresail.google.custom_jobs import CustomJobs, Machine
from foresail.google.deployments import Deployments
from foresail.google.registry import Registry
from foresail.settings import settings

HANDED_ON = ("google_endpoints",)


def place(service: str) -> Place:
    """The project and region of the settings, in the name of google_cloud_default; raises SettingInvalid."""
    wanted = settings()
    credentials, project = connections.google_account()
    project = wanted.google_project or project
    if not project or not wanted.google_region:
        raise SettingInvalid(
            "FORESAIL_GOOGLE_PROJECT or FORESAIL_GOOGLE_REGION is not set, and the Connection names none.",
            "Set both, as docs/google-cloud.md shows.",
        )
    return Place(credentials, project, wanted.google_region, wanted.google_endpoint(service))


def container_environment() -> dict[str, str]:
    """What Foresail needs in a container of Vertex AI to find its storage: settings, and no secret.

    No Connection either: there it calls Google as the account that the container runs as.
    """
    wanted = settings()
    address = urlsplit(wanted.storage)
    storage = urlunsplit(address._replace(netloc=address.netloc.rpartition("@")[2]))
    handed = {f"FORESAIL_{name.upper()}": str(getattr(wanted, name)) for name in HANDED_ON}
    return {"FORESAIL_STORAGE": storage, **{name: value for name, value in handed.items() if value}}


def custom_jobs() -> CustomJobs:
    """Vertex AI as FORESAIL_VERTEX_* say; a job is cancelled with the task that waits for it."""
    wanted = settings()
    machine = Machine(
        wanted.vertex_image, wanted.vertex_machine, wanted.vertex_service_account, container_environment()
    )
    return CustomJobs(place("aiplatform"), machine, tasks.on_cancel)


def registry() -> Registry:
    """The model registry of the settings' project."""
    return Registry(place("aiplatform"), settings().vertex_image, container_environment())


def deployments() -> Deployments:
    """The endpoint that Connection foresail_model_server names; raises SettingInvalid where it names none."""
    connection = connections.find_connection(connections.MODEL_SERVER)
    endpoint = str(connection.extra_dejson.get("endpoint", "")) if connection else ""
    if ENDPOINT.fullmatch(endpoint) is None:
        raise SettingInvalid(
            "FORESAIL_VERTEX_REGISTRY is deploy, but the Connection foresail_model_server names no endpoint.",
            "Set its extra `endpoint` to projects/P/locations/L/endpoints/E.",
        )
    wanted = settings()
    return Deployments(
        place("aiplatform"), endpoint, wanted.vertex_serving_machine, wanted.vertex_service_account
    )
