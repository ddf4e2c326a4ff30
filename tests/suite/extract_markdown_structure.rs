//! Structure of Markdown: titles, callouts, formulas, headings that are bold paragraphs, and words that all stay.

use newsprint::extract::{Hints, LineRole, explain, extract};
use newsprint::model::{Block, Document, LeftOut};
use newsprint::text::writers::document_text;
use proptest::prelude::*;

use super::numbered_words::{numbered, words_in};

fn article(markdown: &str) -> Document {
    let hints = Hints {
        name: Some("notes.md"),
        ..Hints::default()
    };
    extract(markdown.as_bytes(), &hints).unwrap().document
}

fn title(markdown: &str) -> Option<String> {
    article(markdown).metadata.title
}

/// Returns one line for each block: a letter for its kind, and its text.
fn outline(markdown: &str) -> Vec<String> {
    let line = |block: &Block| {
        let text = block.text().replace('\n', "|");
        match block {
            Block::Heading(heading) => format!("h{} {text}", heading.level),
            Block::Paragraph(_) => format!("p {text}"),
            Block::List(_) => format!("l {text}"),
            Block::BlockQuote(_) => format!("q {text}"),
            Block::CodeBlock { language, .. } => {
                format!("c {} {text}", language.as_deref().unwrap_or("-"))
            }
            Block::Table(_) => format!("t {text}"),
            Block::Image(_) => format!("i {text}"),
            Block::ThematicBreak => "rule".to_owned(),
        }
    };
    article(markdown).blocks.iter().map(line).collect()
}

#[test]
fn badges_and_lines_of_links_above_the_title_are_left_out() {
    let readme = "<h1 align=center><img src=logo.png></h1>\n\n\
        [![Build](https://ci.example/x.svg)](https://ci.example) [![Chat](https://c.example/b.svg)](https://c.example)\n\n\
        [English](README.md) | [Deutsch](README.de.md)\n\n# Teekanne\n\nSie pfeift.\n";
    let document = article(readme);
    assert_eq!(document.metadata.title.as_deref(), Some("Teekanne"));
    let texts: Vec<String> = document.blocks.iter().map(Block::text).collect();
    assert_eq!(texts.last().map(String::as_str), Some("Sie pfeift."));
    assert!(!texts.concat().contains("Build") && !texts.concat().contains("Deutsch"));
    assert_eq!(document.left_out, LeftOut { lines: 3, words: 4 });
    assert_eq!(
        title("Start · Shop · Kontakt\n\n# Teekanne\n\nSie pfeift.\n").as_deref(),
        Some("Teekanne")
    );
    let html = "<p align=center>\n<a href=/ci><img src=/b.svg alt=Build></a>\n<img src='https://img.example/badge/x' alt=v2>\n</p>\n\n\
        <h1>Teekanne <img src=k.png alt='eine Kanne'></h1>\n\nSie pfeift.\n";
    assert_eq!(title(html).as_deref(), Some("Teekanne"));
    assert_eq!(outline(html), ["i eine Kanne", "p Sie pfeift."]);
    assert_eq!(
        title("- [Home](/)\n- [Shop](/s)\n\n# Teekanne\n\nSie pfeift.\n").as_deref(),
        Some("Teekanne")
    );
    // A sentence above the heading is text, and the heading is one of its sections.
    assert_eq!(
        outline("[Read this first.](a.md)\n\n# Kettle\n\nIt whistles.\n"),
        ["p Read this first.", "h1 Kettle", "p It whistles."]
    );
}

#[test]
fn images_in_the_title_are_not_part_of_it() {
    let kettle = "# Kettle [![v](https://b.example/v.svg)](https://b.example) ![d](https://img.example/badge/d)\n\nIt whistles.\n";
    assert_eq!(title(kettle).as_deref(), Some("Kettle"));
    assert_eq!(outline(kettle), ["p It whistles."]);
    assert_eq!(
        title("# ![Kettle](k.png)\n\nIt whistles.\n").as_deref(),
        Some("Kettle")
    );
    // A picture in the title is none of its words, but stays.
    assert_eq!(
        outline("# Kettle ![on a stove](k.png)\n\nIt whistles.\n"),
        ["i on a stove", "p It whistles."]
    );
}

