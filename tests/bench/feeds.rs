//! From bytes to a feed: MB/s of the processor, beside feed-rs and feedparser-rs on the same feeds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod arguments;
mod data;
mod figures;

use std::fmt::Write;
use std::hint::black_box;

use arguments::{Arguments, check};
use data::Numbers;
use figures::Times;
use newsprint::feed::{FeedHints, entry_document, parse_feed};

/// Most entries that newsprint keeps of a feed.
const MAX_KEPT: usize = 2000;

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&[]);
    let runs = arguments.choose(7, 1);
    println!("{}", figures::machine());
    println!(
        "\nfeeds, MB/s of the processor, best of {runs} runs in turns; \"ratio\" is newsprint's to the faster of the others"
    );
    println!(
        "{:<44}{:>10}{:>10}{:>14}{:>8}",
        "", "newsprint", "feed-rs", "feedparser-rs", "ratio"
    );
    let entries = arguments.choose(500, 3);
    for (name, words, feed) in [
        (
            "RSS, content:encoded in CDATA",
            400,
            rss_encoded as fn(usize, usize) -> String,
        ),
        ("RSS, escaped descriptions", 60, rss_escaped),
        ("podcast", 40, podcast),
        ("Atom, escaped HTML", 400, atom_escaped),
        ("Atom, XHTML", 400, atom_xhtml),
        ("RSS 1.0", 60, rdf),
        ("JSON Feed", 400, json),
    ] {
        compare(
            &format!("{name}, {entries} entries"),
            &feed(entries, words),
            entries,
            runs,
        );
    }
    let entries = arguments.choose(100_000, 300);
    compare(
        &format!("RSS, {entries} entries"),
        &rss_escaped(entries, 5),
        entries,
        runs.min(3),
    );
    let entries = arguments.choose(200, 3);
    documents(entries, &rss_encoded(entries, 400), runs);
}

/// Measures the parsers on one feed, in turns.
fn compare(name: &str, feed: &str, entries: usize, runs: usize) {
    let mut times = [Times::default(), Times::default(), Times::default()];
    // A parser that does not find all entries is not compared.
    let mut found = [true; 3];
    for _ in 0..runs {
        let ours = times[0].run(|| {
            black_box(parse_feed(
                black_box(feed.as_bytes()),
                &FeedHints::default(),
            ))
        });
        let kept = ours.unwrap().entries.len();
        check(kept == entries.min(MAX_KEPT), || {
            format!("{name}: newsprint found {kept} entries of {entries}")
        });
        let theirs = times[1].run(|| black_box(feed_rs::parser::parse(black_box(feed.as_bytes()))));
        found[1] &= theirs.is_ok_and(|feed| feed.entries.len() == entries);
        let limits = feedparser_rs::ParserLimits {
            max_entries: 1_000_000,
            max_feed_size_bytes: 1 << 30,
            max_text_length: 1 << 30,
            ..Default::default()
        };
        let theirs = times[2].run(|| {
            black_box(feedparser_rs::parse_with_limits(
                black_box(feed.as_bytes()),
                limits,
            ))
        });
        found[2] &= theirs.is_ok_and(|feed| feed.entries.len() == entries);
    }
    let rate = |i: usize| found[i].then(|| feed.len() as f64 / 1000.0 / times[i].shortest());
    let shown = |i: usize| rate(i).map_or("-".to_owned(), |rate| format!("{rate:.1}"));
    let theirs = rate(1).unwrap_or(0.0).max(rate(2).unwrap_or(0.0));
    let ratio = rate(0).map_or(0.0, |ours| ours / theirs);
    println!(
        "{name:<44}{:>10}{:>10}{:>14}{ratio:>8.2}",
        shown(0),
        shown(1),
        shown(2)
    );
}

/// Measures the conversion of entries to documents.
fn documents(entries: usize, feed: &str, runs: usize) {
    let parsed = parse_feed(feed.as_bytes(), &FeedHints::default()).unwrap();
    let mut times = Times::default();
    for _ in 0..runs {
        times.run(|| {
            for entry in &parsed.entries {
                let document = black_box(entry_document(entry, None));
                check(!document.blocks.is_empty(), || {
                    "an entry has no blocks".to_owned()
                });
            }
        });
    }
    let rate = feed.len() as f64 / 1000.0 / times.shortest();
    println!(
        "{:<44}{rate:>10.1}",
        format!("{entries} entries to documents")
    );
}

