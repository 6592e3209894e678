"""Products never seen before: asked about, answered, remembered, taken back; the same on both databases."""

import pytest
from foresail.actions import aliases as alias_actions
from foresail.actions import products
from foresail.actions import uploads as upload_actions
from foresail.actions.products import make_answer
from foresail.actions.products import read_answers as answers_from
from foresail.errors import BadRequest, NothingToAnswer, ProductsUnresolved, UnknownAlias
from foresail.intake import questions, unseen
from foresail.jobs import ingesting
from foresail.paging import Page
from foresail.settings import read_settings
from foresail.warehouse import aliases, calendar, mappings, tables, uploads
from foresail.warehouse.connecting import reading, writing
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import DAY, write_workbook

COLA, TYPO = "Coca-Cola 0.5 L", "Coca cola 0.5l"


def line(product, number, quantity=2):
    return (DAY, product, quantity, 2.5, f"T{number}", "North", "P1")


@pytest.fixture
def stocked(deployed, tmp_path):
    """A deployment that knows two products."""
    deployed.ingest(write_workbook(tmp_path / "first.xlsx", [line(COLA, 1), line("Tea", 2)]))
    return deployed


def second(tmp_path, *products):
    rows = [line(product, number) for number, product in enumerate(products, start=10)]
    return write_workbook(tmp_path / "second.xlsx", rows)


def units(deployed):
    query = (
        select(tables.products.c.name, func.sum(tables.daily_demand.c.quantity))
        .join(tables.products, tables.products.c.id == tables.daily_demand.c.product_id)
        .group_by(tables.products.c.name)
    )
    with reading(deployed.engine) as connection:
        return dict(connection.execute(query).tuples().all())


def answer(deployed, upload_id, raw, rest=None, who="ann"):
    products.answer(upload_id, answers_from(raw), rest, who, "page")


def test_a_first_upload_keeps_all_and_points_out_what_looks_alike(deployed, tmp_path):
    upload_id = deployed.accept(
        write_workbook(tmp_path / "a.xlsx", [line("Green Tea", 1), line("green-tea", 2)])
    )
    assert ingesting.validate(upload_id) == {}
    question = unseen.read_question(deployed.storage, upload_id)
    assert question["near_duplicates"] == [["Green Tea", "green-tea", 100]]


def test_an_upload_with_a_new_product_asks_and_says_what_it_may_be(stocked, tmp_path):
    upload_id = stocked.accept(second(tmp_path, TYPO, "Tea"))
    question = ingesting.validate(upload_id)
    assert question["subject"] == f"A new product in upload {upload_id}"
    assert question["fields"] == [
        {
            "name": TYPO,
            "choices": [questions.NEW, questions.SAME + COLA, questions.DROP],
            "proposed": questions.SAME + COLA,
        }
    ]


@pytest.mark.parametrize(
    ("option", "sold"),
    [
        (questions.ALL_NEW, {COLA: 2, "Tea": 2, TYPO: 2, "Foo": 2}),
        (questions.ALL_MATCH, {COLA: 4, "Tea": 2, "Foo": 2}),
        (questions.ALL_DROP, {COLA: 2, "Tea": 2}),
        (questions.AS_CHOSEN, {COLA: 4, "Tea": 2, "Foo": 2}),
    ],
)
def test_a_person_answers_all_at_once(stocked, tmp_path, option, sold):
    stocked.ingest(second(tmp_path, TYPO, "Foo"), option)
    assert units(stocked) == sold


def test_a_person_answers_in_the_form_product_by_product(stocked, tmp_path):
    upload_id = stocked.accept(second(tmp_path, TYPO, "Foo"))
    stocked.store(upload_id, questions.AS_CHOSEN, product_1=questions.NEW, product_2=questions.DROP)
    assert units(stocked) == {COLA: 2, "Tea": 2, TYPO: 2}
    with reading(stocked.engine) as connection:
        told = {
            row["name"]: (row["action"], row["how"]) for row in aliases.read_decisions(connection, upload_id)
        }
    assert told == {TYPO: ("keep", "required-action"), "Foo": ("drop", "required-action")}


def test_an_answer_that_comes_with_the_upload_asks_nobody_and_is_remembered(stocked, tmp_path):
    answers = answers_from({TYPO: {"action": "rename", "to": COLA}})
    upload_id = stocked.accept(second(tmp_path, TYPO), products=answers)
    assert ingesting.validate(upload_id) == {}
    stocked.store(upload_id)
    third = write_workbook(tmp_path / "third.xlsx", [line(TYPO.upper(), 20)])
    assert ingesting.validate(stocked.accept(third)) == {}


