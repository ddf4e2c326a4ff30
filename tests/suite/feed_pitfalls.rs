//! Faults of real feeds: each is read as a reader would expect.

use newsprint::feed::{Feed, FeedEntry, FeedHints, parse_feed};

use crate::feed_formats::parsed;

fn rss(items: &str) -> Feed {
    parsed(&format!(
        "<rss><channel><title>T</title>{items}</channel></rss>"
    ))
}

fn atom(entries: &str) -> Feed {
    parsed(&format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>{entries}</feed>"
    ))
}

fn title(item: &str) -> String {
    rss(&format!("<item><title>{item}</title></item>")).entries[0]
        .title
        .clone()
        .unwrap()
}

fn content(entry: &FeedEntry) -> &str {
    &entry.content.as_ref().unwrap().value
}

fn titles(feed: &Feed) -> Vec<&str> {
    feed.entries
        .iter()
        .filter_map(|e| e.title.as_deref())
        .collect()
}

#[test]
fn titles_are_shown_as_a_browser_shows_them() {
    assert_eq!(title("Eels &amp; oars"), "Eels & oars");
    assert_eq!(title("Eels &amp;amp; oars"), "Eels & oars");
    assert_eq!(title("A &lt;b&gt;bold&lt;/b&gt; eel"), "A bold eel");
    assert_eq!(
        title("A &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; eel"),
        "A bold eel"
    );
    assert_eq!(title("5 &lt; 6"), "5 < 6");
    assert_eq!(title("a &lt;video&gt; tag"), "a <video> tag");
    assert_eq!(title("One<![CDATA[ & ]]>two"), "One & two");
    assert_eq!(title("&lt;![CDATA[Eels]]&gt;"), "Eels");
    assert_eq!(title("\n  Two\n lines "), "Two lines");
    assert_eq!(
        title("caf&eacute; &#146;s &#x2014; &unknown;"),
        "café ’s — &unknown;"
    );
    let html =
        atom("<entry><title type='html'>On&lt;br>C++ &amp;amp; &lt;i>eels&lt;/i></title></entry>");
    assert_eq!(titles(&html), ["On C++ & eels"]);
    let plain = atom("<entry><title>On &lt;i> &amp;amp;</title></entry>");
    assert_eq!(titles(&plain), ["On <i> &amp;"]);
}

#[test]
fn the_longer_text_is_the_content() {
    let long = "<content:encoded><![CDATA[<p>All of the text.</p>]]></content:encoded>";
    let both = rss(&format!(
        "<item><description>Short.</description>{long}</item>"
    ));
    assert_eq!(content(&both.entries[0]), "<p>All of the text.</p>");
    assert_eq!(both.entries[0].summary.as_ref().unwrap().value, "Short.");
    let one =
        rss("<item><description>Only &lt;b>this&lt;/b>.</description><content:encoded/></item>");
    assert_eq!(content(&one.entries[0]), "Only <b>this</b>.");
    assert!(one.entries[0].summary.is_none());
    let swapped = rss(
        "<item><description>The longer of the two.</description><content:encoded>Short</content:encoded></item>",
    );
    assert_eq!(content(&swapped.entries[0]), "The longer of the two.");
    let elsewhere = atom(
        "<entry><content type='text/html' src='http://t.example/full'/><summary>S</summary></entry>",
    );
    assert_eq!(
        elsewhere.entries[0].content_src.as_deref(),
        Some("http://t.example/full")
    );
    assert_eq!(content(&elsewhere.entries[0]), "S");
}

#[test]
fn the_alternate_link_is_the_address_and_the_original_one_is_canonical() {
    let feed = atom(
        "<entry><link rel='replies' type='text/html' href='http://t.example/1#talk'/><link rel='self' href='http://t.example/1.xml'/>
        <link rel='alternate' type='application/json' href='http://t.example/1.json'/><link rel='alternate' type='text/html' href='http://t.example/1'/>
        <feedburner:origLink>http://t.example/one</feedburner:origLink></entry>",
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.link.as_deref(), Some("http://t.example/1"));
    assert_eq!(
        entry.canonical_link.as_deref(),
        Some("http://t.example/one")
    );
    assert_eq!(entry.comments.as_deref(), Some("http://t.example/1#talk"));
}

#[test]
fn a_permalink_is_the_link_where_there_is_no_other() {
    let link = |guid: &str| rss(&format!("<item>{guid}</item>")).entries[0].link.clone();
    assert_eq!(
        link("<guid>http://t.example/1</guid>").as_deref(),
        Some("http://t.example/1")
    );
    assert_eq!(
        link("<guid isPermaLink='false'>http://t.example/1</guid>"),
        None
    );
    assert_eq!(link("<guid>41</guid>"), None);
}

