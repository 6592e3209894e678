import pytest
from foresail.errors import UndecidableEncoding
from foresail.workbooks.delimited import find_encoding
from foresail.workbooks.encoding_names import NAMES, known_encoding
from foresail.workbooks.encodings import Known, Words, decide
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.encodings import judge, write_sales
from tests.bench.words import WRITTEN_IN


@pytest.mark.parametrize(
    ("language", "encoding"),
    [(language, encoding) for language, encodings in WRITTEN_IN.items() for encoding in encodings],
)
def test_a_file_of_thirty_rows_is_read_in_its_own_encoding(tmp_path, language, encoding):
    for seed in range(4):
        text = write_sales(language, encoding, 30, seed, own_headings=bool(seed % 2))
        assert text.isascii() or judge(text, encoding, find_encoding, tmp_path / "a.csv") == "right"


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_a_short_file_is_read_like_a_long_one_or_asked(tmp_path, language):
    encoding = WRITTEN_IN[language][0]
    outcomes = [
        judge(
            write_sales(language, encoding, 3, seed, own_headings=True),
            encoding,
            find_encoding,
            tmp_path / "a",
        )
        for seed in range(10)
    ]
    assert outcomes.count("wrong") == 0


def words(*cells, encoding="cp1252"):
    found = Words()
    found.gather("\n".join(cells).encode(encoding))
    return found


def test_a_heading_that_is_known_decides():
    with pytest.raises(UndecidableEncoding):
        decide(words("Ką", encoding="cp1250"))
    assert decide(words("Ką", encoding="cp1250"), Known.of(["ką"])) == "cp1250"


def test_a_name_of_the_catalogue_decides():
    one, other = "Cana Ŕ", "Cana À"
    assert one.encode("cp1250") == other.encode("cp1252")
    assert decide(words(one, encoding="cp1250"), Known.of(names=[one])) == "cp1250"
    assert decide(words(other), Known.of(names=[other])) == "cp1252"


def test_what_the_uploader_chose_before_decides_where_nothing_else_does():
    undecided = words("Ką", encoding="cp1250")
    assert decide(undecided, Known(usual="cp1250")) == "cp1250"
    assert decide(undecided, Known(usual="cp1251")) == "cp1251"
    assert decide(undecided, Known(usual="iso8859_4")) == "iso8859_4"
    assert (
        decide(words("Pâté de foie", "Crème fraîche", "Bœuf", "Jambon fumé"), Known(usual="cp1250"))
        == "cp1252"
    )


def test_the_question_shows_each_reading():
    with pytest.raises(UndecidableEncoding) as asked:
        decide(words("Ką", encoding="cp1250"))
    readings = {each["encoding"]: each["examples"] for each in asked.value.details["readings"]}
    assert len(readings) > 1
    assert all(encoding in asked.value.hint for encoding in readings)
    assert len({tuple(examples) for examples in readings.values()}) == len(readings)


def test_a_few_damaged_letters_make_no_other_encoding_of_unicode(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Tęcza żółta;Łódź\n".encode() * 40 + b"caf\xe9\n")
    assert find_encoding(path) == "utf-8"


def test_a_letter_at_the_end_of_a_chunk_is_whole(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * (256 * 1024 - 1) + "ż\n".encode() + "Crème brûlée;Pâté\n".encode() * 3)
    assert find_encoding(path) == "utf-8"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Windows-1252", "cp1252"), ("latin1", "iso8859_1"), ("UTF-8", "utf-8"), ("utf-8-sig", "utf-8"),
        ("GBK", "gb18030"), ("Shift-JIS", "cp932"), ("macroman", "mac_roman"), ("utf-16le", "utf-16-le"),
        ("rot13", None), ("base64", None), ("idna", None), ("", None), ("x" * 999, None), ("a\x00", None),
    ],
)  # fmt: skip
def test_an_encoding_is_known_by_its_usual_names(said, meant):
    assert known_encoding(said) == meant


def test_every_encoding_that_is_named_is_known_by_that_name():
    assert [known_encoding(name) for name in NAMES] == list(NAMES)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_decided_or_asked(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(data)
    try:
        found = find_encoding(path)
    except UndecidableEncoding:
        return
    path.read_text(found, errors="replace")


@pytest.mark.parametrize(
    "name",
    ["Jalapeño", "Crème brûlée", "Häagen-Dazs", "Men’s shirt", "Bolt – zinc", "Gift £5", "½ inch", "Gruyère"],
)
def test_a_single_name_from_elsewhere_in_an_english_file_is_western(name):
    goods = [
        "Hex bolt",
        "Garden hose",
        "Paint brush wide",
        "Coffee mug",
        "Tomato soup",
        "Wheat flour",
        "Brown sugar",
        "Wall clock",
    ]
    more = ["Ceiling fan", "Green tea loose", "Orange juice", "Chicken stock", "Screwdriver set", "Lock nut"]
    found = words(*(f"2024-01-02,{name},1" for name in (*goods, *more, name)))
    assert name.encode("cp1252").decode(decide(found)) == name
