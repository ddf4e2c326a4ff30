//! Tests of character sets: texts of every script, declared or not, are read as they were written.

use encoding_rs::Encoding;
use newsprint::extract::charset::decode_text;
use newsprint::extract::{Format, Hints, extract};

/// A text in a language, and the encodings that it was written in before there was another way.
struct Old {
    text: &'static str,
    encodings: &'static [&'static str],
}

const OLD: &[Old] = &[
    Old {
        text: "港の橋は十一か月ぶりに開通した。「長いあいだ待っていました」と、始発のバスの運転手は言った。\
            市民は朝早くから集まり、渡り初めを祝った。フェリーは来月で役目を終えるが、船長はまだ次の仕事を決めていない。\
            カフェの主人は、またにぎやかになるのが楽しみだと話している。",
        encodings: &["Shift_JIS", "EUC-JP", "ISO-2022-JP"],
    },
    Old {
        text: "항구의 다리가 열한 달 만에 다시 열렸다. 첫차를 몰던 기사는 오래 기다렸다고 말했다. 시민들은 이른 아침부터 모여 \
            다리를 건넜고, 아이들은 풍선을 들고 뛰었다. 나룻배는 다음 달에 마지막으로 강을 건넌다.",
        encodings: &["EUC-KR"],
    },
    Old {
        text: "大桥关闭十一个月以后，终于重新开放。开第一班公共汽车的司机说，他等了很久。市民一大早就来到桥头，孩子们拿着气球跑来跑去。\
            渡船下个月最后一次过江，船长还没有决定以后做什么。咖啡馆的老板说，他很高兴又要热闹起来了。",
        encodings: &["gb18030", "GBK"],
    },
    Old {
        text: "大橋關閉十一個月以後，終於重新開放。開第一班公車的司機說，他等了很久。市民一大早就來到橋頭，孩子們拿著氣球跑來跑去。\
            渡船下個月最後一次過江，船長還沒有決定以後做什麼。咖啡館的老闆說，他很高興又要熱鬧起來了。",
        encodings: &["Big5"],
    },
    Old {
        text: "Мост через гавань открылся после одиннадцати месяцев ремонта. Водитель первого автобуса сказал, что ждал этого дня \
            очень долго. Жители города пришли рано утром, дети бегали с воздушными шарами, а паром уходит в последний рейс.",
        encodings: &["windows-1251", "KOI8-R", "ISO-8859-5", "IBM866"],
    },
    Old {
        text: "Міст через гавань відкрили після одинадцяти місяців ремонту. Водій першого автобуса сказав, що чекав на цей день \
            дуже довго. Мешканці міста прийшли рано вранці, діти бігали з кульками, а пором іде в останній рейс. Їжак їв ягоди.",
        encodings: &["windows-1251", "KOI8-U"],
    },
    Old {
        text: "Most w porcie otwarto po jedenastu miesiącach. Kierowca pierwszego autobusu powiedział, że długo na to czekał. \
            Mieszkańcy przyszli wcześnie rano, dzieci biegały z balonami, a kapitan promu jeszcze nie wie, co będzie robił później. \
            Właściciel kawiarni cieszy się, że znów będzie gwarno i że goście wrócą.",
        encodings: &["windows-1250", "ISO-8859-2"],
    },
    Old {
        text: "Most v přístavu se po jedenácti měsících znovu otevřel. Řidič prvního autobusu řekl, že na to dlouho čekal. Lidé přišli \
            brzy ráno, děti běhaly s balónky a kapitán přívozu ještě neví, co bude dělat dál. Žádná loď už tu prý nebude potřeba.",
        encodings: &["windows-1250", "ISO-8859-2"],
    },
    Old {
        text: "A kikötői híd tizenegy hónap után újra megnyílt. Az első busz vezetője azt mondta, hogy régóta várt erre a napra. \
            Az emberek már kora reggel eljöttek, a gyerekek lufikkal szaladgáltak, a komp pedig jövő hónapban közlekedik utoljára. \
            A kávéház tulajdonosa örül, hogy végre újra zsúfolt lesz a rakpart, és hűs őszi esték jönnek.",
        encodings: &["windows-1250", "ISO-8859-2"],
    },
    Old {
        text: "Le pont du port a rouvert après onze mois de travaux. « Nous l’attendions depuis longtemps », a déclaré le conducteur du \
            premier autobus. Les habitants étaient là dès l’aube, les élèves portaient des ballons, et le traversier s’arrête bientôt.",
        encodings: &["windows-1252"],
    },
    Old {
        text: "Die Hafenbrücke ist nach elf Monaten wieder geöffnet. Der Fahrer des ersten Busses sagte, er habe lange darauf gewartet. \
            Viele Leute kamen früh am Morgen, die Kinder liefen mit Luftballons hinüber, und die Fähre fährt im nächsten Monat zum \
            letzten Mal. Der Wirt des Kaffeehauses freut sich über die Gäste.",
        encodings: &["windows-1252", "ISO-8859-1"],
    },
    Old {
        text: "Η γέφυρα του λιμανιού άνοιξε ξανά ύστερα από έντεκα μήνες. Ο οδηγός του πρώτου λεωφορείου είπε ότι περίμενε πολύ καιρό. \
            Οι κάτοικοι ήρθαν νωρίς το πρωί, τα παιδιά έτρεχαν με μπαλόνια και το πορθμείο κάνει το τελευταίο του ταξίδι.",
        encodings: &["windows-1253", "ISO-8859-7"],
    },
    Old {
        text: "Liman köprüsü on bir ay sonra yeniden açıldı. İlk otobüsün şoförü bunu çok uzun zamandır beklediğini söyledi. Şehirliler \
            sabah erkenden geldi, çocuklar balonlarla koştu. Vapur gelecek ay son seferini yapacak; kaptan ne yapacağını bilmiyor.",
        encodings: &["windows-1254", "ISO-8859-9"],
    },
    Old {
        text: "הגשר בנמל נפתח שוב לתנועה אחרי אחד עשר חודשים. נהג האוטובוס הראשון אמר שחיכה לכך זמן רב. התושבים הגיעו מוקדם בבוקר, \
            הילדים רצו עם בלונים, והמעבורת תצא בחודש הבא להפלגתה האחרונה. בעל בית הקפה שמח שהרציף יתמלא שוב.",
        encodings: &["windows-1255", "ISO-8859-8-I"],
    },
    Old {
        text: "أعيد فتح جسر الميناء بعد أحد عشر شهرا من الإصلاح. قال سائق الحافلة الأولى إنه انتظر هذا اليوم طويلا. جاء السكان في الصباح \
            الباكر، وركض الأطفال بالبالونات، وتقوم العبارة برحلتها الأخيرة في الشهر القادم.",
        encodings: &["windows-1256", "ISO-8859-6"],
    },
    Old {
        text: "Uosto tiltas po vienuolikos mėnesių vėl atidarytas. Pirmojo autobuso vairuotojas sakė, kad šios dienos laukė labai ilgai. \
            Miestiečiai atėjo anksti rytą, vaikai bėgiojo su balionais, o keltas kitą mėnesį išplauks paskutinį kartą. Šeimininkas \
            džiaugiasi, kad krantinėje vėl bus žmonių.",
        encodings: &["windows-1257", "ISO-8859-13"],
    },
    Old {
        text: "สะพานท่าเรือเปิดอีกครั้งหลังจากปิดไปสิบเอ็ดเดือน คนขับรถเมล์คันแรกบอกว่าเขารอวันนี้มานานมาก ชาวเมืองมากันตั้งแต่เช้า เด็กๆ \
            วิ่งถือลูกโป่ง และเรือข้ามฟากจะแล่นเป็นครั้งสุดท้ายในเดือนหน้า",
        encodings: &["windows-874"],
    },
];

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(label.as_bytes()).unwrap();
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{label} cannot write {text}");
    bytes.into_owned()
}

