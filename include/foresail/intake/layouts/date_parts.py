"""Puts dates together that lie in several columns: year and month, week, quarter, or month and day."""

import re

import polars as pl

from foresail.columns import header_key
from foresail.errors import UnmappedHeader
from foresail.intake.fiscal_periods import A_FISCAL_YEAR, ALONE, is_fiscal_year_known
from foresail.intake.headings import has_words
from foresail.intake.layouts.adding import add_column, with_note
from foresail.intake.layouts.asking import YEAR, describe_headers
from foresail.intake.layouts.columns import SHARE_MIN, Profile
from foresail.intake.months import MONTHS
from foresail.intake.periods import is_quarter, is_week, lacks_year, read_periods
from foresail.intake.sheets import Table

_YEARS = {
    header_key(text)
    for text in (
        "Year", "Calendar Year", "Fiscal Year", "FY", "Financial Year", "Geschäftsjahr",
        "Exercice", "Ejercicio", "Esercizio", "Sales Year", "Order Year", "Jahr", "Año", "Année", "Anno",
        "Ano",
        "Jaar", "Rok", "År", "Vuosi", "Yıl", "Год", "年", "年份", "年度", "연도", "년도", "Tahun", "Năm",
        "ปี", "سنة", "السنة",
        "Év", "yyyy", "yr",
    )
}  # fmt: skip
_MONTHS = {
    header_key(text)
    for text in (
        "Month", "Month No", "Month Number", "Month Name", "Calendar Month", "Monat", "Mes", "Mois", "Mese",
        "Mês",
        "Maand", "Miesiąc", "Måned", "Månad", "Kuukausi", "Ay", "Месяц", "月", "月份", "월", "Bulan", "Tháng",
        "เดือน", "شهر",
        "mm", "mth", "mon", "Hónap", "Period",
    )
}  # fmt: skip
_FISCAL = frozenset(("fiscal", "financial", "geschaftsjahr", "exercice", "ejercicio", "esercizio", "fy"))
_PERIODS = {header_key(text) for text in ("Period", "Periode", "Période", "Periodo", "Período", "Per", "Pd")}
_ANY_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_TWO_DIGITS = r"^\s*([0-9]{1,2})(?:\.0+)?\s*$"
_DAYS = {
    header_key(text)
    for text in ("Day", "Day of Month", "Tag", "Día", "Jour", "Giorno", "Dia", "Dag", "日", "일", "dd")
}


def join_date_parts(table: Table) -> Table:
    """The table with the days that its columns of year and month, week or quarter make together.

    It stays as it is where one column has the whole date.
    """
    body = table.sheet.cells.slice(table.header_row + 1)
    year = _find(table, body, _YEARS, is_years)
    profile = Profile.of(body[str(table.mapping["date"])])
    if profile.is_dates:
        return table
    if year is None:
        return _with_year_of_title(table, body, profile)
    if _is_fiscal(table, body, year):
        return _join_fiscal(table, body, year)
    month, day = _find(table, body, _MONTHS), _find(table, body, _DAYS)
    week = next(
        (place for place, cell in enumerate(table.header) if cell and is_week(cell) and place != year), None
    )
    part = table.mapping["date"] if month is None else month
    if week is not None and day is None:
        part = week
    if part == year:
        part = next((p for p, cell in enumerate(table.header) if cell and is_quarter(cell)), year)
    if part == year:
        return table
    is_whole = day is not None and month is not None
    years = _year_texts(body[str(year)])
    texts, kind = (
        _join_days(years, body[str(month)], body[str(day)])
        if is_whole
        else _join_periods(years, body[str(part)], str(table.header[part]))
    )
    if kind is None:
        return table
    return _with_dates(table, texts, kind, (year, part) if not is_whole else (year, part, int(day or 0)))


def is_years(cells: pl.Series) -> bool:
    """Whether a column holds nothing but years."""
    texts = cells.drop_nulls().cast(pl.String).str.strip_chars()
    plausible = texts.str.contains(r"^(?:19|20)[0-9]{2}(?:\.0)?$") | texts.str.contains(A_FISCAL_YEAR.pattern)
    return len(texts) > 0 and plausible.sum() >= SHARE_MIN * len(plausible)


def _is_fiscal(table: Table, body: pl.DataFrame, year: int) -> bool:
    """Whether years and their parts are of a fiscal year: by headings, or FY and P before their numbers."""
    part = table.mapping["date"]
    heading = str(table.header[part])
    years, parts = (body[str(place)].cast(pl.String).str.to_lowercase() for place in (year, part))
    says = has_words(str(table.header[year]), _FISCAL) or has_words(heading, _FISCAL)
    numbered = header_key(heading) in _PERIODS and is_fiscal_year_known()
    return part != year and (
        says
        or numbered
        or bool(years.str.contains(A_FISCAL_YEAR.pattern).any() or parts.str.contains(ALONE).any())
    )


