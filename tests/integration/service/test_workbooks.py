"""What a planner does with workbooks at the endpoints of a real Airflow."""

import io
import json
import time
from datetime import timedelta

import openpyxl
import pytest
from foresail.intake import questions as asking

from tests.factories import DAY, HEADER, write_workbook
from tests.sessions import log_in

PATIENCE_SECONDS = 240


@pytest.fixture(scope="module")
def http(service, published):
    """A planner's session, once the catalogue holds products."""
    assert published
    with log_in(service, "/foresail/api/v1") as http:
        yield http


def send(http, path, where="/uploads", **fields):
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return http.post(where, files={"file": (path.name, path.read_bytes())}, data=texts)


def follow(http, upload_id, *states):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        upload = http.get(f"/uploads/{upload_id}").json()
        if upload["status"] in states or time.monotonic() > deadline:
            assert upload["status"] in states, upload
            return upload
        time.sleep(0.5)


def follow_to_sales(http, upload_id):
    """Wait until an upload is stored: forecasts of several are made at once, and the last one waits for them."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (upload := http.get(f"/uploads/{upload_id}").json())["rows_stored"] is None:
        assert upload["status"] == "running", upload
        assert time.monotonic() < deadline, upload
        time.sleep(0.5)
    return upload


def rows(*products, prefix, bad=0):
    good = [
        (DAY + timedelta(days=1), product, 3, 2.5, f"{prefix}{n}", "North", "P1")
        for n, product in enumerate(products)
    ]
    return good + [("soon", "Tea", 1, 1, f"{prefix}-bad{n}", "North", "P1") for n in range(bad)]


def test_a_validation_says_what_would_change_and_stores_nothing(http, tmp_path):
    before = http.get("/stats").json()["data"]
    path = write_workbook(tmp_path / "a.xlsx", rows("Tea", "Tee", prefix="V", bad=1))
    answer = send(http, path, "/validations")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["report"]["rows_accepted"], told["findings_total"]) == (2, 1)
    assert told["findings"][0]["cell"] == "A4"
    assert (told["changes"]["lines_new"], told["changes"]["lines_changed"]) == (2, 0)
    assert [month["units_after"] - month["units_before"] for month in told["changes"]["months"]] == [6.0]
    unseen = told["changes"]["products_unseen"]
    assert [(product["name"], product["matches"]) for product in unseen] == [("Tee", [])]
    assert http.get("/stats").json()["data"] == before


def test_an_upload_waits_for_an_answer_gets_it_on_the_page_and_takes_it_back(http, airflow, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", rows("Coffe", "Tea", prefix="W"))
    upload_id = send(http, path).json()["id"]
    waiting = follow(http, upload_id, "waiting")
    assert [told["name"] for told in waiting["products"]["waiting"]] == ["Coffe"]
    assert waiting["products"]["waiting"][0]["matches"][0]["name"] == "Coffee"
    answer = http.post(f"/uploads/{upload_id}/products", json={"answers": [], "rest": "match"})
    assert answer.status_code == 200, answer.text
    done = follow_to_sales(http, upload_id)
    assert done["products"]["decided"][0] | {"decided_at": ""} == {
        "name": "Coffe", "action": "rename", "target": "Coffee", "decided_by": "admin", "decided_at": "", "how": "page",
    }  # fmt: skip
    again = http.post(f"/uploads/{upload_id}/products", json={"answers": [], "rest": "keep"})
    assert (again.status_code, again.json()["code"]) == (409, "nothing-to-answer")

    alias = next(row for row in http.get("/aliases?search=coffe").json()["aliases"] if row["name"] == "Coffe")
    assert http.delete(f"/aliases/{alias['id']}").json() == {"restored_uploads": [upload_id]}
    waiting = follow(http, upload_id, "waiting")
    run = waiting["runs"][0]["dag_run_id"]
    actions = f"/dags/foresail_ingest/dagRuns/{run}/taskInstances/resolve/-1/hitlDetails"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (asked := airflow.get(actions)).status_code == 404 and time.monotonic() < deadline:
        time.sleep(0.5)
    assert asked.json()["params"]["product_1"]["schema"]["title"] == "Coffe"
    # Airflow 3.3 asks again where the answer comes before the task that asked has ended.
    time.sleep(8)
    chosen = {"chosen_options": [asking.AS_CHOSEN], "params_input": {"product_1": asking.NEW}}
    assert airflow.patch(actions, json=chosen).status_code == 200
    done = follow(http, upload_id, "published")
    assert [(told["action"], told["how"]) for told in done["products"]["decided"]] == [
        ("keep", "required-action")
    ]
    assert "Coffe" in {product["name"] for product in http.get("/products?search=coffe").json()["products"]}


def test_an_answer_in_the_form_asks_nobody(http, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", rows("Rye Bred", prefix="F"))
    answer = send(http, path, products={"Rye Bred": {"action": "rename", "to": "Rye Bread"}})
    assert answer.status_code == 202, answer.text
    assert follow(http, answer.json()["id"], "published")["products"]["decided"][0]["how"] == "upload"


def test_the_planners_own_workbook_comes_back_with_its_bad_cells_marked(http, tmp_path):
    path = write_workbook(tmp_path / "Märchen.xlsx", rows("Tea", prefix="M", bad=2))
    upload_id = send(http, path).json()["id"]
    answer = http.get(f"/uploads/{upload_id}/workbook")
    assert answer.status_code == 200, answer.text
    assert "M%C3%A4rchen-marked.xlsx" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "not a valid date" in book["Sales"]["A3"].comment.text
    assert book["Sales"]["A3"].value == "soon"
    assert book["Sales"]["A2"].comment is None
    assert [row[0].value for row in book["Findings"].iter_rows() if str(row[0].value).endswith(("A3", "A4"))]

    around = http.get(f"/uploads/{upload_id}/cells", params={"sheet": "Sales", "cell": "A3"})
    assert around.status_code == 200, around.text
    assert {row["row"]: row["cells"][0] for row in around.json()["rows"]}[3] == "soon"
    assert "private" in around.headers["cache-control"]
    for wrong, status in (({"sheet": "Other", "cell": "A3"}, 422), ({"sheet": "Sales", "cell": "3A"}, 422)):
        assert http.get(f"/uploads/{upload_id}/cells", params=wrong).status_code == status


@pytest.mark.parametrize("example", [False, True])
def test_a_template_and_an_example_can_be_downloaded(http, example):
    answer = http.get("/uploads/template", params={"example": example})
    assert answer.status_code == 200, answer.text
    header = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0][1]]
    assert [str(name).rstrip(" *") for name in header] == list(HEADER)


def test_a_header_is_mapped_saved_and_used_again(http, tmp_path):
    header = ("When", "What", "How many")
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2)], header=header)
    refused = send(http, path)
    assert (refused.status_code, refused.json()["code"]) == (422, "unmapped-header")
    suggestion = refused.json()["details"]["suggestion"]
    assert suggestion == {"Date": "When", "Product Name": "What", "Quantity": "How many"}
    accepted = send(http, path, columns=suggestion, save_mapping_as="Ann's till")
    assert accepted.status_code == 202, accepted.text
    assert accepted.json()["report"]["columns"]["quantity"] == "How many"
    other = write_workbook(tmp_path / "b.xlsx", [(DAY, "Tea", 3)], header=header)
    assert send(http, other, mapping="Ann's till").status_code == 202
    assert [saved["name"] for saved in http.get("/mappings").json()["mappings"]] == ["Ann's till"]
    assert http.put("/mappings/B", json={"columns": {"Date": "Tag"}}).json()["columns"] == {"Date": "Tag"}
    for name in ("Ann's till", "B"):
        assert http.delete(f"/mappings/{name}").status_code == 204
    assert http.delete("/mappings/B").json()["code"] == "unknown-mapping"


def test_an_order_of_dates_is_remembered_for_its_uploader(http, tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Date,Product,Quantity\n03/04/2026,Tea,1\n")
    second.write_text("Date,Product,Quantity\n05/04/2026,Tea,1\n")
    refused = send(http, first)
    assert (refused.json()["code"], refused.json()["details"]["example"]) == (
        "undecidable-dates",
        "03/04/2026",
    )
    assert send(http, first, date_order="day-first").status_code == 202
    report = send(http, second).json()["report"]
    assert (report["first_day"], report["date_order_from"]) == ("2026-04-05", "remembered")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"columns": "{"}, "columns is not valid JSON"),
        ({"columns": "[]"}, "not a JSON object"),
        ({"columns": {"Colour": "x"}}, "no column named 'Colour'"),
        ({"columns": {"Date": 3}}, "is not text"),
        ({"columns": "[" * 100_000}, "not valid JSON"),
        ({"products": {"Tea": "keep"}}, "wrong form"),
        ({"mapping": "nobody's"}, "no mapping named"),
        ({"colour": "red"}, "an unknown field, 'colour'"),
    ],
)
def test_a_wrong_field_is_refused_saying_how_to_write_it(http, tmp_path, fields, words):
    answer = send(http, write_workbook(tmp_path / "a.xlsx", rows("Tea", prefix="X")), **fields)
    assert answer.status_code in (404, 422), answer.text
    assert words in answer.json()["message"]
    assert answer.json()["hint"]


@pytest.mark.parametrize("number", ["0", "-1", str(10**30), "x", "1%00"])
def test_a_number_that_nobody_has_is_a_clear_error(http, number):
    for method, path in (
        ("GET", "uploads/{}/workbook"),
        ("POST", "uploads/{}/products"),
        ("DELETE", "aliases/{}"),
    ):
        answer = http.request(method, f"/{path.format(number)}", json={"answers": [], "rest": "keep"})
        assert answer.status_code in (404, 422), (method, path, answer.status_code)
        assert answer.json()["code"]
