//! Extraction of articles from HTML pages: blocks, links, images and metadata.

use newsprint::extract::{Hints, extract, html};
use newsprint::model::{Alignment, Block, Document, Inline, plain_text};

fn page(text: &str) -> Document {
    html::extract_html(text, &Hints::default())
}

fn page_at(text: &str, url: &str) -> Document {
    let hints = Hints {
        url: Some(url),
        ..Hints::default()
    };
    html::extract_html(text, &hints)
}

/// Returns one line for each block: its kind and its text.
fn outline(document: &Document) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Heading(h) => format!("h{} {}", h.level, plain_text(&h.content)),
        Block::Paragraph(content) => format!("p {}", plain_text(content)),
        Block::List(list) => format!("list{:?} {}", list.start, block.text().replace('\n', "|")),
        Block::BlockQuote(_) => format!("quote {}", block.text().replace('\n', "|")),
        Block::CodeBlock { language, text } => {
            format!("code {} {text}", language.as_deref().unwrap_or("-"))
        }
        Block::Table(table) => format!(
            "table{} {}",
            table.head_rows,
            block.text().replace('\n', "|")
        ),
        Block::Image(image) => format!("image {} {}", image.alt, plain_text(&image.caption)),
        Block::ThematicBreak => "rule".to_owned(),
    };
    document.blocks.iter().map(line).collect()
}

const PARAGRAPH: &str = "The ferry to the outer islands, which had not run since the storm in autumn, left the quay at dawn with forty passengers, two goats and the mail.";

fn article(body: &str) -> String {
    format!(
        "<html><head><title>The ferry is back | Tidewater Post</title></head><body>\
         <nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>\
         <header><a href='/'>Tidewater Post</a></header>\
         <main><article><h1>The ferry is back</h1>{body}</article></main>\
         <aside><h2>Most read</h2><ul><li><a href='/a'>Cake of the week</a></li></ul></aside>\
         <footer>Imprint and privacy</footer></body></html>"
    )
}

#[test]
fn headings_keep_their_levels() {
    let body = format!(
        "<p>{PARAGRAPH}</p><h2>Before dawn</h2><p>{PARAGRAPH}</p><h4>The goats</h4><p>{PARAGRAPH}</p>\
         <h3>The mail</h3><p>{PARAGRAPH}</p><h2>After</h2><p>{PARAGRAPH}</p>"
    );
    let lines = outline(&page(&article(&body)));
    let headings: Vec<&str> = lines
        .iter()
        .filter(|l| l.starts_with('h'))
        .map(String::as_str)
        .collect();
    assert_eq!(
        headings,
        ["h2 Before dawn", "h4 The goats", "h3 The mail", "h2 After"]
    );
}

#[test]
fn boilerplate_around_and_inside_an_article_is_removed() {
    let body = format!(
        "<div class='byline'>By Ada Quill</div><time datetime='2026-02-03'>3 February 2026</time>\
         <div class='share-bar'><a href='#'>Share</a> <a href='#'>Post</a></div>\
         <p>{PARAGRAPH}</p><div class='newsletter-signup'>Get our letter every morning</div><p>{PARAGRAPH} Again.</p>\
         <p>Advertisement</p><p>{PARAGRAPH} And again.</p>\
         <div class='related-stories'><h3>Related</h3><ul><li><a href='/x'>Ferry sinks</a></li></ul></div>"
    );
    let document = page(&article(&body));
    let text = outline(&document).join("\n");
    for removed in [
        "Sport",
        "Share",
        "letter",
        "Advertisement",
        "Ferry sinks",
        "Cake",
        "Imprint",
        "Quill",
    ] {
        assert!(
            !text.contains(removed),
            "{removed} is not removed from\n{text}"
        );
    }
    assert_eq!(text.matches("two goats").count(), 3);
    assert_eq!(
        document.metadata.title.as_deref(),
        Some("The ferry is back")
    );
    assert_eq!(document.metadata.byline.as_deref(), Some("Ada Quill"));
    assert_eq!(
        document.metadata.published.unwrap().to_string(),
        "2026-02-03"
    );
}

