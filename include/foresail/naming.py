"""How names of products and stores are compared: spellings that differ in case or spaces are one."""

import unicodedata


def name_key(name: str) -> str:
    """Fold a name for comparison; at most 255 signs, as names are."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return " ".join(folded.split())[:255].rstrip()  # to MySQL blanks at the end are nothing
