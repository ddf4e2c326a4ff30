//! Tables of comma-separated values: their detection, their header, and that no cell is lost.

use newsprint::extract::detect::detect;
use newsprint::extract::{Extraction, Format, Hints, extract};
use newsprint::model::{Alignment, Block, Table, plain_text};
use proptest::prelude::*;

fn read(text: &str, name: Option<&str>) -> Extraction {
    let hints = Hints {
        name,
        ..Hints::default()
    };
    extract(text.as_bytes(), &hints).unwrap()
}

fn tables(extraction: &Extraction) -> Vec<&Table> {
    let blocks = extraction.document.blocks.iter();
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let row = |row: &newsprint::model::Row| row.iter().map(|cell| plain_text(cell)).collect();
    table.rows.iter().map(row).collect()
}

const BRIDGES: &str = "name,opened,length,note\nHarbour bridge,1911,312,\"closed, then reopened\"\n\
    Rail bridge,1874,1204,\"called \"\"the old one\"\"\"\nMill bridge,1960,88,\nEast bridge,2004,640,two\n";

#[test]
fn a_table_has_the_names_of_its_columns_and_numbers_at_the_right() {
    let found = read(BRIDGES, Some("bridges-2026.csv"));
    assert_eq!(found.format, Format::Csv);
    assert_eq!(found.document.metadata.title, None);
    let [table] = tables(&found)[..] else {
        panic!("{found:?}");
    };
    assert_eq!((table.head_rows, table.rows.len()), (1, 5));
    let rows = cells(table);
    assert_eq!(rows[0], ["name", "opened", "length", "note"]);
    assert_eq!(rows[1][3], "closed, then reopened");
    assert_eq!(rows[2][3], "called \"the old one\"");
    assert_eq!(
        table.alignment,
        [
            Alignment::Start,
            Alignment::End,
            Alignment::End,
            Alignment::Start
        ]
    );
}

#[test]
fn a_table_is_recognised_by_its_content_with_any_separator() {
    for (separator, name) in [
        (',', None),
        (';', None),
        ('\t', None),
        ('\t', Some("bridges.tsv")),
        (';', Some("bridges.csv")),
        (',', Some("bridges.txt")),
        (',', Some("BRIDGES.CSV")),
    ] {
        let text = BRIDGES
            .replace("closed, then", "closed; then")
            .replace(',', &separator.to_string())
            .replace("closed; then", "closed, then");
        let found = read(&text, name);
        assert_eq!(found.format, Format::Csv, "{separator:?} {name:?}");
        let rows = cells(tables(&found)[0]);
        assert_eq!(rows[1][0], "Harbour bridge");
        assert_eq!(rows[1][3], "closed, then reopened");
    }
}

#[test]
fn a_first_row_of_values_is_no_header() {
    let text = "Harbour bridge,1911,312\nRail bridge,1874,1204\nMill bridge,1960,88\nEast bridge,2004,640\n";
    assert_eq!(tables(&read(text, Some("a.csv")))[0].head_rows, 0);
    let names = "town,river\nUlm,Donau\nBonn,Rhein\nKehl,Rhein\n";
    assert_eq!(tables(&read(names, Some("a.csv")))[0].head_rows, 1);
    // A name that recurs in its column is a value.
    let values = "Ulm,Donau\nUlm,Iller\nBonn,Rhein\n";
    assert_eq!(tables(&read(values, Some("a.csv")))[0].head_rows, 0);
}

#[test]
fn prose_code_and_lists_with_commas_are_no_tables() {
    let prose = "It was late, cold, and dark.\nWe left early, quietly, by the back door.\n\
        Nobody spoke, nobody asked, the boat went on.\nThe lamp, the rope, and the oars were there.\n";
    let words = "oak, iron, gum\nsoot, glue, water\nwine, gall, salt\nlamp, oil, wick\n";
    let code =
        "int add(int a, int b, int c) {\n  call(a, b, c);\n  call(b, c, a);\n  call(c, a, b);\n}\n";
    let json = "[\n{\"a\":1,\"b\":2,\"c\":3},\n{\"a\":1,\"b\":2,\"c\":3},\n{\"a\":1,\"b\":2,\"c\":3},\n{\"a\":1,\"b\":2,\"c\":3}]\n";
    let markdown =
        "| a | b, c, d |\n| --- | --- |\n| 1 | 2, 3, 4 |\n| 1 | 2, 3, 4 |\n| 1 | 2, 3, 4 |\n";
    for text in [prose, words, code, json, markdown] {
        for name in [None, Some("note.txt")] {
            let hints = Hints {
                name,
                ..Hints::default()
            };
            assert_ne!(detect(text.as_bytes(), &hints), Ok(Format::Csv), "{text}");
        }
    }
    // Prose with the name of a table is prose.
    let found = read(prose, Some("note.csv"));
    assert_eq!(found.format, Format::PlainText);
}

