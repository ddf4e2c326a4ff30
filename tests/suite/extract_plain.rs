//! Plain text becomes the article it was: dumps of pages, wrapped text, mails, notes.

use newsprint::extract::Hints;
use newsprint::extract::plain::lines::{PlainUnitKind, split_units};
use newsprint::extract::plain::{evidence, extract_plain, features, page, title};
use newsprint::model::{Block, Document, Inline, plain_text};
use proptest::prelude::*;

fn read(text: &str) -> Document {
    extract_plain(text, &Hints::default())
}

/// The blocks in short: `#2 Title`, `- item`, `> quote`, `| table`, `code`, `---`, or the text.
fn outline(document: &Document) -> Vec<String> {
    document.blocks.iter().map(short).collect()
}

fn short(block: &Block) -> String {
    match block {
        Block::Heading(h) => format!("#{} {}", h.level, plain_text(&h.content)),
        Block::Paragraph(content) => plain_text(content),
        Block::List(list) => {
            let items = list
                .items
                .iter()
                .map(|i| i.blocks.iter().map(short).collect::<Vec<_>>().join(" / "));
            format!("- {}", items.collect::<Vec<_>>().join(" - "))
        }
        Block::BlockQuote(blocks) => format!(
            "> {}",
            blocks.iter().map(short).collect::<Vec<_>>().join(" > ")
        ),
        Block::CodeBlock { text, .. } => format!("`{text}`"),
        Block::Table(table) => format!("| {} rows", table.rows.len()),
        Block::Image(image) => image.alt.clone(),
        Block::ThematicBreak => "---".to_owned(),
    }
}

const DUMP: &str = "Advertisement banner

Old Ferry Returns to the Lower Harbour

After eleven quiet years the wooden ferry Marigold is carrying passengers again, and the town is learning what it had been missing all along.

March 09, 2026The Tidewater Post

Cover Image

The Marigold left the east landing at six in the morning on Monday with forty passengers, two dogs and a piano on board. The crossing took nine minutes, which the harbour master called a record for the season.

The ferry was taken out of service when the bridge opened. Since then the hull had been kept in a shed behind the fish market, where volunteers worked on it every weekend.

A Hull Rebuilt by Hand

More than two hundred planks were replaced over the years. The carpenters used larch from the hills above the town, because the old drawings asked for it and because nothing else would bend.

“We never thought it would float again,” said one of the volunteers, who learned the trade for this boat. “Then one day it did, and nobody knew what to say.”

What the Tickets Cost

A single crossing costs two crowns, and children travel free until the end of the summer. The council expects the line to pay for itself within three years, though it has promised to run it for ten.

Old Ferry Returns to the Lower Harbour
";

#[test]
fn the_dump_of_a_news_page_reads_as_its_article() {
    let article = read(DUMP);
    let m = &article.metadata;
    assert_eq!(
        m.title.as_deref(),
        Some("Old Ferry Returns to the Lower Harbour")
    );
    assert!(
        m.standfirst
            .as_deref()
            .unwrap()
            .starts_with("After eleven quiet years")
    );
    assert_eq!(m.publisher.as_deref(), Some("The Tidewater Post"));
    assert_eq!(m.published.unwrap().to_string(), "2026-03-09");
    let titles: Vec<String> = article.sections().into_iter().map(|s| s.title).collect();
    assert_eq!(titles, ["A Hull Rebuilt by Hand", "What the Tickets Cost"]);
    let text = outline(&article).join("\n");
    for gone in [
        "Advertisement",
        "Cover Image",
        "Old Ferry Returns",
        "March 09",
    ] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert_eq!(article.blocks.len(), 7);
}

