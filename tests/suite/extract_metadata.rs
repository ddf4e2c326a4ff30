//! Metadata of HTML pages: title, byline, date, publisher and standfirst.

use chrono::NaiveDate;
use newsprint::extract::{Hints, html};
use newsprint::model::Metadata;
use proptest::prelude::*;

/// Paragraphs of an article, long enough to be found.
const TEXT: &str = "<p>Every winter the ferry is pulled on to the shingle, where two men scrape the hull and a third one \
    reads the paper to them, beginning with the weather and ending with the prices of herring.</p>\
    <p>In spring they argue for a week about the colour of the rail, and then they paint it green, as it has been since the \
    old harbour master died and left them eleven tins of that paint in his will.</p>\
    <p>The first crossing of the year is free, and the passengers bring a cake, which is cut on the landing stage while the \
    engine is warming up and the gulls are kept away with an umbrella.</p>";

/// Returns the metadata of a page with `head` in its head and `before` and `after` around the text of the article.
fn metadata(lang: &str, head: &str, before: &str, after: &str) -> Metadata {
    let page = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head>{head}</head><body><nav><a href=\"/\">Home</a> <a href=\"/all\">All</a></nav>\
         <main><article>{before}{TEXT}{after}</article></main><footer><a href=\"/legal\">Legal</a></footer></body></html>"
    );
    let hints = Hints {
        today: NaiveDate::from_ymd_opt(2026, 3, 1),
        ..Hints::default()
    };
    html::extract_html(&page, &hints).metadata
}

/// Returns the byline of a page with `html` below its heading.
fn byline(html: &str) -> Option<String> {
    let before = format!("<h1>The ferry sleeps in winter</h1>{html}");
    metadata(
        "en",
        "<title>The ferry sleeps in winter</title>",
        &before,
        "",
    )
    .byline
}

/// Returns the byline of a page with `head` in its head.
fn declared_byline(head: &str) -> Option<String> {
    let head = format!("<title>The ferry sleeps in winter</title>{head}");
    metadata("en", &head, "<h1>The ferry sleeps in winter</h1>", "").byline
}

/// Returns the date of a page with `html` below its heading.
fn published(lang: &str, html: &str) -> Option<String> {
    let before = format!("<h1>The ferry sleeps in winter</h1>{html}");
    let head = "<title>The ferry sleeps in winter</title>";
    let metadata = metadata(lang, head, &before, "");
    metadata.published.map(|date| date.to_string())
}

/// Returns the title of a page with `title` as its title and `before` above the text.
fn title(title: &str, before: &str) -> Option<String> {
    metadata("en", &format!("<title>{title}</title>"), before, "").title
}

#[test]
fn a_byline_has_only_the_name() {
    let pages = [
        "<div class=\"byline\"><span>By</span><span>Tove Holm</span></div>",
        "<div class=\"byline\"><span>Von</span><b>Tove Holm</b></div>",
        "<div class=\"byline\">Words by Tove Holm</div>",
        "<p class=\"byline\">Tove Holm <a href=\"/f\">Follow</a></p>",
        "<div class=\"meta\"><span class=\"author-name\">Tove Holm</span> <a rel=\"author\" href=\"/t\">More posts</a></div>",
        "<div class=\"byline\">By Tove Holm Sunday, Feb. 8, 2015</div>",
        "<p class=\"byline\">Von Tove Holm, 8. Februar 2015</p>",
        "<address>Written by <a href=\"/t\">Tove Holm</a>.<br>Write to us:<br>Shed 4, Shingle Street</address>",
        "<div class=\"author\"><p>Tove Holm</p><p>Senior editor at the pier</p></div>",
        "<div itemprop=\"author\"><span>Chief</span> <span itemprop=\"name\">Tove Holm</span></div>",
    ];
    for html in pages {
        assert_eq!(byline(html).as_deref(), Some("Tove Holm"), "{html}");
    }
}

#[test]
fn a_byline_is_found_by_link_class_line_and_label() {
    let pages = [
        "<div class=\"q\"><a href=\"https://pier.example/author/tove-holm/\">Tove Holm</a></div>",
        "<div><a href=\"/autoren/tove-holm\">Tove Holm</a></div>",
        "<div class=\"Head_byline__x7Fq2\">Tove Holm</div>",
        "<span class=\"_writerName_4k1 authorName-9zQ\">Tove Holm</span>",
        "<p>8 February 2015 · 4 min read · By Tove Holm</p>",
        "<div><span>par</span></div><div>Tove Holm</div>",
    ];
    for html in pages {
        assert_eq!(byline(html).as_deref(), Some("Tove Holm"), "{html}");
    }
    let labels = "<meta name=\"twitter:label1\" content=\"Verfasst von\"><meta name=\"twitter:data1\" content=\"Tove Holm\">";
    assert_eq!(declared_byline(labels).as_deref(), Some("Tove Holm"));
}