#[test]
fn a_page_without_boilerplate_is_read_whole() {
    let document = page("<h1>Notes</h1>Loose words<p>One.<p>Two<hr><ul><li>a<li>b</ul>End");
    let expected = [
        "h1 Notes",
        "p Loose words",
        "p One.",
        "p Two",
        "rule",
        "listNone a|b",
        "p End",
    ];
    assert_eq!(outline(&document), expected);
}

#[test]
fn white_space_collapses_as_in_a_browser() {
    let document = page(
        "<p>  one\n  two <b> three</b><i>four </i> five<br>six&nbsp;seven <a href='http://e.org/'> eight</a>.</p>",
    );
    assert_eq!(
        outline(&document),
        ["p one two threefour five\nsix\u{a0}seven eight."]
    );
}

#[test]
fn emphasis_code_and_links_become_inlines() {
    let document = page_at(
        "<base href='/news/'><p><em>a</em> <strong>b</strong> <code>c</code> <a href='d?x=1'>d</a> <a href='javascript:alert(1)'>e</a></p>",
        "https://example.org/front",
    );
    let Some(Block::Paragraph(content)) = document.blocks.first() else {
        panic!("no paragraph")
    };
    let text = |t: &str| Inline::Text(t.to_owned());
    assert!(content.contains(&Inline::Emphasis(vec![text("a")])));
    assert!(content.contains(&Inline::Strong(vec![text("b")])));
    assert!(content.contains(&Inline::Code("c".to_owned())));
    let url = "https://example.org/news/d?x=1".to_owned();
    assert!(content.contains(&Inline::Link {
        url,
        content: vec![text("d")]
    }));
    assert!(!format!("{content:?}").contains("javascript"));
}

#[test]
fn lists_nest_and_keep_their_numbers() {
    let document =
        page("<ol start=3><li>three<ul><li>inner</li></ul></li><li><p>four</p></li></ol>");
    let Some(Block::List(list)) = document.blocks.first() else {
        panic!("no list")
    };
    assert_eq!((list.start, list.items.len()), (Some(3), 2));
    assert!(
        matches!(list.items[0].blocks.as_slice(), [Block::Paragraph(_), Block::List(inner)] if inner.start.is_none())
    );
}

#[test]
fn a_heading_inside_a_list_item_splits_the_list_and_numbering_continues() {
    let document =
        page("<ol><li>one</li><li><h3>Two</h3><p>Words of the second.</p></li><li>three</li></ol>");
    let expected = [
        "listSome(1) one",
        "h3 Two",
        "p Words of the second.",
        "listSome(3) three",
    ];
    assert_eq!(outline(&document), expected);
}

#[test]
fn code_keeps_its_white_space_and_language() {
    let document =
        page("<pre><code class='language-rust'>fn main() {\n    // two  blanks\n}\n</code></pre>");
    assert_eq!(
        outline(&document),
        ["code rust fn main() {\n    // two  blanks\n}"]
    );
}

#[test]
fn line_numbers_are_removed_from_code() {
    let widget = "<table class='highlighttable'><tr><td class='linenos'><pre>1\n2</pre></td>\
                  <td class='code'><div class='highlight'><pre>let a = 1;\nlet b = 2;</pre></div></td></tr></table>";
    assert_eq!(outline(&page(widget)), ["code - let a = 1;\nlet b = 2;"]);
}

#[test]
fn tables_keep_head_rows_alignment_and_spans() {
    let document = page(
        "<table><caption>Tides</caption><thead><tr><th>Port<th>High</thead>\
         <tr><td rowspan=2>Quay<td align=right>3.1<tr><td style='text-align: right'>2.9</table>",
    );
    let Some(Block::Table(table)) = document.blocks.first() else {
        panic!("no table")
    };
    assert_eq!(plain_text(&table.caption), "Tides");
    assert_eq!(table.head_rows, 1);
    assert_eq!(table.alignment, [Alignment::Start, Alignment::End]);
    assert_eq!(plain_text(&table.rows[2][1]), "2.9");
}

#[test]
fn a_layout_table_becomes_its_cells() {
    let document = page(
        "<table role=presentation><tr><td><h2>Left</h2><p>Words</p></td><td><p>Right</p></td></tr></table>",
    );
    assert_eq!(outline(&document), ["h2 Left", "p Words", "p Right"]);
}

