"""Dates and numbers as a reader's language writes them; the words of mails are English."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from foresail.mail_events import Language


@dataclass(frozen=True)
class Wording:
    """How dates and numbers are written in a language."""

    language: Language = "en"

    @property
    def _locale(self) -> str:
        return "en_GB" if self.language == "en" else self.language

    def day(self, day: date | str) -> str:
        """A day, its month as a word."""
        from babel.dates import format_date

        known = date.fromisoformat(day) if isinstance(day, str) else day
        return format_date(known, "d MMMM y", locale=self._locale)

    def moment(self, moment: datetime) -> str:
        """A day and the time of day, as they are given."""
        from babel.dates import format_datetime

        return format_datetime(moment, "d MMMM y, HH:mm", locale=self._locale)

    def number(self, number: float) -> str:
        """A number without decimals, its thousands parted."""
        from babel.numbers import format_decimal

        return format_decimal(number, "#,##0", locale=self._locale)

    def share(self, share: float) -> str:
        """A share in whole percent."""
        from babel.numbers import format_percent

        return format_percent(share, locale=self._locale)

    def count(self, number: int, thing: str) -> str:
        """So many of a thing, named in the singular."""
        return f"{self.number(number)} {thing}{'' if number == 1 else 's'}"

    def facts(self, facts: dict[str, Any], *names: str) -> str:
        """The numbers of these facts that are not zero, each with its name: `3 new products and 1 ...`."""
        parts = [self.count(facts[name], name.replace("_", " ")) for name in names if facts.get(name)]
        return " and ".join(parts)