#[test]
fn only_the_own_children_of_the_channel_count() {
    let feed = parsed(
        "<rss><channel><image><title>Logo</title><url>http://t.example/l.png</url><link>http://l.example/</link></image>
        <textInput><title>Search</title><link>http://s.example/</link></textInput><title>Tides</title><link>http://t.example/</link></channel></rss>",
    );
    assert_eq!(feed.title.as_deref(), Some("Tides"));
    assert_eq!(feed.link.as_deref(), Some("http://t.example/"));
    assert_eq!(feed.icon.as_deref(), Some("http://t.example/l.png"));
    let entry =
        atom("<entry><title>Mine</title><source><title>Theirs</title><id>x</id></source></entry>");
    assert_eq!(titles(&entry), ["Mine"]);
    assert_eq!(entry.entries[0].id, None);
}

#[test]
fn relative_addresses_are_resolved_against_the_nearest_base() {
    let hints = FeedHints {
        url: Some("http://t.example/feeds/all.xml"),
        content_type: None,
    };
    let text = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'><link href='.'/>
        <entry xml:base='2026/'><link href='one'/><content type='xhtml' xml:base='pics/'><div xmlns='http://www.w3.org/1999/xhtml'>
        <img src='eel.png'/><p xml:base='/other/'><a href='x'>x</a></p></div></content></entry></feed>";
    let feed = parse_feed(text.as_bytes(), &hints).unwrap();
    assert_eq!(feed.link.as_deref(), Some("http://t.example/blog/"));
    let entry = &feed.entries[0];
    assert_eq!(
        entry.link.as_deref(),
        Some("http://t.example/blog/2026/one")
    );
    assert_eq!(
        entry.base.as_deref(),
        Some("http://t.example/blog/2026/pics/")
    );
    assert!(content(entry).contains("src=\"http://t.example/blog/2026/pics/eel.png\""));
    assert!(content(entry).contains("href=\"http://t.example/other/x\""));
    let text = b"<rss><channel><item><title>x</title></item></channel></rss>";
    let bare = parse_feed(text, &hints).unwrap();
    assert_eq!(bare.entries[0].base.as_deref(), hints.url);
    let rss = parse_feed(
        b"<rss><channel><item><link>/a?b=1&c=2</link></item></channel></rss>",
        &hints,
    )
    .unwrap();
    assert_eq!(
        rss.entries[0].link.as_deref(),
        Some("http://t.example/a?b=1&c=2")
    );
}

#[test]
fn enclosures_keep_what_the_feed_says_and_are_listed_once() {
    let feed = rss(
        "<item><enclosure url='http://t.example/e.mp3' length='lots' type='audio/mpeg'/><itunes:duration>1:02:03</itunes:duration>
        <media:group><media:content url='http://t.example/e.mp3' fileSize='9000'/><media:content url='http://t.example/e.mp4' type='video/mp4' duration='61'/>
        <media:thumbnail url='http://t.example/e.png'/></media:group></item>",
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.enclosures.len(), 2);
    let audio = &entry.enclosures[0];
    assert_eq!((audio.length, audio.duration), (None, Some(3723)));
    assert_eq!(audio.media_type.as_deref(), Some("audio/mpeg"));
    assert_eq!(entry.enclosures[1].duration, Some(61));
    assert_eq!(entry.image.as_deref(), Some("http://t.example/e.png"));
}

#[test]
fn missing_end_tags_are_supplied() {
    let feed = parsed(
        "<rss><channel><title>T<link>http://t.example/</link><item><title>One<description>First text<item><title>Two</title><description>Second",
    );
    assert_eq!(feed.title.as_deref(), Some("T"));
    assert_eq!(titles(&feed), ["One", "Two"]);
    assert_eq!(content(&feed.entries[0]), "First text");
    assert_eq!(content(&feed.entries[1]), "Second");
}

#[test]
fn what_stands_around_the_feed_is_ignored() {
    let feed = parsed(
        "<br /><b>Warning</b>: no time zone\n<?xml version='1.0'?><!-- hi --><rss><channel><title>T</title></channel>
        <item><title>Outside</title></item></rss><script>document.write('<item><title>no')</script><!-- 12 queries -->",
    );
    assert_eq!(feed.title.as_deref(), Some("T"));
    assert_eq!(feed.entries[0].title.as_deref(), Some("Outside"));
}

