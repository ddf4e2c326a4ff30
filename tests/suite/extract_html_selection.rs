//! Which parts of a page are its article: sections whatever their names, articles in several parts, boxes beside them.

use newsprint::extract::{Hints, LineRole, explain, html, selection};
use newsprint::model::Block;
use proptest::prelude::*;

/// Sentences of paragraphs; none of them occurs twice in a page.
const SENTENCES: &[&str] = &[
    "The miller opened the sluice an hour before sunrise, and by noon the lower meadows stood under water.",
    "Nobody in the village could say who had ordered the second bell, which arrived on a cart in late October.",
    "For three winters the ferry had been laid up in the boathouse, its planks drying and its rope eaten by mice.",
    "When the surveyors returned, they found that the old boundary stones had been moved by almost forty paces.",
    "The baker kept two ledgers, one for bread and one for favours, and only the second was ever in order.",
    "A lamp was left burning in the signal house, although the line had been closed since the spring floods.",
    "The council met in the schoolroom, because the hall had lost its roof and half of its chairs to the storm.",
    "Most of the orchard was planted by a schoolmaster who wrote the name of every tree on a strip of zinc.",
    "Her grandfather had carried the mail over the pass on foot, and he never once arrived before the snow did.",
    "In the reading room the windows face north, which is why the maps on its walls have hardly faded at all.",
    "The harbour master measures the tide with a brass rod that is older than the quay on which he stands.",
    "Every market day the carter counted his barrels twice, once aloud and once with his fingers behind his back.",
];

fn sentence(i: usize) -> &'static str {
    SENTENCES[i % SENTENCES.len()]
}

/// A page with a menu, `main` in it, and a footer.
fn page(title: &str, main: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body>\
         <nav><a href='/'>Home</a> <a href='/all'>All texts</a></nav><main>{main}</main>\
         <footer><a href='/imprint'>Imprint</a> <a href='/privacy'>Privacy</a></footer></body></html>"
    )
}

/// The texts of all blocks.
fn texts(html_text: &str) -> Vec<String> {
    let document = html::extract_html(html_text, &Hints::default());
    document.blocks.iter().map(Block::text).collect()
}

fn has(texts: &[String], part: &str) -> bool {
    texts.iter().any(|text| text.contains(part))
}

fn headings(html_text: &str) -> Vec<String> {
    let document = html::extract_html(html_text, &Hints::default());
    document
        .sections()
        .into_iter()
        .map(|section| section.title)
        .collect()
}

#[test]
fn a_section_stays_whatever_its_id_or_class_is_called() {
    for (id, class, heading) in [
        ("social-history", "section", "Social history"),
        ("verwandte-arbeiten", "related", "Verwandte Arbeiten"),
        ("ads-in-old-papers", "block", "Ads in old papers"),
        ("s4", "section comments-on-style", "Comments on style"),
    ] {
        let html = page(
            "The flooded meadow",
            &format!(
                "<article><h1>The flooded meadow</h1><p>{}</p><p>{}</p>\
                 <section id='{id}' class='{class}'><h2>{heading}</h2><p>{}</p></section>\
                 <section id='end'><h2>The end</h2><p>{}</p></section></article>",
                sentence(0),
                sentence(1),
                sentence(2),
                sentence(3)
            ),
        );
        assert_eq!(headings(&html), [heading, "The end"], "{id}");
        assert!(has(&texts(&html), sentence(2)), "{id}");
    }
}

#[test]
fn a_heading_that_names_a_network_or_a_button_stays_with_its_text() {
    let names = ["Instagram", "Drucken", "Kommentare", "Tweet"];
    let sections: String = names
        .iter()
        .enumerate()
        .map(|(i, name)| format!("<h2>{name}</h2><p>{}</p>", sentence(i + 2)))
        .collect();
    let html = page(
        "Four ways to be seen",
        &format!(
            "<h1>Four ways to be seen</h1><p>{}</p>{sections}",
            sentence(0)
        ),
    );
    assert_eq!(headings(&html), names);
}

