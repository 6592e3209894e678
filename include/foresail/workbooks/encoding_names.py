"""The encodings that delimited files are written in, and what a person may call them; light to import."""

import codecs

OFFICES = {
    "cp1252": 1.0, "cp1250": 0.9, "cp1251": 0.9, "cp1253": 0.9, "cp1254": 0.8, "cp1255": 0.8, "cp1256": 0.8,
    "cp1257": 0.8, "cp874": 0.9, "gb18030": 0.9, "big5": 0.8, "cp932": 0.9, "cp949": 0.9,
    "iso8859_2": 0.2, "koi8_r": 0.2, "cp866": 0.2, "cp850": 0.2, "cp852": 0.2, "mac_roman": 0.2,
    "euc_jp": 0.2,
}  # fmt: skip
"""What offices write, and how likely each is where its letters fit: what Excel writes under Windows first."""
UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
GIVEN_ONLY = (
    "iso8859_1", "iso8859_4", "iso8859_5", "iso8859_7", "iso8859_8", "iso8859_9", "iso8859_13", "iso8859_15",
    "koi8_u", "cp437", "cp775", "cp857", "cp862", "cp1258", "cp737", "cp855", "cp865", "mac_latin2",
    "mac_cyrillic", "mac_greek", "mac_turkish", "big5hkscs",
)  # fmt: skip
"""What is read where somebody says so, and never found by itself."""
NAMES = (*UNICODE, *OFFICES, *GIVEN_ONLY)
# A name that means less than what programs write under it.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis_620": "cp874"}
_BY_CODEC = {codecs.lookup(name).name: name for name in NAMES}


def known_encoding(name: str) -> str | None:
    """The encoding that a name such as `Windows-1252` or `latin1` means, as Foresail writes it, if any."""
    folded = name.strip().lower()
    if folded.startswith("windows"):
        folded = "cp" + folded.removeprefix("windows").lstrip("-_ ")
    if folded in ("utf-8-sig", "utf_8_sig", "utf8 bom"):
        return "utf-8"
    try:
        codec = codecs.lookup(folded).name
    except (LookupError, ValueError):
        return None
    return _BY_CODEC.get(codecs.lookup(WIDER.get(codec, codec)).name)
