//! Comparison of two texts of an article: noise and changes, and the document that shows them.

use newsprint::comparison::{ChangeMarks, compare, is_changed};
use newsprint::extract::{Hints, extract};
use newsprint::model::{Block, Document, Inline};
use newsprint::text::writers::document_markdown;

fn read(markdown: &str) -> Document {
    let hints = Hints {
        name: Some("a.md"),
        ..Hints::default()
    };
    let text = format!("# Harbour bridge\n\n{markdown}\n");
    extract(text.as_bytes(), &hints).unwrap().document
}

/// Returns the comparison with signs as Markdown without escapes.
fn shown(old: &str, new: &str) -> String {
    let document = compare(&read(old), &read(new), ChangeMarks::Signs).document;
    body(&document)
}

fn body(document: &Document) -> String {
    let text = document_markdown(document).replace('\\', "");
    let text = text
        .trim()
        .strip_prefix("# Harbour bridge")
        .unwrap_or(&text);
    text.trim().to_owned()
}

#[test]
fn typography_formats_and_attributes_are_noise() {
    let old = "The \"old\" bridge -- closed in March -- didn't open again.\n\nSee [the report](https://a.example/1).";
    for new in [
        "The “old” bridge — closed in March — didn’t   open again.\n\nSee [the report](https://b.example/2).",
        "The *old* bridge – closed in **March** – didn't open again. See the report.",
        "The 'old' bridge closed in March didn't open again.\n\n> See the report.",
        "The «old» bridge\u{a0}closed in Mar\u{ad}ch didn't open again.\n\n## See the report.",
    ] {
        assert!(!is_changed(&read(old), &read(new)), "{new}");
        let comparison = compare(&read(old), &read(new), ChangeMarks::Styles);
        let is_whole = read(old).blocks.len() == read(new).blocks.len();
        assert!(
            comparison.changes.is_empty() || !is_whole,
            "{new}: {comparison:?}"
        );
    }
}

#[test]
fn words_numbers_and_punctuation_are_changes() {
    let old = "The bridge reopens on 3 February. It costs 12 million, at -5 degrees.";
    for new in [
        "The bridge reopens on 4 February. It costs 12 million, at -5 degrees.",
        "The bridge reopens on 3 February. It costs 13 million, at -5 degrees.",
        "The bridge reopens on 3 February. It costs 12 million, at 5 degrees.",
        "The Bridge reopens on 3 February. It costs 12 million, at -5 degrees.",
        "The bridge reopens on 3 February? It costs 12 million, at -5 degrees.",
        "The bridge reopens on 3 February. It costs 12 million, at -5 degrees. It rains.",
    ] {
        assert!(is_changed(&read(old), &read(new)), "{new}");
    }
    let named = |title: &str| {
        let mut document = read(old);
        document.metadata.title = Some(title.to_owned());
        document
    };
    assert!(is_changed(&named("Bridge opens"), &named("Bridge closes")));
    assert!(!is_changed(&named("Bridge opens"), &named("Bridge  opens")));
}

#[test]
fn dates_and_counters_around_the_article_are_noise() {
    let article = "Inspectors found cracks in two of the nine piers of the harbour bridge.";
    for (old, new) in [
        ("12 comments", "13 comments"),
        ("0 Kommentare", "1 Kommentar"),
        (
            "Updated 3 February 2026 14:03",
            "Updated 4 February 2026 09:12",
        ),
        (
            "By Ann Lee, updated 3 Feb 2026",
            "By Ann Lee, updated 4 Feb 2026",
        ),
        (
            "Ann Lee · 3 min read · 12 comments",
            "Ann Lee · 4 min read · 15 comments",
        ),
        (
            "Stand: 03.02.2026, 14:03 Uhr",
            "Stand: 04.02.2026, 9:00 Uhr",
        ),
        ("2 hours ago", "yesterday, 5 hours ago"),
        ("Monday, 2 February 2026", "Tuesday, 3 February 2026"),
    ] {
        let text = |line: &str| read(&format!("{line}\n\n{article}"));
        assert!(!is_changed(&text(old), &text(new)), "{old} -> {new}");
        assert!(
            compare(&text(old), &text(new), ChangeMarks::Styles)
                .changes
                .is_empty()
        );
    }
    // The same words in a sentence, a heading or a table are content.
    for (old, new) in [
        ("The death toll rose to 12.", "The death toll rose to 13."),
        ("Wolves won by 3 minutes", "Wolves won by 4 minutes"),
        (
            "The meeting is on 3 February",
            "The meeting is on 4 February",
        ),
        ("## 3 February 2026", "## 4 February 2026"),
        (
            "| Match | Day |\n| --- | --- |\n| Final | 3 May |",
            "| Match | Day |\n| --- | --- |\n| Final | 4 May |",
        ),
        (
            "By Ann Lee, updated 3 Feb 2026",
            "By Bo Lee, updated 3 Feb 2026",
        ),
    ] {
        let text = |line: &str| read(&format!("{article}\n\n{line}\n\n{article} Again."));
        assert!(is_changed(&text(old), &text(new)), "{old} -> {new}");
    }
}