#[test]
fn words_of_buttons_stay_in_sentences_cells_items_and_code() {
    let html = page(
        "A day at the press",
        &format!(
            "<h1>A day at the press</h1><p>{}</p>\
             <p>To finish, press <b>Print</b>, then <a href='#x'>Share</a>, and <span>close</span> the lid by hand.</p>\
             <ul><li>Facebook</li><li>Druck</li><li>E-Mail</li></ul>\
             <table><tr><th>Channel</th><th>Readers</th></tr><tr><td>Twitter</td><td>12</td></tr>\
             <tr><td>Newsletter</td><td>31</td></tr></table>\
             <pre><code><span class='k'>with</span> open(p) <span class='k'>as</span> f:\n    \
             <span class='nb'>print</span>(f.read())\n    f.<span class='share'>close</span>()</code></pre><p>{}</p>",
            sentence(1),
            sentence(2)
        ),
    );
    let texts = texts(&html);
    assert!(
        has(
            &texts,
            "press Print, then Share, and close the lid by hand."
        ),
        "{texts:?}"
    );
    for part in [
        "Facebook",
        "Druck",
        "E-Mail",
        "Twitter\t12",
        "Newsletter\t31",
        "print(f.read())",
        "f.close()",
    ] {
        assert!(has(&texts, part), "{part}: {texts:?}");
    }
}

#[test]
fn a_small_card_does_not_replace_the_article() {
    let html = page(
        "The second bell",
        &format!(
            "<div class='x1'><h1>The second bell</h1><p>{}</p><p>{}</p><h2>The cart</h2><p>{}</p><p>{}</p></div>\
             <div class='card'><div class='article-content'><p>Our shop sells bells of every size, and posts them \
             in a box of straw that you may keep.</p></div></div>",
            sentence(1),
            sentence(2),
            sentence(3),
            sentence(4)
        ),
    );
    let texts = texts(&html);
    for i in 1..=4 {
        assert!(has(&texts, sentence(i)), "{i}: {texts:?}");
    }
    assert_eq!(headings(&html), ["The cart"]);
}

#[test]
fn an_article_in_several_containers_stays_whole() {
    let html = page(
        "Tolls on the pass",
        &format!(
            "<h1>Tolls on the pass</h1><div class='lead-block'><p>{}</p><p>{}</p></div>\
             <div class='ad-slot'>Advertisement</div>\
             <div class='body-block'><p>{}</p><p>{}</p><p>{}</p></div>\
             <div class='body-block'><h2>After the snow</h2><p>{}</p></div>",
            sentence(0),
            sentence(1),
            sentence(2),
            sentence(3),
            sentence(4),
            sentence(5)
        ),
    );
    let texts = texts(&html);
    for i in 0..=5 {
        assert!(has(&texts, sentence(i)), "{i}: {texts:?}");
    }
    assert!(!has(&texts, "Advertisement"), "{texts:?}");
    assert_eq!(headings(&html), ["After the snow"]);
}

#[test]
fn several_articles_of_one_page_all_stay() {
    let story = |title: &str, i: usize| {
        format!(
            "<article><h2>{title}</h2><p>{}</p><p>{}</p></article>",
            sentence(i),
            sentence(i + 1)
        )
    };
    let html = page(
        "Notes from the valley",
        &format!(
            "<h1>Notes from the valley</h1>{}{}{}",
            story("The mill", 0),
            story("The ledger", 2),
            story("The lamp", 4)
        ),
    );
    assert_eq!(headings(&html), ["The mill", "The ledger", "The lamp"]);
    let texts = texts(&html);
    for i in 0..=5 {
        assert!(has(&texts, sentence(i)), "{i}: {texts:?}");
    }
}

