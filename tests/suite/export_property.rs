//! Property of the JSON export: a library of odd articles, imported into an empty one and exported again by the real
//! program, is the same to the byte.

use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use newsprint::extract::finish::finish;
use newsprint::extract::{Hints, extract};
use newsprint::library::{Durability, Library, NewArticle, NewPlace};
use newsprint::model::{
    Alignment, Anchor, ArticleId, Block, Correction, Document, Enclosure, Heading, Image, Inline,
    LeftOut, List, ListItem, Metadata, Numbering, PartKey, Published, ReadingPosition,
    SavedSearchId, SettingChange, SourceId, Table,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::library_commands::Desk;

/// Words with emoji, right-to-left scripts, marks, joiners, quotes and characters of any kind.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => select(vec![
            "⚠️", "1️⃣", "👩‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇩🇪", "❤️", "e\u{301}", "שלום", "הַגֶּשֶׁר", "می\u{200c}خواهم", "大桥", "ｶﾞ", "hy\u{ad}phen",
            "\"", "\\", "\\n", "'", "&amp;", "<b>", "#tag", "a,b", "`", "*", "[x](#y)", "\u{a0}", "\u{fe0f}", "\u{200d}",
            "\u{301}", "\u{2028}", "\t", "🧑\u{1f3ff}\u{200d}🚀", "ǅ", "ß", "\u{1f468}\u{200d}",
        ]).prop_map(str::to_owned),
        3 => "[a-zA-Z]{1,9}",
        1 => "\\PC{1,4}",
    ];
    let between = select(vec![" ", " ", "", "-", "\n"]);
    vec((word, between), 0..7).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(word, between)| word + between)
            .collect()
    })
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let part = prop_oneof![
        3 => words().prop_map(Inline::Text),
        1 => words().prop_map(Inline::Code),
        1 => Just(Inline::LineBreak),
    ];
    let part = part.prop_recursive(3, 8, 3, |inner| {
        let inner = vec(inner, 0..3);
        prop_oneof![
            inner.clone().prop_map(Inline::Emphasis),
            inner.clone().prop_map(Inline::Strong),
            inner.clone().prop_map(Inline::Deletion),
            (
                select(vec![
                    "https://example.org/ä?q=\"1\"",
                    "#⚠️-warning",
                    "mailto:a@b.example"
                ]),
                inner
            )
                .prop_map(|(url, content)| Inline::Link {
                    url: url.to_owned(),
                    content
                }),
        ]
    });
    vec(part, 0..4)
}

fn block() -> impl Strategy<Value = Block> {
    let alignment = select(vec![Alignment::Start, Alignment::Center, Alignment::End]);
    let leaf = prop_oneof![
        4 => content().prop_map(Block::Paragraph),
        3 => (1..7_u8, content()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        1 => (option::of(words()), words()).prop_map(|(language, text)| Block::CodeBlock { language, text }),
        1 => (content(), 0..2_usize, vec(alignment, 0..3), vec(vec(content(), 0..4), 0..4)).prop_map(
            |(caption, head_rows, alignment, rows)| Block::Table(Table { caption, head_rows, alignment, rows })
        ),
        1 => (option::of(Just("https://example.org/a.png".to_owned())), words(), content())
            .prop_map(|(url, alt, caption)| Block::Image(Image { url, alt, caption })),
        1 => Just(Block::ThematicBreak),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let blocks = vec(inner, 0..3);
        let item = (
            option::of(any::<bool>()),
            option::of(0..9_u64),
            blocks.clone(),
        );
        let item = item.prop_map(|(checked, number, blocks)| ListItem {
            checked,
            number,
            blocks,
        });
        prop_oneof![
            blocks.prop_map(Block::BlockQuote),
            (option::of(0..200_u64), numbering(), vec(item, 0..3)).prop_map(
                |(start, numbering, items)| Block::List(List {
                    start,
                    numbering,
                    items
                })
            ),
        ]
    })
}