def _join_fiscal(table: Table, body: pl.DataFrame, year: int) -> Table:
    """The table with the fiscal periods that two columns make together."""
    part = table.mapping["date"]
    heading = str(table.header[part])
    letter = "W" if is_week(heading) else "Q" if is_quarter(heading) else "P"
    lines = body.select(
        year=pl.col(str(year)).cast(pl.String).str.strip_chars().str.replace(r"\.0+$", ""),
        part=pl.col(str(part))
        .cast(pl.String)
        .str.strip_chars()
        .str.replace(r"^([0-9]+)(?:\.0+)?$", f"{letter}$1"),
    )
    named = pl.col("year").str.replace(r"^([0-9])", "FY$1")
    texts = lines.select(pl.concat_str(named, pl.lit(" "), "part"))["year"]
    name = f"{table.header[year]} + {table.header[part]}"
    return add_column(table, "date", texts, name, part)


def _find(table: Table, body: pl.DataFrame, keys: set[str], holds: object = None) -> int | None:
    found = (place for place, cell in enumerate(table.header) if cell and header_key(cell) in keys)
    return next((p for p in found if not callable(holds) or holds(body[str(p)])), None)


def _year_texts(cells: pl.Series) -> pl.Series:
    return cells.cast(pl.String).str.strip_chars().str.extract(r"^((?:19|20)[0-9]{2})", 1)


def _join_periods(years: pl.Series, parts: pl.Series, heading: str) -> tuple[pl.Series, str | None]:
    """A text of the first day per line, by the distinct pairs of year and period."""
    pairs = pl.DataFrame({"year": years, "part": parts.cast(pl.String)})
    known = pairs.unique(maintain_order=True)
    plain = known["part"].str.replace(r"^\s*([0-9]+)\.0+\s*$", "$1")
    periods = read_periods(plain, heading, known["year"].cast(pl.Int32))
    if periods is None:
        return pairs["part"], None
    days = known.with_columns(day=periods.days.cast(pl.String))
    joined = pairs.join(days, on=["year", "part"], how="left", nulls_equal=True, maintain_order="left")
    return joined.select(pl.coalesce("day", "part"))["day"], periods.kind


def _join_days(years: pl.Series, months: pl.Series, days: pl.Series) -> tuple[pl.Series, str | None]:
    """A text of the day per line, from three columns."""
    month = months.cast(pl.String).str.strip_chars().str.to_lowercase().str.strip_chars(".")
    named = month.replace_strict(MONTHS, default=None, return_dtype=pl.String)
    number = named.zip_with(named.is_not_null(), month.str.extract(_TWO_DIGITS, 1))
    day = days.cast(pl.String).str.strip_chars().str.extract(_TWO_DIGITS, 1)
    parts = pl.DataFrame({"year": years, "month": number.str.zfill(2), "day": day.str.zfill(2)})
    joined = pl.concat_str("year", "month", "day", separator="-")
    return parts.select(pl.coalesce(joined, days.cast(pl.String)))["year"], "day"


def _with_year_of_title(table: Table, body: pl.DataFrame, profile: Profile) -> Table:
    """The table with the year that its title or its sheet's name tells, where its periods lack one.

    Raises UnmappedHeader where no year, or more than one, is told.
    """
    place = table.mapping["date"]
    heading = str(table.header[place])
    bare = profile.texts.str.contains(_TWO_DIGITS) & (is_week(heading) or header_key(heading) in _MONTHS)
    lacking = lacks_year(profile.texts) | bare
    if not len(lacking) or lacking.sum() < SHARE_MIN * len(lacking):
        return table
    told: dict[str, tuple[int, int, str]] = {}
    above = table.sheet.cells.head(table.header_row).cast(pl.String)
    for row, cells in enumerate(above.iter_rows()):
        for column, cell in enumerate(cells):
            told |= {year: (row, column, str(cell)) for year in _ANY_YEAR.findall(cell or "")}
    told |= dict.fromkeys(_ANY_YEAR.findall(table.sheet.name), (table.header_row, place, table.sheet.name))
    if table.sheet.year:
        told = {str(table.sheet.year): (table.header_row, place, heading)}
    if len(told) != 1:
        raise UnmappedHeader(
            f"Column {heading[:40]!r} of sheet {table.sheet.name!r} holds periods such as "
            f"{profile.texts[0][:20]!r}, and nothing says of which year.",
            "Add a column Year, or write the year into each (2025-W01, 2025-01) or above the header; "
            "or send it in columns, as Date.",
            describe_headers(
                table.sheet, table.header_row, table.header, table.mapping, {}, ["Date"], asks=YEAR
            ),
        )
    [(year, where)] = told.items()
    years = pl.repeat(year, body.height, dtype=pl.String, eager=True)
    texts, kind = _join_periods(years, body[str(place)], heading)
    made = _with_dates(table, texts, kind or "day", (place,))
    return made if table.sheet.year else with_note(made, *where, "year-taken")


def _with_dates(table: Table, texts: pl.Series, kind: str, parts: tuple[int, ...]) -> Table:
    """The table with the joined dates as a column of its own, whose cells are those of its finest part."""
    name = " + ".join(str(table.header[part]) for part in parts)
    made = add_column(table, "date", texts, name, parts[-1], period=kind)
    return made if kind == "day" else with_note(made, table.header_row, parts[-1], name, "dates-are-periods")