#[test]
fn changed_words_stand_in_the_whole_text() {
    let old = "Inspectors found cracks in two piers, said the mayor.\n\nBuses run again.\n\n## Costs\n\nNobody knows.";
    let new = "Inspectors found cracks in *three* piers, said the mayor.\n\nBuses run again.\n\n## Costs\n\nNobody knows. The city pays.";
    assert_eq!(
        shown(old, new),
        "Inspectors found cracks in [-two-]{+*three*+} piers, said the mayor.\n\nBuses run again.\n\n## Costs\n\nNobody knows. {+The city pays.+}"
            .replace("*three*", "_three_")
    );
}

#[test]
fn paragraphs_are_inserted_deleted_and_edited() {
    let old =
        "First paragraph about the bridge.\n\nSecond one, on the tide.\n\nThird one, on buses.";
    let new = "First paragraph about the old bridge.\n\nNew words altogether here.\n\nThird one, on buses.";
    assert_eq!(
        shown(old, new),
        "First paragraph about the {+old+} bridge.\n\n[-Second one, on the tide.-]\n\n{+New words altogether here.+}\n\nThird one, on buses."
    );
    assert_eq!(
        shown("“No,” he said.", "“Yes,” he said."),
        "[-“No-]{+“Yes+},” he said."
    );
    assert_eq!(
        shown(
            "The bridge, closed in March, reopens.",
            "The bridge reopens."
        ),
        "The bridge[-, closed in March,-] reopens."
    );
    assert_eq!(
        shown("Today the bridge reopens.", "The bridge reopens."),
        "[-Today the-]{+The+} bridge reopens."
    );
    assert_eq!(
        shown("Late in May, the bridge reopens.", "the bridge reopens."),
        "[-Late in May,-] the bridge reopens."
    );
}

#[test]
fn lists_tables_quotes_and_code_show_their_changes() {
    assert_eq!(
        shown(
            "1. Mend the piers\n2. Paint the rails\n3. Open the gates",
            "1. Mend the piers\n2. Open the gates"
        ),
        "1. Mend the piers\n2. [-Paint the rails-]\n2. Open the gates"
    );
    let table = shown(
        "| Pier | Cracks |\n| --- | --- |\n| North | 2 |\n| South | 3 |",
        "| Pier | Cracks |\n| --- | --- |\n| North | 4 |\n| South | 3 |\n| East | 9 |",
    );
    assert!(table.contains("| North | [-2-]{+4+}"), "{table}");
    assert!(table.contains("| {+East+} | {+9+}"), "{table}");
    let quote = shown(
        "> We never saw such cracks.",
        "> We rarely saw such cracks.",
    );
    assert_eq!(quote, "> We [-never-]{+rarely+} saw such cracks.");
    let code = shown("```\nopen -v\nclose\n```", "```\nopen --v\nclose\n```");
    assert_eq!(code, "```diff\n-open -v\n+open --v\n close\n```");
}

#[test]
fn styles_mark_changes_and_their_positions() {
    let old = read("The bridge reopens.\n\nBuses run.\n\nTrams do not run at all.");
    let new = read(
        "The old bridge [reopens soon](https://a.example/).\n\nBuses run.\n\nTrams do run at night.\n\nA last line.",
    );
    let comparison = compare(&old, &new, ChangeMarks::Styles);
    let Block::Paragraph(first) = &comparison.document.blocks[0] else {
        panic!("{comparison:?}");
    };
    let text = |text: &str| Inline::Text(text.to_owned());
    assert_eq!(first[1], Inline::Insertion(vec![text("old")]));
    // A link that contains a change stays one link.
    assert!(
        matches!(&first[3], Inline::Link { content, .. } if content.len() == 2),
        "{first:?}"
    );
    let words_at = |position: &newsprint::model::BlockPosition| {
        comparison.document.blocks[position.block].text()[position.byte..].to_owned()
    };
    let starts: Vec<String> = comparison.changes.iter().map(words_at).collect();
    assert_eq!(starts.len(), 5, "{starts:?}");
    assert!(starts[0].starts_with("old bridge"));
    assert!(starts[1].starts_with("soon"));
    assert!(starts[2].starts_with("not run at"));
    assert_eq!(starts[3], "all night.");
    assert_eq!(starts[4], "A last line.");
    assert_eq!(comparison.blocks, [0, 1, 2, 3]);
}