#[test]
fn a_title_block_of_pandoc_is_metadata() {
    let document = article("% Thé et\n  tisane\n% Ode Brun; Al Grey\n% 2025-05-06\n\nIl infuse.\n");
    let metadata = &document.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Thé et tisane"));
    assert_eq!(metadata.byline.as_deref(), Some("Ode Brun, Al Grey"));
    assert_eq!(
        metadata.published.map(|p| p.to_string()).as_deref(),
        Some("2025-05-06")
    );
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn the_word_before_the_name_of_an_author_is_not_part_of_it() {
    for line in [
        "By Ode Brun, 2025-05-06",
        "Von Ode Brun · 6. Mai 2025",
        "Por Ode Brun | 2025-05-06",
        "Autor: Ode Brun, 2025-05-06",
    ] {
        let document = article(&format!("# Kettle\n\n{line}\n\nIt whistles.\n"));
        assert_eq!(
            document.metadata.byline.as_deref(),
            Some("Ode Brun"),
            "{line}"
        );
        assert_eq!(document.blocks.len(), 1, "{line}");
    }
    for line in [
        "Di Monaco abbiamo scritto molto.",
        "Von der Kanne ist nichts zu hören",
    ] {
        let document = article(&format!("# Kettle\n\n{line}\n\nFischia.\n"));
        assert_eq!(document.blocks.len(), 2, "{line}");
    }
}

#[test]
fn indented_front_matter_is_metadata() {
    let document = article("---\n    title: Kettle\n    tags:\n      - tea\n---\n\nIt whistles.\n");
    assert_eq!(document.metadata.title.as_deref(), Some("Kettle"));
    assert_eq!(document.blocks.len(), 1);
}

#[test]
fn lines_of_keys_above_the_text_are_metadata() {
    let document = article("Title: Kettle\nAuthor: Ana Holm\nDate: 2026-02-02\n\nIt whistles.\n");
    assert_eq!(document.metadata.title.as_deref(), Some("Kettle"));
    assert_eq!(document.metadata.byline.as_deref(), Some("Ana Holm"));
    assert_eq!(document.blocks.len(), 1);
    // A sentence with a colon is text.
    assert_eq!(outline("Title: none.\n\nIt whistles.\n").len(), 2);
}

#[test]
fn versions_of_a_change_log_are_headings_and_no_titles() {
    let lines =
        outline("## [1.2.0] - 2025-01-02\n\nWhistles.\n\n## [1.1.0] - 2024-01-02\n\nHums.\n");
    assert_eq!(lines.len(), 4);
    assert_eq!(
        title("v2.0\n====\n\nWhistles.\n\nv1.9\n====\n\nHums.\n"),
        None
    );
    let log = "# Changelog\n\n## 2.0.0\n\nWhistles.\n\n## 1.0.0\n\nHums.\n";
    assert_eq!(title(log).as_deref(), Some("Changelog"));
}

#[test]
fn a_topmost_heading_of_a_deeper_level_is_the_title() {
    assert_eq!(
        title("## Kettle\n\nIt whistles.\n\n### Lid\n\nIt fits.\n").as_deref(),
        Some("Kettle")
    );
    assert_eq!(
        title("## Kettle\n\nIt whistles.\n\n## Lid\n\nIt fits.\n"),
        None
    );
}

#[test]
fn bold_paragraphs_above_others_are_headings() {
    assert_eq!(
        outline(
            "# Kettle\n\nIt whistles.\n\n**Why it whistles**\n\nSteam.\n\n__Wohin der Dampf geht__\n\nFort.\n"
        ),
        [
            "p It whistles.",
            "h2 Why it whistles",
            "p Steam.",
            "h2 Wohin der Dampf geht",
            "p Fort."
        ]
    );
    assert_eq!(
        outline("# Kettle\n\nIt whistles.\n\n## Parts\n\n**Lid**\n\nTin.\n")[2],
        "h3 Lid"
    );
    // Sentences, speakers and the last line are text.
    for text in [
        "One.\n\n**Never open it.**\n\nTwo.",
        "**Ana**\n\nYes?\n\n**Bo**\n\nNo.\n\n**Ana**\n\nOh.\n\n**Bo**\n\nWell.",
        "One.\n\n**The end**",
    ] {
        assert!(
            outline(text).iter().all(|line| line.starts_with('p')),
            "{text}"
        );
    }
}

#[test]
fn callouts_are_quotations_with_their_title() {
    for callout in [
        "> [!TIP] Hot handle\n> Use a cloth.\n",
        "> [!tip]- Hot handle\n> Use a cloth.\n",
        ":::tip Hot handle\nUse a cloth.\n:::\n",
        "::: {.callout-tip title=\"Hot handle\"}\nUse a cloth.\n:::\n",
        ":::tip[Hot handle]\n\nUse a cloth.\n\n:::\n",
        "!!! tip \"Hot handle\"\n    Use a cloth.\n",
    ] {
        let lines = outline(&format!(
            "# Kettle\n\nIt whistles.\n\n{callout}\nIt cools.\n"
        ));
        assert_eq!(
            lines,
            ["p It whistles.", "q Hot handle|Use a cloth.", "p It cools."],
            "{callout}"
        );
    }
    assert_eq!(
        outline("One.\n\n> [!warning]\n> Thin ice.\n")[1],
        "q Warning|Thin ice."
    );
    // Containers that are no callouts lose their marks alone, and code nothing.
    assert_eq!(
        outline("One.\n\n::: columns\nTwo.\n:::\n"),
        ["p One.", "p Two."]
    );
    assert_eq!(
        outline("```\n:::note\n> [!tip] x\n:::\n```\n"),
        ["c - :::note|> [!tip] x|:::"]
    );
    assert_eq!(outline("One.\n\n:::\n\nTwo.\n")[1], "p :::");
}

#[test]
fn formulas_keep_their_backslashes_and_lines() {
    assert_eq!(
        outline("Let $\\{a\\}_1$ be it.\n\n$$\nb_1 \\\\\n= *c*\n$$\n\nSo.\n"),
        ["p Let \\{a\\}_1 be it.", "c tex b_1 \\\\|= *c*", "p So."]
    );
    assert_eq!(
        outline("Thus \\(x^2 * y^2\\) holds.\n\n\\[\nz = \\frac{1}{2}\n\\]\n"),
        ["p Thus x^2 * y^2 holds.", "c tex z = \\frac{1}{2}"]
    );
    assert_eq!(
        outline("\\begin{align*}\na &= b \\\\\n\\end{align*}\n").len(),
        1
    );
    // Prices and escaped brackets are words.
    assert_eq!(
        outline("Tea is $4 and cake $5. From $4 to 5$ it is \\[sic\\] cheap.\n"),
        ["p Tea is $4 and cake $5. From $4 to 5$ it is [sic] cheap."]
    );
}

#[test]
fn tables_and_lists_in_html_have_their_structure() {
    let table = "<table><tr><th>Tea</th><th>Min</th></tr><tr><td>Green</td><td>2</td></tr></table>";
    assert_eq!(
        outline(&format!("One.\n\n{table}\n\nTwo.\n"))[1],
        "t Tea\tMin|Green\t2"
    );
    let list = "<ol start=4><li>Pour.</li><li>Wait.</li></ol>";
    let text = document_text(&article(&format!("One.\n\n{list}\n\nTwo.\n")));
    assert!(text.contains("4. Pour.\n5. Wait."), "{text}");
    // A list that goes on in Markdown is not closed in its block.
    assert_eq!(
        outline("One.\n\n<ol>\n<li>\n\n**Pour** it.\n\n</li>\n</ol>\n")[1],
        "p Pour it."
    );
}

#[test]
fn every_line_of_the_source_has_a_role() {
    let source = "---\ntitle: Kettle\n---\n<!-- draft -->\n\n[Home](/) | [Shop](/s)\n\n# Kettle\n\n\
        By Ana Holm, 2026-02-02\n\nIt [whistles][1].\n\n## Lid\n\n- It fits.\n\n[1]: https://e.example/\n";
    let hints = Hints {
        name: Some("kettle.md"),
        ..Hints::default()
    };
    let (extraction, lines) = explain(source.as_bytes(), &hints).unwrap();
    let roles: Vec<(usize, LineRole)> = lines
        .iter()
        .map(|line| (line.lines.start, line.role))
        .collect();
    assert_eq!(
        roles,
        [
            (0, LineRole::Metadata),
            (3, LineRole::Hidden),
            (5, LineRole::LeftOut),
            (7, LineRole::Title),
            (9, LineRole::Metadata),
            (11, LineRole::Content),
            (13, LineRole::Heading(2)),
            (15, LineRole::Content),
            (17, LineRole::Hidden),
        ]
    );
    assert_eq!(extraction.document.left_out.lines, 1);
    // All lines that are not blank are in one of the records.
    let covered: usize = lines
        .iter()
        .map(|line| line.text.lines().filter(|l| !l.is_empty()).count())
        .sum();
    assert_eq!(
        covered,
        source.lines().filter(|l| !l.trim().is_empty()).count()
    );
}

#[test]
fn the_text_past_the_limit_of_blocks_is_one_block() {
    let document = article(&"word\n\n".repeat(160_000));
    assert!(
        document.blocks.len() <= 100_000,
        "{}",
        document.blocks.len()
    );
    assert_eq!(document.words(), 160_000);
}

#[test]
fn deletions_are_marked_in_text() {
    let text = document_text(&article(
        "# Kettle\n\nIt ~~hums~~ <del>sings</del> whistles.\n",
    ));
    assert!(text.contains("It ~~hums~~ ~~sings~~ whistles."), "{text}");
}

/// Markdown with numbered words (`w#`); the numbers are filled in later.
fn markdown() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        4 => Just("w# w#".to_owned()),
        1 => Just("**w#** w#".to_owned()),
        1 => Just("w# *w# w#*, w#.".to_owned()),
        1 => Just("[w#](https://e.example/a_b) w#".to_owned()),
        1 => Just("`w#` w#".to_owned()),
        1 => Just("~~w#~~ w#".to_owned()),
        1 => Just("w#<sub>w#</sub> <span class=a>w#</span>".to_owned()),
        1 => Just("w# $5 w# $6 w#".to_owned()),
        1 => Just("w#  \nw#\nw#".to_owned()),
        1 => Just("w# $w#$ \\(w#\\) \\[w#\\]".to_owned()),
        1 => Just("w# <!-- no --> w# ![w#](https://e.example/i.png) w#".to_owned()),
        1 => Just("w# | w# | w# and w#.".to_owned()),
    ];
    let leaf = prop_oneof![
        6 => words.clone(),
        1 => words.clone().prop_map(|words| {
            // Images of a heading follow it.
            format!("## {}", words.replace('\n', " ").replace("![", "["))
        }),
        1 => Just("**w# w#**".to_owned()),
        1 => Just("w#\n====".to_owned()),
        1 => Just("```rust\nw#\n\n  w#\n```".to_owned()),
        1 => Just("| w# | w# |\n|---|--:|\n| w# | w# |".to_owned()),
        1 => Just("$$\nw#\n= w#\n$$".to_owned()),
        1 => Just("\\[\nw#\n- w#\n\\]".to_owned()),
        1 => Just("<div align=center>\n<p>w# <b>w#</b></p>\n</div>".to_owned()),
        1 => Just("<details><summary>w#</summary>\n\nw#\n\n</details>".to_owned()),
        1 => Just("<table><tr><td>w#</td><td>w# *w#*</td></tr></table>".to_owned()),
        1 => Just("<ol>\n<li>w#\n<li>w#\n</ol>".to_owned()),
        1 => Just("---".to_owned()),
        1 => Just(":::".to_owned()),
        1 => Just("!!! unknown w#".to_owned()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let blocks = prop::collection::vec(inner, 1..4).prop_map(|blocks| blocks.join("\n\n"));
        let prefixed = |text: &str, first: &str, rest: &str| {
            let lines = text.lines().enumerate();
            let lines =
                lines.map(|(i, line)| format!("{}{line}", if i == 0 { first } else { rest }));
            lines.collect::<Vec<_>>().join("\n")
        };
        (blocks, 0..7).prop_map(move |(text, kind)| match kind {
            0 => prefixed(&text, "> ", "> "),
            1 => prefixed(&text, "- ", "  "),
            2 => prefixed(&text, "7. ", "   "),
            3 => format!(":::note w# w#\n{text}\n:::"),
            4 => format!("::: grid\n\n{text}\n\n:::"),
            5 => format!("> [!tip] w#\n{}", prefixed(&text, "> ", "> ")),
            _ => format!("!!! warning \"w#\"\n{}", prefixed(&text, "    ", "    ")),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_comes_out_once_and_in_order(parts in prop::collection::vec(markdown(), 1..6)) {
        let (source, words) = numbered(&format!("A sentence stands first.\n\n{}\n", parts.join("\n\n")));
        let text = document_text(&article(&source));
        prop_assert_eq!(words_in(&text), words, "{}\n-----\n{}", source, text);
    }
}