fn numbering() -> impl Strategy<Value = Numbering> {
    select(vec![
        Numbering::Decimal,
        Numbering::LowerAlpha,
        Numbering::UpperRoman,
    ])
}

fn metadata() -> impl Strategy<Value = Metadata> {
    let published = select(vec![
        "2026-02-02",
        "2026-02-02T10:00:00+05:30",
        "1969-12-31",
    ]);
    let enclosure = (
        option::of(words()),
        option::of(words()),
        any::<Option<u32>>(),
    )
        .prop_map(|(media_type, title, duration)| Enclosure {
            url: "https://example.org/a.mp3".to_owned(),
            media_type,
            title,
            duration,
            length: duration.map(u64::from),
        });
    let names = [words(), words(), words(), words()].map(option::of);
    let [title, standfirst, byline, publisher] = names;
    (
        (title, standfirst, byline, publisher),
        option::of(published),
        option::of(0..50_u32),
        option::of(select(vec!["de", "he", "sr-Cyrl"])),
        vec(enclosure, 0..2),
    )
        .prop_map(
            |((title, standfirst, byline, publisher), published, url, lang, enclosures)| Metadata {
                title,
                standfirst,
                byline,
                publisher,
                published: published.and_then(Published::parse),
                url: url.map(|number| format!("https://example.org/{number}#ä\"")),
                lang: lang.map(str::to_owned),
                enclosures,
            },
        )
}

/// Documents as the extractor makes them: from blocks of every kind, from Markdown and from HTML.
fn document() -> impl Strategy<Value = Document> {
    let made =
        (metadata(), vec(block(), 0..5), 0..3_usize).prop_map(|(metadata, blocks, lines)| {
            let left_out = LeftOut {
                lines,
                words: lines * 7,
            };
            let raw = Document {
                metadata,
                blocks,
                left_out,
                ..Document::default()
            };
            finish(raw, &Hints::default())
        });
    let markdown = vec((words(), words()), 1..4).prop_map(|sections| {
        let mut text = "# Contents\n\n".to_owned();
        for (heading, words) in &sections {
            let heading = heading.replace('\n', " ");
            text.push_str(&format!(
                "[to {heading}](#{})\n\n## {heading}\n\n{words}\n\n",
                newsprint::model::slug(&heading)
            ));
        }
        text.push_str("[to the warning](#%EF%B8%8F-warning)\n\n## ⚠️ Warning\n\nHot.\n");
        read(&text, "a.md")
    });
    let html = (words(), words()).prop_map(|(id, words)| {
        let id = id.replace('"', "");
        read(&format!("<html><body><article><h1>Ids</h1><p><a href=\"#{id}\">there</a> {words}</p><h2 id=\"{id}\">Here</h2><p>Some more words stand here, and then a few more of them.</p></article></body></html>"), "a.html")
    });
    prop_oneof![4 => made, 1 => markdown, 1 => html]
}

fn read(text: &str, name: &str) -> Document {
    let hints = Hints {
        name: Some(name),
        ..Hints::default()
    };
    extract(text.as_bytes(), &hints).map_or_else(|_| Document::default(), |found| found.document)
}

/// What a user does to an article or to the library.
#[derive(Debug, Clone)]
enum Step {
    Bookmark(Option<String>, Vec<String>),
    Place(usize, usize, Option<String>, Vec<String>),
    Tag(Vec<String>),
    /// Takes the text of a block out, or a line in behind it; true sets the correction.
    Correct(usize, Option<String>, bool),
    Read(bool),
    Position(usize, usize, f64),
    Delete,
    Undo,
    Redo,
    SaveSearch(String, String),
    Feed(String),
    Rename(String),
    Categories(Vec<String>),
    TagSource(Vec<String>),
    Pause,
    Setting(&'static str, &'static str),
    MoveCategory(String, String),
    RemoveSource,
    RemoveSearch,
    /// The last view, the history: small values by name.
    Meta(String),
}

