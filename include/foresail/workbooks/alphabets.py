"""The letters beyond ASCII of the languages that offices write in encodings of one or two bytes a letter."""

# Behind the stroke stand letters that are rare in their language.
LETTERS = {
    "French": "éèàêçôîâù|ûïëœü",
    "Spanish": "óíáñéú|ü",
    "Catalan": "óàèéíçòú|ïü",
    "Portuguese": "ãçáéíóêõúâ|ôà",
    "Italian": "àèòùìé",
    "German": "üäöß|é",
    "Dutch": "éëïèö|üêäç",
    "Swedish": "äåöé",
    "Danish, Norwegian": "øåæ|éòôê",
    "Finnish": "äö|å",
    "Icelandic": "íðáóéúöæþý",
    "Polish": "łąęóżśćńź",
    "Czech": "íáéěřčšžýů|úťďňó",
    "Slovak": "áíéžščýúťľôňäď|óĺŕ",
    "Hungarian": "éáöóőüíűú",
    "Romanian": "ăţşîâșț",
    "Croatian, Slovene": "čšžćđ",
    "Albanian": "ëç",
    "Estonian": "äõüö|šž",
    "Latvian": "āīēšņūžķčļģ",
    "Lithuanian": "ėšžųįčąūę",
    "Turkish": "ışüğçöİ|â",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "Serbian, Macedonian": "абвгдђѓежзѕијќлљмнњопрстћуфхцчџш",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐ",
    "Hebrew": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "Arabic, Persian": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئةپچژگکی",
    "Thai": "กขคฆงจฉชซญฎฏฐฑณดตถทธนบปผฝพฟภมยรลวศษสหฬอะัาำิีึืุูเแโใไๆ็่้๊๋์ฤ",
}
RARE = 0.5
# Crème brûlée is sold everywhere: what words from elsewhere bring with them to any language in Latin letters.
LOANS, LOANED = "éèêàâçñöüäåøûôîïëíóá", 0.25


def _weigh(letters: str) -> dict[str, float]:
    common, _, rare = letters.partition("|")
    loans = dict.fromkeys(LOANS, LOANED) if set(common) & set(LOANS + "čąāı") else {}
    weights = loans | dict.fromkeys(rare, RARE) | dict.fromkeys(common, 1.0)
    return {
        letter.upper(): weight for letter, weight in weights.items() if len(letter.upper()) == 1
    } | weights


ALPHABETS = {language: _weigh(letters) for language, letters in LETTERS.items()}
"""By language, how much each letter speaks for it."""

# Where the commonest signs lie: each standard puts them first.
COMMONEST = {
    "gb18030": ("gb2312", ((0xB0, 0xD7),)),
    "big5": ("big5", ((0xA4, 0xC6),)),
    "cp932": ("shift_jis", ((0x82, 0x83), (0x88, 0x97))),
    "euc_jp": ("euc_jp", ((0xA4, 0xA5), (0xB0, 0xCF))),
    "cp949": ("euc_kr", ((0xB0, 0xC8),)),
}
"""By encoding of two bytes a sign: its first standard, and the first bytes of its commonest signs."""


def is_common(letter: str, encoding: str) -> bool:
    """Whether a sign is one of the commonest of the languages of an encoding of two bytes a sign."""
    if letter == "ー":
        return encoding in ("cp932", "euc_jp")
    standard, areas = COMMONEST[encoding]
    try:
        first = letter.encode(standard)[0]
    except UnicodeEncodeError:
        return False
    return any(low <= first <= high for low, high in areas)