#[test]
fn an_element_around_the_headline_does_not_hide_the_byline() {
    let page = format!(
        "<html><head><title>The ferry sleeps in winter</title></head><body class=\"with-sidebar related-on\"><main><article>\
         <h1>The ferry sleeps in winter</h1>{TEXT}<footer class=\"post-footer\"><span class=\"author\">Tove Holm</span></footer>\
         </article></main></body></html>"
    );
    let document = html::extract_html(&page, &Hints::default());
    assert_eq!(document.metadata.byline.as_deref(), Some("Tove Holm"));
}

#[test]
fn a_person_comes_before_an_organisation() {
    let head = "<meta property=\"og:site_name\" content=\"The Shingle\"><meta name=\"author\" content=\"Shingle Staff\">";
    let before = "<h1>The ferry sleeps in winter</h1><p class=\"byline\">By <a href=\"/t\">Tove Holm</a></p>";
    assert_eq!(
        metadata("en", head, before, "").byline.as_deref(),
        Some("Tove Holm")
    );
    let only = metadata("en", head, "<h1>The ferry sleeps in winter</h1>", "");
    assert_eq!(only.byline.as_deref(), Some("Shingle Staff"));
    let both = "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"author\":[{\"@type\":\"Organization\",\"name\":\"Pier Media\"},\
        {\"@type\":\"Person\",\"name\":\"Tove Holm\"}]}</script>";
    assert_eq!(declared_byline(both).as_deref(), Some("Tove Holm"));
}

#[test]
fn a_date_a_place_a_button_or_a_credit_is_no_byline() {
    let pages = [
        "<div class=\"byline\">8:15AM GMT 08 Feb 2015</div>",
        "<div class=\"byline\">Dienstag, 8. Februar</div>",
        "<a rel=\"author\" href=\"/t\">View all posts</a>",
        "<figure><img src=\"a.jpg\"><figcaption class=\"photo-byline\">Photo by: Shingle Pictures</figcaption></figure>",
        "<p>By noon the water stood at the second step of the landing stage.</p>",
    ];
    for html in pages {
        assert_eq!(byline(html), None, "{html}");
    }
}

#[test]
fn declared_names_are_read_in_the_order_they_are_spoken() {
    let head = "<meta name=\"citation_author\" content=\"Holm, Tove\"><meta name=\"citation_author\" content=\"Ek, Jan Erik\">";
    assert_eq!(
        declared_byline(head).as_deref(),
        Some("Tove Holm, Jan Erik Ek")
    );
    let broken = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"The ferry\nsleeps\",\
        \"author\":[{\"@type\":\"Person\",\"name\":\"Tove Holm\"},],}</script>";
    assert_eq!(declared_byline(broken).as_deref(), Some("Tove Holm"));
    let center = "<meta name=\"author\" content=\"Centre for Ferries in the North\">";
    assert_eq!(
        declared_byline(center).as_deref(),
        Some("Centre for Ferries in the North")
    );
}

#[test]
fn a_title_has_no_name_of_the_site() {
    let heading = "<h1>The ferry sleeps</h1>";
    for declared in [
        "The ferry sleeps | Shingle Post",
        "Shingle Post: The ferry sleeps",
        "Shingle Post » Archive » The ferry sleeps",
        "boats - The ferry sleeps - Shingle Answers",
        "The ferry sleeps_Boats_Shingle",
    ] {
        assert_eq!(
            title(declared, heading).as_deref(),
            Some("The ferry sleeps"),
            "{declared}"
        );
    }
    let second = "<h2>The ferry sleeps</h2>";
    assert_eq!(
        title("Shingle Blog » The ferry sleeps", second).as_deref(),
        Some("The ferry sleeps")
    );
    let initials = "<title>Eleven tins | NFA</title><link rel=\"canonical\" href=\"https://northernferryarchive.example/tins\">";
    assert_eq!(
        metadata("en", initials, "", "").title.as_deref(),
        Some("Eleven tins")
    );
}

#[test]
fn a_heading_comes_before_a_title_that_says_nothing() {
    for declared in [
        "Untitled Document",
        "React App",
        "index",
        "Ohne Titel",
        "Shingle Notes",
    ] {
        let found = title(declared, "<h1>Eleven tins of green</h1>");
        assert_eq!(found.as_deref(), Some("Eleven tins of green"), "{declared}");
    }
}

