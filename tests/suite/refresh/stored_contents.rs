//! Contents of entries beside the documents that were extracted from them.

use newsprint::library::Library;
use newsprint::model::{ArticleId, EntryId};

use super::{DAY, Desk, Item, rss};

/// Paragraphs of an invented article with numbers that do not repeat.
fn text(paragraphs: u64) -> String {
    let paragraphs: String = (0..paragraphs)
        .map(|n| {
            let weights: Vec<String> = (1..9)
                .map(|m| ((n * 9 + m) * 2_654_435_761 % 1_000_003).to_string())
                .collect();
            let weights = weights.join(", ");
            format!("<p>In orchard {n} the plums &amp; pears were weighed on day {n}: {weights}, before the rain.</p>")
        })
        .collect();
    format!("<![CDATA[{paragraphs}]]>")
}

/// Serves a feed with one entry about plums.
fn serve(desk: &Desk, path: &str, guid: &str, text: &str) {
    let entry = Item {
        guid,
        title: "Plums",
        link: "http://quay.example/plums",
        date: "Mon, 16 Nov 2026 07:12:31 GMT",
        text,
    };
    desk.server.serve(path, &[], rss(&[entry]));
}

fn content(library: &Library, entry: i64) -> String {
    let content = library.content_of_entry(EntryId(entry)).unwrap().unwrap();
    String::from_utf8(content).unwrap()
}

#[test]
fn the_content_of_an_entry_takes_little_space_beside_its_document() {
    let mut desk = Desk::new();
    let whole = text(30);
    serve(&desk, "/feed", "a", &whole);
    let feed = desk.add("/feed");
    desk.fetch(feed);
    let before = content(&desk.library, 1);
    let size = "SELECT length(body) FROM entry_content";
    let waiting: i64 = desk.query(size);
    desk.extract();
    let document: i64 = desk.query("SELECT length(body) FROM document");
    let beside: i64 = desk.query(size);
    assert!(
        beside * 3 < document && beside * 4 < waiting,
        "{waiting} bytes became {beside}, beside {document}"
    );
    assert_eq!(content(&desk.library, 1), before);
    assert!(before.contains("weighed on day 29"), "{before}");
    // A text that has not changed beyond noise is no update: the content is compared with it.
    desk.wait(DAY);
    let noise = whole.replace("the rain", "the  rain");
    serve(&desk, "/feed", "a", &noise);
    assert_eq!(desk.fetch(feed).updated, 0);
}

#[test]
fn contents_stay_readable_when_a_longer_text_of_another_feed_replaces_the_document() {
    let mut desk = Desk::new();
    for (path, id, sentences) in [("/short", "a", 8), ("/long", "b", 30)] {
        serve(&desk, path, id, &text(sentences));
    }
    let (short, long) = (desk.add("/short"), desk.add("/long"));
    desk.fetch(short);
    desk.extract();
    let before = content(&desk.library, 1);
    desk.fetch(long);
    desk.extract();
    assert_eq!(desk.query::<i64>("SELECT count(*) FROM article"), 1);
    let (document, _) = desk.library.document(ArticleId(1)).unwrap().unwrap();
    assert_eq!(document.blocks.len(), 30);
    assert_eq!(content(&desk.library, 1), before);
    assert!(content(&desk.library, 2).contains("weighed on day 29"));
}