#[test]
fn menus_around_an_article_are_removed_and_the_article_stays() {
    let menu =
        "Skip to content\n\nHome\n\nNews\n\nSport\n\nSubscribe\n\nLog in\n\nSearch\n\nMenu\n\n";
    let foot = "\n\nShare\n\nTweet\n\nFacebook\n\nLeave a comment\n\nSubscribe to our newsletter\n\nPrivacy policy\n\nTerms of use\n\nContact us\n\n© 2026 The Tidewater Post. All rights reserved.\n";
    let page = format!(
        "{menu}{}{foot}",
        DUMP.replace("Advertisement banner\n\n", "")
    );
    let article = read(&page);
    assert_eq!(
        article.metadata.title.as_deref(),
        Some("Old Ferry Returns to the Lower Harbour")
    );
    let text = outline(&article).join("\n");
    for gone in [
        "Skip to",
        "Subscribe",
        "Log in",
        "Tweet",
        "Privacy",
        "rights reserved",
        "Leave a comment",
    ] {
        assert!(!text.contains(gone), "{gone}");
    }
    for kept in ["The Marigold left", "A Hull Rebuilt by Hand", "for ten."] {
        assert!(text.contains(kept), "{kept}");
    }
}

#[test]
fn only_a_text_with_the_words_of_menus_is_taken_for_a_page() {
    let is_page = |text: &str| {
        let units = split_units(text);
        let lines = features::unit_features(&units);
        page::is_page_dump(
            &lines,
            &evidence::weigh_lines(&units, &lines, evidence::FITTED_WEIGHTS),
        )
    };
    assert!(!is_page(DUMP));
    assert!(!is_page(
        "milk\n\neggs\n\nbread\n\nstring\n\nlamp oil\n\nnails\n\nrope\n\npaint"
    ));
    let menu = "Home\n\nSearch\n\nLog in\n\nSubscribe\n\nShare\n\nPrivacy policy\n\nCookies\n\n";
    assert!(is_page(&format!("{menu}{DUMP}")));
}

#[test]
fn wrapped_lines_become_paragraphs() {
    let article = read(
        "On the keeping of clocks\n========================\n\nA clock that is wound every evening at the same hour will keep better time\nthan one that is wound when somebody remembers it, and the reason is not\nin the spring but in the habit of the person who winds it.\n\nThe second rule is to leave it alone. Most clocks that are brought to be\nmended were mended before.\n\nTOOLS AND OIL\n\nUse little oil and use it seldom. A drop on the point of a needle is\nenough for a year.\n",
    );
    assert_eq!(
        article.metadata.title.as_deref(),
        Some("On the keeping of clocks")
    );
    let out = outline(&article);
    assert_eq!(out.len(), 4, "{out:#?}");
    assert!(out[0].contains("remembers it, and the reason is not in the spring"));
    assert_eq!(out[2], "#2 TOOLS AND OIL");
    assert_eq!(
        out[3],
        "Use little oil and use it seldom. A drop on the point of a needle is enough for a year."
    );
}

#[test]
fn indented_paragraphs_are_separated() {
    let text = "   The river had been high for a week before anybody thought of moving\nthe boats, and by then the ropes were under water and could not be found\nby hand.\n   It was the miller who had the idea of using the church bell. He rang it\nuntil everyone came, and then he told them what he wanted, which was a\nnew rope.\n   Nobody had one that was long enough to reach from the mill to the old\nlanding, so they tied what they had.\n";
    let article = read(text);
    let out = outline(&article);
    assert_eq!(out.len(), 3, "{out:#?}");
    assert!(out[1].starts_with("It was the miller") && out[1].ends_with("a new rope."));
}

#[test]
fn lists_have_their_numbers_and_nesting() {
    let article = read(
        "Packing\n\nTake these things with you:\n\n- a lamp\n- oil for the lamp\n  - in a tin that closes\n  - not in glass\n- matches\n\nThen do this.\n\n3. Lock the door.\n4. Leave the key\n   under the stone.\n",
    );
    let lists: Vec<_> = article
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::List(list) => Some(list),
            _ => None,
        })
        .collect();
    assert_eq!(lists.len(), 2);
    assert_eq!(lists[0].items.len(), 3);
    assert_eq!(
        short(&lists[0].items[1].blocks[1]),
        "- in a tin that closes - not in glass"
    );
    assert_eq!(lists[1].start, Some(3));
    assert_eq!(
        short(&lists[1].items[1].blocks[0]),
        "Leave the key under the stone."
    );
}

