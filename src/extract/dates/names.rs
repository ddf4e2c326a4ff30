//! Words of dates in many languages: months, days of the week, joining words, time zones.
//!
//! All words are in lower case. A word that names different months in two languages has the meaning of the first table
//! row that contains it; the more widely read language comes first.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of months, one row for each language and form, January first. `|` separates alternatives.
#[rustfmt::skip]
const MONTHS: &[[&str; 12]] = &[
    // English.
    ["january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov", "december|dec"],
    // German, with the Austrian January.
    ["januar|jänner|jän", "februar|feber", "märz|mär|mrz", "april", "mai", "juni", "juli", "august", "september", "oktober|okt", "november", "dezember|dez"],
    // French.
    ["janvier|janv", "février|fevrier|févr|fév|fevr", "mars", "avril|avr", "mai", "juin", "juillet|juil", "août|aout", "septembre", "octobre", "novembre", "décembre|decembre|déc"],
    // Spanish.
    ["enero|ene", "febrero", "marzo", "abril|abr", "mayo", "junio", "julio", "agosto|ago", "septiembre|setiembre", "octubre", "noviembre", "diciembre|dic"],
    // Portuguese.
    ["janeiro", "fevereiro|fev", "março|marco", "abril", "maio", "junho", "julho", "agosto", "setembro|set", "outubro|out", "novembro", "dezembro"],
    // Italian.
    ["gennaio|gen|genn", "febbraio|febbr", "marzo", "aprile", "maggio|mag|magg", "giugno|giu", "luglio|lug", "agosto", "settembre|sett", "ottobre|ott", "novembre", "dicembre"],
    // Catalan.
    ["gener", "febrer", "març", "abril", "maig", "juny", "juliol", "agost", "setembre", "octubre", "novembre", "desembre|des"],
    // Romanian.
    ["ianuarie|ian", "februarie", "martie", "aprilie", "mai", "iunie|iun", "iulie|iul", "august", "septembrie", "octombrie", "noiembrie|noi", "decembrie"],
    // Dutch.
    ["januari", "februari", "maart|mrt", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    // Swedish, Danish, Norwegian.
    ["januari", "februari|febr", "mars|marts", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december|desember"],
    // Icelandic.
    ["janúar", "febrúar", "mars", "apríl", "maí", "júní", "júlí", "ágúst", "september", "október", "nóvember", "desember"],
    // Finnish, nominative and partitive.
    ["tammikuu|tammikuuta", "helmikuu|helmikuuta", "maaliskuu|maaliskuuta", "huhtikuu|huhtikuuta", "toukokuu|toukokuuta", "kesäkuu|kesäkuuta", "heinäkuu|heinäkuuta", "elokuu|elokuuta", "syyskuu|syyskuuta", "lokakuu|lokakuuta", "marraskuu|marraskuuta", "joulukuu|joulukuuta"],
    // Estonian.
    ["jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november", "detsember"],
    // Latvian.
    ["janvāris|janvārī", "februāris|februārī", "marts|martā", "aprīlis|aprīlī", "maijs|maijā", "jūnijs|jūnijā", "jūlijs|jūlijā", "augusts|augustā", "septembris|septembrī", "oktobris|oktobrī", "novembris|novembrī", "decembris|decembrī"],
    // Lithuanian.
    ["sausio|sausis", "vasario|vasaris", "kovo|kovas", "balandžio|balandis", "gegužės|gegužė", "birželio|birželis", "liepos|liepa", "rugpjūčio|rugpjūtis", "rugsėjo|rugsėjis", "spalio|spalis", "lapkričio|lapkritis", "gruodžio|gruodis"],
    // Polish, genitive, nominative and short.
    ["stycznia|styczeń|sty", "lutego|luty|lut", "marca|marzec", "kwietnia|kwiecień|kwi", "maja|maj", "czerwca|czerwiec|cze", "lipca|lipiec|lip", "sierpnia|sierpień|sie", "września|wrzesień|wrz", "października|październik|paź", "listopada|listopad|lis", "grudnia|grudzień|gru"],
    // Czech.
    ["ledna|leden", "února|únor", "března|březen", "dubna|duben", "května|květen", "června|červen", "července|červenec", "srpna|srpen", "září", "října|říjen", "listopadu", "prosince|prosinec"],
    // Slovak.
    ["januára|január", "februára|február", "marca|marec", "apríla|apríl", "mája|máj", "júna|jún", "júla|júl", "augusta", "septembra", "októbra|október", "novembra", "decembra"],
    // Hungarian.
    ["január|januar", "február", "március|márc", "április|ápr", "május|máj", "június|jún", "július|júl", "augusztus", "szeptember|szept", "október", "november", "december"],
    // Slovene and Serbian (Latin).
    ["januarja|januara", "februarja|februara", "marca|marta|mart", "aprila", "maja", "junija|juna|jun", "julija|jula|jul", "avgusta|avgust", "septembra|septembar", "oktobra|oktobar", "novembra|novembar", "decembra|decembar"],
    // Croatian.
    ["siječnja|siječanj", "veljače|veljača", "ožujka|ožujak", "travnja|travanj", "svibnja|svibanj", "lipnja|lipanj", "srpnja|srpanj", "kolovoza|kolovoz", "rujna|rujan", "listopad", "studenoga|studenog|studeni", "prosinca|prosinac"],
    // Russian.
    ["января|январь|янв", "февраля|февраль|фев|февр", "марта|март|мар", "апреля|апрель|апр", "мая|май", "июня|июнь|июн", "июля|июль|июл", "августа|август|авг", "сентября|сентябрь|сен|сент", "октября|октябрь|окт", "ноября|ноябрь|ноя|нояб", "декабря|декабрь|дек"],
    // Ukrainian.
    ["січня|січень|січ", "лютого|лютий|лют", "березня|березень|бер", "квітня|квітень|квіт", "травня|травень|трав", "червня|червень|черв", "липня|липень|лип", "серпня|серпень|серп", "вересня|вересень|вер", "жовтня|жовтень|жовт", "листопада|листопад|лист", "грудня|грудень|груд"],
    // Belarusian.
    ["студзеня|студзень", "лютага|люты", "сакавіка|сакавік", "красавіка|красавік", "траўня", "чэрвеня|чэрвень", "ліпеня|ліпень", "жніўня|жнівень", "верасня|верасень", "кастрычніка|кастрычнік", "лістапада|лістапад", "снежня|снежань"],
    // Bulgarian, Serbian and Macedonian (Cyrillic).
    ["януари|јануар|јануара|јануари", "февруари|фебруар|фебруара|фебруари", "март", "април|априла", "мај|маја", "юни|јун|јуна|јуни", "юли|јул|јула|јули", "август", "септември|септембар|септембра", "октомври|октобар|октобра", "ноември|новембар|новембра", "декември|децембар|децембра"],
    // Turkish.
    ["ocak|oca", "şubat|şub", "mart", "nisan|nis", "mayıs", "haziran|haz", "temmuz|tem", "ağustos|ağu", "eylül|eyl", "ekim|eki", "kasım|kas", "aralık|ara"],
    // Greek, genitive, nominative and short.
    ["ιανουαρίου|ιανουάριος|ιαν", "φεβρουαρίου|φεβρουάριος|φεβ", "μαρτίου|μάρτιος|μαρ|μάρ", "απριλίου|απρίλιος|απρ", "μαΐου|μαίου|μάιος|μάϊος|μαΐ|μάι", "ιουνίου|ιούνιος|ιουν", "ιουλίου|ιούλιος|ιουλ", "αυγούστου|αύγουστος|αυγ|αύγ", "σεπτεμβρίου|σεπτέμβριος|σεπ|σεπτ", "οκτωβρίου|οκτώβριος|οκτ", "νοεμβρίου|νοέμβριος|νοε|νοέ", "δεκεμβρίου|δεκέμβριος|δεκ"],
    // Arabic of the Gulf and Egypt.
    ["يناير", "فبراير", "مارس", "أبريل|إبريل|ابريل", "مايو", "يونيو|يونيه", "يوليو|يوليه", "أغسطس|اغسطس", "سبتمبر", "أكتوبر|اكتوبر", "نوفمبر", "ديسمبر"],
    // Arabic of the Levant and Iraq; of the two words of some months, the second.
    ["كانون٢", "شباط", "آذار|اذار", "نيسان", "أيار|ايار", "حزيران", "تموز", "آب", "أيلول|ايلول", "تشرين١", "تشرين٢", "كانون١"],
    // Arabic of the Maghreb.
    ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
    // Hebrew, bare and with the prefixed preposition.
    ["ינואר|בינואר", "פברואר|בפברואר", "מרץ|במרץ|מרס|במרס", "אפריל|באפריל", "מאי|במאי", "יוני|ביוני", "יולי|ביולי", "אוגוסט|באוגוסט", "ספטמבר|בספטמבר", "אוקטובר|באוקטובר", "נובמבר|בנובמבר", "דצמבר|בדצמבר"],
    // Persian names of the Gregorian months.
    ["ژانویه", "فوریه", "مارس", "آوریل|اوریل", "مه|می", "ژوئن", "ژوئیه|جولای", "اوت|آگوست", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"],
    // Urdu.
    ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"],
    // Hindi, Marathi, Nepali.
    ["जनवरी|जानेवारी|जन", "फरवरी|फ़रवरी|फेब्रुवारी|फर", "मार्च", "अप्रैल|एप्रिल", "मई|मे", "जून", "जुलाई|जुलै", "अगस्त|ऑगस्ट", "सितंबर|सितम्बर|सप्टेंबर", "अक्टूबर|अक्तूबर|ऑक्टोबर", "नवंबर|नवम्बर|नोव्हेंबर", "दिसंबर|दिसम्बर|डिसेंबर"],
    // Bengali.
    ["জানুয়ারি|জানুয়ারী", "ফেব্রুয়ারি|ফেব্রুয়ারী", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"],
    // Indonesian and Malay.
    ["januari", "februari", "maret|mac", "april", "mei", "juni|jun", "juli|julai", "agustus|ogos|agu|agt", "september", "oktober", "november", "desember|disember"],
    // Thai.
    ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"],
    // Swahili.
    ["januari", "februari", "machi", "aprili", "mei", "juni", "julai", "agosti", "septemba", "oktoba", "novemba", "desemba"],
    // Esperanto.
    ["januaro", "februaro", "marto", "aprilo", "majo", "junio", "julio", "aŭgusto", "septembro", "oktobro", "novembro", "decembro"],
];

/// Persian names of the months of the solar Hijri calendar.
#[rustfmt::skip]
const SOLAR_HIJRI_MONTHS: [&str; 12] = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد|امرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// Names and abbreviations of the days of the week, in no order.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim \
    lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié jue vie sáb \
    segunda terça quarta quinta sexta feira lunedì martedì mercoledì giovedì venerdì sabato domenica \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo \
    måndag mandag tisdag tirsdag onsdag torsdag fredag lördag lørdag söndag søndag \
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina \
    poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle \
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс \
    понеділок вівторок середа четвер п’ятниця субота неділя \
    pazartesi salı çarşamba perşembe cuma cumartesi pazar δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή \
    الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد الاحد دوشنبه سه‌شنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه شنبه یکشنبه \
    senin selasa rabu kamis jumat sabtu minggu hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică \
    सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार";

/// Words that may stand between the parts of a date, or between a date and its time.
const JOINERS: &str = "of the de del di da do d den der dem le la el al à á a as às las los les at on um am om kl klo klokken ore alle \
    o v ve в о г года року р рік рік. год godz saat lúc pukul jam ob στις năm t u year uhr το في الساعة ساعت को m mes kello ora orele di";

/// Endings that may follow the number of a day.
const ORDINALS: &str = "st nd rd th er ère ème e º ª o a го та de lea";

/// Abbreviations of time zones with their offset in minutes. An abbreviation with several meanings has its most
/// frequent one.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("z", 0), ("gmt", 0), ("utc", 0), ("ut", 0), ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60), ("cest", 120), ("mez", 60), ("mesz", 120),
    ("eet", 120), ("eest", 180), ("msk", 180), ("мск", 180), ("trt", 180), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
    ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420), ("akst", -540), ("akdt", -480), ("hst", -600), ("jst", 540), ("kst", 540),
    ("aest", 600), ("aedt", 660), ("awst", 480), ("acst", 570), ("acdt", 630), ("nzst", 720), ("nzdt", 780), ("wib", 420), ("wita", 480), ("wit", 540),
    ("sast", 120), ("wat", 60), ("eat", 180), ("pkt", 300), ("hkt", 480), ("sgt", 480), ("brt", -180), ("art", -180),
];

/// A month by name, of one of two calendars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// A month of the Gregorian calendar, 1 to 12.
    Gregorian(u8),
    /// A month of the solar Hijri calendar, 1 to 12.
    SolarHijri(u8),
}

/// Possible meanings of a word in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct DateWord {
    /// Month that the word names.
    pub(super) month: Option<Month>,
    /// True if the word names a day of the week.
    pub(super) is_weekday: bool,
    /// True if the word may join the parts of a date.
    pub(super) is_joiner: bool,
    /// True if the word may follow the number of a day.
    pub(super) is_ordinal_ending: bool,
    /// Offset of the time zone that the word names, in minutes east of UTC.
    pub(super) zone_minutes: Option<i32>,
}

