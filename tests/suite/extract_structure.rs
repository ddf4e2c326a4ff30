//! Structure of HTML: fragments become the blocks and words that a browser would show.

use newsprint::extract::{Hints, html};
use newsprint::feed::{EntryText, FeedEntry, entry_document};
use newsprint::model::{Block, Document, Inline, plain_text};
use newsprint::text::writers::document_text;
use proptest::prelude::*;

use super::numbered_words::{numbered, words_in};

/// Returns the article of a page without boilerplate.
fn page(body: &str) -> Document {
    html::extract_html(body, &Hints::default())
}

/// Returns one line for each block: a letter for its kind, and its text.
fn outline(body: &str) -> Vec<String> {
    let line = |block: &Block| {
        let text = block.text().replace('\n', "|");
        match block {
            Block::Heading(heading) => format!("h{} {text}", heading.level),
            Block::Paragraph(_) => format!("p {text}"),
            Block::List(_) => format!("l {text}"),
            Block::BlockQuote(_) => format!("q {text}"),
            Block::CodeBlock { .. } => format!("c {text}"),
            Block::Table(_) => format!("t {text}"),
            Block::Image(_) => format!("i {text}"),
            Block::ThematicBreak => "rule".to_owned(),
        }
    };
    page(body).blocks.iter().map(line).collect()
}

/// Returns the finished text of a page.
fn shown(body: &str) -> String {
    let hints = Hints {
        name: Some("page.html"),
        ..Hints::default()
    };
    let extraction = newsprint::extract::extract(body.as_bytes(), &hints).unwrap();
    document_text(&extraction.document)
}

#[test]
fn unknown_elements_are_words_of_their_paragraph() {
    assert_eq!(
        outline(
            "<p>Eine <my-gloss>Pirogge</my-gloss> und <unbekannt>noch eine</unbekannt>, bitte.</p>"
        ),
        ["p Eine Pirogge und noch eine, bitte."]
    );
    assert_eq!(
        outline("<div><a-card>One bun</a-card><a-card>Two buns</a-card></div>"),
        ["p One bun", "p Two buns"]
    );
    assert_eq!(
        outline("<a-box><p>One.</p><p>Two.</p></a-box>"),
        ["p One.", "p Two."]
    );
    assert_eq!(
        outline(
            "<p><span style='display: block'>Soup</span><span style='display:block'>Bread</span></p>"
        ),
        ["p Soup", "p Bread"]
    );
}

#[test]
fn controls_of_a_heading_are_not_part_of_it() {
    for heading in [
        "<h2 id=a>Yeast<a class=headerlink href='#a' title='Permalink'>¶</a></h2>",
        "<h2 id=a>Yeast <a href='#a'>[link]</a></h2>",
        "<h2 id=a><a class=header-anchor href='#a'>#</a> Yeast</h2>",
        "<h2 id=a>Yeast <a href='#a'>Lien permanent</a></h2>",
        "<h2>Yeast <span class='mw-editsection'>[<a href='/w?action=edit'>Bearbeiten</a>]</span></h2>",
        "<div><h2>Yeast</h2><span class='mw-editsection'>[<a href='/w?x'>modifier</a>]</span></div>",
        "<h2>Yeast <button>Copy link</button></h2>",
        "<h2>Yeast<span class='visually-hidden'>, opens a list</span></h2>",
        "<h2><button aria-expanded=false>Yeast</button></h2>",
        "<h2><a href='#a'>Yeast</a></h2>",
        "<button><h2>Yeast</h2></button>",
        "<div role=heading aria-level=2>Yeast</div>",
        "<h2>Yeast <span>Permalink</span></h2>",
        "<h2>Yeast <button>Kopieren</button></h2>",
    ] {
        let body = format!("<p>Flour.</p>{heading}<p>Water.</p>");
        assert_eq!(
            outline(&body),
            ["p Flour.", "h2 Yeast", "p Water."],
            "{heading}"
        );
    }
    // Words that only look like controls stay.
    for (heading, text) in [
        ("<h2>How to <a href='/manual'>edit</a></h2>", "How to edit"),
        ("<h2><a href='#s1'>1.2</a> Dough</h2>", "1.2 Dough"),
        ("<h2>Permalink</h2>", "Permalink"),
        ("<h2 id=e><a href='#e'>Edit</a></h2>", "Edit"),
    ] {
        let body = format!("<p>Flour.</p>{heading}<p>Water.</p>");
        assert_eq!(outline(&body)[1], format!("h2 {text}"), "{heading}");
    }
}

