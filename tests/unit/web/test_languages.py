"""The pages' sentences: each in every language, none that nobody uses, and none that is not looked up."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from foresail.forecasting.methods.registry import LABELS
from foresail.intake.findings import RULES
from foresail.queries.meta import read_meta

from tests.unit.web.test_ui import UI, modules

LANGUAGES = {path.stem: json.loads(path.read_text()) for path in (UI / "languages").glob("*.json")}
LOOK_UP = re.compile(r"\b(?:t|tAll|tParts)\(")
# The module that looks up, and the one that says numbers in English words.
NOT_LOOKED_UP = {"language.js", "number-words.js"}
SKIPPED = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
PLACE = re.compile(r"\{\w+\}")
# A word at the start with a capital letter, or two words.
SENTENCE = re.compile(r"^[^A-Za-z]*[A-Z][a-z]|[A-Za-z]{2,}[,.:;]? [A-Za-z(“]")
SHOWN_AS = re.compile(
    r'\b(?:label|title|placeholder|question|subject|loadingText|hint|words|about|all|fate)"?: (?:[^,"]* \? )?$'
)
NOT_WORDS = re.compile(
    r"\drem|minmax|\dpx|^(?:Foresail( on the dashboard)?|Product Name|Transaction ID|Date|Escape|Parquet|same as "
    r"|\0 (?:MiB|- Foresail)|(?:set|pause) schedule|(?:Arrow|Page)[A-Z][a-z]+|Home|End|timeZone|planner@example\.com)$"
)


class Literal(NamedTuple):
    """A text in the code of a module, and where it stands."""

    start: int
    text: str
    is_template: bool
    is_name: bool


def literals(code: str) -> list[Literal]:
    """Every string, and the parts of every template between its values; `is_name` is a property's."""
    found: list[Literal] = []
    _scan(code, 0, found, inside=False)
    return sorted(found)


def _scan(code: str, at: int, found: list[Literal], *, inside: bool) -> int:
    depth = 0
    while at < len(code):
        if skipped := SKIPPED.match(code, at):
            at = skipped.end()
        elif string := STRING.match(code, at):
            at = string.end()
            is_name = bool(re.match(r"\s*:", code[at:])) and not code[: string.start()].rstrip().endswith("?")
            found.append(Literal(string.start(), json.loads(string[0]), False, is_name))
        elif code[at] == "`":
            at = _scan_template(code, at + 1, found)
        else:
            depth += {"{": 1, "}": -1}.get(code[at], 0)
            if inside and depth < 0:
                return at
            at += 1
    return at


def _scan_template(code: str, at: int, found: list[Literal]) -> int:
    start, text = at, ""
    while code[at] != "`":
        if code.startswith("${", at):
            at = _scan(code, at + 2, found, inside=True) + 1
            text += "\0"
        else:
            text += code[at]
            at += 1
    found.append(Literal(start, text, True, False))
    return at + 1


def look_ups(code: str) -> Iterator[tuple[str, int, int]]:
    """Each call that looks sentences up: its name, where it begins, and where it ends."""
    strings = {literal.start: literal for literal in literals(code)}
    for call in LOOK_UP.finditer(code):
        at, depth = call.end(), 1
        while depth:
            string = STRING.match(code, at) if at in strings else None
            if string is None:
                depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[at], 0)
            at = string.end() if string else at + 1
        yield call[0][:-1], call.end(), at


def keys_of(code: str) -> set[str]:
    """The sentences that a module looks up."""
    found = literals(code)
    return {
        literal.text
        for name, start, end in look_ups(code)
        for literal in found
        if start <= literal.start < end and not literal.is_template and not literal.is_name
        if name == "tAll" or not code[start : literal.start].strip()
    }


def forgotten_in(code: str) -> list[str]:
    """What reads like a sentence, or is shown, and is not looked up."""
    looked_up = [(start, end) for _, start, end in look_ups(code)]
    return [
        literal.text
        for literal in literals(code)
        if not literal.is_name and not NOT_WORDS.search(literal.text)
        if SENTENCE.search(literal.text) or SHOWN_AS.search(_line_before(code, literal))
        if not any(start <= literal.start < end for start, end in looked_up)
        if not re.search(r"(?:from|import) $", _line_before(code, literal))
    ]


def _line_before(code: str, literal: Literal) -> str:
    return code[: literal.start].rsplit("\n", 1)[-1]


def keys_of_the_api() -> set[str]:
    """What the API calls things that have a name: the pages look up these words as they are."""
    meta = read_meta()
    named = [*meta["metrics"], *meta["demand_classes"], *meta["mail_events"], *meta["mail_languages"]]
    meanings = {metric["meaning"] for metric in meta["metrics"]}
    findings = {words for rule in RULES.values() for words in (rule.message, rule.remedy)}
    return {entry["label"] for entry in named} | meanings | set(LABELS.values()) | findings


def all_keys() -> set[str]:
    code = (path.read_text() for path in modules() if path.name not in NOT_LOOKED_UP)
    return keys_of_the_api().union(*map(keys_of, code))


def test_the_pages_have_the_languages_of_the_mails():
    assert {*LANGUAGES, "en"} == {entry["name"] for entry in read_meta()["mail_languages"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_and_no_other(language):
    keys = all_keys()
    assert len(keys) > 700
    assert keys - LANGUAGES[language].keys() == set()
    assert LANGUAGES[language].keys() - keys == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_sentence_and_as_many_forms_at_most(language):
    for english, sentence in LANGUAGES[language].items():
        assert set(PLACE.findall(sentence)) == set(PLACE.findall(english)), english
        assert sentence.count("|") <= english.count("|"), english
        assert sentence.strip() == sentence, english
        assert sentence, english


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(UI)))
def test_a_module_looks_up_all_that_it_shows(path):
    if path.name not in NOT_LOOKED_UP:
        assert forgotten_in(path.read_text()) == []


@pytest.mark.parametrize(
    ("code", "forgotten"),
    [
        ('h("p", null, "Nothing is stored yet")', ["Nothing is stored yet"]),
        ('h("p", null, t("Nothing is stored yet"))', []),
        ('h("p", null, isOpen ? "Hide" : t("Show"))', ["Hide"]),
        ("h(Text, null, `${count} rows of sales`)", ["\0 rows of sales"]),
        ("h(Text, null, `${t('a')} ${words}`)", []),
        ('h(Bar, { label: "sales", size: "sm" })', ["sales"]),
        ('tAll({ "day-first": "Day first" })', []),
        ("// A comment about this and that.\n", []),
    ],
)
def test_a_sentence_that_is_not_looked_up_is_found(code, forgotten):
    assert forgotten_in(code) == forgotten


def test_the_sentences_of_a_call_are_found_whatever_stands_beside_them():
    code = 't("One {x}", { x: f("not this") });\ntAll({ "a-b": ["Two", "Three"], c: "Four" });\nat("None");'
    assert keys_of(code) == {"One {x}", "Two", "Three", "Four"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Edit", "Edit the schedule: {name}"),
        ("Set a schedule", "Set a schedule: {name}"),
        ("Show the history", "Show the history: {name}"),
        ("Hide the history", "Hide the history: {name}"),
        ("Open the run", "Open the run of {step} in Airflow"),
        ("Download", "Download {file} with the bad cells marked"),
        ("Remove", "Remove {name}"),
        ("Change", "Change: {email}"),
        ("Preview", "Preview: {email}"),
    ],
)
def test_what_is_read_out_holds_the_words_that_are_seen(language, words, label):
    assert words in label
    sentences = LANGUAGES[language]
    assert sentences[words].casefold() in sentences[label].casefold()