#[test]
fn declared_pages_are_read_in_every_old_encoding() {
    for old in OLD {
        for label in old.encodings {
            for declaration in [
                format!("<meta charset=\"{label}\">"),
                format!("<meta http-equiv='Content-Type' content='text/html; charset={label}'>"),
            ] {
                let page = format!(
                    "<!doctype html><html><head>{declaration}<title>x</title></head><body><p>{}</p></body></html>",
                    old.text
                );
                let read = decode_text(&encoded(&page, label), Format::Html, &Hints::default());
                assert!(read.contains(old.text), "{label}: {read}");
            }
            let hints = Hints {
                charset: Some(label),
                ..Hints::default()
            };
            let read = decode_text(&encoded(old.text, label), Format::PlainText, &hints);
            assert_eq!(read, old.text, "{label} from outside");
        }
    }
}

#[test]
fn rare_encodings_are_read_where_they_are_declared() {
    for (label, text) in [
        ("ISO-8859-3", "Ĉiuj ŝipoj kaj aŭtoj, ĝis ĵaŭdo"),
        ("ISO-8859-4", "Tilts ir atvērts, ķēžu ģīmetnes"),
        ("ISO-8859-10", "Þetta er brúin, áðan sögð"),
        ("ISO-8859-14", "Mae'r bont ar agor, ŵyr a thŷ"),
        ("ISO-8859-15", "Le cœur du port, 5 €"),
        ("ISO-8859-16", "Podul și țărmul, în sfârșit"),
        ("windows-1258", "Đây là đê và ăn"),
        ("macintosh", "Le pont a rouvert — déjà"),
        ("x-mac-cyrillic", "Мост снова открыт"),
    ] {
        let page = format!("<meta charset={label}><p>{text}</p>");
        let bytes = encoded(&page, label);
        let read = decode_text(&bytes, Format::Html, &Hints::default());
        assert!(read.contains(text), "{label}: {read}");
    }
}

#[test]
fn undeclared_texts_are_read_in_every_old_encoding() {
    let mut wrong = Vec::new();
    for old in OLD {
        for label in old.encodings {
            let bytes = encoded(old.text, label);
            assert!(bytes.len() >= 150, "{label}: {}", bytes.len());
            let read = decode_text(&bytes, Format::PlainText, &Hints::default());
            let page = format!("<html><body><h1>x</h1><p>{}</p></body></html>", old.text);
            let page = decode_text(&encoded(&page, label), Format::Html, &Hints::default());
            if read != old.text || !page.contains(old.text) {
                wrong.push(format!(
                    "{label}: {}",
                    read.chars().take(60).collect::<String>()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_article_in_an_old_encoding_keeps_its_words() {
    for old in OLD {
        for label in old.encodings {
            let bytes = encoded(&format!("{0}\n\n{0}\n", old.text), label);
            let article = extract(&bytes, &Hints::default()).unwrap().document;
            let words = old.text.split(' ').next().unwrap();
            let title = article.metadata.title.iter().cloned();
            let mut said = title.chain(article.blocks.iter().map(|block| block.text()));
            let kept = said.any(|text| text.contains(words));
            assert!(kept, "{label}: {article:?}");
        }
    }
}