#[test]
fn images_have_alternative_text_caption_and_lazily_loaded_url() {
    let document = page_at(
        "<figure><img src='data:image/gif;base64,R0' data-src='/ferry.jpg' alt='A ferry'><noscript><img src='/ferry.jpg' alt='A ferry'></noscript>\
         <figcaption>The ferry at <em>dawn</em></figcaption></figure>",
        "https://example.org/",
    );
    assert_eq!(outline(&document), ["image A ferry The ferry at dawn"]);
    let Some(Block::Image(image)) = document.blocks.first() else {
        panic!("no image")
    };
    assert_eq!(image.url.as_deref(), Some("https://example.org/ferry.jpg"));
}

#[test]
fn hidden_elements_are_left_out() {
    let document = page(
        "<p>seen<span hidden>a</span><span style='display: none'>b</span><span aria-hidden=true>c</span></p><script>d</script><template>e</template>",
    );
    assert_eq!(outline(&document), ["p seen"]);
}

#[test]
fn notes_ruby_powers_and_formulas_become_text() {
    let document = page(
        "<p>fact<sup><a href='#n1'>1</a></sup> x<sup>2</sup> <ruby>漢<rt>kan</rt></ruby> <math alttext='a+b'><mi>a</mi></math></p>",
    );
    assert_eq!(outline(&document), ["p fact[1] x² 漢(kan) a+b"]);
}

#[test]
fn a_definition_list_becomes_items_with_their_terms() {
    let document =
        page("<dl><dt>Quay</dt><dd>Where ships lie.</dd><dt>Mole</dt><dd>A wall.</dd></dl>");
    assert_eq!(
        outline(&document),
        ["listNone Quay|Where ships lie.|Mole|A wall."]
    );
}

#[test]
fn json_ld_gives_title_authors_and_time() {
    let ld = r#"{"@context":"https://schema.org","@graph":[{"@type":"Organization","name":"Tidewater Post"},
        {"@type":"NewsArticle","headline":"The ferry &amp; the goats","author":[{"@type":"Person","name":"By Ada Quill"},{"@type":"Person","name":"Ben Oar"}],
        "publisher":{"name":"Tidewater Post"},"datePublished":"2026-02-03T06:30:00+01:00","description":"It sails again."}]}"#;
    let text = format!(
        "<html lang=en-GB><head><script type='application/ld+json'>{ld}</script></head><body><p>{PARAGRAPH}</p></body></html>"
    );
    let m = page(&text).metadata;
    assert_eq!(m.title.as_deref(), Some("The ferry & the goats"));
    assert_eq!(m.byline.as_deref(), Some("Ada Quill, Ben Oar"));
    assert_eq!(m.publisher.as_deref(), Some("Tidewater Post"));
    assert_eq!(
        m.published.unwrap().to_string(),
        "2026-02-03T06:30:00+01:00"
    );
    assert_eq!(m.standfirst.as_deref(), Some("It sails again."));
    assert_eq!(m.lang.as_deref(), Some("en-GB"));
}

#[test]
fn the_site_name_is_removed_from_the_title() {
    let text = "<head><title>Goats at sea - Tidewater Post</title><meta property='og:site_name' content='Tidewater Post'>\
                <link rel=canonical href='/2026/02/03/goats'></head><body><p>Words.</p></body>";
    let m = page_at(text, "https://tidewater.example/x").metadata;
    assert_eq!(m.title.as_deref(), Some("Goats at sea"));
    assert_eq!(
        m.url.as_deref(),
        Some("https://tidewater.example/2026/02/03/goats")
    );
    assert_eq!(m.published.unwrap().to_string(), "2026-02-03");
}

#[test]
fn a_marked_article_of_short_parts_is_read_whole() {
    let item = "<section><h2>Tide tables</h2><div><div>Low water comes an hour later each day, and the boats with it, as every child here knows well.</div></div></section>";
    let text = article(&format!("<p>Short.</p>{}", item.repeat(6)));
    let headings = page(&text)
        .blocks
        .iter()
        .filter(|b| matches!(b, Block::Heading(_)))
        .count();
    assert_eq!(headings, 6);
}

