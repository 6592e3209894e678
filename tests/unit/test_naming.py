from foresail.actions.uploads import shown_name
from foresail.naming import name_key
from hypothesis import given
from hypothesis import strategies as st


def test_spellings_that_differ_in_case_and_spaces_are_one():
    assert name_key(" Green  TEA ") == name_key("green tea")
    assert name_key("Café") == name_key("CAFE\u0301")
    assert name_key("Café") != name_key("Cafe")


@given(st.text(max_size=300))
def test_a_key_is_its_own_key(name):
    assert name_key(name_key(name)) == name_key(name)


def test_a_file_name_is_shown_without_its_path_and_without_tricks():
    assert shown_name("../../etc/passwd") == "passwd"
    assert shown_name("C:\\sales\\a.xlsx") == "a.xlsx"
    assert shown_name("a\r\nSet-Cookie: x.xlsx") == "aSet-Cookie: x.xlsx"
    assert shown_name("") == "unnamed"


def test_a_key_that_is_cut_ends_in_no_blank_which_mysql_would_not_see():
    assert name_key("ß" * 127 + " y") == "s" * 254