def test_an_answer_on_the_page_lets_the_upload_go_on(stocked, tmp_path):
    upload_id = stocked.accept(second(tmp_path, TYPO, "Foo", "Bar"))
    question = ingesting.validate(upload_id)
    answer(
        stocked, upload_id, {TYPO: {"action": "rename", "to": COLA}, "Foo": {"action": "drop"}}, rest="keep"
    )
    told = {"chosen_options": [questions.AS_CHOSEN], "params_input": {}, "who": "ann"}
    ingesting.store(upload_id, question, told)
    assert units(stocked) == {COLA: 4, "Tea": 2, "Bar": 2}
    with pytest.raises(NothingToAnswer):
        answer(stocked, upload_id, {}, rest="keep")


def test_a_setting_keeps_all_without_asking(stocked, tmp_path, monkeypatch):
    monkeypatch.setattr(products, "settings", lambda: read_settings({"FORESAIL_NEW_PRODUCTS": "keep"}))
    upload_id = stocked.accept(second(tmp_path, TYPO))
    assert ingesting.validate(upload_id) == {}
    with reading(stocked.engine) as connection:
        assert aliases.read_decisions(connection, upload_id)[0]["how"] == "rule"


def test_an_answer_taken_back_is_asked_again_and_the_upload_is_stored_anew(stocked, tmp_path):
    upload_id = stocked.ingest(second(tmp_path, TYPO), questions.ALL_MATCH)
    stocked.ingest(write_workbook(tmp_path / "third.xlsx", [line("Tea", 30)]))
    assert units(stocked) == {COLA: 4, "Tea": 4}
    with writing(stocked.engine) as connection:
        found = aliases.search(connection, "coca", Page())["aliases"]
        assert [(row["name"], row["target"], row["uploads"]) for row in found] == [(TYPO, COLA, 1)]
    upload_actions.set_dag_run(upload_id, f"upload-{upload_id}.1")
    assert alias_actions.take_back(found[0]["id"], "ann") == [upload_id]
    with reading(stocked.engine) as connection:  # the run that is ending would not store it again
        assert uploads.get(connection, upload_id).dag_run_id == f"upload-{upload_id}.2"
    stocked.store(upload_id, questions.ALL_NEW)
    assert units(stocked) == {COLA: 2, "Tea": 4, TYPO: 2}
    once = stocked.dump(tables.sales, tables.daily_demand, tables.uploads)
    stocked.store(upload_id)
    assert stocked.dump(tables.sales, tables.daily_demand, tables.uploads) == once


def test_an_answer_taken_back_leaves_a_withdrawn_upload_and_the_version_of_the_data(stocked, tmp_path):
    upload_id = stocked.ingest(second(tmp_path, TYPO), questions.ALL_MATCH)
    upload_actions.withdraw(upload_id, "ann", may_withdraw_any=True)
    stocked.store(upload_id)
    before = stocked.dump(tables.uploads)
    with reading(stocked.engine) as connection:
        [alias] = aliases.search(connection, "", Page())["aliases"]
    assert alias_actions.take_back(alias["id"], "ann") == []
    assert stocked.dump(tables.uploads) == before


def test_a_dropped_product_comes_back_when_its_answer_is_taken_back(stocked, tmp_path):
    upload_id = stocked.ingest(second(tmp_path, "Foo", "Tea"), questions.ALL_DROP)
    with writing(stocked.engine) as connection:
        alias_id = aliases.search(connection, "", Page())["aliases"][0]["id"]
    alias_actions.take_back(alias_id, "ann")
    stocked.store(upload_id)
    assert units(stocked)["Foo"] == 2


def test_names_are_followed_through_several_answers(stocked, tmp_path):
    stocked.ingest(
        second(tmp_path, "Cola A"), products=answers_from({"Cola A": {"action": "rename", "to": COLA}})
    )
    third = write_workbook(tmp_path / "third.xlsx", [line("Cola B", 30)])
    stocked.ingest(third, products=answers_from({"Cola B": {"action": "rename", "to": "Cola A"}}))
    assert units(stocked) == {COLA: 6, "Tea": 2}


def test_a_calendar_knows_a_product_by_what_uploads_may_call_it(stocked, tmp_path):
    answers = {TYPO: {"action": "rename", "to": COLA}, "Foo": {"action": "drop"}}
    stocked.ingest(second(tmp_path, TYPO, "Foo"), products=answers_from(answers))
    entry = {"first_day": DAY, "last_day": DAY, "event": "Sale", "unit_price": None}
    with writing(stocked.engine) as connection:
        calendar.replace(connection, [entry | {"product": TYPO.upper()}, entry | {"product": "tea"}])
        assert [each["product"] for each in calendar.read(connection)] == [COLA, "Tea"]
        with pytest.raises(BadRequest, match="Foo"):
            calendar.replace(connection, [entry | {"product": "Foo"}])