#[test]
fn controls_in_a_heading_are_no_part_of_the_title() {
    for heading in [
        "<h1>Moorings<a class=\"headerlink\" href=\"#m\">¶</a></h1>",
        "<h1 id=\"m\"><a class=\"anchor\" href=\"#m\">#</a> Moorings</h1>",
        "<h1>Moorings <span class=\"mw-editsection\">[edit]</span></h1>",
    ] {
        assert_eq!(
            title("Moorings - Pier docs", heading).as_deref(),
            Some("Moorings"),
            "{heading}"
        );
    }
}

#[test]
fn the_name_of_the_site_in_a_heading_is_not_the_title() {
    let page = format!(
        "<html><head><title>Eleven tins - The Pier Manual</title></head><body><header><h1 class=\"menu-title\">The Pier Manual</h1></header>\
         <main><h2 id=\"t\">Eleven Tins</h2>{TEXT}</main></body></html>"
    );
    let document = html::extract_html(&page, &Hints::default());
    assert_eq!(document.metadata.title.as_deref(), Some("Eleven Tins"));
    let page = page.replace(
        "class=\"menu-title\">The Pier Manual",
        "class=\"site-title\"><a href=\"/\">The Pier Manual</a>",
    );
    let document = html::extract_html(&page, &Hints::default());
    assert_eq!(document.metadata.title.as_deref(), Some("Eleven Tins"));
}

#[test]
fn the_only_heading_comes_before_a_teaser() {
    let head = "<title>Ferry: rail painted</title><meta property=\"og:title\" content=\"Nobody guessed the colour of this ferry\">";
    let before = "<h1>Ferry gets its rail painted green after a week of quarrel</h1>";
    let found = metadata("en", head, before, "").title;
    assert_eq!(
        found.as_deref(),
        Some("Ferry gets its rail painted green after a week of quarrel")
    );
}

#[test]
fn a_description_that_begins_the_text_is_shown_once() {
    for description in [
        "Every winter the ferry is pulled on to the shingle, where two men scrape the hull…",
        "Every winter the ferry is pulled on to the shingle, where two men scrape the hull [...]",
        "Every winter the ferry is pulled on to the shingle, where two men scrape the hull and a third one reads the pap",
        "Every winter the ferry is pulled on to the shingle, where two men scrape the hull and a third one reads the paper to them, \
         beginning with the weather and ending with the prices of herring. In spring they argue for a week",
    ] {
        let head =
            format!("<title>Tins</title><meta name=\"description\" content=\"{description}\">");
        assert_eq!(
            metadata("en", &head, "<h1>Tins</h1>", "").standfirst,
            None,
            "{description}"
        );
    }
    let own = "Why a rail is green: a visit to the shed where the ferry spends the winter.";
    let head = format!("<title>Tins</title><meta name=\"description\" content=\"{own}\">");
    assert_eq!(
        metadata("en", &head, "<h1>Tins</h1>", "")
            .standfirst
            .as_deref(),
        Some(own)
    );
}

#[test]
fn day_and_month_are_read_as_the_page_writes_them() {
    assert_eq!(
        published("en-GB", "<p class=\"date\">03/04/2024</p>").as_deref(),
        Some("2024-04-03")
    );
    assert_eq!(
        published("it", "<p class=\"date\">03/04/2024</p>").as_deref(),
        Some("2024-04-03")
    );
    assert_eq!(
        published("en", "<p class=\"date\">03/04/2024</p>").as_deref(),
        Some("2024-03-04")
    );
    let other = "<p class=\"date\">03/04/2024</p><p class=\"edited\">Edited 25/04/2024</p>";
    assert_eq!(published("en", other).as_deref(), Some("2024-04-03"));
    let head = "<title>Tins</title><link rel=\"canonical\" href=\"https://pier.example/2024/april/03/tins\">";
    let found = metadata(
        "en",
        head,
        "<h1>Tins</h1><p class=\"date\">03/04/2024</p>",
        "",
    );
    assert_eq!(
        found.published.map(|d| d.to_string()).as_deref(),
        Some("2024-04-03")
    );
}

#[test]
fn a_lone_date_is_found_by_the_headline_and_at_the_end() {
    assert_eq!(
        published("en", "<small>30.11.2021</small>").as_deref(),
        Some("2021-11-30")
    );
    assert_eq!(
        published(
            "sv",
            "<div><a href=\"/author/t\">Tove Holm</a></div><div>30 november 2021</div>"
        )
        .as_deref(),
        Some("2021-11-30")
    );
    for end in [
        "<p>Stand: 30.11.2021</p>",
        "<p>Posted on 30/11/2021 at 9:15</p>",
        "<p>Publié le 30 novembre 2021</p>",
    ] {
        let found = metadata("de", "<title>Tins</title>", "<h1>Tins</h1>", end).published;
        assert_eq!(
            found
                .map(|d| d.to_string().chars().take(10).collect::<String>())
                .as_deref(),
            Some("2021-11-30"),
            "{end}"
        );
    }
}

