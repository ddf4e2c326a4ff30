//! Contents of entries beside the documents that were extracted from them.

use newsprint::library::{ExtractedEntry, Library};
use newsprint::model::{ArticleId, Document, EntryId, SourceId};

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

/// Extracts the waiting entry as an older extractor did, which took its last paragraph for boilerplate.
fn extract_as_before(desk: &mut Desk, text: &str) {
    let pending = desk.library.pending_contents(1 << 20).unwrap().remove(0);
    let mut copy = Desk::new();
    serve(&copy, "/feed", "a", text);
    let feed = copy.add("/feed");
    copy.fetch(feed);
    copy.extract();
    let (mut document, _) = copy.library.document(ArticleId(1)).unwrap().unwrap();
    document.blocks.pop();
    let extracted = ExtractedEntry {
        entry: pending.entry,
        article: pending.article,
        hash: pending.hash,
        words: document.words(),
        document,
        content: pending.content,
        earlier: None,
    };
    assert_eq!(desk.library.store_extracted(&[extracted]).unwrap(), 1);
    let file = Library::library_file(desk.folder.path());
    let connection = rusqlite::Connection::open(file).unwrap();
    let older = "UPDATE document SET extractor = extractor - 1";
    assert_eq!(connection.execute(older, []).unwrap(), 1);
}

/// A library with an entry that an older extractor extracted, and its feed.
fn outdated(text: &str) -> (Desk, SourceId) {
    let mut desk = Desk::new();
    serve(&desk, "/feed", "a", text);
    let feed = desk.add("/feed");
    desk.fetch(feed);
    extract_as_before(&mut desk, text);
    desk.wait(DAY);
    (desk, feed)
}

#[test]
fn an_edit_of_a_text_that_an_older_extractor_made_is_marked_and_is_all_that_has_changed() {
    const MORE: &str =
        "By then a storm had taken all the ladders, and nobody in the village owned another one.";
    let (mut desk, feed) = outdated(&text(12));
    let edited = text(12).replace("In orchard 3 ", &format!("{MORE} In orchard 3 "));
    serve(&desk, "/feed", "a", &edited);
    assert_eq!(desk.fetch(feed).updated, 1);
    // Once more before it is extracted: both edits are one.
    desk.wait(DAY);
    let edited = edited.replace("In orchard 5 ", &format!("{MORE} In orchard 5 "));
    serve(&desk, "/feed", "a", &edited);
    assert_eq!(desk.fetch(feed).updated, 1);
    desk.extract();
    let state = desk.library.states(&[ArticleId(1)]).unwrap().remove(0).1;
    assert_eq!(state.changed, Some(desk.now));
    let (document, is_outdated) = desk.library.document(ArticleId(1)).unwrap().unwrap();
    let earlier = desk.library.earlier_text(ArticleId(1)).unwrap().unwrap();
    let texts = |document: &Document| -> Vec<String> {
        document.blocks.iter().map(|block| block.text()).collect()
    };
    let (now, before) = (texts(&document), texts(&earlier.document));
    assert!(!is_outdated);
    assert_eq!((now.len(), before.len()), (12, 12));
    let differ = now
        .iter()
        .zip(&before)
        .filter(|(now, before)| now != before);
    assert_eq!(
        differ.count(),
        2,
        "what the older extractor left out is no edit"
    );
    assert_eq!(desk.query::<i64>("SELECT count(*) FROM earlier_content"), 0);
    assert_eq!(desk.query::<i64>("SELECT count(*) FROM earlier_text"), 1);
}

#[test]
fn a_text_that_the_present_extractor_makes_of_the_same_words_is_no_edit() {
    let with_line = |line: &str| text(4).replace("[CDATA[", &format!("[CDATA[<p>{line}</p>"));
    let (mut desk, feed) = outdated(&with_line("Updated 3 February 14:03 · 12 comments"));
    // Another content, with nothing new but a time and a number of comments.
    let later = with_line("Updated 19 March 22:47 · 250 comments");
    serve(&desk, "/feed", "a", &later);
    assert_eq!(desk.fetch(feed).updated, 1);
    desk.extract();
    let (document, is_outdated) = desk.library.document(ArticleId(1)).unwrap().unwrap();
    assert_eq!((document.blocks.len(), is_outdated), (5, false));
    let state = desk.library.states(&[ArticleId(1)]).unwrap().remove(0).1;
    assert_eq!(state.changed, None);
    assert!(desk.library.earlier_text(ArticleId(1)).unwrap().is_none());
}
