//! Dates of feeds in the forms of the wild.

use crate::feed_formats::parsed;

fn published(date: &str) -> Option<String> {
    let feed = parsed(&format!(
        "<rss><channel><item><pubDate>{date}</pubDate></item></channel></rss>"
    ));
    feed.entries[0]
        .published
        .map(|date| date.format("%Y-%m-%dT%H:%M:%S").to_string())
}

#[test]
fn dates_of_the_wild_are_read() {
    for (written, meant) in [
        ("Mon, 02 Feb 2026 10:00:00 GMT", "2026-02-02T10:00:00"),
        ("Mon, 02 Feb 2026 10:00:00 +0130", "2026-02-02T08:30:00"),
        ("Mon, 2 Feb 26 9:05 EST", "2026-02-02T14:05:00"),
        (
            "Monday, 02 February 2026 10:00:00 UTC",
            "2026-02-02T10:00:00",
        ),
        ("02 Feb 2026 10:00:00 PDT", "2026-02-02T17:00:00"),
        ("Mon, 02 Feb 2026 12:15 PM", "2026-02-02T12:15:00"),
        ("Mon, 02 Feb 2026", "2026-02-02T00:00:00"),
        ("Mon Feb  2 10:00:00 2026", "2026-02-02T10:00:00"),
        ("Feb 2, 2026 3:05 pm", "2026-02-02T15:05:00"),
        ("2026-02-02T10:00:00Z", "2026-02-02T10:00:00"),
        ("2026-02-02T10:00:00.125+02:00", "2026-02-02T08:00:00"),
        ("2026-02-02T10:00+0200", "2026-02-02T08:00:00"),
        ("2026-02-02 10:00:00 +0200", "2026-02-02T08:00:00"),
        ("2026-02-02 10:00:00", "2026-02-02T10:00:00"),
        ("2026-02-02", "2026-02-02T00:00:00"),
        ("20260202T100000Z", "2026-02-02T10:00:00"),
        ("1770026400", "2026-02-02T10:00:00"),
        ("Mo, 02 Mär 2026 10:00:00 +0100", "2026-03-02T09:00:00"),
        ("lun., 02 févr. 2026 10:00:00 +0100", "2026-02-02T09:00:00"),
        ("пн, 02 фев 2026 10:00:00 +0300", "2026-02-02T07:00:00"),
        ("2026年2月2日 10:00", "2026-02-02T10:00:00"),
        (
            "\n  Mon, 02 Feb 2026 10:00:00 -0500\n",
            "2026-02-02T15:00:00",
        ),
        ("2026-02-31T10:00:00Z", "2026-03-03T10:00:00"),
        ("Mon, 02 Feb 2026 24:00:00 GMT", "2026-02-03T00:00:00"),
    ] {
        assert_eq!(published(written).as_deref(), Some(meant), "{written}");
    }
}

#[test]
fn texts_that_are_no_dates_give_none() {
    for written in [
        "",
        "yesterday",
        "Mon, 99",
        "::",
        "2026-13",
        &"9".repeat(1000),
    ] {
        assert_eq!(published(written), None, "{written}");
    }
}

#[test]
fn each_date_has_its_meaning() {
    let feed = parsed(
        "<rss><channel><item><dc:date>2026-02-02T10:00:00Z</dc:date></item>
        <item><dcterms:issued>2026-02-02</dcterms:issued><dcterms:modified>2026-02-03</dcterms:modified><dc:date>2020-01-01</dc:date></item>
        </channel></rss>",
    );
    assert_eq!(feed.entries[0].published, feed.entries[0].updated);
    assert!(feed.entries[1].published < feed.entries[1].updated);
    assert_eq!(
        feed.entries[1].published.unwrap().format("%Y").to_string(),
        "2026"
    );
}
