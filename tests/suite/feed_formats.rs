//! Each format of a feed gives the same fields.

use newsprint::feed::{Feed, FeedFormat, FeedHints, NotAFeed, parse_feed};

pub(crate) fn parsed(text: &str) -> Feed {
    parse_feed(text.as_bytes(), &FeedHints::default()).unwrap()
}

fn check(feed: &Feed, format: FeedFormat) {
    assert_eq!(feed.format, format);
    assert_eq!(feed.title.as_deref(), Some("Tide tables"));
    assert_eq!(feed.link.as_deref(), Some("http://tides.example/"));
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("High water & wind"));
    assert_eq!(entry.link.as_deref(), Some("http://tides.example/7"));
    let text = entry.content.as_ref().unwrap();
    assert_eq!(text.value, "Four <b>metres</b> ten.");
    assert!(text.is_html);
}

#[test]
fn rss_gives_title_link_text_and_date() {
    let feed = parsed(
        r#"<rss version="2.0"><channel><title>Tide tables</title><link>http://tides.example/</link>
        <item><title>High water &amp; wind</title><link>http://tides.example/7</link><guid isPermaLink="false">t-7</guid>
        <pubDate>Mon, 16 Nov 2026 07:00:00 +0100</pubDate><description>Four &lt;b&gt;metres&lt;/b&gt; ten.</description></item>
        </channel></rss>"#,
    );
    check(&feed, FeedFormat::Rss);
    let entry = &feed.entries[0];
    assert_eq!(entry.id.as_deref(), Some("t-7"));
    assert!(!entry.is_permalink);
    assert_eq!(
        entry.published.unwrap().to_rfc3339(),
        "2026-11-16T06:00:00+00:00"
    );
}

#[test]
fn atom_gives_title_link_text_and_author() {
    let feed = parsed(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Tide tables</title><link href="http://tides.example/"/>
        <entry><id>urn:t:7</id><title type="html">High water &amp;amp; wind</title>
        <link rel="enclosure" href="http://tides.example/7.mp3" type="audio/mpeg" length="12"/>
        <link href="http://tides.example/7"/><author><name>Ann Oak</name><email>a@o.example</email></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Four <b>metres</b> ten.</div></content></entry></feed>"#,
    );
    check(&feed, FeedFormat::Atom);
    let entry = &feed.entries[0];
    assert_eq!(entry.authors, ["Ann Oak"]);
    assert_eq!(entry.enclosures[0].length, Some(12));
}

#[test]
fn rdf_gives_title_link_text_and_date() {
    let feed = parsed(
        r#"<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
        <channel><title>Tide tables</title><link>http://tides.example/</link></channel>
        <item r:about="http://tides.example/7"><title>High water &amp; wind</title><link>http://tides.example/7</link>
        <d:date>2026-11-16T07:00:00Z</d:date><c:encoded><![CDATA[Four <b>metres</b> ten.]]></c:encoded></item></r:RDF>"#,
    );
    check(&feed, FeedFormat::Rdf);
    assert_eq!(
        feed.entries[0].id.as_deref(),
        Some("http://tides.example/7")
    );
    assert!(feed.entries[0].published.is_some());
}

#[test]
fn cdf_gives_title_link_and_text() {
    let feed = parsed(
        r#"<CHANNEL HREF="http://tides.example/"><TITLE>Tide tables</TITLE><ITEM HREF="http://tides.example/7">
        <TITLE>High water &amp; wind</TITLE><ABSTRACT>Four &lt;b>metres&lt;/b> ten.</ABSTRACT></ITEM></CHANNEL>"#,
    );
    check(&feed, FeedFormat::Cdf);
}

#[test]
fn json_gives_title_link_and_text_and_numbers_become_ids() {
    let feed = parsed(
        "\u{feff}{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Tide tables\", \"home_page_url\": \"http://tides.example/\",
        \"items\": [{\"id\": 7, \"url\": \"http://tides.example/7\", \"title\": \"High water & wind\", \"content_html\": \"Four <b>metres</b> ten.\"}]}",
    );
    check(&feed, FeedFormat::JsonFeed);
    assert_eq!(feed.entries[0].id.as_deref(), Some("7"));
}

#[test]
fn other_documents_are_named() {
    let other = |text: &str| parse_feed(text.as_bytes(), &FeedHints::default()).unwrap_err();
    assert_eq!(other(" \n"), NotAFeed::Empty);
    assert_eq!(
        other("<!DOCTYPE html><html><body><p>Sign in</p></body></html>"),
        NotAFeed::Html
    );
    assert_eq!(other("<opml><body/></opml>"), NotAFeed::Opml);
    assert_eq!(
        other("<?xml version='1.0'?><urlset><url/></urlset>"),
        NotAFeed::Sitemap
    );
    assert_eq!(other("{\"a\": 1}"), NotAFeed::Json);
    assert_eq!(other("<note><to>Ann</to></note>"), NotAFeed::OtherXml);
    assert_eq!(other("just words"), NotAFeed::NotText);
}