fn step() -> impl Strategy<Value = Step> {
    let note = || option::of(words());
    let tags = || vec(words(), 0..3);
    prop_oneof![
        (note(), tags()).prop_map(|(note, tags)| Step::Bookmark(note, tags)),
        (0..6_usize, 0..9_usize, note(), tags())
            .prop_map(|(block, byte, note, tags)| Step::Place(block, byte, note, tags)),
        tags().prop_map(Step::Tag),
        (0..6_usize, note(), select(vec![true, true, false]))
            .prop_map(|(block, line, is_set)| Step::Correct(block, line, is_set)),
        any::<bool>().prop_map(Step::Read),
        (0..6_usize, 0..50_usize, 0.0..1.0_f64).prop_map(|(b, o, p)| Step::Position(b, o, p)),
        Just(Step::Delete),
        Just(Step::Undo),
        Just(Step::Redo),
        (words(), words()).prop_map(|(name, query)| Step::SaveSearch(name, query)),
        words().prop_map(Step::Feed),
        words().prop_map(Step::Rename),
        tags().prop_map(Step::Categories),
        tags().prop_map(Step::TagSource),
        Just(Step::Pause),
        select(vec![
            ("interval", "2h"),
            ("headers", "Accept-Language: cy"),
            ("user", "ada"),
            ("keep", "3"),
            ("exec", "feed --all"),
            ("hidden", "true"),
        ])
        .prop_map(|(key, value)| Step::Setting(key, value)),
        (words(), words()).prop_map(|(from, to)| Step::MoveCategory(from, to)),
        Just(Step::RemoveSource),
        Just(Step::RemoveSearch),
        words().prop_map(Step::Meta),
    ]
}

/// An article with its name, true if it is in the library, the bytes of its path, and the steps after it.
type Arrival = (Document, String, bool, Option<Vec<u8>>, Vec<Step>);

fn arrival() -> impl Strategy<Value = Arrival> {
    let path = option::of(select(vec![
        b"/nowhere/\xff\xfe.md".to_vec(),
        "/nowhere/⚠️ \"a\" \u{202e}b.md".as_bytes().to_vec(),
        b"/nowhere/a\nb.md".to_vec(),
    ]));
    (document(), words(), any::<bool>(), path, vec(step(), 0..6))
}

fn apply(library: &mut Library, article: ArticleId, document: &Document, step: &Step) {
    let text = Some(document);
    let source = library.sources().unwrap().last().map(|source| source.id);
    let source = source.unwrap_or(SourceId(1));
    // A change that is refused leaves the library as it was.
    match step {
        Step::Bookmark(note, tags) => {
            drop(library.add_bookmark(article, text, note.as_deref(), tags))
        }
        Step::Place(block, byte, note, tags) => {
            let place = NewPlace {
                anchor: Anchor::at(document, *block, *byte),
                section: note.clone(),
                quote: Some("quoted ⚠️".to_owned()),
                note: note.clone(),
                tags: tags.clone(),
            };
            drop(library.bookmark_place(article, text, &place));
        }
        Step::Tag(tags) => drop(library.tag_article(article, text, tags)),
        Step::Correct(block, line, is_set) => {
            let part = document.blocks.get(*block).map(|block| PartKey {
                text: block.text(),
                occurrence: block.text().len() % 2,
            });
            let correction = match line {
                Some(line) => Correction::Insert {
                    line: PartKey {
                        text: line.clone(),
                        occurrence: 0,
                    },
                    after: part,
                    distance: *block,
                    lines: 1,
                },
                None => Correction::Remove {
                    parts: part.into_iter().collect(),
                    lines: *block,
                },
            };
            drop(library.correct_article(article, &correction, *is_set));
        }
        Step::Read(read) => drop(library.set_read(&[article], *read)),
        Step::Position(block, lines_above, progress) => {
            let position = ReadingPosition {
                anchor: Anchor::at(document, *block, *lines_above),
                lines_above: *lines_above,
            };
            drop(library.save_position(article, Some(&position), *progress));
        }
        Step::Delete => drop(library.delete_article(article)),
        Step::Undo => drop(library.undo(None)),
        Step::Redo => drop(library.redo()),
        Step::SaveSearch(name, query) => drop(library.save_search(name, query)),
        Step::Feed(title) => {
            let url = format!("https://feeds.example/{}", title.chars().count());
            drop(library.add_feed(&url, title));
        }
        Step::Rename(title) => drop(library.rename_source(source, Some(title))),
        Step::Categories(paths) => drop(library.set_source_categories(source, paths)),
        Step::TagSource(tags) => drop(library.retag_source(source, tags, &[])),
        Step::Pause => drop(library.pause_source(source, true)),
        Step::Setting(key, value) => {
            let change = SettingChange::parse(key, value).unwrap();
            drop(library.set_source(source, &[change]));
        }
        Step::MoveCategory(from, to) => drop(library.move_category(from, to)),
        Step::RemoveSource => drop(library.remove_source(source)),
        Step::RemoveSearch => drop(library.remove_search(SavedSearchId(1))),
        Step::Meta(value) => drop(library.set_meta("view", value)),
    }
}