#[test]
fn a_long_table_is_several_with_the_same_header_and_no_row_is_lost() {
    let mut text = "kind,count\n".to_owned();
    for row in 0..12_345 {
        text.push_str(&format!("kind {row},{row}\n"));
    }
    let found = read(&text, Some("kinds.csv"));
    let tables = tables(&found);
    assert!(tables.len() > 10 && tables.iter().all(|table| table.rows.len() <= 1_001));
    let mut expected = 0;
    for table in tables {
        let rows = cells(table);
        assert_eq!(rows[0], ["kind", "count"]);
        for row in &rows[1..] {
            assert_eq!(row[1], expected.to_string());
            expected += 1;
        }
    }
    assert_eq!(expected, 12_345);
}

#[test]
fn a_table_of_very_many_cells_stays_bounded_and_whole() {
    let row = format!("{}\n", vec!["7"; 20].join(","));
    let text = row.repeat(60_000);
    let found = read(&text, Some("a.csv"));
    assert!(found.document.blocks.len() < 1_000);
    let in_tables: usize = tables(&found).iter().map(|table| table.rows.len()).sum();
    let in_listings: usize = found
        .document
        .blocks
        .iter()
        .map(|block| match block {
            Block::CodeBlock { text, .. } => text.lines().count(),
            _ => 0,
        })
        .sum();
    assert_eq!(in_tables + in_listings, 60_000);
    assert!(in_listings > 0);
    // One row of very many cells: all of them are in the last cell that is shown.
    let wide: Vec<String> = (0..1_500).map(|cell| format!("c{cell}")).collect();
    let text = format!("{0}\n{0}\n", wide.join(","));
    let found = read(&text, Some("wide.csv"));
    let text = found.document.blocks[0].text();
    for cell in wide {
        assert!(text.split_whitespace().any(|word| word == cell), "{cell}");
    }
}

#[test]
fn the_command_opens_a_table() {
    let desk = crate::library_commands::Desk::new();
    desk.write("bridges.csv", BRIDGES);
    let shown = desk.good(&["bridges.csv"]);
    assert!(shown.contains("Harbour bridge"), "{shown}");
    assert!(shown.contains("closed, then reopened"), "{shown}");
    let object = &desk.json(&["extract", "bridges.csv", "--format", "json"])[0];
    assert_eq!(object["format"], "csv");
    assert_eq!(object["blocks"][0]["kind"], "table");
    let source = desk.good(&["show", "bridges.csv", "--format", "source"]);
    assert_eq!(source, BRIDGES);
    desk.good(&["add", "bridges.csv"]);
    assert_eq!(desk.json(&["list", "--json"])[0]["title"], "bridges.csv");
}

/// Quotes a cell where RFC 4180 says so.
fn quoted(cell: &str, separator: char) -> String {
    match cell.contains(['"', '\n', '\r', separator]) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

proptest! {
    #[test]
    fn no_cell_is_lost(
        (columns, rows) in (2_usize..6).prop_flat_map(|columns| {
            let cell = "[a-z0-9 ,;\"\u{e4}\u{4e0a}\n.-]{0,12}";
            (Just(columns), prop::collection::vec(prop::collection::vec(cell, columns), 2..40))
        }),
        separator in prop::sample::select(vec![',', ';', '\t']),
    ) {
        let text: String = rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = row.iter().map(|cell| quoted(cell, separator)).collect();
                format!("{}\n", cells.join(&separator.to_string()))
            })
            .collect();
        prop_assume!(text.chars().any(char::is_alphanumeric));
        let found = read(&text, Some("cells.csv"));
        // A table that is none by its shape is text, and loses nothing either.
        let all: Vec<String> = found.document.blocks.iter().map(newsprint::model::Block::text).collect();
        let title = found.document.metadata.title.unwrap_or_default();
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let shown = letters(&format!("{title}{}", all.concat()));
        // With another kind of separator in its cells, a text can be read in two ways.
        let is_other = |c: char| c != separator && [',', ';', '\t'].contains(&c);
        let is_clear = !rows.iter().flatten().any(|cell| cell.contains(is_other));
        if found.format == Format::Csv && is_clear {
            let shown: Vec<Vec<String>> = found.document.blocks.iter().flat_map(|block| match block {
                Block::Table(table) => cells(table),
                _ => Vec::new(),
            }).collect();
            let is_blank = |row: &&Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
            let expected: Vec<&Vec<String>> = rows.iter().filter(|row| !is_blank(row)).collect();
            prop_assert_eq!(shown.len(), expected.len());
            for (shown, expected) in shown.iter().zip(expected) {
                prop_assert_eq!(shown.len(), columns);
                for (shown, expected) in shown.iter().zip(expected) {
                    prop_assert_eq!(letters(shown), letters(expected));
                }
            }
        } else {
            for cell in rows.iter().flatten() {
                prop_assert!(shown.contains(&letters(cell)), "{} in {}", cell, shown);
            }
        }
    }
}