/// Returns the possible meanings of `word`, which must be in lower case.
pub(super) fn date_word(word: &str) -> DateWord {
    DATE_WORDS.get(word).copied().unwrap_or_default()
}

/// Meanings of all words of the tables.
static DATE_WORDS: LazyLock<HashMap<&'static str, DateWord>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, DateWord> = HashMap::new();
    for row in MONTHS {
        for (number, names) in (1..).zip(row) {
            for name in names.split('|') {
                let month = &mut words.entry(name).or_default().month;
                month.get_or_insert(Month::Gregorian(number));
            }
        }
    }
    for (number, names) in (1..).zip(&SOLAR_HIJRI_MONTHS) {
        for name in names.split('|') {
            let month = &mut words.entry(name).or_default().month;
            month.get_or_insert(Month::SolarHijri(number));
        }
    }
    for word in WEEKDAYS.split_whitespace() {
        words.entry(word).or_default().is_weekday = true;
    }
    for word in JOINERS.split_whitespace() {
        words.entry(word).or_default().is_joiner = true;
    }
    for word in ORDINALS.split_whitespace() {
        words.entry(word).or_default().is_ordinal_ending = true;
    }
    for &(word, minutes) in ZONES {
        words.entry(word).or_default().zone_minutes = Some(minutes);
    }
    words
});
