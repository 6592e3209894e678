"""Holidays by country, from the holidays library, for the days of a training and its horizon."""

from datetime import date

from foresail.errors import SettingInvalid
from foresail.forecasting.data.periods import Frequency


def read_holidays(
    setting: str, first: date, last: date, frequency: Frequency, horizon: int
) -> dict[str, str]:
    """Read the holidays (ISO day to name) of the countries that a setting names, as `GB` or `US-CA, DE`.

    Raises SettingInvalid where the library knows no such country or part of one.
    """
    names = [name.strip() for name in setting.split(",") if name.strip()]
    if not names:
        return {}
    import holidays

    end = frequency.steps(last, horizon + 2)[-1]
    years = range(first.year, end.year + 1)
    out: dict[str, str] = {}
    for name in names:
        country, _, part = name.partition("-")
        try:
            known = holidays.country_holidays(country, subdiv=part or None, years=years)
        except NotImplementedError as error:
            raise SettingInvalid(
                f"FORESAIL_HOLIDAYS names {name!r}, for which there is no holiday calendar.",
                "Use ISO 3166 codes such as GB or US-CA, separated by commas.",
            ) from error
        out |= {day.isoformat(): f"{country}: {holiday}" for day, holiday in known.items()}
    return dict(sorted(out.items()))