/// Returns a page with boilerplate around an article.
fn article(body: &str) -> String {
    let long = "The dough rests under a damp cloth for an hour, longer in winter, and the oven is lit with the wood that was cut two summers ago.";
    format!(
        "<html><head><title>Bread</title></head><body><nav><a href='/'>Home</a> <a href='/all'>All</a></nav>\
         <main><article><h1>Bread</h1><p>{long}</p><p>{long} Nobody hurries, least of all the miller.</p>{body}<p>{long} So it goes.</p>\
         </article></main><footer><a href='/legal'>Legal</a></footer></body></html>"
    )
}

#[test]
fn panels_of_an_accordion_and_their_headings_are_text() {
    for item in [
        "<div><h3><button aria-expanded=false aria-controls=a>Wie lange?</button></h3><div id=a hidden><p>Eine Stunde.</p></div></div>",
        "<div><button aria-controls=a><h3>Wie lange?</h3></button><div id=a style='display: none'><p>Eine Stunde.</p></div></div>",
        "<div><div><a role=button tabindex=0 aria-controls=a><span role=heading aria-level=3>Wie lange?</span></a></div><div id=a style='display:none'><p>Eine Stunde.</p></div></div>",
    ] {
        let lines = outline(&article(item));
        let at = lines.iter().position(|line| line == "h3 Wie lange?");
        assert_eq!(
            at.and_then(|at| lines.get(at + 1)).map(String::as_str),
            Some("p Eine Stunde."),
            "{item}: {lines:?}"
        );
    }
    // What no heading opens stays hidden.
    let menu = "<button aria-controls=m>Menu</button><div id=m hidden><p>Order a loaf.</p></div>";
    assert!(!outline(&article(menu)).concat().contains("loaf"));
}

#[test]
fn a_heading_in_several_elements_is_a_heading() {
    let body = "<div class='row'><div class='widget widget-title'><div><h2>The crust</h2></div></div>\
        <div class='text'><p>It is scored with a razor, once along and twice across.</p></div></div>";
    let lines = outline(&article(body));
    assert!(lines.contains(&"h2 The crust".to_owned()), "{lines:?}");
}

#[test]
fn text_that_is_only_read_aloud_is_left_out_unless_it_stands_for_one_that_is_not() {
    assert_eq!(
        outline(
            "<p>Read <a href='/m'>the menu<span class='sr-only'> (opens in a new window)</span></a>.</p>"
        ),
        ["p Read the menu."]
    );
    assert_eq!(
        outline(
            "<p>It costs <span aria-hidden='true'>4€</span><span class='sr-only'>four euros</span> here.</p>"
        ),
        ["p It costs four euros here."]
    );
}

#[test]
fn terms_that_are_headings_are_headings() {
    assert_eq!(
        outline(
            "<dl><dt><h3>Teig</h3></dt><dd>Mehl und Wasser.</dd><dt><h3>Sud</h3></dt><dd>Hopfen.</dd></dl>"
        ),
        ["h3 Teig", "p Mehl und Wasser.", "h3 Sud", "p Hopfen."]
    );
}

#[test]
fn counters_of_a_gallery_are_no_headings() {
    let slides = "<h3>1 von 3</h3><p>Ein Ofen.</p><h3>2 von 3</h3><p>Ein Blech.</p><h3>3 von 3</h3><p>Asche.</p>";
    let lines = outline(&format!("{slides}<h3>Danach</h3><p>Ruhe.</p>"));
    let headings: Vec<&String> = lines.iter().filter(|l| l.starts_with('h')).collect();
    assert_eq!(headings, ["h3 Danach"]);
    assert_eq!(lines.len(), 8);
    let photos = "<h4>Photo 1 of 2</h4><p>A pan.</p><h4>Photo 2 of 2</h4><p>A pot.</p>";
    assert!(outline(photos).iter().all(|line| line.starts_with('p')));
    // A date or a share is a heading.
    assert_eq!(outline("<p>A.</p><h2>9/11</h2><p>B.</p>")[1], "h2 9/11");
}

