"""What people may be mailed about: the one place for the kinds, their labels and the languages of mails."""

from typing import Literal, get_args

Kind = Literal["published", "upload", "waiting", "accuracy", "failed", "late"]
Language = Literal["en", "de", "es", "fr"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES: tuple[Language, ...] = get_args(Language)
LABELS: dict[Kind, str] = {
    "published": "New forecasts are published",
    "upload": "A file is refused, or some of its rows are",
    "waiting": "New products or unusual quantities wait for an answer",
    "accuracy": "Forecasts have become less accurate",
    "failed": "A run has failed",
    "late": "Forecasts are late",
}
LANGUAGE_LABELS: dict[Language, str] = {"en": "English", "de": "German", "es": "Spanish", "fr": "French"}
