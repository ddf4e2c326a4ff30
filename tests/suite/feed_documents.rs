//! Entries as documents: all of their text, and their files.

use newsprint::feed::{EntryText, FeedEntry, FeedHints, entry_document, parse_feed};
use newsprint::model::{Block, Document, Enclosure};
use newsprint::text::writers::document_text;

fn document(html: &str, entry: FeedEntry) -> Document {
    let content = Some(EntryText {
        value: html.to_owned(),
        is_html: true,
    });
    entry_document(&FeedEntry { content, ..entry }, Some("Tides"))
}

fn text(document: &Document) -> String {
    document
        .blocks
        .iter()
        .map(|block| block.text() + "\n")
        .collect()
}

#[test]
fn a_podcast_keeps_its_structure_and_lists_its_file() {
    let bytes = std::fs::read("tests/fixtures/feeds/podcast.xml").unwrap();
    let feed = parse_feed(&bytes, &FeedHints::default()).unwrap();
    let document = entry_document(&feed.entries[0], feed.title.as_deref());
    let metadata = &document.metadata;
    assert_eq!(
        metadata.title.as_deref(),
        Some("Episode 2: The lock keeper’s ledger")
    );
    assert_eq!(metadata.byline.as_deref(), Some("Ada Marsh"));
    assert_eq!(metadata.publisher.as_deref(), Some("The Quillon Hour"));
    assert_eq!(
        metadata.url.as_deref(),
        Some("https://quillon.example/hour/2")
    );
    // The summary only repeats the beginning.
    assert_eq!(metadata.standfirst, None);
    assert_eq!(document.sections()[0].title, "Chapters");
    let has = |is: fn(&Block) -> bool| document.blocks.iter().any(is);
    assert!(has(|block| matches!(block, Block::CodeBlock { .. })));
    assert!(has(|block| matches!(block, Block::Table(_))));
    assert!(has(
        |block| matches!(block, Block::Image(image) if image.url.as_deref() == Some("https://quillon.example/hour/ledger.jpg"))
    ));
    assert!(text(&document).contains("Sandbags"));
    let printed = document_text(&document);
    assert!(printed.contains("0002.mp3"), "{printed}");
    assert!(
        printed.contains("(audio/mpeg, 48.2 MB, 50:12)"),
        "{printed}"
    );
}

#[test]
fn no_text_of_an_entry_is_lost() {
    let html = "<nav>Part 1 of 3</nav><div class='share'>Share the news with a friend</div><p>Body.</p><div id='comments'>Comments are in the shed.</div><aside>Aside</aside>";
    let document = document(html, FeedEntry::default());
    let text = text(&document);
    for part in [
        "Part 1 of 3",
        "Share the news with a friend",
        "Body.",
        "Comments are in the shed.",
        "Aside",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn relative_links_are_resolved_against_the_base_else_the_link() {
    let html = "<p><a href='x'>x</a></p>";
    let link = |base: Option<&str>| {
        let entry = FeedEntry {
            link: Some("http://t.example/a/b".to_owned()),
            base: base.map(str::to_owned),
            ..FeedEntry::default()
        };
        format!("{:?}", document(html, entry).blocks)
    };
    assert!(link(None).contains("http://t.example/a/x"));
    assert!(link(Some("http://o.example/")).contains("http://o.example/x"));
    assert!(link(Some("/c/")).contains("http://t.example/c/x"));
}

#[test]
fn another_summary_is_the_standfirst() {
    let summary = |value: &str| {
        Some(EntryText {
            value: value.to_owned(),
            is_html: false,
        })
    };
    let with = |value: &str| FeedEntry {
        summary: summary(value),
        ..FeedEntry::default()
    };
    let html = "<p>The ferry is late. It waits for the tide.</p>";
    assert_eq!(
        document(html, with("Why ferries wait"))
            .metadata
            .standfirst
            .as_deref(),
        Some("Why ferries wait")
    );
    assert_eq!(
        document(html, with("The ferry is late. It…"))
            .metadata
            .standfirst,
        None
    );
}

#[test]
fn files_that_the_text_links_to_are_not_listed_again() {
    let entry = FeedEntry {
        enclosures: vec![Enclosure {
            url: "http://t.example/e.mp3".to_owned(),
            ..Enclosure::default()
        }],
        ..FeedEntry::default()
    };
    let listed = document("<p>Listen.</p>", entry.clone());
    assert!(matches!(listed.blocks.last(), Some(Block::List(_))));
    let linked = document("<p><a href='http://t.example/e.mp3'>Listen</a></p>", entry);
    assert_eq!(linked.blocks.len(), 1);
    assert_eq!(linked.metadata.enclosures.len(), 1);
}

#[test]
fn plain_text_keeps_its_paragraphs_and_lines() {
    let content = Some(EntryText {
        value: "Roses <3\nare red\n\nSecond".to_owned(),
        is_html: false,
    });
    let document = entry_document(
        &FeedEntry {
            content,
            ..FeedEntry::default()
        },
        None,
    );
    assert_eq!(document.blocks.len(), 2);
    assert_eq!(document.blocks[0].text(), "Roses <3\nare red");
}