#[test]
fn numbers_of_items_are_those_of_the_page() {
    let text =
        shown("<p>Steps:</p><ol><li value=4>Knead.</li><li>Rest.</li><li value=8>Bake.</li></ol>");
    assert!(text.contains("4. Knead.\n5. Rest.\n8. Bake.\n"), "{text}");
    let text = shown("<p>Best:</p><ol reversed><li>Rye.</li><li>Spelt.</li></ol>");
    assert!(text.contains("2. Rye.\n1. Spelt.\n"), "{text}");
    let document = page("<ol start=3><li>Knead.</li><li>Rest.</li></ol>");
    let Some(Block::List(list)) = document.blocks.first() else {
        panic!("no list")
    };
    assert_eq!(list.start, Some(3));
    assert!(list.items.iter().all(|item| item.number.is_none()));
}

#[test]
fn formulas_are_readable_on_one_line() {
    for (math, text) in [
        ("<mfrac><mn>3</mn><mn>4</mn></mfrac>", "3/4"),
        (
            "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>",
            "(a + b)/2",
        ),
        ("<msup><mi>r</mi><mn>2</mn></msup>", "r²"),
        (
            "<msup><mi>e</mi><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow></msup>",
            "e^(x + 1)",
        ),
        (
            "<msub><mi>v</mi><mn>0</mn></msub><mo>=</mo><mn>9</mn>",
            "v₀ = 9",
        ),
        ("<msqrt><mi>a</mi><mo>−</mo><mi>b</mi></msqrt>", "√(a − b)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√x"),
        (
            "<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo>",
            "(1, 0; 0, 1)",
        ),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", "sin x"),
        (
            "<semantics><mi>z</mi><annotation encoding='application/x-tex'>\\zeta_1</annotation></semantics>",
            "\\zeta_1",
        ),
    ] {
        assert_eq!(
            outline(&format!("<p>So <math>{math}</math>.</p>")),
            [format!("p So {text}.")]
        );
    }
}

#[test]
fn lines_of_preformatted_text_stay() {
    assert_eq!(
        outline(
            "<div style='white-space: pre-wrap'>Brot um sechs\nKaffee um acht\n\nDann Schluss</div><p>one\ntwo</p>"
        ),
        [
            "p Brot um sechs|Kaffee um acht",
            "p Dann Schluss",
            "p one two"
        ]
    );
    assert_eq!(
        outline("<p class='whitespace-pre-line'>roti\nnasi</p>"),
        ["p roti|nasi"]
    );
    assert!(
        shown("<p>At <span style='text-decoration: line-through'>six</span> nine.</p>")
            .contains("~~six~~")
    );
}

#[test]
fn a_quotation_has_its_source() {
    assert_eq!(
        outline(
            "<blockquote><p>On pétrit.</p><footer>— <cite>Ode Brun</cite></footer></blockquote>"
        ),
        ["q On pétrit.|— Ode Brun"]
    );
    assert_eq!(
        outline(
            "<figure><blockquote><p>We bake.</p></blockquote><figcaption>Mr Rye</figcaption></figure>"
        ),
        ["q We bake.", "p Mr Rye"]
    );
}

#[test]
fn no_break_spaces_are_spaces_except_in_french_spelling() {
    let text = shown(
        "<p>Le&nbsp;pain est&nbsp; cuit&nbsp;! Il «&nbsp;chante&nbsp;» à 1&nbsp;000 degrés.</p>",
    );
    assert_eq!(
        text.trim(),
        "Le pain est cuit\u{a0}! Il «\u{a0}chante\u{a0}» à 1\u{a0}000 degrés."
    );
}

#[test]
fn deletions_are_deletions() {
    let document = page("<p>At <del>six</del> <s>seven</s> <strike>eight</strike> nine.</p>");
    let Some(Block::Paragraph(content)) = document.blocks.first() else {
        panic!("no paragraph")
    };
    let deleted: Vec<String> = content
        .iter()
        .filter_map(|inline| match inline {
            Inline::Deletion(content) => Some(plain_text(content)),
            _ => None,
        })
        .collect();
    assert_eq!(deleted, ["six", "seven", "eight"]);
    assert!(shown("<p>At <del>six</del> nine.</p>").contains("At ~~six~~ nine."));
}