#[test]
fn code_quotes_tables_and_rules_keep_their_form() {
    let article = read(
        "Notes\n\nRun this first:\n\n    $ make install\n    $ make  check\n\nThen edit the file.\n\n```rust\nfn main() {\n    go();\n}\n```\n\n> It works on my\n> machine.\n>\n> > It always did.\n\n* * *\n\n| name | size |\n|------|------|\n| lamp | 3    |\n",
    );
    assert_eq!(
        outline(&article),
        [
            "Run this first:",
            "`$ make install\n$ make  check`",
            "Then edit the file.",
            "`fn main() {\n    go();\n}`",
            "> It works on my machine. > > It always did.",
            "---",
            "| 2 rows",
        ]
    );
    assert!(
        matches!(&article.blocks[3], Block::CodeBlock { language: Some(l), .. } if l == "rust")
    );
    assert!(matches!(&article.blocks[6], Block::Table(t) if t.head_rows == 1));
}

#[test]
fn verse_and_addresses_keep_their_lines() {
    let prose = "This is the letter that she wrote to the harbour master in the spring of\nthat year, and which he kept in the drawer with the tide tables until it\nwas found by the people who bought the house from his daughter.\n\n";
    let article = read(&format!(
        "{prose}{prose}{prose}Mill Lane 4\nLower Harbour\nTidewater\n\n{prose}"
    ));
    let address = article
        .blocks
        .iter()
        .find(|b| b.text().starts_with("Mill Lane"))
        .unwrap();
    assert_eq!(address.text(), "Mill Lane 4\nLower Harbour\nTidewater");
}

#[test]
fn numbered_and_named_headings_have_levels() {
    let body = "The first thing that was noticed was the sound, which came from under the floor and did not stop at night. It was measured for a week before anybody looked for its cause.";
    let article = read(&format!(
        "A Report on the Sound\n\n{body}\n\n1. Methods\n\n{body}\n\n1.1 Instruments\n\n{body}\n\n2. Results\n\n{body}\n\nConclusion\n\n{body}\n"
    ));
    let heads: Vec<(u8, String)> = article
        .sections()
        .into_iter()
        .map(|s| (s.level, s.title))
        .collect();
    let expected = [
        (2, "1. Methods"),
        (3, "1.1 Instruments"),
        (2, "2. Results"),
        (2, "Conclusion"),
    ];
    assert_eq!(
        heads,
        expected.map(|(level, title)| (level, title.to_owned()))
    );
}

#[test]
fn the_header_of_a_mail_becomes_metadata() {
    let article = read(
        "Received: from mill by harbour; Mon, 9 Mar 2026 08:00:00 +0000\nFrom: \"Ann Mole\" <ann@example.org>\nTo: all@example.org\nSubject: The bell is\n mended\nDate: Mon, 9 Mar 2026 07:59:00 +0100\n\nIt rang this morning.\n\n> Will it ring?\n\nYes.\n",
    );
    assert_eq!(
        article.metadata.title.as_deref(),
        Some("The bell is mended")
    );
    assert_eq!(article.metadata.byline.as_deref(), Some("Ann Mole"));
    assert_eq!(
        article.metadata.published.unwrap().to_string(),
        "2026-03-09T07:59:00+01:00"
    );
    assert_eq!(
        outline(&article),
        ["It rang this morning.", "> Will it ring?", "Yes."]
    );
}

