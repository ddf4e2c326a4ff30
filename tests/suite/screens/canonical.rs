//! Ten whole screens, compared cell by cell with files in `tests/fixtures/screens`: text, styles and cursor.
//!
//! A file has the rows of the screen, then the rows again with a letter for the style of each cell (`.` is the plain one), then the
//! styles by their letters, and the position of the cursor. Blanks and plain cells at the end of a row are left out. `UPDATE=1 cargo
//! test canonical` writes the files; read the difference.

use std::collections::BTreeMap;
use std::path::Path;

use newsprint::library::{Durability, NewPlace};
use newsprint::model::{Anchor, ArticleId, Outcome};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use crate::harness::Harness;
use crate::library::{article, kept};

const BRIDGE: &str = "\
---
title: Harbour bridge reopens after eleven months
standfirst: The crossing carried its first buses on Monday, and nobody asked them to slow down.
byline: Ada Pell
publisher: The Tidewater Post
date: 2026-03-02
url: https://tidewater.example/bridge
---

The first bus crossed at six minutes past five, empty but for the mayor and a man who had *waited since April*.

## Why it closed

Inspectors found cracks in two of the nine hangers. The report ran to 300 pages and said one thing: **close it**.

- The eastern hanger had lost a third of its steel.
- The western one had lost less, and was held by paint.

> We drove over it every day. We will do so again, but not as before.

## What it cost

Four million for the steel, and one for the signs that told people to go round. See the [accounts](https://tidewater.example/accounts).

| Part | Cost |
| --- | ---: |
| Steel | 4,000,000 |
| Signs | 1,000,000 |

## What comes next

The tramway opens in autumn, on the same deck:

```
route 7  harbour - bridge - market
```
";
const INK: &str = "\
---
title: A short history of ink
standfirst: Soot, oak galls, and what the wasps had to do with it.
publisher: Quillon Review
date: 2026-03-02
---

Ink is older than paper.

## Soot

The first inks were soot and water.
";
const RAIL: &str = "\
---
title: Rail strike called off an hour before the first train
publisher: The Tidewater Post
date: 2026-03-01
---

The talks ended at four in the morning.
";
const LIGHTHOUSE: &str = "\
---
title: 灯台の手紙 — letters from a lighthouse
publisher: Northern Light
date: 2026-02-28
---

The keeper wrote one letter a week, and sent none of them.
";

/// A library of four articles, one of them read, two with bookmarks, one of these for a place with a note.
fn library(width: u16, height: u16) -> Harness {
    let harness = Harness::new(width, height);
    let mut library = harness.library();
    let documents = [BRIDGE, INK, RAIL, LIGHTHOUSE].map(article);
    let incoming = documents.each_ref().map(kept);
    library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    let place = NewPlace {
        anchor: Anchor::at(&documents[0], 2, 0),
        section: Some("Why it closed".to_owned()),
        quote: Some("Inspectors found cracks in two of the nine hangers.".to_owned()),
        note: Some("Ask who painted it.".to_owned()),
        tags: vec!["bridges".to_owned()],
    };
    library.bookmark_place(ArticleId(1), None, &place).unwrap();
    library.toggle_bookmark(ArticleId(2), None).unwrap();
    library.set_read(&[ArticleId(3)], true).unwrap();
    while library.count_unindexed().unwrap() > 0 {
        library.index_some().unwrap();
    }
    harness.home()
}

#[test]
fn canonical_list_and_preview() {
    compare("list-and-preview", &library(100, 30));
}

#[test]
fn canonical_reader() {
    compare("reader", &library(80, 24).press("enter ]"));
}

#[test]
fn canonical_outline() {
    compare("outline", &library(80, 24).press("enter t"));
}

#[test]
fn canonical_help() {
    compare("help", &library(100, 30).press("?"));
}

#[test]
fn canonical_search() {
    compare("search", &library(100, 30).press("F").type_text("soot"));
}

#[test]
fn canonical_bookmarks() {
    compare("bookmarks", &library(100, 30).press("v down down enter j"));
}

#[test]
fn canonical_note() {
    let harness = library(80, 24).press("enter ] S");
    compare("note", &harness.type_text("Who painted it? #steel"));
}

#[test]
fn canonical_zen() {
    compare("zen", &library(100, 30).press("enter z"));
}

#[test]
fn canonical_error() {
    let mut harness = library(80, 24);
    harness.outcome(Outcome::SaveFailed("the disk is full".to_owned()));
    compare("error", &harness);
}

#[test]
fn canonical_small() {
    compare("small", &library(40, 12));
}

#[track_caller]
fn compare(name: &str, harness: &Harness) {
    let found = describe(&harness.buffer(), harness.cursor());
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/screens/{name}.txt"));
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&file, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if found != expected {
        let pairs = expected.lines().zip(found.lines()).enumerate();
        let different = pairs.filter(|(_, (expected, found))| expected != found);
        let lines = different.take(12).map(|(number, (expected, found))| {
            format!("{:>3} - {expected}\n    + {found}", number + 1)
        });
        let lines: Vec<String> = lines.collect();
        panic!(
            "the screen is not as in tests/fixtures/screens/{name}.txt (UPDATE=1 cargo test canonical writes it):\n{}\n\n{}",
            lines.join("\n"),
            harness.screen()
        );
    }
}

/// The screen as a file has it.
fn describe(buffer: &Buffer, (x, y): (u16, u16)) -> String {
    let (mut text, mut styles) = (String::new(), String::new());
    let mut letters: BTreeMap<String, char> = BTreeMap::new();
    let mut names = ('a'..='z').chain('A'..='Z').chain('0'..='9');
    let mut legend = Vec::new();
    for y in 0..buffer.area.height {
        let (mut row, mut row_styles, mut covered) = (String::new(), String::new(), 0);
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            if covered == 0 {
                row.push_str(cell.symbol());
                covered = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1);
            }
            covered -= 1;
            row_styles.push(match style(cell) {
                style if style.is_empty() => '.',
                style => *letters.entry(style.clone()).or_insert_with(|| {
                    let letter = names.next().expect("too many styles");
                    legend.push(format!("{letter}  {style}"));
                    letter
                }),
            });
        }
        text.push_str(row.trim_end());
        text.push('\n');
        styles.push_str(row_styles.trim_end_matches('.'));
        styles.push('\n');
    }
    let rule = "~".repeat(usize::from(buffer.area.width));
    format!(
        "{text}{rule}\n{styles}{rule}\n{}\ncursor: column {x}, row {y}\n",
        legend.join("\n")
    )
}

/// The style of a cell in words; empty for the plain one.
fn style(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{} letters", cell.fg));
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg));
    }
    if cell.underline_color != Color::Reset {
        words.push(format!("{} line", cell.underline_color));
    }
    for (name, _) in cell.modifier.iter_names() {
        words.push(name.to_lowercase());
    }
    words.join(", ")
}