#[test]
fn the_text_past_the_limit_of_blocks_is_one_block() {
    for part in [
        "<p>word</p>",
        "<h3>word</h3>",
        "<ul><li>word<li>word</ul>",
        "<div><div>word</div></div>",
        "word<br><br>",
    ] {
        let document = page(&part.repeat(120_000));
        let words = part.matches("word").count() * 120_000;
        assert!(document.blocks.len() <= 100_010, "{part}");
        assert_eq!(document.words(), words, "{part}");
    }
    let document = page(&format!("<ol>{}</ol>", "<li>word".repeat(120_000)));
    assert_eq!(document.words(), 120_000);
}

/// HTML of nested elements around numbered words (`w#`); the numbers are filled in later.
fn fragment() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => prop::collection::vec(Just("w# "), 1..4).prop_map(|words| words.concat()),
        1 => Just("<br>".to_owned()),
        1 => Just("w#<br><br>w# ".to_owned()),
        1 => Just("&nbsp;w#&nbsp; ".to_owned()),
        1 => Just("w#<!-- not a word --> ".to_owned()),
    ];
    let inline = leaf.prop_recursive(4, 24, 4, |inner| {
        let names = prop::sample::select(vec![
            "em",
            "b",
            "span",
            "a href='https://e.example/x'",
            "code",
            "q",
            "mark",
            "x-term",
            "unknown",
            "sup",
            "del",
            "small",
            "font",
            "span style='white-space:pre-wrap'",
            "cite",
            "time",
        ]);
        (names, prop::collection::vec(inner, 1..4), any::<bool>()).prop_map(
            |(name, parts, spaced)| {
                let end = name.split(' ').next().unwrap_or_default();
                let space = if spaced { " " } else { "" };
                format!("<{name}>{}</{end}>{space}", parts.concat())
            },
        )
    });
    let paragraph = prop::collection::vec(inline, 1..4).prop_map(|parts| parts.concat());
    let block = (
        prop::sample::select(vec![
            "p", "div", "h2", "h4", "li", "pre", "x-card", "summary",
        ]),
        paragraph,
    )
        .prop_map(|(name, inside)| match name {
            "li" => format!("<ul><li>{inside}</li></ul>"),
            name => format!("<{name}>{inside}</{name}>"),
        });
    block.prop_recursive(4, 32, 4, |inner| {
        let names = prop::sample::select(vec![
            "div",
            "section",
            "blockquote",
            "ul",
            "ol",
            "dl",
            "table",
            "figure",
            "aside",
            "x-box",
            "details",
            "main",
            "form",
            "nav",
            "center",
        ]);
        (names, prop::collection::vec(inner, 1..4)).prop_map(|(name, parts)| match name {
            "ul" | "ol" => {
                let items = parts.iter().map(|part| format!("<li>{part}</li>"));
                format!("<{name}>{}</{name}>", items.collect::<String>())
            }
            "dl" => {
                let items = parts
                    .iter()
                    .map(|part| format!("<dt>w# </dt><dd>{part}</dd>"));
                format!("<dl>{}</dl>", items.collect::<String>())
            }
            "table" => {
                let rows = parts
                    .iter()
                    .map(|part| format!("<tr><td>{part}</td><td>w# </td></tr>"));
                format!("<table>{}</table>", rows.collect::<String>())
            }
            name => format!("<{name}>{}</{name}>", parts.concat()),
        })
    })
}

/// Returns the finished text of HTML in a feed's entry, where nothing is boilerplate.
fn entry_text(content: &str) -> String {
    let content = Some(EntryText {
        value: content.to_owned(),
        is_html: true,
    });
    let entry = FeedEntry {
        content,
        ..FeedEntry::default()
    };
    document_text(&entry_document(&entry, None))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_a_fragment_comes_out_once_and_in_order(parts in prop::collection::vec(fragment(), 1..5)) {
        let (content, words) = numbered(&parts.concat());
        let text = entry_text(&content);
        prop_assert_eq!(words_in(&text), words, "{}\n{}", content, text);
    }
}

#[test]
fn items_show_the_letters_and_roman_numbers_of_their_list() {
    let text = shown(
        "<article><p>The pier has rules, and every one of them was made after somebody had fallen into the water.</p><ol type=i start=3><li>No running.<li>No nets.</ol><p>There are exceptions, since the band may run when it rains.</p><ol type=A><li>The band.<li value=28>The dog.</ol><ol type=1><li>The end.</ol></article>",
    );
    for line in [
        "iii. No running.",
        "iv. No nets.",
        "A. The band.",
        "AB. The dog.",
        "1. The end.",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}