/// Returns the HTML of an article of about `words` words.
fn html(numbers: &mut Numbers, words: usize) -> String {
    let mut out = String::new();
    let mut left = words as i64;
    while left > 0 {
        let (text, count) = numbers.paragraph(60.min(words));
        let link = numbers.word();
        let _ = writeln!(
            out,
            "<p>{text} <a href=\"https://news.example/{link}?a=1&amp;b=2\">{link}</a> &#8217; <em>end</em>.</p>"
        );
        left -= count as i64;
    }
    out.push_str("<img src=\"https://news.example/picture.jpg\" alt=\"A picture\" />");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Returns an RSS feed with the element that `body` returns for each entry.
fn rss(entries: usize, mut body: impl FnMut(&mut Numbers, usize) -> String) -> String {
    let mut numbers = Numbers::new(7);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">\n<channel>
        <title>News</title><link>https://news.example/</link><description>All the news</description><ttl>60</ttl>\n",
    );
    for i in 0..entries {
        let title = numbers.sentence(8).0;
        let author = numbers.capital();
        let body = body(&mut numbers, i);
        let (hour, minute) = (i / 60 % 24, i % 60);
        let _ = writeln!(
            out,
            "<item>\n  <title>{title}</title>\n  <link>https://news.example/{i}</link>\n  <guid isPermaLink=\"false\">news-{i}</guid>
  <pubDate>Mon, 02 Feb 2026 {hour:02}:{minute:02}:00 +0000</pubDate>\n  <dc:creator><![CDATA[{author}]]></dc:creator>
  <category>News</category>\n  {body}\n</item>"
        );
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn rss_encoded(entries: usize, words: usize) -> String {
    rss(entries, |numbers, _| {
        let summary = numbers.sentence(20).0;
        let content = html(numbers, words);
        format!(
            "<description><![CDATA[{summary}]]></description>\n  <content:encoded><![CDATA[{content}]]></content:encoded>"
        )
    })
}

fn rss_escaped(entries: usize, words: usize) -> String {
    rss(entries, |numbers, _| {
        format!(
            "<description>{}</description>",
            escaped(&html(numbers, words))
        )
    })
}

fn podcast(entries: usize, words: usize) -> String {
    rss(entries, |numbers, i| {
        let text = numbers.paragraph(words).0;
        format!(
            "<description>{text}</description><itunes:summary>{text}</itunes:summary><itunes:duration>00:31:{:02}</itunes:duration>
  <enclosure url=\"https://media.example/{i}.mp3\" length=\"{}\" type=\"audio/mpeg\"/>",
            i % 60,
            30_000_000 + i
        )
    })
}

/// Returns an Atom feed with the content that `body` returns for each entry.
fn atom(entries: usize, kind: &str, body: impl Fn(&mut Numbers) -> String) -> String {
    let mut numbers = Numbers::new(8);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>News</title>
        <link href=\"https://news.example/\"/><id>urn:news</id><updated>2026-02-02T10:00:00Z</updated>\n",
    );
    for i in 0..entries {
        let (title, author) = (numbers.sentence(8).0, numbers.capital());
        let body = body(&mut numbers);
        let _ = writeln!(
            out,
            "<entry>\n  <title>{title}</title>\n  <link rel=\"alternate\" type=\"text/html\" href=\"https://news.example/{i}\"/>\n  <id>urn:news:{i}</id>
  <published>2026-02-02T10:00:00Z</published>\n  <updated>2026-02-02T10:00:00Z</updated>\n  <author><name>{author}</name></author>
  <content type=\"{kind}\">{body}</content>\n</entry>"
        );
    }
    out.push_str("</feed>\n");
    out
}

fn atom_escaped(entries: usize, words: usize) -> String {
    atom(entries, "html", |numbers| escaped(&html(numbers, words)))
}

fn atom_xhtml(entries: usize, words: usize) -> String {
    atom(entries, "xhtml", |numbers| {
        format!(
            "<div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div>",
            html(numbers, words)
        )
    })
}

fn rdf(entries: usize, words: usize) -> String {
    let mut numbers = Numbers::new(9);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel rdf:about=\"https://news.example/\"><title>News</title><link>https://news.example/</link>
        <description>All the news</description></channel>\n",
    );
    for i in 0..entries {
        let (title, text) = (numbers.sentence(8).0, numbers.paragraph(words).0);
        let _ = writeln!(
            out,
            "<item rdf:about=\"https://news.example/{i}\"><title>{title}</title><link>https://news.example/{i}</link>
  <dc:date>2026-02-02T10:00:00+01:00</dc:date><dc:subject>News</dc:subject><description>{text}</description></item>"
        );
    }
    out.push_str("</rdf:RDF>\n");
    out
}

fn json(entries: usize, words: usize) -> String {
    let mut numbers = Numbers::new(10);
    let items: Vec<serde_json::Value> = (0..entries)
        .map(|i| {
            serde_json::json!({
                "id": format!("news-{i}"), "url": format!("https://news.example/{i}"), "title": numbers.sentence(8).0,
                "content_html": html(&mut numbers, words), "date_published": "2026-02-02T10:00:00Z",
            })
        })
        .collect();
    serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "News", "home_page_url": "https://news.example/", "items": items,
    })
    .to_string()
}
