"""Tells text in UTF-16 that has lost its mark."""

import codecs
import unicodedata

# Digits, delimiters and line ends have a zero in UTF-16, and no other text has any.
ZEROS_MIN = 0.05
# A few strange letters make no other file of a text.
STRANGE_MAX = 0.02


def find_utf16(start: bytes) -> str | None:
    """The byte order of a text in UTF-16, by its first bytes; None where they are none."""
    if len(start) < 8 or start.count(0) < ZEROS_MIN * len(start):
        return None
    texts = {
        name: codecs.getincrementaldecoder(name)("replace").decode(start)
        for name in ("utf-16-le", "utf-16-be")
    }
    name = max(texts, key=lambda each: sum(sign.isascii() and sign > "\x00" for sign in texts[each]))
    text = texts[name]
    strange = sum(_is_strange(sign) for sign in text)
    return name if strange <= STRANGE_MAX * len(text) else None


def _is_strange(sign: str) -> bool:
    return sign == "\ufffd" or (
        sign not in "\t\r\n\x0c" and unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs")
    )