#[test]
fn a_date_of_the_text_of_today_or_of_the_future_is_not_the_date_of_publication() {
    assert_eq!(
        published(
            "en",
            "<p>On May 3, 1951 the ferry sank in two metres of water, as a board on the pier says.</p>"
        ),
        None
    );
    assert_eq!(published("en", "<p>It was built on 3 May 2011.</p>"), None);
    assert_eq!(published("en", "<p class=\"date\">3 May 2031</p>"), None);
    assert_eq!(
        published("en", "<p class=\"date\">11-10-28</p>").as_deref(),
        Some("2011-10-28")
    );
    let today = "<div id=\"todays-date\">Sunday, March 1, 2026</div><h1>Tins</h1><p class=\"i\">May 3, 2011</p>";
    let found = metadata("en", "<title>Tins</title>", today, "").published;
    assert_eq!(found.map(|d| d.to_string()).as_deref(), Some("2011-05-03"));
}

#[test]
fn the_shown_day_comes_before_a_declared_one_in_another_zone() {
    let head = "<title>Tins</title><meta property=\"article:published_time\" content=\"2024-05-04T02:10:00Z\">";
    let shown = metadata(
        "en",
        head,
        "<h1>Tins</h1><p class=\"date\">May 3, 2024</p>",
        "",
    )
    .published;
    assert_eq!(shown.map(|d| d.to_string()).as_deref(), Some("2024-05-03"));
    let other = metadata(
        "en",
        head,
        "<h1>Tins</h1><p class=\"date\">May 1, 2024</p>",
        "",
    )
    .published;
    assert_eq!(
        other.map(|d| d.to_string()).as_deref(),
        Some("2024-05-04T02:10:00Z")
    );
}

#[test]
fn a_publisher_has_no_slogan() {
    for (declared, name) in [
        ("The Shingle | News that floats to you", "The Shingle"),
        (
            "Der Kiesel - Nachrichten vom Meer und Umgebung",
            "Der Kiesel",
        ),
        ("The Shingle", "The Shingle"),
        ("Tide-Tables Weekly", "Tide-Tables Weekly"),
    ] {
        let head =
            format!("<title>Tins</title><meta property=\"og:site_name\" content=\"{declared}\">");
        assert_eq!(
            metadata("en", &head, "<h1>Tins</h1>", "")
                .publisher
                .as_deref(),
            Some(name)
        );
    }
}

#[test]
fn nothing_is_cut_out_of_a_sentence_for_the_byline() {
    let before = "<h1>Tins</h1><p>The board was painted by <a rel=\"author\" href=\"/t\">Tove Holm</a> with the last of the eleven tins that she had found in the shed.</p>";
    let page = format!("<html><body><article>{before}{TEXT}</article></body></html>");
    let document = html::extract_html(&page, &Hints::default());
    assert_eq!(document.metadata.byline, None);
}

proptest! {
    #[test]
    fn metadata_are_single_lines_of_bounded_length(
        parts in proptest::collection::vec(
            "(By |von |\\| |- |: |…|¶|\n|<br>|2024-05-03|3/4/24|Tove |The Shingle|&amp;|\\PC){0,12}", 9..10,
        ),
        long in 0..400_usize,
    ) {
        let part = |at: usize| parts[at].replace('"', "'");
        let page = format!(
            "<html lang=\"{}\"><head><title>{}</title><meta property=\"og:site_name\" content=\"{}\"><meta name=\"author\" content=\"{}\">\
             <meta name=\"description\" content=\"{}\"><meta name=\"date\" content=\"{}\"></head><body><h1>{}</h1><p class=\"byline\">{}</p>\
             <p class=\"date\">{}</p>{TEXT}</body></html>",
            part(0), part(1), part(2), part(3).repeat(long), part(4).repeat(long), part(5), part(6), part(7), part(8),
        );
        let found = newsprint::extract::extract(page.as_bytes(), &Hints { name: Some("a.html"), ..Hints::default() });
        let metadata = found.unwrap().document.metadata;
        let bounds = [(metadata.title, 501), (metadata.standfirst, 2001), (metadata.byline, 301), (metadata.publisher, 301)];
        for (value, longest) in bounds {
            let Some(value) = value else { continue };
            prop_assert!(!value.trim().is_empty() && !value.contains(['\n', '\r']), "{value:?}");
            prop_assert!(value.chars().count() <= longest, "{value:?}");
        }
    }
}