#[test]
fn a_notice_about_cookies_does_not_stand_before_a_short_text() {
    let html = "<html lang='de'><head><title>Birne im Brunnen</title></head><body>\
        <div id='cookie-hinweis'><p>Wir verwenden Cookies, damit diese Seite weiß, was Sie zuletzt gelesen haben. Sie können das \
        jederzeit in den Einstellungen ändern oder einfach weiterlesen, dann gilt es als vereinbart.</p></div>\
        <main><h1>Birne im Brunnen</h1><p>Am Montag fiel eine Birne in den Brunnen vor dem Rathaus. Verletzt wurde niemand. Der \
        Brunnenwart zog sie mit einem Netz heraus.</p></main>\
        <footer><a href='/impressum'>Impressum</a></footer></body></html>";
    let texts = texts(html);
    assert!(has(&texts, "Verletzt wurde niemand."), "{texts:?}");
    assert!(!has(&texts, "Cookies"), "{texts:?}");
}

#[test]
fn streamed_parts_and_templates_are_put_into_place() {
    let streamed = page(
        "The zinc labels",
        &format!(
            "<article><h1>The zinc labels</h1><p>{}</p><p>{}</p><template id='B:3'></template><p>{}</p></article>\
             <div hidden id='S:3'><h2>The orchard</h2><p>{}</p></div><script>swap('B:3','S:3')</script>",
            sentence(6),
            sentence(8),
            sentence(9),
            sentence(7)
        ),
    );
    let found = texts(&streamed);
    let at = |part: &str| found.iter().position(|text| text.contains(part));
    assert!(
        at(sentence(8)) < at(sentence(7)) && at(sentence(7)) < at(sentence(9)),
        "{found:?}"
    );
    assert_eq!(headings(&streamed), ["The orchard"]);

    let template = format!(
        "<html><head><title>A brass rod</title></head><body><nav><a href='/'>Start</a></nav><h1>A brass rod</h1>\
         <div id='app'><script type='text/x-template'><p>{}</p><p>{}</p></script></div></body></html>",
        sentence(10),
        sentence(11)
    );
    let found = texts(&template);
    assert!(
        has(&found, sentence(10)) && has(&found, sentence(11)),
        "{found:?}"
    );
}

#[test]
fn notes_and_warnings_beside_the_text_stay() {
    let html = page(
        "Crossing the sluice",
        &format!(
            "<article><h1>Crossing the sluice</h1><p>{}</p><p>{}</p>\
             <aside class='note'><p>Hinweis: Der Steg wurde nach dem Hochwasser um einen halben Meter erhöht.</p></aside>\
             <p>{}</p></article>",
            sentence(0),
            sentence(5),
            sentence(6)
        ),
    );
    let texts = texts(&html);
    assert!(has(&texts, "um einen halben Meter erhöht."), "{texts:?}");
}

#[test]
fn a_page_of_contents_is_its_links() {
    let html = page(
        "Commands of the lock",
        "<h1>Commands of the lock</h1><ul><li><a href='a'>open gate</a></li><li><a href='b'>fill chamber</a></li>\
         <li><a href='c'>ring bell</a></li></ul>",
    );
    let texts = texts(&html);
    for part in ["open gate", "fill chamber", "ring bell"] {
        assert!(has(&texts, part), "{part}: {texts:?}");
    }
}

#[test]
fn each_block_of_a_page_is_explained() {
    let html = page(
        "The brass rod",
        &format!(
            "<h1>The brass rod</h1><p>{}</p><p>{}</p><p>{}</p>\
             <div class='related-posts'><a href='/1'>Ten other rods</a> <a href='/2'>Rods and their makers</a></div>",
            sentence(10),
            sentence(1),
            sentence(2)
        ),
    );
    let (extraction, lines) = explain(html.as_bytes(), &Hints::default()).unwrap();
    let left_out = lines.iter().filter(|line| line.role == LineRole::LeftOut);
    assert_eq!(left_out.count(), extraction.document.left_out.lines);
    assert!(extraction.document.left_out.words > 0);
    let related = lines
        .iter()
        .find(|line| line.text.contains("Ten other rods"))
        .unwrap();
    assert_eq!(related.role, LineRole::LeftOut);
    assert!(!related.evidence.is_empty());
    assert!(lines.iter().any(
        |line| line.text.contains("brass rod that is older") && line.role == LineRole::Content
    ));
}