@pytest.mark.parametrize(
    ("raw", "rest", "words"),
    [
        ({}, None, "2 products have no answer"),
        ({"Umbrella": {"action": "keep"}}, "keep", "'Umbrella' is not waiting for an answer"),
        ({"Foo": {"action": "burn"}}, "keep", "The action for 'Foo'"),
        ({"Foo": {"action": "rename"}}, "keep", "does not fit its action"),
        ({"Foo": {"action": "keep", "to": "Tea"}}, "keep", "does not fit its action"),
        ({"Foo": {"action": "rename", "to": "foo"}}, "keep", "renamed to itself"),
        ({"Foo": "keep"}, "keep", "wrong form"),
        ({}, "sideways", "rest is"),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_of_it_is_kept(stocked, tmp_path, raw, rest, words):
    upload_id = stocked.accept(second(tmp_path, TYPO, "Foo"))
    ingesting.validate(upload_id)
    with pytest.raises(BadRequest, match=words):
        answer(stocked, upload_id, raw, rest)
    with reading(stocked.engine) as connection:
        assert aliases.read_decisions(connection, upload_id) == []
        assert uploads.get(connection, upload_id).products_waiting == 2


def test_two_names_are_never_renamed_to_each_other(stocked, tmp_path):
    upload_id = stocked.ingest(second(tmp_path, "A"), products=[make_answer("A", "rename", "B")])
    with writing(stocked.engine) as connection, pytest.raises(BadRequest, match="each other"):
        aliases.decide(connection, upload_id, [make_answer("B", "rename", "A")], "ann", "page")


def test_an_alias_that_is_not_there_cannot_be_taken_back(stocked):
    with pytest.raises(UnknownAlias):
        alias_actions.take_back(10**6, "ann")


def test_an_upload_answers_for_its_own_new_products_and_no_others(stocked, tmp_path):
    for name in ("Tea", "Umbrella"):
        with pytest.raises(BadRequest, match="not among the new products"):
            stocked.accept(second(tmp_path, TYPO), products=answers_from({name: {"action": "drop"}}))
    with reading(stocked.engine) as connection:
        assert aliases.search(connection, "", Page())["total"] == 0


def test_an_answer_taken_back_before_its_upload_is_stored_stops_it_and_is_asked_again(stocked, tmp_path):
    stocked.ingest(second(tmp_path, TYPO), questions.ALL_MATCH)
    upload_id = stocked.accept(write_workbook(tmp_path / "third.xlsx", [line(TYPO, 30)]))
    assert ingesting.validate(upload_id) == {}
    with writing(stocked.engine) as connection:
        alias_id = aliases.search(connection, "", Page())["aliases"][0]["id"]
    alias_actions.take_back(alias_id, "ann")
    with pytest.raises(ProductsUnresolved, match="withdrawn"):
        ingesting.store(upload_id, {}, None)
    assert ingesting.validate(upload_id)["fields"][0]["name"] == TYPO


def test_a_later_answer_for_a_name_reaches_the_uploads_that_went_by_the_earlier(stocked, tmp_path):
    paths = [write_workbook(tmp_path / f"{number}.xlsx", [line(TYPO, number)]) for number in (20, 30)]
    first, later = (stocked.accept(path) for path in paths)
    ingesting.validate(first)
    ingesting.validate(later)
    stocked.store(first, questions.ALL_MATCH)
    answer(stocked, later, {TYPO: {"action": "rename", "to": "Tea"}})
    with reading(stocked.engine) as connection:
        assert uploads.to_restore(connection) == [first]
    stocked.store(first)
    stocked.store(later)
    assert units(stocked) == {COLA: 2, "Tea": 6}


def test_a_transaction_is_the_newest_uploads_also_where_its_lines_are_dropped(stocked, tmp_path):
    freight = write_workbook(tmp_path / "freight.xlsx", [line("Freight", 2)])
    upload_id = stocked.ingest(freight, questions.ALL_DROP)
    assert units(stocked) == {COLA: 2}
    with writing(stocked.engine) as connection:
        alias_id = aliases.search(connection, "", Page())["aliases"][0]["id"]
    alias_actions.take_back(alias_id, "ann")
    stocked.store(upload_id, questions.ALL_NEW)
    assert units(stocked) == {COLA: 2, "Freight": 2}


def test_the_same_bytes_with_other_columns_are_refused_saying_what_to_do(stocked, tmp_path):
    path = write_workbook(
        tmp_path / "a.xlsx", [(DAY, "Tea", 2, 3)], header=("Date", "Product", "Quantity", "Shipped")
    )
    upload_id = stocked.accept(path)
    with pytest.raises(BadRequest, match="Quantity read from 'Quantity'"):
        stocked.accept(path, columns={"Quantity": "Shipped"})
    assert stocked.accept(path, columns={"Quantity": "QUANTITY"}, save_mapping_as="mine") == upload_id
    with reading(stocked.engine) as connection:
        assert mappings.get(connection, "mine").columns == {"Quantity": "QUANTITY"}


@given(st.text(min_size=1, max_size=60))
def test_no_name_can_format_the_question(name):
    told = {"name": name, "rows": 1, "units": 1.0, "matches": []}
    body = questions.make_question(1, name, [told])["body"]
    assert "<" not in body.replace("\\<", "")
    assert "](" not in body
