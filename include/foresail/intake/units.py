"""The units that people write behind a quantity: `12 pcs`, `1,5 kg`."""

import polars as pl

# The first of a line is how the unit is told; all of a line mean the same.
_SAME = (
    "pcs pc pce pces pieces piece ea each unit units un und uni ud uds u stk stck st stück stücke szt"
    " sztuk sztuka ks kus kusů kusy db darab buc bucăți kpl kappale gab vnt tükk adet ad τεμ τεμάχια"
    " шт штук штука ед бр брой pz pzs pezzi pezzo pza pzas pieza piezas pç pçs peça peças pièce pièces"
    " unité unités unidad unidades unidade unidades stuks stuk styck no nos count ct 個 个 件 只 台 本"
    " 枚 把 条 支 개 ชิ้น אחת יח قطعة chiếc cái buah",
    "pairs pair pr prs paar paare paire paires par pares paia 双 对 켤레",
    "sets set kit kits 套 セット",
    "dozens dozen doz dz dzn douzaine docena docenas dúzia dutzend",
    "boxes box bx caja cajas caixa caixas cx scatola scatole boîte boîtes doos kutu krabice doboz"
    " коробка кор 箱 盒 박스 กล่อง",
    "cartons carton ctn ctns cs case cases karton kartons krt kart",
    "packs pack pk pks pkt pkts pkg pkgs packet packets paket pakete paquet paquets paquete paquetes"
    " pacco pacchi pacote pacotes pak pakken pakke pck packung packungen op opak уп упак 包 袋 팩 แพ็ค",
    "bags bag sack sacks beutel sac sacs bolsa bolsas saco sacos мешок",
    "bottles bottle btl btls flasche flaschen fl bouteille bouteilles botella botellas garrafa"
    " garrafas 瓶 병 ขวด",
    "cans can dose dosen lata latas 罐",
    "rolls roll rolle rollen rouleau rouleaux rollo rollos rolo rolos рул 卷",
    "pallets pallet pal plt palette paletten",
    "crates crate kiste kisten trays tray",
    "kg kgs kilo kilos kilogram kilograms kilogramm кг 公斤 千克",
    "g gr gm gms gram grams gramm grammes г гр 克",
    "mg",
    "t to ton tons tonne tonnes т 吨",
    "lb lbs pound pounds",
    "oz ounce ounces",
    "l lt ltr ltrs liter liters litre litres litro litros л 升",
    "ml мл 毫升",
    "cl",
    "dl",
    "hl",
    "gal gallon gallons",
    "m mtr mtrs meter meters metre metres metro metros lfm м 米",
    "cm см 厘米",
    "mm мм 毫米",
    "km",
    "ft feet foot",
    "in inch inches",
    "yd yds yard yards",
    "m2 m² qm sqm",
    "m3 m³ cbm",
    "h hr hrs hour hours std",
)
UNITS = {name: names.split()[0] for names in reversed(_SAME) for name in names.split()}
"""A unit as it may be written, in small letters and without a point -> as it is told."""
COUNTED = frozenset({"pcs", "pairs", "sets", "dozens", "boxes", "cartons", "packs", "bags", "bottles", "cans",
                     "rolls", "pallets", "crates"})  # fmt: skip
"""What is never sold in thousandths: 1,234 pcs are a thousand and more, wherever it was written."""
# A number, the unit, and a sign that accountants write behind both.
WITH_UNIT = r"^([-+(]?\s?\d(?:[\d.,'’\s\u00a0\u2009\u202f]*\d)?\)?)\s?([^\W\d_]{1,12}[23²³]?)\.?\s?(\)?-?)$"

# 2M are two million somewhere, and two metres nowhere.
MILLIONS = r"\dM\)?$"


def split_units(texts: pl.Series) -> pl.DataFrame:
    """The texts as column `text` without their units, and the units, null where there is none, as `unit`."""
    text = pl.col("text")
    frame = texts.alias("text").to_frame()
    written = text.str.extract(WITH_UNIT, 2).str.to_lowercase()
    known = written.replace_strict(UNITS, default=None, return_dtype=pl.String)
    unit = pl.when(~text.str.contains(MILLIONS)).then(known)
    bare = text.str.extract(WITH_UNIT, 1).str.strip_chars() + text.str.extract(WITH_UNIT, 3)
    return frame.with_columns(unit.alias("unit")).select(
        pl.when(pl.col("unit").is_null()).then(text).otherwise(bare).alias("text"), "unit"
    )