fn fill(library: &mut Library, arrivals: &[Arrival]) {
    for (number, (document, name, in_library, path, steps)) in arrivals.iter().enumerate() {
        let path = path.clone().map(std::ffi::OsString::from_vec);
        let incoming = NewArticle {
            in_library: *in_library,
            path: path.map(PathBuf::from),
            fingerprint: Some(format!("{number}-\"x\"")),
            name: name.clone(),
            words: document.words(),
            document: Some(document),
            ..NewArticle::default()
        };
        let stored = library.upsert_articles(&[incoming], Durability::Normal);
        let id = stored.unwrap()[0].id();
        for step in steps {
            apply(library, id, document, step);
        }
    }
}

/// Returns the export of a library that is filled with `arrivals`, and the export of one that has imported it.
fn exports_before_and_after(arrivals: &[Arrival]) -> [String; 2] {
    let first = Desk::new();
    let mut library = first.library();
    // The import expires earlier texts that are older than 30 days.
    library.set_now(chrono::Utc::now().timestamp() - 60);
    fill(&mut library, arrivals);
    drop(library);
    let text = first.good(&["export", "--format", "json"]);
    let second = Desk::new();
    second.write("library.json", &text);
    second.good(&["import", "library.json"]);
    let again = second.good(&["export", "--format", "json"]);
    [text, again]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_imported_library_is_exported_as_the_same_bytes(arrivals in vec(arrival(), 1..5)) {
        let [text, again] = exports_before_and_after(&arrivals);
        for (line, other) in text.lines().zip(again.lines()) {
            prop_assert_eq!(line, other);
        }
        prop_assert!(text == again);
    }
}

#[test]
fn links_to_a_heading_with_an_emoji_survive_an_import() {
    let text = "# Notes\n\nSee [the warning](#%EF%B8%8F-warning).\n\n## ⚠️ Warning\n\nHot.\n";
    let first = Desk::new();
    let document = read(text, "a.md");
    fill(
        &mut first.library(),
        &[(document, "a.md".to_owned(), true, None, Vec::new())],
    );
    let second = Desk::new();
    second.write("library.json", &first.good(&["export", "--format", "json"]));
    second.good(&["import", "library.json"]);
    let (document, _) = second.library().document(ArticleId(1)).unwrap().unwrap();
    let place = document.position_of_fragment("%EF%B8%8F-warning").unwrap();
    assert_eq!(document.blocks[place.block].text(), "⚠️ Warning");
}

#[test]
fn the_day_of_the_last_expiry_is_not_exported() {
    let steps = vec![Step::Feed("Ink".to_owned())];
    let mut arrivals = vec![(Document::default(), String::new(), false, None, steps)];
    let steps = vec![Step::Setting("keep", "3")];
    arrivals.push((Document::default(), String::new(), false, None, steps));
    let [text, again] = exports_before_and_after(&arrivals);
    assert_eq!(again, text);
}
