"""Names of goods and headings in the languages of planners, written for the measure of encodings alone.

Nothing of the library was tuned to these words: they are no synonyms of columns and no letter statistics.
"""

WORDS = {
    "French": (
        "Jour de vente;Désignation;Quantité",
        "Crème fraîche épaisse;Pâté de foie;Bière blonde;Café moulu;Gâteau au chocolat;Thé vert;Purée de légumes;"
        "Jambon fumé;Pêche au sirop;Brosse à dents;Râteau à feuilles;Échelle pliante;Cœur de palmier;"
        "Beurre salé;Savon;Stylo;Lampe de chevet;Câble électrique;Clé plate;Bouée;Poêle à frire;Maïs doux",
    ),
    "Spanish": (
        "Día;Artículo;Unidades",
        "Atún en aceite;Pimentón dulce;Jabón líquido;Café molido;Lápiz rojo;Cinturón de cuero;Muñeca;"
        "Piñón pelado;Albóndigas;Melocotón;Leña seca;Limón;Salchichón ibérico;Tornillo;Martillo;Paraguas;"
        "Sillón reclinable;Colchón;Almohada;Bañador;Pantalón vaquero;Camión de juguete",
    ),
    "Portuguese": (
        "Data;Descrição;Quantidade",
        "Pão de queijo;Feijão preto;Maçã verde;Açúcar mascavo;Café torrado;Sabão em pó;Macarrão;Camarão;"
        "Órgão;Lâmpada LED;Colchão;Calção de banho;Fogão a gás;Guardanapo;Pá de pedreiro;Água mineral;"
        "Óleo de soja;Requeijão;Avelã;Pêssego em calda;Chuveiro elétrico;Tênis branco",
    ),
    "Italian": (
        "Data;Descrizione;Quantità",
        "Caffè macinato;Tè nero;Olio d'oliva;Ragù alla bolognese;Babà al rum;Tiramisù;Bignè;Formaggio;"
        "Lampada a metà prezzo;Canapè;Più gusto;Vite;Papà Natale;Ananas;Tovagliolo;Purè di patate;"
        "Prosciutto crudo;Pandoro;Panettone;Felicità in tazza;Novità;Sofà letto",
    ),
    "German": (
        "Datum;Bezeichnung;Menge",
        "Brötchen;Käse am Stück;Größe L Hemd;Kühlschrank;Müsliriegel;Süßkartoffel;Würstchen;Gemüsebrühe;"
        "Weißbier;Schlüsselanhänger;Gießkanne;Bücherregal;Türklinke;Öl;Äpfel;Schraube;Hammer;Fußball;"
        "Nähmaschine;Geschirrspüler;Zündkerze;Übergangsjacke",
    ),
    "Dutch": (
        "Datum;Omschrijving;Aantal",
        "Crème brûlée;Café filter;Geïmpregneerde plank;Ideeën boek;Kaas;Pindakaas;Hagelslag;Stroopwafel;"
        "Tomatenpuree;Melkpoeder;Coördinaat;Knäckebröd;Paté;Schroef;Fiets;Één persoons bed;Reünie kaart;"
        "Zeeëgel;Bruschetta;Appelmoes;Rösti;Tweeërlei saus",
    ),
    "Swedish": (
        "Dag;Benämning;Antal",
        "Knäckebröd;Köttbullar;Smör;Ägg;Räksallad;Grädde;Jordgubbssylt;Kräftor;Öl;Skruv;Såg;Trädgårdsstol;"
        "Blåbärssoppa;Lättmjölk;Rödbetor;Ängssyra;Kaffe;Bröd;Häftapparat;Tändstickor;Fågelholk;Påslakan",
    ),
    "Danish": (
        "Dag;Varebetegnelse;Antal",
        "Rugbrød;Smørrebrød;Æbleskiver;Grønkål;Rødgrød;Pålægschokolade;Leverpostej;Øl;Ål i gele;Kød;Brød;"
        "Håndsæbe;Køkkenrulle;Skruetrækker;Sæbe;Tæppe;Stol;Børste;Blomkål;Kartofler;Vingummi;Fløde",
    ),
    "Norwegian": (
        "Dag;Varenavn;Antall",
        "Brunost;Fårikål;Grøt;Kjøttkaker;Rømme;Smør;Lefse;Blåbærsyltetøy;Tørrfisk;Brød;Øl;Melk;Kål;Gulrøtter;"
        "Hårbørste;Strømpebukse;Støvler;Håndkle;Såpe;Pølse;Skrue;Knekkebrød",
    ),
    "Finnish": (
        "Päivä;Nimike;Määrä",
        "Ruisleipä;Karjalanpiirakka;Näkkileipä;Hyvää jäätelöä;Kääretorttu;Mämmi;Pöytäliina;Sähköjohto;Kahvi;"
        "Maito;Räsymatto;Hylly;Lämpömittari;Työkalu;Käsisaippua;Voi;Sämpylä;Järvikala;Kynttilä;Tyyny;Säkki;"
        "Hääkakku",
    ),
    "Icelandic": (
        "Dagsetning;Vara;Fjöldi",
        "Skyr með bláberjum;Harðfiskur;Hangikjöt;Þorskur;Mjólk;Brauð;Lýsi;Sápa;Kæfa;Rjómi;Ostur;Þvottaefni;"
        "Hákarl;Kleinur;Flatkökur;Sviðasulta;Kökur;Lopapeysa;Skór;Hnífur;Súkkulaði;Öl",
    ),
    "Polish": (
        "Dzień;Nazwa towaru;Ilość",
        "Chleb żytni;Śledź w oleju;Kiełbasa śląska;Masło;Ogórki kiszone;Żurek;Łosoś wędzony;Ser biały;"
        "Gwoździe;Śruba;Młotek;Krzesło;Świeca;Pościel;Ręcznik;Szampon;Mąka;Piwo jasne;Źródlana woda;Pączek;"
        "Gęś;Sól",
    ),
    "Czech": (
        "Den;Název zboží;Počet",
        "Žitný chléb;Sýr tvarůžky;Knedlíky;Pivo světlé;Kuřecí řízek;Mléko čerstvé;Hřebík;Šroub;Židle;Stůl;"
        "Svíčka;Ručník;Šampon;Mýdlo;Ořechy;Křen;Čokoláda;Těstoviny;Rýže;Houska;Vařečka;Kávovar",
    ),
    "Slovak": (
        "Deň;Názov tovaru;Počet",
        "Bryndzové halušky;Ražný chlieb;Mlieko čerstvé;Údený syr;Klinec;Stolička;Šálka;Sviečka;Uterák;Šampón;"
        "Orechy;Čokoláda;Ľanový olej;Vajíčka;Ryža;Múka;Klobása;Maslo;Ďatelina;Kôš;Tĺk;Skrutka",
    ),
    "Hungarian": (
        "Nap;Megnevezés;Darab",
        "Tepertő;Túró Rudi;Gyümölcslé;Kenyér;Sűrített tej;Fűszerpaprika;Tökmag;Gömbölyű cipó;Kávé őrölt;"
        "Csavarhúzó;Szög;Törölköző;Szék;Gyertya;Ágynemű;Sör;Mogyoró;Fürdősó;Lekvár;Hűtőtáska;Ollóél;Bőröv",
    ),
    "Romanian": (
        "Ziua;Denumire;Cantitate",
        "Brânză de burduf;Mămăligă;Pâine neagră;Şurub;"
        "Cârnaţi;Ţuică;Făină albă;Lumânare;Pătură;Găleată;Sare;Cafea măcinată;"
        "Gem de căpşuni;Muşchi;Săpun;Scaun;Masă;Orez;Ulei;Ştergar;Îngheţată;Roşii",
    ),
    "Croatian": (
        "Dan;Naziv robe;Količina",
        "Kulen slavonski;Ražnjići;Čvarci;Kruh;Maslinovo ulje;Šećer;Žlica;Vijak;Čavao;Čaša;Svijeća;Ručnik;"
        "Šampon;Pršut;Ćevapi;Riža;Brašno;Džem;Kolač;Piće;Šunka;Đumbir",
    ),
    "Estonian": (
        "Kuupäev;Nimetus;Kogus",
        "Rukkileib;Kohupiimakreem;Või;Õlu;Küünal;Käterätik;Šampoon;Mööbel;Jäätis;Hapukurk;Kõrvits;Pähkel;"
        "Kruvi;Tool;Seep;Õunamahl;Kartul;Sült;Vürtsikilu;Kookospähkel;Küpsis;Žilett",
    ),
    "Latvian": (
        "Datums;Nosaukums;Daudzums",
        "Rupjmaize;Biezpiena sieriņš;Rīgas šprotes;Ķimeņu siers;Žāvēta desa;Skrūve;Krēsls;Svece;Dvielis;"
        "Šampūns;Kāposti;Pīrādziņi;Piens;Medus;Ābolu sula;Ziepes;Gurķi;Tēja;Cukurs;Zupa;Ļoti garšīgi;Ģīmis",
    ),
    "Lithuanian": (
        "Diena;Pavadinimas;Kiekis",
        "Juoda duona;Varškės sūrelis;Šakotis;Rūkyta dešra;Žuvis;Kėdė;Žvakė;Rankšluostis;Šampūnas;Alus šviesus;"
        "Obuolių sultys;Medus;Agurkai;Sviestas;Ąžuolinė lenta;Grąžtas;Varžtas;Pieštukas;Arbata;Ūkiškas muilas;"
        "Grietinė;Įvorė",
    ),
    "Turkish": (
        "Gün;Ürün adı;Miktar",
        "Kaşar peyniri;Türk kahvesi;Simit;Çilek reçeli;Ekmek kızartma;Diş fırçası;Şampuan;Çivi;Yağ;Işıklı ayna;"
        "Sığır eti;Şeker;Bardak;Çay;Pirinç;Ayçiçek yağı;Mısır;İğne;Koltuk kılıfı;Fıstık;Kapı kolu;Düğme",
    ),
    "Russian": (
        "День;Наименование;Количество",
        "Хлеб ржаной;Сметана;Гвоздь строительный;Чай чёрный;Колбаса варёная;Шуруп;Стул;Свеча;Полотенце;Мыло;"
        "Сахар;Мука пшеничная;Пиво светлое;Яблоки;Щётка;Подушка;Конфеты;Масло сливочное;Рис;Огурцы;Ложка;Ёлка",
    ),
    "Ukrainian": (
        "День;Назва товару;Кількість",
        "Хліб житній;Сало копчене;Борщ;Цвях;Стілець;Свічка;Рушник;Мило;Цукор;Борошно;Пиво світле;Яблука;Щітка;"
        "Подушка;Цукерки;Олія;Рис;Огірки;Ґудзик;Їжа для котів;М'ясо;Вареники",
    ),
    "Bulgarian": (
        "Дата;Стока;Брой",
        "Кисело мляко;Лютеница;Ръжен хляб;Пирон;Стол;Свещ;Кърпа;Сапун;Захар;Брашно;Бира;Ябълки;Четка;"
        "Възглавница;Бонбони;Масло;Ориз;Краставици;Сирене;Чушки;Мед;Болт",
    ),
    "Greek": (
        "Ημέρα;Περιγραφή;Ποσότητα",
        "Ελαιόλαδο;Φέτα;Ψωμί ολικής;Καρφί;Καρέκλα;Κερί;Πετσέτα;Σαπούνι;Ζάχαρη;Αλεύρι;Μπύρα;Μήλα;Βούρτσα;"
        "Μαξιλάρι;Καραμέλες;Βούτυρο;Ρύζι;Αγγούρια;Τυρί;Μέλι;Γιαούρτι;Βίδα",
    ),
    "Hebrew": (
        "יום;תיאור;כמות",
        "לחם שיפון;גבינה לבנה;מסמר;כיסא;נר;מגבת;סבון;סוכר;קמח;בירה;תפוחים;מברשת;כרית;סוכריות;חמאה;אורז;"
        "מלפפונים;דבש;יוגורט;שמן זית;חלב;בורג",
    ),
    "Arabic": (
        "اليوم;الوصف;العدد",
        "خبز أسمر;جبن أبيض;مسمار;كرسي;شمعة;منشفة;صابون;سكر;دقيق;تفاح;فرشاة;وسادة;حلوى;زبدة;أرز;خيار;عسل;لبن;"
        "زيت زيتون;حليب;شاي أخضر;برغي",
    ),
    "Thai": (
        "วัน;รายการ;จำนวน",
        "ข้าวหอมมะลิ;น้ำปลา;ตะปู;เก้าอี้;เทียน;ผ้าเช็ดตัว;สบู่;น้ำตาล;แป้ง;เบียร์;แอปเปิล;แปรง;หมอน;ลูกอม;เนย;"
        "แตงกวา;น้ำผึ้ง;โยเกิร์ต;น้ำมัน;นม;ชา;สกรู",
    ),
    "Chinese": (
        "日期;品名;数量",
        "酱油;大米;面粉;白砂糖;啤酒;苹果;牙刷;枕头;糖果;黄油;黄瓜;蜂蜜;酸奶;花生油;牛奶;绿茶;螺丝;毛巾;肥皂;椅子;"
        "蜡烛;钉子",
    ),
    "Taiwanese": (
        "日期;品名;數量",
        "醬油;白米;麵粉;白砂糖;啤酒;蘋果;牙刷;枕頭;糖果;奶油;黃瓜;蜂蜜;優酪乳;花生油;牛奶;綠茶;螺絲;毛巾;肥皂;椅子;"
        "蠟燭;釘子",
    ),
    "Japanese": (
        "日付;品名;数量",
        "醤油;お米;小麦粉;砂糖;ビール;りんご;歯ブラシ;まくら;飴;バター;きゅうり;はちみつ;ヨーグルト;サラダ油;牛乳;緑茶;"
        "ねじ;タオル;石けん;椅子;ろうそく;くぎ",
    ),
    "Korean": (
        "날짜;품명;수량",
        "간장;쌀;밀가루;설탕;맥주;사과;칫솔;베개;사탕;버터;오이;꿀;요구르트;식용유;우유;녹차;나사;수건;비누;의자;양초;못",
    ),
}
"""By language: three headings (date, product, quantity), and the names of goods."""

WRITTEN_IN = {
    **dict.fromkeys(
        ("French", "Spanish", "Portuguese", "Italian", "German", "Dutch", "Swedish", "Danish", "Norwegian",
         "Finnish"), ("cp1252", "cp850", "mac_roman")),
    "Icelandic": ("cp1252",),
    **dict.fromkeys(("Polish", "Czech", "Slovak", "Hungarian", "Croatian"), ("cp1250", "iso8859_2", "cp852")),
    "Romanian": ("cp1250",),
    **dict.fromkeys(("Estonian", "Latvian", "Lithuanian"), ("cp1257",)),
    "Turkish": ("cp1254",),
    "Russian": ("cp1251", "koi8_r", "cp866"),
    "Ukrainian": ("cp1251",),
    "Bulgarian": ("cp1251",),
    "Greek": ("cp1253",),
    "Hebrew": ("cp1255",),
    "Arabic": ("cp1256",),
    "Thai": ("cp874",),
    "Chinese": ("gb18030",),
    "Taiwanese": ("big5",),
    "Japanese": ("cp932", "euc_jp"),
    "Korean": ("cp949",),
}  # fmt: skip
"""By language: what its offices write, the commonest first."""
