//! Extraction of articles from Markdown: front matter, title, blocks, inlines, footnotes and link targets.

use std::time::{Duration, Instant};

use newsprint::extract::{Format, Hints, extract};
use newsprint::model::{
    Alignment, Block, BlockPosition, Document, Image, Inline, List, plain_text,
};

fn article(markdown: &str) -> Document {
    let hints = Hints {
        name: Some("article.md"),
        ..Hints::default()
    };
    let extraction = extract(markdown.as_bytes(), &hints).unwrap();
    assert_eq!(extraction.format, Format::Markdown);
    extraction.document
}

fn texts(document: &Document) -> Vec<String> {
    document.blocks.iter().map(Block::text).collect()
}

fn paragraph(document: &Document, block: usize) -> &[Inline] {
    match &document.blocks[block] {
        Block::Paragraph(content) => content,
        other => panic!("no paragraph: {other:?}"),
    }
}

fn list(document: &Document, block: usize) -> &List {
    match &document.blocks[block] {
        Block::List(list) => list,
        other => panic!("no list: {other:?}"),
    }
}

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

#[test]
fn yaml_front_matter_gives_the_metadata() {
    let document = article(
        "---\ntitle: \"Ferry: back at last\"\nauthor:\n  - Ana Holm\n  - name: Bo Lund\n    mail: bo@tide.example\n\
         date: 2026-02-02 # Monday\ndescription: >\n  It came\n  at noon.\nlang: en_GB\ncanonical_url: https://tide.example/ferry\n\
         publisher: 'The Tide''s Post'\ntags: [a, b]\n---\n\n# Ferry: back at last\n\nAll cheered. See [map](map/).\n",
    );
    let m = &document.metadata;
    assert_eq!(m.title.as_deref(), Some("Ferry: back at last"));
    assert_eq!(m.byline.as_deref(), Some("Ana Holm, Bo Lund"));
    assert_eq!(m.standfirst.as_deref(), Some("It came at noon."));
    assert_eq!(m.publisher.as_deref(), Some("The Tide's Post"));
    assert_eq!(m.lang.as_deref(), Some("en-GB"));
    assert_eq!(
        m.published.map(|p| p.to_string()).as_deref(),
        Some("2026-02-02")
    );
    assert_eq!(texts(&document), ["All cheered. See map."]);
    let link = &paragraph(&document, 0)[1];
    assert!(
        matches!(link, Inline::Link { url, .. } if url == "https://tide.example/map/"),
        "{link:?}"
    );
}