#[test]
fn deletions_of_the_article_itself_are_no_changes() {
    let text = "Tickets cost ~~four~~ five crowns.\n\n```diff\n-old\n+new\n```\n\nThe end.";
    let comparison = compare(
        &read(text),
        &read(&format!("{text} Really.")),
        ChangeMarks::Styles,
    );
    assert_eq!(comparison.changes.len(), 1);
    assert!(body(&comparison.document).contains("Tickets cost ~~four~~ five"));
}

#[test]
fn a_changed_title_and_standfirst_come_first() {
    let named = |title: &str, standfirst: &str| {
        let mut document = read("The text is the same.");
        document.metadata.title = Some(title.to_owned());
        document.metadata.standfirst = Some(standfirst.to_owned());
        document
    };
    let old = named("Bridge reopens in May", "Nine piers were mended.");
    let new = named("Bridge reopens in June", "Ten piers were mended.");
    let comparison = compare(&old, &new, ChangeMarks::Signs);
    let texts: Vec<String> = comparison.document.blocks.iter().map(Block::text).collect();
    assert_eq!(
        texts,
        [
            "Bridge reopens in [-May-]{+June+}",
            "[-Nine-]{+Ten+} piers were mended.",
            "The text is the same.",
        ]
    );
    assert_eq!(
        comparison.document.metadata.title.as_deref(),
        Some("Bridge reopens in June")
    );
    assert_eq!(comparison.document.metadata.standfirst, None);
    assert_eq!(comparison.blocks, [2]);
}

#[test]
fn long_texts_of_two_words_are_compared_as_a_whole_without_loss() {
    let text = |seed: u64| -> String {
        let mut state = seed;
        let words = (0..20_000).map(|_| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            if state >> 63 == 0 { "tick" } else { "tock" }
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let document = |text: &str| Document {
        blocks: vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])],
        ..Document::default()
    };
    let (old, new) = (text(1), text(2));
    // More words than are compared one by one: one deletion, one insertion.
    let comparison = compare(&document(&old), &document(&new), ChangeMarks::Signs);
    let texts: Vec<String> = comparison.document.blocks.iter().map(Block::text).collect();
    assert_eq!(texts, [format!("[-{old}-]"), format!("{{+{new}+}}")]);
    // A long text with few changes is divided at what is equal: the changes alone are marked.
    let (start, end) = old.split_at(50_000);
    let edited = format!("new {start}boom{end} last");
    let comparison = compare(&document(&old), &document(&edited), ChangeMarks::Signs);
    let shown = comparison.document.blocks[0].text();
    assert_eq!(comparison.document.blocks.len(), 1);
    assert!(shown.starts_with("{+new+} ") && shown.ends_with(" {+last+}"));
    assert_eq!(shown.matches("{+").count(), 3);
    assert!(shown.matches("[-").count() <= 1);
}

#[test]
#[ignore = "prints times"]
#[allow(clippy::print_stdout)]
fn times_of_a_million_words() {
    let mut state = 7_u64;
    let mut random = move |n: u64| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) % n
    };
    let mut text = |words: usize, vocabulary: u64, paragraph: usize| {
        let mut document = Document::default();
        for _ in 0..words / paragraph {
            let mut line = String::new();
            for _ in 0..paragraph {
                // A distribution like that of words: small numbers are frequent.
                let bound = 1 + random(vocabulary);
                line.push_str(&format!("w{} ", random(bound)));
            }
            document
                .blocks
                .push(Block::Paragraph(vec![Inline::Text(line)]));
        }
        document
    };
    let n = 1_000_000;
    let edit = |document: &Document| {
        let mut edited = document.clone();
        for (index, block) in edited.blocks.iter_mut().enumerate() {
            if index % 3 == 0
                && let Block::Paragraph(content) = block
            {
                content.insert(0, Inline::Text("new words here ".into()));
            }
        }
        edited
    };
    let natural = text(n, 50_000, 60);
    let cases = [
        ("same", natural.clone(), natural.clone()),
        ("edited", natural.clone(), edit(&natural)),
        ("unrelated", natural, text(n, 50_000, 60)),
        ("two words", text(n, 2, 60), text(n, 2, 60)),
        ("sixty words, one paragraph", text(n, 60, n), text(n, 60, n)),
        (
            "natural, one paragraph",
            text(n, 50_000, n),
            text(n, 50_000, n),
        ),
        ("one-word paragraphs", text(n, 500, 1), text(n, 500, 1)),
    ];
    for (name, old, new) in cases {
        let began = std::time::Instant::now();
        let changed = is_changed(&old, &new);
        let decided = began.elapsed();
        let began = std::time::Instant::now();
        let changes = compare(&old, &new, ChangeMarks::SignsAndStyles)
            .changes
            .len();
        println!(
            "{name}: {changed} in {decided:?}; {changes} changes in {:?}",
            began.elapsed()
        );
    }
}
