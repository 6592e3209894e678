"""Names of months, long and short, in the languages that workbooks are written in."""

_NAMES = {
    "english": "january february march april may june july august september october november december",
    "german": "januar februar märz april mai juni juli august september oktober november dezember",
    "austrian": "jänner feber märz april mai juni juli august september oktober november dezember",
    "french": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "danish": "januar februar marts april maj juni juli august september oktober november december",
    "russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "polish, alone": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik "
    "listopad grudzień",
    "russian, alone": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "finnish": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu "
    "marraskuu joulukuu",
    "turkish": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "hungarian": "január február március április május június július augusztus szeptember október november "
    "december",
    "indonesian": "januari februari maret april mei juni juli agustus september oktober november desember",
}
_SHORT = {
    "sept": "09",
    "juin": "06",
    "juil": "07",
    "janv": "01",
    "févr": "02",
    "avr": "04",
    "mrz": "03",
    "mrt": "03",
    "ene": "01",
}


def _months() -> dict[str, str]:
    """Each name with its month in two digits; a beginning of three signs where it means one month only."""
    full = {
        name: f"{number:02d}" for names in _NAMES.values() for number, name in enumerate(names.split(), 1)
    }
    meant: dict[str, set[str]] = {}
    for name, month in full.items():
        meant.setdefault(name[:3], set()).add(month)
    short = {name: months.pop() for name, months in meant.items() if len(months) == 1}
    # Of what more than one language claims (`mar`, `jui`), Excel's English is the likelier.
    english = {name[:3]: full[name] for name in _NAMES["english"].split()}
    return short | english | _SHORT | full


MONTHS = _months()
"""`march`, `mars`, `mär` -> `03`."""