#[test]
fn every_feature_of_a_block_has_its_weight() {
    let html = page("The brass rod", &format!("<p>{}</p>", sentence(10)));
    let [first, second] = selection::weight_names();
    let blocks = selection::page_rows(&html, None);
    assert_eq!(blocks.rows[0].names, first);
    let probabilities = vec![0.5; blocks.rows.len()];
    let blocks = selection::page_rows(&html, Some(&probabilities));
    assert_eq!(blocks.rows[0].names, second);
}

/// A piece of a generated article.
#[derive(Debug, Clone)]
enum Piece {
    Paragraph(usize),
    Section(usize),
    Items(usize),
    Code,
    Box(usize),
}

const BOXES: &[&str] = &[
    "<div class='advert'>Advertisement</div>",
    "<div class='share-bar'><a href='/f'>Facebook</a> <a href='/t'>Twitter</a> <a href='/w'>WhatsApp</a></div>",
    "<aside class='related'><h4>Related</h4><ul><li><a href='/1'>A field of clover</a></li><li><a href='/2'>Two bridges</a></li></ul></aside>",
    "<form class='newsletter'><label>Your address</label><input type='email'><button>Sign up</button></form>",
];

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let piece = prop_oneof![
        5 => (0..SENTENCES.len()).prop_map(Piece::Paragraph),
        2 => (0..SENTENCES.len()).prop_map(Piece::Section),
        1 => (0..SENTENCES.len()).prop_map(Piece::Items),
        1 => Just(Piece::Code),
        2 => (0..BOXES.len()).prop_map(Piece::Box),
    ];
    proptest::collection::vec(piece, 3..14)
}

/// Returns the page of `pieces`, and the texts that have to come out in order.
fn generated(pieces: &[Piece]) -> (String, Vec<String>) {
    let mut body = format!("<h1>An invented page</h1><p>{}</p>", sentence(0));
    let mut wanted = vec![sentence(0).to_owned()];
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Paragraph(i) => {
                let text = format!("{} ({n}) {}", sentence(*i), sentence(i + 5));
                body += &format!("<p>{text}</p>");
                wanted.push(text);
            }
            Piece::Section(i) => {
                let text = format!("{} ({n}) {}", sentence(*i), sentence(i + 3));
                body += &format!("<h2>Part {n} of it</h2><p>{text}</p>");
                wanted.extend([format!("Part {n} of it"), text]);
            }
            Piece::Items(i) => {
                let items = [format!("{} ({n})", sentence(*i)), format!("short item {n}")];
                body += &format!("<ul><li>{}</li><li>{}</li></ul>", items[0], items[1]);
                wanted.extend(items);
            }
            Piece::Code => {
                let text = format!("let door{n} = open({n});");
                body += &format!("<pre>{text}</pre>");
                wanted.push(text);
            }
            Piece::Box(i) => body += BOXES[*i],
        }
    }
    // The article ends with a paragraph: what follows it is not an item of doubt.
    body += &format!("<p>{} {}</p>", sentence(4), sentence(9));
    wanted.push(format!("{} {}", sentence(4), sentence(9)));
    (
        page("An invented page", &format!("<article>{body}</article>")),
        wanted,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn every_block_of_a_generated_article_comes_out_whole_and_in_order(pieces in pieces()) {
        let (html, wanted) = generated(&pieces);
        let found = texts(&html).join("\n");
        let mut from = 0;
        for text in &wanted {
            let at = found.get(from..).and_then(|rest| rest.find(text.as_str()));
            prop_assert!(at.is_some(), "{text:?} is not in\n{found}\nof\n{html}");
            from += at.unwrap_or(0) + text.len();
        }
    }

    #[test]
    fn a_paragraph_more_removes_no_other(pieces in pieces(), more in 0..SENTENCES.len()) {
        let (_, wanted) = generated(&pieces);
        let mut longer = pieces;
        longer.push(Piece::Paragraph(more));
        let found = texts(&generated(&longer).0).join("\n");
        for text in &wanted {
            prop_assert!(found.contains(text.as_str()), "{text:?} is not in\n{found}");
        }
    }
}
