//! Text at the edges of an article of a page: repeated metadata above it, other articles and boxes below it.

use newsprint::extract::{Hints, html};
use newsprint::model::{Block, plain_text};
use proptest::prelude::*;

const PROSE: [&str; 4] = [
    "The tram depot was sold in the winter, and the conductors moved their lockers into the chapel, which had been empty since the organ was lent to the next valley.",
    "Every second household on the hill owns a ladder that is longer than its house, because the cherries there have always been taller than the people.",
    "Im Frühjahr zählte der Küster die Stühle noch einmal, und diesmal waren es drei mehr als im Herbst, obwohl niemand welche gebracht haben wollte.",
    "The archive opens on two afternoons a week, and whoever wants to see the map of the wells must bring a candle of his own and give it back afterwards.",
];

fn paragraphs() -> String {
    PROSE.iter().map(|p| format!("<p>{p}</p>")).collect()
}

/// Returns a page with a menu around an article.
fn page(lang: &str, title: &str, body: &str) -> String {
    format!(
        "<html lang='{lang}'><head><title>{title}</title></head><body>\
         <nav><a href='/'>One</a> <a href='/b'>Two</a> <a href='/c'>Three</a></nav>\
         <main><article><h1>{title}</h1>{body}</article></main>\
         <footer><a href='/legal'>Legal</a></footer></body></html>"
    )
}

fn lines(text: &str) -> Vec<String> {
    let document = html::extract_html(text, &Hints::default());
    let line = |block: &Block| match block {
        Block::Heading(heading) => format!("# {}", plain_text(&heading.content)),
        _ => block.text(),
    };
    document.blocks.iter().map(line).collect()
}

/// Asserts that all prose stays in order and nothing else.
fn assert_only_prose(lang: &str, body: &str) {
    assert_eq!(
        lines(&page(lang, "Ladders of the hill", body)),
        PROSE,
        "{body}"
    );
}

#[test]
fn byline_date_and_reading_time_above_the_text_are_removed() {
    for (lang, head) in [
        (
            "en",
            "<p>By Oda Finch and Karl Brandt</p><p>June 7, 2025</p><p>6 min read</p>",
        ),
        (
            "de",
            "<p>Von Oda Finch und Karl Brandt</p><p>Stand: 7. Juni 2025, 10:15 Uhr</p>",
        ),
        (
            "fr",
            "<p>Par Oda Finch</p><p>Publié le 7 juin 2025 à 10h15</p>",
        ),
        (
            "es",
            "<p>Por Oda Finch</p><p>Actualizado el 7 de junio de 2025</p>",
        ),
        ("ja", "<p>2025年6月7日</p><p>公開日：2025年6月7日</p>"),
        ("en", "<p>2025.06.07</p><p>Ladders of the hill</p>"),
    ] {
        assert_only_prose(lang, &format!("{head}{}", paragraphs()));
    }
}

#[test]
fn a_date_between_the_standfirst_and_the_text_is_removed() {
    let standfirst =
        "A hill counts its cherries, finds too many of them, and asks its ladders what to do.";
    let body = format!(
        "<p>{standfirst}</p><time datetime='2025-06-07'>June 7, 2025</time>{}",
        paragraphs()
    );
    let page = page("en", "Ladders of the hill", &body).replacen(
        "<head>",
        &format!("<head><meta name='description' content='{standfirst}'><meta property='article:published_time' content='2025-06-07T08:00:00Z'>"),
        1,
    );
    let lines = lines(&page);
    assert!(
        !lines.iter().any(|line| line.contains("June 7")),
        "{lines:?}"
    );
    assert_eq!(lines.len().max(PROSE.len()), lines.len(), "{lines:?}");
}

#[test]
fn a_page_without_a_menu_loses_its_repeated_date_and_title_only() {
    let text = format!(
        "<html><head><title>Ladders of the hill</title></head><body><p>2025.06.07</p>\
         <p>Ladders of the hill</p>{}</body></html>",
        paragraphs()
    );
    assert_eq!(lines(&text), PROSE);
}

#[test]
fn a_lead_and_a_sentence_with_the_name_of_the_author_stay() {
    for lead in [
        "A hill counts its cherries and finds too many.",
        "Oda Finch has counted the ladders of the hill for nine years.",
        "Von Menschen und Leitern",
    ] {
        let body = format!("<p>By Oda Finch</p><p>{lead}</p>{}", paragraphs());
        let lines = lines(&page("en", "Ladders of the hill", &body));
        assert_eq!(lines.first().map(String::as_str), Some(lead));
        assert_eq!(lines.len(), PROSE.len() + 1);
    }
}

#[test]
fn dates_that_head_the_parts_of_a_diary_stay() {
    let body: String = PROSE
        .iter()
        .enumerate()
        .map(|(i, p)| format!("<p>{} June 2025</p><p>{p}</p>", i + 3))
        .collect();
    assert_eq!(lines(&page("en", "A diary", &body)).len(), 2 * PROSE.len());
}

#[test]
fn a_paragraph_that_only_refers_to_another_article_is_removed_and_nothing_else() {
    for (lang, lead) in [
        ("en", "Read also:"),
        ("de", "Lesen Sie auch:"),
        ("fr", "À lire aussi :"),
        ("pl", "Czytaj także:"),
        ("tr", "İlgili haberler:"),
    ] {
        let link = format!("<p><b>{lead}</b> <a href='/x'>Nine wells without a rope</a></p>");
        let body: String = PROSE.iter().map(|p| format!("<p>{p}</p>{link}")).collect();
        assert_only_prose(lang, &body);
    }
}