#[test]
fn names_are_matched_by_namespace_else_by_local_name() {
    let prefixed = parsed(
        "<x:rss xmlns:x='urn:unknown'><x:channel><x:title>T</x:title><x:item><x:title>One</x:title></x:item></x:channel></x:rss>",
    );
    assert_eq!(titles(&prefixed), ["One"]);
    let defaulted =
        parsed("<rss xmlns='urn:unknown'><channel><item><title>One</title></item></channel></rss>");
    assert_eq!(titles(&defaulted), ["One"]);
    let atom = parsed(
        "<rss xmlns='http://www.w3.org/2005/Atom'><channel><item><title>One</title><pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate></item></channel></rss>",
    );
    assert_eq!(titles(&atom), ["One"]);
    assert!(atom.entries[0].published.is_some());
    let foreign = rss(
        "<item xmlns:w='urn:weather'><w:title>Rain</w:title><title>One</title><w:description>Wet</w:description></item>",
    );
    assert_eq!(titles(&foreign), ["One"]);
    assert!(foreign.entries[0].content.is_none());
}

#[test]
fn the_bytes_decide_on_the_encoding() {
    let text = "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Ålesund — sjø</title></channel></rss>";
    let title = |bytes: &[u8], content_type| {
        let hints = FeedHints {
            url: None,
            content_type,
        };
        parse_feed(bytes, &hints).unwrap().title.unwrap()
    };
    assert_eq!(
        title(text.as_bytes(), Some("text/html; charset=koi8-r")),
        "Ålesund — sjø"
    );
    let latin: Vec<u8> = "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Sjø</title></channel></rss>"
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    assert_eq!(title(&latin, None), "Sjø");
    for wide in [
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        text.chars()
            .flat_map(|c| u32::from(c).to_be_bytes())
            .collect(),
    ] {
        assert_eq!(title(&wide, None), "Ålesund — sjø");
    }
}

#[test]
fn control_characters_and_xml_1_1_do_no_harm() {
    let feed = parsed(
        "<?xml version='1.1'?><rss><channel><item><title>A\u{1}b &#1; \u{85}c</title><description>x\0y\r\nz</description></item></channel></rss>",
    );
    assert!(feed.entries[0].title.as_deref().unwrap().starts_with('A'));
    assert_eq!(content(&feed.entries[0]), "xy\nz");
}

#[test]
fn markup_that_is_not_well_formed_becomes_text() {
    let feed = rss("<item><title>A & B < C</title><link>http://t.example/?a=1&copy=2&b</link><category domain=x>Eels</category>
        <description>1 <2 and <b>3</b> & so on</description></item>");
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("A & B < C"));
    assert_eq!(
        entry.link.as_deref(),
        Some("http://t.example/?a=1&copy=2&b")
    );
    assert_eq!(entry.tags, ["Eels"]);
    assert!(content(entry).contains("<b>3</b>"), "{}", content(entry));
}

#[test]
fn authors_are_names() {
    let authors = |author: &str| {
        rss(&format!("<item>{author}</item>")).entries[0]
            .authors
            .clone()
    };
    assert_eq!(
        authors("<author>ann@t.example (Ann Oak)</author>"),
        ["Ann Oak"]
    );
    assert_eq!(
        authors("<author>Ann Oak &lt;ann@t.example></author>"),
        ["Ann Oak"]
    );
    assert_eq!(authors("<author>ann@t.example</author>"), ["ann@t.example"]);
    assert_eq!(
        authors("<dc:creator>Ann Oak</dc:creator><dc:creator>Bo Elm</dc:creator>"),
        ["Ann Oak", "Bo Elm"]
    );
    assert_eq!(
        authors("<author>ann@t.example (Ann Oak)</author><dc:creator>A. Oak</dc:creator>"),
        ["Ann Oak"]
    );
}

#[test]
fn the_schedule_is_read() {
    let feed = parsed(
        "<rss><channel><ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>
        <skipHours><hour>3</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays></channel></rss>",
    );
    assert_eq!(feed.schedule.interval, Some(7200));
    assert_eq!(feed.schedule.skip_hours, [3, 0]);
    assert_eq!(feed.schedule.skip_days, [chrono::Weekday::Sun]);
}

#[test]
fn of_a_hundred_thousand_entries_the_newest_are_kept() {
    let mut text = String::from("<rss><channel><title>T</title>");
    for i in 0..100_000 {
        let (hour, minute, second) = (i / 3600 % 24, i / 60 % 60, i % 60);
        let day = 1 + i / 86_400;
        text.push_str(&format!(
            "<item><title>{i}</title><pubDate>{day:02} Feb 2026 {hour:02}:{minute:02}:{second:02} GMT</pubDate></item>"
        ));
    }
    let feed = parsed(&text);
    assert_eq!(feed.entries.len(), 2000);
    assert_eq!(feed.omitted_entries, 98_000);
    assert_eq!(feed.entries[0].title.as_deref(), Some("98000"));
    assert_eq!(feed.entries[1999].title.as_deref(), Some("99999"));
}