#[test]
fn extreme_nesting_and_repetition_take_bounded_time() {
    let many = 20_000;
    let pages = [
        "<div>".repeat(many) + "word",
        "<b><p>".repeat(many) + "word",
        "<blockquote><ul><li>".repeat(many) + "word",
        "<table><tr><td>".repeat(many) + "word",
        format!("<p {}>word</p>", "a=1 ".repeat(many)),
        format!(
            "<table>{}</table>word",
            "<tr><td rowspan=9999 colspan=9999>x".repeat(2_000)
        ),
        "<!--".repeat(many) + "word",
        (0..2_000)
            .map(|i| format!("<font size={i}><p>word"))
            .collect(),
    ];
    for text in pages {
        let start = std::time::Instant::now();
        let document = page(&text);
        assert!(start.elapsed().as_secs() < 20, "{}", &text[..20]);
        let has_text = document.blocks.iter().any(|b| b.text().contains("word"));
        assert!(has_text || text.starts_with("<!--"), "{}", &text[..20]);
    }
}

#[test]
fn broken_markup_still_gives_text() {
    for text in [
        "<p>word",
        "<",
        "<p",
        "</p>word<//",
        "<a href='>word",
        "&#xZZ;word&",
        "<p><![CDATA[x]]>word",
        "\u{feff}<p>wörd</b></i>",
    ] {
        let _ = page(text);
    }
    assert_eq!(
        outline(&page("<p>one<div>two</p>three")),
        ["p one", "p two", "p three"]
    );
}

#[test]
fn text_hidden_until_a_script_shows_it_is_read() {
    let body = format!(
        "<div hidden id='S0'><h2>Before dawn</h2>{}</div>",
        format!("<p>{PARAGRAPH}</p>").repeat(8)
    );
    let text = format!(
        "<body><script>reveal()</script><nav>Menu</nav><div><p>Loading</p></div>{body}</body>"
    );
    assert_eq!(
        page(&text)
            .blocks
            .iter()
            .filter(|b| b.text().contains("two goats"))
            .count(),
        8
    );
}

#[test]
fn a_page_of_nothing_but_boilerplate_is_still_read() {
    let text = "<body><div class='share'><div>One word</div><div>Two words</div></div><nav>Menu</nav></body>";
    assert_eq!(outline(&page(text)), ["p One word", "p Two words"]);
}

#[test]
fn permalink_signs_are_removed_from_headings() {
    let document = page(
        "<h2>Tides<a class='headerlink' href='#tides'>¶</a></h2><p>Words.</p><h3><a href='#w'>#</a> Winds</h3><p>More.</p>",
    );
    assert_eq!(
        outline(&document),
        ["h2 Tides", "p Words.", "h3 Winds", "p More."]
    );
}

#[test]
fn links_inside_a_page_lead_to_ids_and_names() {
    let text = "The ferry crosses the sound twice a day, in summer and in winter, and nobody has ever seen it late. ".repeat(4);
    let page = format!(
        "<title>T</title><article><h1>Ferry</h1><p>{text}<sup id='ref1'><a href='#note1'>1</a></sup> <a href='https://a.example/p#w'>wind</a> <a href='#none'>none</a></p>\
             <h2><a href='#s'>Snow</a></h2><a name='w'></a><p>Wind {text}</p><ol><li id='note1'><p>Said the captain. <a href='#ref1'>Back</a></p></li></ol></article>"
    );
    let hints = Hints {
        name: Some("p.html"),
        url: Some("https://a.example/p"),
        ..Hints::default()
    };
    let article = extract(page.as_bytes(), &hints).unwrap().document;
    let text_at = |id: &str| {
        article
            .position_of_fragment(id)
            .map(|position| article.blocks[position.block].text()[position.byte..].to_owned())
    };
    assert!(
        text_at("note1").unwrap().starts_with("Said the captain"),
        "{article:#?}"
    );
    assert!(
        text_at("w").unwrap().starts_with("Wind The ferry"),
        "{article:#?}"
    );
    assert!(text_at("ref1").unwrap().starts_with("The ferry crosses"));
    let json = serde_json::to_string(&article.blocks).unwrap();
    assert!(
        json.contains(r##""url":"#note1""##) && json.contains(r##""url":"#ref1""##),
        "{json}"
    );
    assert!(
        json.contains(r##""url":"#w""##),
        "the page's own address is left out: {json}"
    );
    assert!(
        !json.contains("#none") && !json.contains("\"#s\""),
        "{json}"
    );
    assert!(text_at("ref1").unwrap().ends_with("[1] wind none"));
}
