"""The words that headings of sales are made of, folded, in the languages that exports are written in.

Words of scripts that write no spaces, and words that are glued to others, are looked for inside a heading.
"""


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split())


DATES = _split(
    "date datum day tag fecha data jour dato dt dte datetime timestamp time paivamaara tarih tarihi tanggal "
    "tgl ngay "
    "дата день datetimes datestamp week month period woche monat mois mes mese semaine semana settimana "
    "periode "
    "periodo okres miesiac maand kw yyyymm yyyyww hari kelt datuma calday budat fkdat audat "
    "zeitraum periodos periodes"
)
DATES_INSIDE = (
    "tag",
    "dato",
    "päivä",
    "tarih",
    "日",
    "일",
    "日期",
    "日付",
    "年月",
    "时间",
    "日時",
    "날짜",
    "일자",
    "วันที่",
    "تاريخ",
    "дата",
    "ngày",
    "datum",
    "fecha",
    "月份",
)
PRODUCTS = _split(
    "product products prod prd item items itm article articles articulo articolo artigo artikel art "
    "material mat matl "
    "matnr maktx arktx merchandise goods good sku produkt produkte producto produit prodotto produto "
    "product's "
    "ware tuote "
    "urun urunu vare vara towar produktu barang produk stok lineitem товар товара товары номенклатура "
    "продукт termek "
    "zbozi part model medicine drug dish menu vyrobek"
)
PRODUCTS_INSIDE = (
    "产品", "商品", "品名", "物料", "货品", "製品", "品目", "상품", "제품", "품목", "품명", "สินค้า", "منتج",
    "صنف", "الصنف", "товар",
    "sản phẩm", "hàng hóa", "mặt hàng", "artikel", "produkt", "varenavn", "tuote", "warenbez", "towar",
)  # fmt: skip
NAMES = _split(
    "name names nm title description descriptions desc descr descrip dscr text bezeichnung benennung nombre "
    "nom libelle "
    "designation descripcion descrizione descricao denominacion denominazione omschrijving naam nazwa opis "
    "navn namn "
    "nimi adi ad nama tên ten наименование название описание megnevezes nazev"
)
NAMES_INSIDE = (
    "navn",
    "benämning",
    "benaming",
    "nimi",
    "說明",
    "名稱",
    "제품명",
    "名称",
    "品名",
    "商品名",
    "描述",
    "이름",
    "품명",
    "ชื่อ",
    "اسم",
    "наимен",
    "bezeichnung",
)
CODES = _split(
    "id ids no nr num number code codes key ref reference sku ean upc gtin barcode asin plu isbn kod kode "
    "codigo code "
    "codice numero nummer artnr itemno ma matnr pn mpn kodu артикул код номер"
)
CODES_INSIDE = ("编码", "编号", "代码", "コード", "番号", "코드", "번호", "รหัส", "رمز", "كود", "mã ")
IDENTIFIERS = _split("sku ean upc gtin barcode asin plu isbn артикул")
QUANTITIES = _split(
    "qty qnty qnt quant quantity quantities units pcs pieces menge mengen anzahl stuck stuckzahl stuecke "
    "stueck absatz "
    "cantidad cant unidades uds unds quantite qte quantita qta pezzi quantidade qtd qtde aantal stuks ilosc "
    "szt antal "
    "antall maara kpl miktar miktari adet adedi jumlah kuantitas количество колво кол шт mennyiseg db "
    "mnozstvi kusy "
    "menge fkimg kwmeng bdmng demand volume sold ordered lfimg"
)
QUANTITIES_INSIDE = (
    "menge",
    "anzahl",
    "antal",
    "määrä",
    "miktar",
    "販売数",
    "數量",
    "数量", "销量", "件数", "個数", "数目", "수량", "판매량", "จำนวน", "كمية", "الكمية", "số lượng", "sl bán",
    "количеств", "quantit",
)  # fmt: skip
WEAK_QUANTITIES = _split("sales sale count volume demand verkaufe ventas ventes vendite vendas verkauf sl")
MONEY = _split(
    "price prices prc rev amount amt revenue turnover value val cost costs usd eur gbp jpy inr tax taxes vat "
    "gst fee fees "
    "discount rabatt preis betrag umsatz wert kosten precio importe monto ingresos prix montant prezzo "
    "importo fatturato "
    "preco valor receita prijs bedrag omzet cena kwota wartosc pris belopp belob hinta fiyat tutar цена "
    "сумма стоимость "
    "выручка margin profit rate percent pct harga msrp rrp subtotal commission charge netwr netto brutto "
    "gia ar"
)
MONEY_INSIDE = (
    "金额", "单价", "价格", "金額", "単価", "価格", "売上高", "금액", "단가", "가격", "매출액", "ราคา",
    "มูลค่า", "سعر", "مبلغ", "قيمة",
    "thành tiền", "đơn giá", "$", "€", "£", "¥", "%", "цен", "сумм",
)  # fmt: skip
NOT_SOLD = _split(
    "stock inventory onhand hand available balance reorder min max minimum maximum plan planned budget "
    "forecast "
    "target goal "
    "returned return returns refund refunded cancelled canceled cancel backorder backordered open remaining "
    "outstanding "
    "bestand lager lagerbestand vorrat soll prognose previous prior last ly box pack case per lead moq "
    "weight days "
    "received free bonus scrap allocated reserved committed conversion factor stocked estoque "
    "existencias "
    "cumulative cumulated cum running kumuliert kumulativ cumule cumul acumulado ytd "
    "uom step line lines position pos rank rating age discounted promo"
)
NOT_SOLD_INSIDE = (
    "库存", "在庫", "재고", "คงเหลือ", "مخزون", "tồn kho", "остат", "退货", "计划",
    "sold-to", "sold to", "sold_to", "sold by",
)  # fmt: skip
NOT_A_PRODUCT = _split(
    "customer client clients kunde kunden cliente buyer user member store stores shop branch outlet "
    "location company "
    "vendor supplier brand category categories cat group grp type family class department dept region "
    "country city state "
    "street address email mail phone employee cashier seller salesperson rep agent payment shipping "
    "shipment ship billing "
    "status currency channel source note comment remark memo reason tax discount "
    "coupon color colour variant "
    "option unit uom "
    "order orders invoice receipt transaction line row document warehouse file sheet first last full month "
    "day week "
    "season manufacturer producer contact account project campaign price cost weight volume qty quantity "
    "count size "
    "sold kategorie warengruppe filiale lieferant marke hersteller magasin tienda negozio loja client "
    "fournisseur "
    "proveedor categoria rubrique famille toko gudang pelanggan магазин клиент категория бренд поставщик "
    "склад parent "
    "sub subcategory marketplace device gender plant werks"
)
NOT_A_PRODUCT_INSIDE = (
    "客户", "门店", "店铺", "类别", "分类", "供应商", "品牌", "仓库", "订单", "顧客", "店舗", "고객", "매장",
    "분류", "ลูกค้า", "สาขา",
    "ประเภท", "عميل", "العميل", "فرع", "khách", "cửa hàng", "danh mục", "単位", "单位",
)  # fmt: skip
STORES = _split(
    "store stores shop shops branch branches outlet outlets filiale filialen markt magasin magasins tienda "
    "tiendas sucursal negozio negozi loja lojas winkel sklep butik location locations standort site warehouse"
)
# What is kept beside the sales of a day, and is none.
BESIDE = _split(
    "temperature temp rain rainfall weather wetter temperatur visits visitors visitor footfall traffic "
    "sessions clicks impressions hours staff holiday promo promotion notes besucher kunden visites sum week "
    "year month weekday wochentag"
)
CASES = _split(
    "case cases cs carton cartons ctn ctns karton kartons kartonnage box boxes pack packs package packages "
    "bundle bundles tray trays crate crates gebinde ve vpe kiste kisten colis caisse caisses caja cajas "
    "cartone cartoni scatola scatole caixa caixas doos dozen pudelko opakowan opakowania kolli krt коробка "
    "коробок упаковка упаковке упаковок 箱"
)
PIECES = _split(
    "unit units piece pieces pcs pc ea each stuck stueck stk st uds unidades unites pezzi pz unidade stuks "
    "szt sztuk шт штук eaches singles bottles cans flaschen einheiten einheit"
)
BAD_DATES = _split(
    "birth birthday dob expiry expiration expires due updated modified changed registration registered "
    "valid promised "
    "requested required expected planned estimated launch hire last next until to end best before baseline "
    "print export "
    "run report cancelled canceled refund refunded returned return amended approved"
)
# How well a heading's event tells when the demand was, and which step of an order it is.
EVENTS = {
    **dict.fromkeys(
        ("sale", "sales", "sold", "verkauf", "verkaufs", "venta", "vente", "vendita", "venda"), (94, "order")
    ),
    **dict.fromkeys(
        ("order", "ordered", "purchase", "bestell", "auftrags", "pedido", "commande", "ordine"), (92, "order")
    ),
    **dict.fromkeys(("transaction", "trans", "txn", "trx", "business", "receipt", "trading"), (93, "order")),
    **dict.fromkeys(("posting", "posted", "buchungs", "budat"), (88, "document")),
    **dict.fromkeys(
        ("invoice", "inv", "invoiced", "billing", "bill", "fkdat", "factura", "facture"), (86, "invoice")
    ),
    **dict.fromkeys(("document", "doc", "beleg", "entry", "audat"), (80, "document")),
    **dict.fromkeys(("paid", "payment", "settled", "checkout", "completed"), (78, "invoice")),
    **dict.fromkeys(("created", "creation", "create"), (72, "order")),
    **dict.fromkeys(("ship", "shipped", "shipping", "shipment", "dispatch", "dispatched"), (52, "delivery")),
    **dict.fromkeys(
        ("delivery", "delivered", "deliver", "liefer", "fulfilled", "fulfillment"), (50, "delivery")
    ),
}
EVENTS_ALONE = _split("created placed ordered paid sold posted invoiced purchased")
# The same of quantities.
STEPS = {
    **dict.fromkeys(
        ("sold", "sale", "sales", "net", "vendida", "verkauft", "vendu", "vendue"), (94, "order")
    ),
    **dict.fromkeys(("ordered", "order", "bestellt", "kwmeng"), (90, "order")),
    **dict.fromkeys(("purchased", "purchase"), (66, "purchase")),
    **dict.fromkeys(("invoiced", "billed", "invoice", "billing", "fkimg"), (84, "invoice")),
    **dict.fromkeys(
        ("shipped", "ship", "delivered", "delivery", "dispatched", "fulfilled", "lfimg"), (74, "delivery")
    ),
}
# What Excel calls the column of labels of a pivot table.
ROW_LABELS = frozenset(
    (
        "row labels", "zeilenbeschriftungen", "étiquettes de lignes", "etiquetas de fila",
        "etichette di riga",
        "rótulos de linha", "rijlabels", "etykiety wierszy", "названия строк", "行标签", "行ラベル",
        "행 레이블", "radetiketter",
        "rækkenavne", "radetiketter", "riviotsikot", "satır etiketleri", "popisky řádků", "sorcímkék",
        "列標籤", "nhãn hàng",
    )
)  # fmt: skip
PREFIX = (
    r"^(?:sum|summe|somme|suma|somma|soma|som|total|count|gesamt|jumlah|сумма по полю|求和项|合計)"
    r"\s*(?:of|von|de|di|van|z)?\s*[:/：]?\s*"
)
"""What pivot tables put before a measure's name."""
