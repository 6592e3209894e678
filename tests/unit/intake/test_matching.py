from foresail.intake.matching import find_matches, find_near_duplicates

CATALOGUE = ["Coca-Cola 0.5 L", "Coca-Cola 1.5 L", "Green Tea", "Rye Bread"]


def scores(name):
    return {match.name: match.score for match in find_matches([name], CATALOGUE)[name]}


def test_another_spelling_is_the_likeliest_match():
    matches = find_matches(["Coca cola 0.5l"], CATALOGUE)["Coca cola 0.5l"]
    assert (matches[0].name, matches[0].score) == ("Coca-Cola 0.5 L", 100)


def test_another_size_is_another_product():
    assert "Coca-Cola 1.5 L" not in scores("Coca cola 0,5l")


def test_a_typing_error_and_another_order_of_words_are_likely():
    assert scores("Gren Tea")["Green Tea"] > 85
    assert scores("Tea, Green")["Green Tea"] == 100


def test_a_typing_error_is_found_in_a_long_catalogue():
    catalogue = [f"Shelf {number}" for number in range(300)] + CATALOGUE
    assert [match.name for match in find_matches(["Rye Bred"], catalogue)["Rye Bred"]] == ["Rye Bread"]


def test_what_is_like_nothing_has_no_match():
    assert find_matches(["Umbrella"], CATALOGUE) == {"Umbrella": []}
    assert find_matches(["Umbrella"], []) == {"Umbrella": []}


def test_near_duplicates_are_pointed_out_likeliest_first():
    pairs = find_near_duplicates(["Green Tea", "green-tea", "Green Teas", "Milk 1 L", "Milk 2 L"])
    assert pairs[0] == ("Green Tea", "green-tea", 100)
    assert ("Milk 1 L", "Milk 2 L") not in {(one, other) for one, other, _ in pairs}


def test_thousands_of_names_are_matched_in_blocks():
    names = [f"{letter}{number} Product" for letter in "ABCDEFGHIJ" for number in range(400)]
    pairs = find_near_duplicates([*names, "Apple Juice", "Apple juice!"])
    assert ("Apple Juice", "Apple juice!", 100) in pairs


def test_codes_that_differ_in_leading_zeros_are_near_duplicates():
    assert find_near_duplicates(["00123", "123", "0123", "1230", "Tea"]) == [
        ("00123", "0123", 99),
        ("0123", "123", 99),
    ]