#[test]
fn addresses_in_the_text_become_links_without_the_punctuation() {
    let article = read(
        "See the tables (https://example.org/tide_(low)?day=2), or ask at http://example.org/ask. The word http alone is none, and the harbour office will answer letters as well.",
    );
    let Block::Paragraph(content) = &article.blocks[0] else {
        panic!()
    };
    let urls: Vec<&str> = content
        .iter()
        .filter_map(|i| match i {
            Inline::Link { url, .. } => Some(url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        urls,
        [
            "https://example.org/tide_(low)?day=2",
            "http://example.org/ask"
        ]
    );
    assert!(plain_text(content).contains("ask. The word http alone"));
}

/// Letters and digits alone, for comparing what went in with what came out.
fn essence(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All text that a document shows.
fn shown(document: &Document) -> String {
    let m = &document.metadata;
    let head = [&m.title, &m.standfirst, &m.byline, &m.publisher]
        .into_iter()
        .flatten();
    let head: Vec<&str> = head.map(String::as_str).collect();
    let body: Vec<String> = document.blocks.iter().map(Block::text).collect();
    format!("{}\n{}", head.join("\n"), body.join("\n"))
}

#[test]
fn no_word_of_an_ordinary_text_is_lost() {
    let texts = [
        "One line.",
        "Buy string",
        "A single paragraph that says what it has to say in one go, and has no title, no author and no end worth speaking of.",
        "milk\neggs\nbread\n\nring the miller about the bell\n",
        "ann: are you there\nbob: yes\nann: the bell is mended\nbob: who did it\nann: share the news\nbob: log in first\n",
        "灯台は三十年のあいだ消えていた。\n港の人々は、それが再びともる日を待っていた。\n\n新しい灯\n\n春になって、若い職人が来た。彼は古い図面を見つけ、一つずつ部品を作り直した。",
        "كان المنارة مطفأة منذ ثلاثين عاما.\n\nالضوء الجديد\n\nفي الربيع جاء صانع شاب ووجد الرسوم القديمة وأعاد صنع القطع واحدة بعد أخرى حتى عاد الضوء.",
        "Dear all,\n\nthe key is under the stone.\n\nBest,\nAnn\n",
        "tool\n====\n\nA small tool.\n\nInstall\n-------\n\nRun `make`.\n\nUsage\n-----\n\n    tool FILE\n\nLicense: MIT\n",
    ];
    for text in texts {
        let out = essence(&shown(&read(text)));
        for word in text.split_whitespace() {
            assert!(out.contains(&essence(word)), "{word} of {text}");
        }
    }
}

#[test]
fn lines_of_a_script_without_spaces_join_without_one() {
    let line = "港の人々は長いあいだその灯を待っていたので春になって職人が来たとき誰もが喜び";
    let units = split_units(&format!("{line}\n{line}\n{line}\n{line}\n終わり。"));
    assert_eq!(units.len(), 1);
    assert!(!units[0].text.contains(' '));
}

#[test]
fn form_feeds_and_all_line_endings_separate_lines() {
    let kinds: Vec<PlainUnitKind> = split_units("one two\r\n\r\n- three\r\n\u{c}\r\n* * *\r\n")
        .into_iter()
        .map(|u| u.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            PlainUnitKind::Text,
            PlainUnitKind::Item {
                indent: 0,
                number: None
            },
            PlainUnitKind::Rule
        ]
    );
}

#[test]
fn time_is_linear_in_the_input() {
    let hostile = [
        "```\n",
        "```rust\n",
        "};\n  a\n  a\n  a\n  a\n",
        "xhttp://",
        "http://))))",
        "A line that goes on to the column of the text and ends.\n  B\n",
        "1. a\n\n",
        "> > > > > > > > > > > > > x\n",
        "- a\n  ",
        "    x = {\n\n",
        "====\n",
        "http://(((((",
        "a\n---\n",
        "| a\n",
        "\u{c}",
        "12:30 Feb ",
    ];
    for piece in hostile {
        // The best of three, as the machine may be busy with other things.
        let time = |n: usize| {
            let text = piece.repeat(n);
            let run = || {
                let start = std::time::Instant::now();
                let _ = read(&text);
                start.elapsed().as_secs_f64()
            };
            (0..3).map(|_| run()).fold(f64::MAX, f64::min)
        };
        let (small, large) = (time(1_000).max(0.03), time(8_000));
        assert!(large < small * 32.0, "{piece:?}: {small} s, then {large} s");
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in "(\\PC{0,12}|\n|\n\n|  |\t|> |- |1\\. |===|```|By Ann|Feb 2, 2026|Share|http://é|\u{c}){0,40}") {
        let _ = read(&text);
    }
}

const GERMAN: &str = "Zum Inhalt springen\n\nMenü\n\nStartseite\n\nPolitik\n\nSport\n\nSuche\n\nAnmelden\n\nAbonnieren\n\nWerbung\n\nAlte Fähre kehrt in den Hafen zurück\n\nNach elf Jahren fährt die hölzerne Fähre wieder, und die Stadt merkt erst jetzt, was ihr gefehlt hat.\n\nVon Anna Maulwurf\n\n9. März 2026, 14:05 Uhr\n\nTeilen\n\nDrucken\n\nDie Fähre legte am Montag um sechs Uhr morgens mit vierzig Fahrgästen, zwei Hunden und einem Klavier an Bord ab. Die Überfahrt dauerte neun Minuten, was der Hafenmeister einen Rekord nannte.\n\nSie war außer Dienst gestellt worden, als die Brücke eröffnet wurde. Seitdem lag der Rumpf in einer Halle hinter dem Fischmarkt, wo Freiwillige an jedem Wochenende daran arbeiteten.\n\nLesen Sie auch: Die Brücke und ihre Folgen\n\nEin Rumpf aus Lärche\n\nMehr als zweihundert Planken wurden ersetzt. Die Zimmerleute nahmen Lärche aus den Hügeln über der Stadt, weil die alten Zeichnungen es verlangten und weil sich nichts anderes biegen ließ.\n\nWas die Fahrt kostet\n\nEine einfache Fahrt kostet zwei Kronen, Kinder fahren bis zum Ende des Sommers umsonst. Der Rat erwartet, dass sich die Linie in drei Jahren trägt.\n\nKommentare\n\nKommentar schreiben\n\nNewsletter abonnieren\n\nMehr zum Thema\n\nImpressum\n\nDatenschutz\n\nKontakt\n\n© 2026 Hafenbote. Alle Rechte vorbehalten.\n";

#[test]
fn a_page_in_another_language_reads_as_its_article() {
    let article = read(GERMAN);
    let m = &article.metadata;
    assert_eq!(
        m.title.as_deref(),
        Some("Alte Fähre kehrt in den Hafen zurück")
    );
    assert_eq!(m.byline.as_deref(), Some("Anna Maulwurf"));
    assert_eq!(m.published.unwrap().to_string(), "2026-03-09");
    assert!(
        m.standfirst
            .as_deref()
            .unwrap()
            .starts_with("Nach elf Jahren")
    );
    let titles: Vec<String> = article.sections().into_iter().map(|s| s.title).collect();
    assert_eq!(titles, ["Ein Rumpf aus Lärche", "Was die Fahrt kostet"]);
    assert_eq!(article.blocks.len(), 6);
}

#[test]
fn a_dump_without_blank_lines_keeps_its_headings() {
    let article = read(&DUMP.replace("\n\n", "\n"));
    let titles: Vec<String> = article.sections().into_iter().map(|s| s.title).collect();
    assert_eq!(titles, ["A Hull Rebuilt by Hand", "What the Tickets Cost"]);
}

#[test]
fn a_short_chinese_dump_has_its_title_and_date() {
    let article = read(
        "广告\n\n老渡船重返港口\n\n2026年3月9日\n\n封面图\n\n老渡船星期一早上六点离开东码头，船上有四十名乘客、两只狗和一架钢琴。渡河用了九分钟，港务长说这是本季的纪录。\n\n手工重建的船身\n\n这些年里更换了两百多块木板。木匠们用的是城外山上的落叶松，因为旧图纸要求这样做，也因为别的木头弯不过来。\n\n老渡船重返港口\n",
    );
    assert_eq!(article.metadata.title.as_deref(), Some("老渡船重返港口"));
    assert_eq!(
        article.metadata.published.unwrap().to_string(),
        "2026-03-09"
    );
    let text = outline(&article).join("\n");
    assert!(!text.contains("广告") && !text.contains("封面图") && !text.contains("老渡船重返港口"));
}

#[test]
fn a_printed_memo_loses_its_page_footers_and_keeps_its_sections() {
    let body = "   Ships need to know where the land is.  Since the earliest times they\n   have been told by fire, and a fire that is put out and lit again can\n   say more than one that only burns.\n";
    let article = read(&format!(
        "A Memo on Lighthouses\n\n1.  Introduction\n\n{body}\n2.  Signals\n\n{body}\n   o  A signal begins with a long flash, so that ships can count from\n      the first one.\n\n   o  A signal ends with darkness.\n\nMole                         Informational                      [Page 1]\n\u{c}\nMemo                          Lighthouses                     March 2026\n\n2.1.  Long Flashes\n\n{body}"
    ));
    let heads: Vec<(u8, String)> = article
        .sections()
        .into_iter()
        .map(|s| (s.level, s.title))
        .collect();
    let expected = [
        (2, "1. Introduction"),
        (2, "2. Signals"),
        (3, "2.1. Long Flashes"),
    ];
    assert_eq!(
        heads,
        expected.map(|(level, title)| (level, title.to_owned()))
    );
    let text = outline(&article).join("\n");
    assert!(
        !text.contains("[Page 1]") && !text.contains("Memo    ") && !text.contains("March 2026")
    );
    assert!(text.contains("count from the first one."));
}

#[test]
fn chapters_and_songs_of_a_book_keep_their_form() {
    let prose = "It was raining when the lamp was brought down from the tower, and the two\nmen who carried it had to stop at every turn of the stairs because the\nglass was heavier than they had been told.\n\n\"Which one?\"\n\n\"All of them.\"\n";
    let article = read(&format!(
        "The Project of a Lamp\n\nby Ann Mole\n\nCHAPTER I\n\n{prose}\n     The lamp is out, the lamp is out,\n       The sea is at the door;\n     And those who used to row about\n       Will row about no more.\n\n{prose}\n* * * * *\n\nCHAPTER II\n\n{prose}"
    ));
    assert_eq!(article.metadata.byline.as_deref(), Some("Ann Mole"));
    let titles: Vec<String> = article.sections().into_iter().map(|s| s.title).collect();
    assert_eq!(titles, ["CHAPTER I", "CHAPTER II"]);
    assert!(article.blocks.contains(&Block::ThematicBreak));
    let song = article
        .blocks
        .iter()
        .find(|b| b.text().starts_with("The lamp is out"))
        .unwrap();
    assert_eq!(song.text().lines().count(), 4);
}

#[test]
fn very_many_short_lines_stay_verbatim() {
    let text: String = (0..250_000)
        .map(|i| format!("{i}\n{}", if i % 500 == 0 { "\n" } else { "" }))
        .collect();
    let document = read(&text);
    let mut kept = Vec::new();
    for block in &document.blocks {
        let Block::CodeBlock { text, .. } = block else {
            panic!("not kept as it is: {block:?}");
        };
        // Each is small enough to be shown at once.
        assert!(text.lines().count() <= 1_000);
        kept.extend(text.lines().filter(|line| !line.is_empty()));
    }
    let written: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert!(kept == written, "lines were lost or changed");
}

#[test]
fn code_logs_and_data_keep_their_lines() {
    let program = "import sys\n\ndef main(names):\n    for name in names:\n        print(name)\n    return 0\nmain(sys.argv)\n";
    let log: String = (10..40)
        .map(|i| format!("2026-01-05T08:00:{i} INFO pump {i} is running as planned today\n"))
        .collect();
    for (text, name, language) in [
        (program, Some("list.py"), Some("python")),
        (program, Some("list.txt"), None),
        (log.as_str(), None, None),
        (
            "name,size,town\nMole,3,Ulm\nShrew,1,Bonn\n",
            Some("moles.csv"),
            Some("csv"),
        ),
    ] {
        let hints = Hints {
            name,
            ..Hints::default()
        };
        let document = extract_plain(text, &hints);
        let code = Block::CodeBlock {
            language: language.map(str::to_owned),
            text: text.trim_end().to_owned(),
        };
        assert_eq!(document.blocks, [code], "{name:?}");
        assert_eq!(document.metadata.title, None);
    }
}

#[test]
fn every_weight_has_the_name_of_its_feature() {
    let weights: Vec<&str> = evidence::weight_names().collect();
    assert_eq!(weights, title::row_names());
}