#[test]
fn toml_front_matter_gives_the_metadata() {
    let document = article(
        "+++\ntitle = \"Ferry\"\ndate = 2026-02-02T10:00:00Z\nauthors = [\"Ana Holm\", \"Bo Lund\"]\n+++\nAll cheered.\n",
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Ferry"));
    assert_eq!(
        document.metadata.byline.as_deref(),
        Some("Ana Holm, Bo Lund")
    );
    assert_eq!(
        document
            .metadata
            .published
            .map(|p| p.to_string())
            .as_deref(),
        Some("2026-02-02T10:00:00Z")
    );
    assert_eq!(texts(&document), ["All cheered."]);
}

#[test]
fn a_thematic_break_at_the_start_is_not_front_matter() {
    let document = article("---\n\nOne.\n\n---\n\nTwo: three.\n");
    assert_eq!(
        document
            .blocks
            .iter()
            .filter(|b| matches!(b, Block::Paragraph(_)))
            .count(),
        2
    );
}

#[test]
fn the_first_heading_is_the_title() {
    let document = article(
        "# Ferry *is* back\n\nAll cheered.\n\n## Why {#why}\n\nBecause.\n\n#### How\n\nSo.\n",
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Ferry is back"));
    let sections: Vec<_> = document
        .sections()
        .into_iter()
        .map(|section| (section.level, section.title))
        .collect();
    assert_eq!(sections, [(2, "Why".to_owned()), (4, "How".to_owned())]);
    let document = article("Intro.\n\n# Part one\n\nText.\n");
    assert_eq!((document.metadata.title, document.blocks.len()), (None, 3));
}

#[test]
fn standfirst_byline_and_date_under_the_title_become_metadata() {
    let document = article(
        "# Ferry\n\n*It came at noon, and all cheered.*\n\nBy Ana Holm, 2026-02-02\n\nThe pier was full.\n",
    );
    assert_eq!(
        document.metadata.standfirst.as_deref(),
        Some("It came at noon, and all cheered.")
    );
    assert_eq!(document.metadata.byline.as_deref(), Some("Ana Holm"));
    assert_eq!(
        document
            .metadata
            .published
            .map(|p| p.to_string())
            .as_deref(),
        Some("2026-02-02")
    );
    assert_eq!(texts(&document), ["The pier was full."]);
    let document = article(
        "# Ferry\n\n*Ana Holm · The Tide Post · 2026-02-02 · 4 min read*\n\n> It came at noon.\n\nThe pier was full.\n",
    );
    assert_eq!(document.metadata.byline.as_deref(), Some("Ana Holm"));
    assert_eq!(
        document.metadata.publisher.as_deref(),
        Some("The Tide Post")
    );
    assert_eq!(
        document.metadata.standfirst.as_deref(),
        Some("It came at noon.")
    );
    assert_eq!(texts(&document), ["The pier was full."]);
}

#[test]
fn a_first_sentence_that_looks_like_a_byline_stays_in_the_text() {
    for first in [
        "By noon the pier was full.",
        "By Monday all was well.",
        "Ana Holm and Bo Lund",
        "*Never* again.",
    ] {
        let document = article(&format!("# Ferry\n\n{first}\n\nThe end.\n"));
        assert_eq!(
            texts(&document).len(),
            2,
            "{first}: {:?}",
            document.metadata
        );
    }
}

#[test]
fn emphasis_code_links_and_html_become_inlines() {
    let document = article(
        "One *two **three*** `four` [five](https://a.example/) ~~six~~\nseven\\\neight <b>nine</b> <span>ten</span> &copy; \"q\" -- <https://b.example/>\n",
    );
    let link = |url: &str, words: &str| Inline::Link {
        url: url.into(),
        content: vec![text(words)],
    };
    let expected = [
        text("One "),
        Inline::Emphasis(vec![text("two "), Inline::Strong(vec![text("three")])]),
        text(" "),
        Inline::Code("four".into()),
        text(" "),
        link("https://a.example/", "five"),
        text(" "),
        Inline::Deletion(vec![text("six")]),
        text(" seven"),
        Inline::LineBreak,
        text("eight "),
        Inline::Strong(vec![text("nine")]),
        text(" ten © \"q\" -- "),
        link("https://b.example/", "https://b.example/"),
    ];
    assert_eq!(paragraph(&document, 0), expected);
}

#[test]
fn lists_nest_and_tasks_are_checked_or_not() {
    let document =
        article("3. One\n   - inner\n\n     more\n4. Two\n\n---\n\n- [x] done\n- [ ] open\n");
    let outer = list(&document, 0);
    assert_eq!((outer.start, outer.items.len()), (Some(3), 2));
    let Block::List(inner) = &outer.items[0].blocks[1] else {
        panic!("{outer:?}")
    };
    assert_eq!(inner.items[0].blocks.len(), 2);
    let done: Vec<_> = list(&document, 2).items.iter().map(|i| i.checked).collect();
    assert_eq!(done, [Some(true), Some(false)]);
    assert_eq!(list(&document, 2).items[0].blocks[0].text(), "done");
}

#[test]
fn code_tables_quotations_and_thematic_breaks_become_blocks() {
    let document = article(
        "```rust ignore\nfn main() {\n\tok\n}\n```\n\n| A | B |\n|---|--:|\n| 1 | *2* |\n\n> Said\n>\n> > she\n\n***\n\n    indented\n",
    );
    assert_eq!(
        document.blocks[0],
        Block::CodeBlock {
            language: Some("rust".into()),
            text: "fn main() {\n    ok\n}".into()
        }
    );
    let Block::Table(table) = &document.blocks[1] else {
        panic!("{document:?}")
    };
    assert_eq!((table.head_rows, table.rows.len()), (1, 2));
    assert_eq!(table.alignment, [Alignment::Start, Alignment::End]);
    assert_eq!(document.blocks[1].text(), "A\tB\n1\t2");
    assert!(
        matches!(&document.blocks[2], Block::BlockQuote(b) if matches!(b[1], Block::BlockQuote(_)))
    );
    assert_eq!(document.blocks[3], Block::ThematicBreak);
    assert_eq!(
        document.blocks[4],
        Block::CodeBlock {
            language: None,
            text: "indented".into()
        }
    );
}

#[test]
fn an_image_alone_is_a_block_and_inside_a_line_its_alternative_text() {
    let document = article(
        "![The pier](https://a.example/p.png \"At noon\")\n\nSee ![a boat](b.png) there.\n\n[![Badge](https://a.example/b.png)](https://a.example/)\n",
    );
    let image = Image {
        url: Some("https://a.example/p.png".into()),
        alt: "The pier".into(),
        caption: vec![text("At noon")],
    };
    assert_eq!(document.blocks[0], Block::Image(image));
    assert_eq!(document.blocks[1].text(), "See a boat there.");
    assert!(matches!(&document.blocks[2], Block::Image(image) if image.alt == "Badge"));
}

#[test]
fn footnotes_become_a_numbered_list_at_the_end() {
    let document = article(
        "One[^b] two[^a].\n\n[^a]: Alpha.\n\n    More.\n\n[^b]: Beta.\n\n[^c]: Never named.\n\nEnd.\n",
    );
    assert_eq!(document.blocks[0].text(), "One[1] two[2].");
    assert_eq!(document.blocks[1].text(), "End.");
    let notes = list(&document, document.blocks.len() - 1);
    assert_eq!(notes.start, Some(1));
    let texts: Vec<_> = notes
        .items
        .iter()
        .map(|i| i.blocks.iter().map(Block::text).collect::<Vec<_>>())
        .collect();
    assert_eq!(
        texts,
        [vec!["Beta."], vec!["Alpha.", "More."], vec!["Never named."]]
    );
}

#[test]
fn html_blocks_become_blocks() {
    let document = article(
        "<details>\n<summary>Tides &amp; times</summary>\n\nHigh at *noon*.\n\n</details>\n\n<p align=\"center\">\n  <img src='https://a.example/m.png' alt=\"The map\">\n</p>\n\n\
         <!-- hidden -->\n\n<script>evil()</script>\n\n<h2>Boats</h2>\n<ul><li>One<li>Two</ul>\n\n<pre>\na &lt; b\n</pre>\n\nx<br>y z<!-- no -->.\n",
    );
    assert_eq!(document.blocks[0].text(), "Tides & times");
    assert_eq!(document.blocks[1].text(), "High at noon.");
    assert!(matches!(&document.blocks[2], Block::Image(i) if i.alt == "The map"));
    assert_eq!(document.sections()[0].title, "Boats");
    assert_eq!(list(&document, 4).items.len(), 2);
    assert_eq!(
        document.blocks[5],
        Block::CodeBlock {
            language: None,
            text: "a < b".into()
        }
    );
    assert_eq!(plain_text(paragraph(&document, 6)), "x\ny z.");
    assert_eq!(document.blocks.len(), 7);
}

#[test]
fn an_alert_begins_with_its_kind() {
    let document = article("> [!WARNING]\n> Thin ice.\n");
    assert_eq!(document.blocks[0].text(), "Warning\nThin ice.");
}

#[test]
fn extreme_nesting_takes_bounded_time() {
    let n = 100_000;
    let hostile = [
        ">".repeat(n),
        "> ".repeat(n),
        "[".repeat(n),
        "![".repeat(n),
        "*a **b ".repeat(n / 7),
        "- ".repeat(n),
        "<b>".repeat(n),
        "<div><".repeat(n),
        "`".repeat(n),
        "[^a]".repeat(n / 4),
        "[a](b".repeat(n / 5),
        "|".repeat(n) + "\n" + &"|-".repeat(n / 2),
        "\\".repeat(n),
        "&".repeat(n),
        "_a".repeat(n),
    ];
    for markdown in hostile {
        let begin = Instant::now();
        let document = article(&format!("word\n\n{markdown} end\n"));
        assert!(texts(&document).join(" ").contains("word"));
        let took = begin.elapsed();
        assert!(
            took < Duration::from_secs(5),
            "{} took {took:?}",
            &markdown[..6]
        );
    }
}

#[test]
fn links_lead_to_headings_and_footnotes() {
    let document = article(
        "# The Ferry\n\nSee [why](#why-it-stopped), [again](#why-it-stopped-1), [here](#own), [top](#the-ferry), [lost](#lost).[^a]\n\n\
         ## Why it stopped?\n\nSnow.\n\n## Why it stopped?\n\nWind.\n\n### How {#own}\n\nSo.\n\n[^a]: Said the *captain*.\n",
    );
    let text_at = |id: &str| {
        document
            .position_of_fragment(id)
            .map(|position| document.blocks[position.block].text()[position.byte..].to_owned())
    };
    assert_eq!(
        text_at("why-it-stopped").as_deref(),
        Some("Why it stopped?")
    );
    assert_eq!(
        document
            .position_of_fragment("why-it-stopped-1")
            .map(|position| position.block),
        Some(3)
    );
    assert_eq!(text_at("own").as_deref(), Some("How"));
    assert_eq!(
        document.position_of_fragment("the-ferry"),
        Some(BlockPosition::default())
    );
    assert_eq!(text_at("fn-1").as_deref(), Some("Said the captain."));
    assert!(text_at("fnref-1").unwrap().starts_with("See why"));
    assert_eq!(document.position_of_fragment("lost"), None);
    let Block::Paragraph(content) = &document.blocks[0] else {
        panic!()
    };
    let urls: Vec<_> = content
        .iter()
        .filter_map(|inline| match inline {
            Inline::Link { url, .. } => Some(url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        urls,
        [
            "#why-it-stopped",
            "#why-it-stopped-1",
            "#own",
            "#the-ferry",
            "#fn-1"
        ]
    );
    assert_eq!(
        document.blocks[0].text(),
        "See why, again, here, top, lost.[1]"
    );
}

#[test]
fn heading_ids_keep_letters_and_combining_marks_of_every_script() {
    for (heading, name) in [
        ("हिन्दी में", "हिन्दी-में"),
        ("What’s “new”, in v1.2?", "whats-new-in-v12"),
        ("Ångström – 北京（再）", "ångström--北京再"),
        ("snake_case and-hyphen 🚢", "snake_case-and-hyphen-"),
    ] {
        let document = article(&format!("# T\n\nText.\n\n## {heading}\n\nMore.\n"));
        assert_eq!(
            document.position_of_fragment(name),
            Some(BlockPosition { block: 1, byte: 0 }),
            "{heading}: {:?}",
            document.targets
        );
    }
}
