"""The model registry and an endpoint of Vertex AI: versions, an alias, traffic that moves, containers that serve."""

import json

import pytest
from foresail.actions.forecast_requests import answer_by_model_server
from foresail.actions.models import promote
from foresail.errors import GoogleRefused, JobFailed, ModelServerUnavailable, SettingInvalid
from foresail.jobs import deploying
from foresail.warehouse import models as model_records
from foresail.warehouse.connecting import reading

from tests.integration.google.vertex_models import ENDPOINT
from tests.integration.jobs.helpers import make_workbook
from tests.integration.serving.test_model_server import look_up


@pytest.fixture
def deployed(on_google, models, cloud, monkeypatch, tmp_path):
    """A first champion, forecast 28 days ahead; FORESAIL_VERTEX_REGISTRY=deploy."""
    server = cloud.connection(endpoint=ENDPOINT, address=cloud.url)
    monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_MODEL_SERVER", server)
    deployed = on_google(FORESAIL_VERTEX_REGISTRY="deploy")
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.predict()
    return deployed


def test_a_champion_is_registered_deployed_asked_followed_and_gone_back_to(deployed, models, bucket):
    told = deploying.deploy()
    assert deploying.deploy() == told
    assert models.log == ["alias 1", "deployed 1", "alias 1"]
    [version] = models.versions
    with reading(deployed.engine) as connection:
        wape = model_records.read_chosen(connection, 1)["wape"]
    assert version["artifactUri"] == "gs://foresail/team/models/1"
    assert version["labels"]["wape"] == f"{wape:.4f}".replace(".", "_")
    assert "Model 1 of run train-1; data version 1;" in version["versionDescription"]
    assert models.aliases() == {"champion": "1", "default": "1"}

    assert answer_by_model_server(1, 60, ["Milk"])
    [item] = look_up(deployed, "Milk", horizon=60)
    assert (item["status"], len(item["days"])) == ("fresh", 60)

    first = models.endpoint["trafficSplit"]
    promoted = _second_champion(deployed)
    models.is_broken = True
    with pytest.raises(JobFailed, match=r"never became ready.*served before serves on"):
        deploying.deploy()
    assert models.endpoint["trafficSplit"] == first
    models.is_broken = False
    deploying.deploy()
    assert models.log[-2:] == ["deployed 2", f"traffic {models.endpoint['trafficSplit']}"]
    assert (models.aliases()["champion"], len(models.endpoint["deployedModels"])) == ("2", 2)

    promote(1, "ann")
    deploying.deploy()
    assert (models.aliases()["champion"], models.endpoint["trafficSplit"], promoted) == ("1", first, 2)
    assert models.log.count("deployed 1") == 1


def _second_champion(deployed):
    """Another run of foresail_train on the same sales, promoted by hand."""
    outcome = deployed.train("train-2")
    promote(outcome["model_id"], "ann")
    return outcome["model_id"]


def test_what_is_missing_is_named_and_the_forecasts_stay(deployed, models, cloud, monkeypatch):
    cloud.access.denied.add("aiplatform.models.upload")
    with pytest.raises(GoogleRefused, match=r"status 403.*google check"):
        deploying.deploy()
    cloud.access.denied.clear()
    models.exists = False
    with pytest.raises(GoogleRefused, match=r"status 404.*deleted by hand"):
        deploying.deploy()
    with pytest.raises(ModelServerUnavailable):  # and a run answers
        answer_by_model_server(1, 60, ["Milk"])
    nameless = json.dumps({"conn_type": "google_cloud_platform"})
    monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_MODEL_SERVER", nameless)
    with pytest.raises(SettingInvalid, match="names no endpoint"):
        deploying.deploy()
    [item] = look_up(deployed, "Milk", horizon=28)
    assert item["status"] == "fresh"
