"""What a file's delimiter, dates and headings say of how its country writes decimals: weak signs, counted."""

from collections.abc import Iterable

import polars as pl

from foresail.columns import header_key
from foresail.intake.number_formats import COMMA, POINT

# Excel parts cells with what is not taken for decimals in its country.
BY_DELIMITER = {"semicolon": COMMA, "comma": POINT}
DOTTED_DATE = r"^\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\b"
# Headings of a quantity or a price, in languages all of whose countries part decimals in one way.
_COMMA_WORDS = (
    "menge anzahl stück stückzahl preis einzelpreis stückpreis verkaufspreis quantité qté prix"
    " quantità qta prezzo quantidade qtd qtde preço aantal stuks prijs stukprijs ilość sztuk cena"
    " množství počet množstvo darab mennyiség ár cantitate preţ preț antal antall pris määrä hinta kpl"
    " kogus hind daudzums kiekis kaina miktar adet fiyat количество кол-во цена кількість ціна брой"
    " ποσότητα τιμή количина količina cijena jumlah soluong"
)
_POINT_WORDS = (
    "quantity qty units unitssold quantitysold salesquantity pieces orderqty qtysold netqty price"
    " unitprice salesprice sellingprice priceperunit 数量 單價 单价 単価 수량 단가 จำนวน כמות"
)
WORDS = {
    **{header_key(word): COMMA for word in _COMMA_WORDS.split()},
    **{header_key(word): POINT for word in _POINT_WORDS.split()},
}


def locale_signs(
    delimiter: str | None, headings: Iterable[str], dates: pl.Series, date_order: str | None
) -> tuple[str, ...]:
    """The formats that the delimiter, the headings and the dates speak for, one each that does."""
    signs = [BY_DELIMITER[delimiter]] if delimiter in BY_DELIMITER else []
    signs += list({WORDS[key] for heading in headings if (key := header_key(heading)) in WORDS})
    if date_order == "month-first":
        signs.append(POINT)
    elif len(dates) and dates.str.contains(DOTTED_DATE).all():
        signs.append(COMMA)
    return tuple(signs)