#[test]
fn links_to_other_articles_at_the_end_go_with_their_heading() {
    for (lang, heading) in [
        ("en", "Related articles"),
        ("en", "More parts of this series"),
        ("de", "Mehr zum Thema"),
        ("de", "Weitere Teile dieser Serie"),
        ("nl", "Lees ook"),
        ("ru", "Читайте также"),
        ("zh", "相关阅读"),
    ] {
        let body = format!(
            "{}<section><h2>{heading}</h2><ul><li><a href='/x'>Nine wells without a rope</a></li>\
             <li><a href='/y'>The chapel of the conductors</a></li></ul></section>",
            paragraphs()
        );
        assert_only_prose(lang, &body);
    }
}

#[test]
fn notes_on_the_author_and_subscriptions_at_the_end_go_with_their_heading() {
    for (lang, tail) in [
        (
            "en",
            "<h3>About the author</h3><p>Oda Finch repairs ladders and writes about them.</p>",
        ),
        (
            "de",
            "<h3>Über die Autorin</h3><p>Oda Finch lebt in einer Stadt ohne Leitern.</p>",
        ),
        (
            "en",
            "<h3>Oda Finch</h3><p>Oda Finch writes about ladders and owns two.</p>",
        ),
        (
            "en",
            "<h2>News from the hill</h2><p>Every week we write to those who climb. You can unsubscribe at any time.</p>",
        ),
        (
            "de",
            "<h2>Unser Rundbrief</h2><p>Wir schreiben Ihnen jede Woche. Abmelden können Sie sich jederzeit.</p>",
        ),
        ("en", "<h3>12 Comments</h3><p>Please log in to comment.</p>"),
        (
            "de",
            "<h3>Pressekontakt</h3><p>Oda Finch, presse@example.org</p>",
        ),
    ] {
        assert_only_prose(lang, &format!("{}{tail}", paragraphs()));
    }
}

#[test]
fn a_promotion_in_the_middle_goes_with_its_button_and_nothing_else() {
    for (lang, heading, button) in [
        ("en", "Join 900 readers on ladders", "Subscribe now"),
        ("de", "Werden Sie Teil der Seilschaft", "Jetzt anmelden"),
    ] {
        let body: String = PROSE
            .iter()
            .map(|p| format!("<p>{p}</p><h3>{heading}</h3><p><a href='/j'>{button}</a></p>"))
            .collect();
        assert_only_prose(lang, &body);
    }
}

#[test]
fn headings_with_text_of_their_own_stay_whatever_they_say() {
    for heading in [
        "Related work",
        "Comments",
        "Facebook",
        "Newsletter",
        "Contact",
        "Inhalt",
        "Recommended",
    ] {
        for at in [1, PROSE.len() - 1] {
            let body: String = PROSE
                .iter()
                .enumerate()
                .map(|(i, p)| {
                    let heading = if i == at {
                        format!("<h2>{heading}</h2>")
                    } else {
                        String::new()
                    };
                    format!("{heading}<p>{p}</p>")
                })
                .collect();
            let lines = lines(&page("en", "Ladders of the hill", &body));
            assert!(
                lines.contains(&format!("# {heading}")),
                "{heading}: {lines:?}"
            );
            assert_eq!(lines.len(), PROSE.len() + 1, "{heading}");
        }
    }
}

#[test]
fn a_heading_over_a_list_of_contents_goes_with_the_links() {
    for (lang, heading) in [
        ("en", "In this article"),
        ("de", "Inhaltsverzeichnis"),
        ("it", "Sommario"),
    ] {
        let body = format!(
            "<h2>{heading}</h2><ul><li><a href='#a'>Wells</a></li><li><a href='#b'>Chairs</a></li></ul>{}",
            paragraphs()
        );
        assert_only_prose(lang, &body);
    }
}

#[test]
fn a_short_closing_paragraph_stays() {
    let body = format!("{}<p>The ladders stay.</p>", paragraphs());
    assert_eq!(lines(&page("en", "Ladders", &body)).len(), PROSE.len() + 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// All prose stays in order, whatever stands below it.
    #[test]
    fn no_prose_is_lost_to_what_stands_below_it(
        sections in proptest::collection::vec((0..PROSE.len(), any::<bool>()), 3..12),
        tails in proptest::collection::vec(0..8_usize, 0..6),
    ) {
        const TAILS: [&str; 8] = [
            "<h3>Related articles</h3><ul><li><a href='/x'>Nine wells</a></li></ul>",
            "<h3>Kommentare (3)</h3>",
            "<p><a href='/s'>Share this article</a></p>",
            "<h3>Über den Autor</h3><p>Karl Brandt baut Leitern.</p>",
            "<hr><p>Subscribe to our newsletter. You can unsubscribe at any time.</p>",
            "<p>Lire aussi : <a href='/y'>Le puits sans corde</a></p>",
            "<h2>Comments</h2><p>Log in to comment.</p>",
            "<p>Advertisement</p>",
        ];
        let body: String = sections
            .iter()
            .enumerate()
            .map(|(i, (prose, has_heading))| {
                let heading = if *has_heading { format!("<h2>Part {i}</h2>") } else { String::new() };
                format!("{heading}<p>{i} {}</p>", PROSE[*prose])
            })
            .chain(tails.iter().map(|tail| TAILS[*tail].to_owned()))
            .collect();
        let lines = lines(&page("en", "Ladders of the hill", &body));
        let expected: Vec<String> = sections
            .iter()
            .enumerate()
            .map(|(i, (prose, _))| format!("{i} {}", PROSE[*prose]))
            .collect();
        let found: Vec<String> = lines.iter().filter(|line| expected.contains(line)).cloned().collect();
        prop_assert_eq!(found, expected);
    }
}
