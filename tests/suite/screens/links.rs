//! Links: their hints, following them; and the source of an article.

use newsprint::app::Effect;
use ratatui::style::Modifier;

use crate::harness::Harness;

fn lines(name: &str) -> String {
    (1..=20).map(|i| format!("{name} {i}.\n\n")).collect()
}

/// An article with links of every kind, longer than the screen.
fn tides() -> String {
    format!(
        "---\nlang: en\n---\n# Tides\n\nSee the [ebb](#the-ebb), a note[^n], the [winds](winds.md#gusts), \
         the [pier](https://pier.example/), [the wind page](https://wind.example/page#gusts), and [nothing](missing.md).\n\n{}\
         ## The ebb\n\n{}[^n]: Said the captain.\n",
        lines("Water"),
        lines("Sand")
    )
}

fn winds() -> String {
    format!(
        "---\nurl: https://wind.example/page\n---\n# Winds\n\n{}## Gusts\n\n{}",
        lines("Air"),
        lines("Storm")
    )
}

fn sea() -> Harness {
    let (tides, winds) = (tides(), winds());
    Harness::new(120, 20)
        .with(&[("a.md", &tides), ("winds.md", &winds)])
        .press("enter")
}

/// An article with an address.
fn addressed() -> Harness {
    let page = format!(
        "<title>Tides</title><link rel=canonical href='https://tide.example/tides'><article><h1>Tides</h1><p>{} \
         <a href='#deep'>deep</a> and <a href='missing.md'>more</a>.</p><h2 id=deep>Deep</h2><p>Down there it is dark.</p></article>",
        "A sentence that is long enough to be the text of an article, with commas, and words. "
            .repeat(6),
    );
    Harness::new(120, 20)
        .with(&[("tides.html", &page)])
        .press("enter")
}

fn last(app: &Harness) -> Option<&Effect> {
    app.effects
        .iter()
        .rev()
        .find(|effect| !matches!(effect, Effect::SetTitle(_)))
}

/// The text of the cells that are highlighted as selected in the reader.
fn highlighted(app: &Harness) -> String {
    let buffer = app.buffer();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        for x in 41..buffer.area.width {
            let cell = &buffer[(x, y)];
            if cell.modifier.contains(Modifier::REVERSED) {
                out.push_str(cell.symbol());
            }
        }
    }
    out
}

#[test]
fn letters_select_a_link_and_the_footer_shows_its_address() {
    let app = sea();
    let text = app.text();
    let app = app.press("f");
    assert_eq!(app.text(), text, "no text moves for the letters");
    assert!(
        app.footer().contains("type the letters"),
        "{}",
        app.footer()
    );
    assert!(app.screen().contains("febb"), "{}", app.screen());
    let app = app.press("k");
    assert!(
        app.footer().starts_with("https://pier.example/"),
        "{}",
        app.footer()
    );
    assert_eq!(highlighted(&app), "pier");
    let app = app.press("esc");
    assert_eq!(highlighted(&app), "");
    assert!(!app.footer().contains("pier.example"));
    assert_eq!(app.app().scope(), newsprint::app::Scope::Reader);
}

#[test]
fn open_and_copy_apply_to_the_selected_link_or_else_to_the_article() {
    let app = sea().press("f k o");
    let open = |url: &str| Effect::OpenLink(url.to_owned());
    assert_eq!(last(&app), Some(&open("https://pier.example/")));
    let app = app.press("y");
    assert!(
        matches!(last(&app), Some(Effect::Copy { text: url, .. }) if url == "https://pier.example/")
    );
    let app = addressed().press("o");
    assert_eq!(last(&app), Some(&open("https://tide.example/tides")));
    let app = app.press("f f o");
    assert_eq!(last(&app), Some(&open("https://tide.example/tides#deep")));
}

#[test]
fn enter_without_a_selected_link_is_reported() {
    assert_eq!(sea().press("enter").footer(), "No link is selected");
    let app = sea().press("f k ctrl-f ctrl-f enter");
    assert_eq!(
        app.footer(),
        "No link is selected",
        "one that went out of sight is none"
    );
}

#[test]
fn back_returns_from_a_link_within_the_article() {
    let app = sea();
    let text = app.text();
    let app = app.press("f f enter");
    assert_eq!(app.top_line(), "▌ The ebb");
    let app = app.press("H");
    assert_eq!(app.text(), text);
    // The footnote.
    let app = app.press("f j enter");
    assert!(
        app.screen().contains("Said the captain."),
        "{}",
        app.screen()
    );
    assert_eq!(app.press("H").text(), text);
}

#[test]
fn a_link_to_an_article_of_the_list_opens_it_at_the_fragment() {
    for letter in ["d", "s"] {
        let app = sea().press(&format!("f {letter} enter"));
        assert_eq!(app.top_line(), "▌ Gusts", "{letter}");
        assert_eq!(app.app().list().selected_index(), 1);
        assert_eq!(app.press("H").top_line(), "Tides");
    }
}

#[test]
fn a_link_to_a_file_adds_it_to_the_list_and_opens_it() {
    let app = Harness::new(120, 20).with_folder(&[
        (
            "a.md",
            b"# One\n\nTo [two](sub%20way/two.md#deep) and [an image](p.png).\n" as &[u8],
        ),
        (
            "p.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
        ),
        (".hidden/none.md", b"# None\n"),
    ]);
    app.write(
        "sub way/two.md",
        &format!("# Two\n\n{}## Deep\n\nDown.\n", lines("Dust")),
    );
    let app = app.press("enter f f enter");
    assert_eq!(app.top_line(), "▌ Deep");
    assert_eq!(app.app().list().articles().len(), 2);
    let app = app.press("H");
    assert_eq!(app.top_line(), "One");
    let app = app.press("f f enter");
    assert_eq!(app.app().list().articles().len(), 2, "it is there already");
    let app = app.press("H f j enter");
    assert!(
        app.footer().ends_with("p.png: not text: a PNG image"),
        "{}",
        app.footer()
    );
}

#[test]
fn a_file_url_opens_the_file_and_a_missing_file_is_reported() {
    let app = Harness::new(120, 20);
    let path = app.write("two.md", "# Two\n\nHere.\n");
    let html = format!(
        "<article><h1>One</h1><p>{} <a href='file://{}'>two</a> <a href='gone.md'>gone</a></p></article>",
        "A sentence that is long enough to be the text of an article, with commas, and words. "
            .repeat(6),
        path.display()
    );
    let app = app.with(&[("one.html", &html)]).press("enter f f enter");
    assert_eq!(app.top_line(), "Two");
    let app = app.press("H f j enter");
    assert!(
        app.footer().contains("gone.md: no such file"),
        "{}",
        app.footer()
    );
}

#[test]
fn a_link_without_a_local_file_opens_in_the_browser_if_the_articles_address_is_known() {
    let app = addressed().press("f j enter");
    let url = "https://tide.example/missing.md".to_owned();
    assert_eq!(last(&app), Some(&Effect::OpenLink(url)));
    let app = sea().press("f k enter");
    let url = "https://pier.example/".to_owned();
    assert_eq!(last(&app), Some(&Effect::OpenLink(url)));
}

#[test]
fn keys_after_a_followed_link_apply_to_its_target() {
    let app = Harness::new(120, 20).with(&[("a.md", "# One\n\nTo [two](two.md).\n")]);
    app.write("two.md", &format!("# Two\n\n{}", lines("Dust")));
    let app = app.press("enter").hold().press("f f enter G");
    assert_eq!(app.top_line(), "One");
    let app = app.release();
    assert!(app.app().reader().unwrap().is_at_end());
    assert!(app.screen().contains("Dust 20."), "{}", app.screen());
}

#[test]
fn no_label_of_a_link_is_the_prefix_of_another() {
    let article: String = (0..60)
        .map(|i| format!("[w{i}](https://w{i}.example/) "))
        .collect();
    let app = Harness::new(120, 30)
        .with(&[("a.md", &format!("# Many\n\n{article}\n"))])
        .press("enter");
    let in_view = app.app().reader().unwrap().links_in_view();
    assert_eq!(in_view.len(), 60);
    let app = app.press("f");
    let newsprint::app::Overlay::Hints(hints) = app.app().overlay() else {
        panic!()
    };
    let labels: Vec<String> = in_view
        .iter()
        .map(|l| hints.label(&l.link).unwrap().to_owned())
        .collect();
    for (i, one) in labels.iter().enumerate() {
        let begins = |(j, other): (usize, &String)| i != j && other.starts_with(one.as_str());
        assert!(
            !labels.iter().enumerate().any(begins),
            "{one} in {labels:?}"
        );
    }
    assert!(labels.iter().all(|l| l.len() <= 3), "{labels:?}");
    let keys: Vec<String> = labels[59].chars().map(String::from).collect();
    let app = app.press(&keys.join(" "));
    assert!(
        app.footer().starts_with("https://w59.example/"),
        "{}",
        app.footer()
    );
}

#[test]
fn wrong_letters_of_links_and_articles_without_links_are_reported() {
    let app = sea().press("f x");
    assert_eq!(app.footer(), "No link is labelled x");
    assert_eq!(highlighted(&app.press("k")), "pier");
    let app = Harness::new(120, 20)
        .with(&[("a.md", "# None\n\nWords.\n")])
        .press("enter f");
    assert_eq!(app.footer(), "No link on the screen");
}

#[test]
fn a_selected_link_stays_selected_at_another_width() {
    let app = sea().press("f s").resize(60, 20);
    assert!(
        app.footer().starts_with("https://wind.example/page"),
        "{}",
        app.footer()
    );
    let app = app.press("enter");
    assert_eq!(app.top_line(), "▌ Gusts");
}

#[test]
fn one_key_shows_the_source_and_the_article_again() {
    let app = sea().press("2 j j j");
    let (text, facts) = (app.text(), app.facts());
    let app = app.press("X");
    let raw = app.text();
    assert!(raw.iter().any(|l| l == "lang: en"), "{raw:?}");
    assert!(app.facts().starts_with("source"), "{}", app.facts());
    // Paging and find work in the source.
    let app = app.press("/").type_text("[^n]: Said").press("enter");
    assert!(app.screen().contains("[^n]: Said the captain."));
    let app = app.press("X");
    assert_eq!((app.text(), app.facts()), (text.clone(), facts));
    let app = app.press("X G esc");
    assert_eq!(app.text(), text);
    assert_eq!(app.app().scope(), newsprint::app::Scope::Reader);
}

#[test]
fn the_source_is_cleaned_and_can_not_be_bookmarked() {
    let app = Harness::new(100, 12)
        .with(&[
            (
                "a.md",
                "# One\n\n\u{1b}]0;title\u{7}A\ttab and \u{202e}turned.\n",
            ),
            ("b.md", "# Two\n"),
        ])
        .press("enter X");
    let shown = app.text().join("\n");
    assert!(
        shown.contains("# One") && !shown.contains(['\u{1b}', '\u{202e}', '\t']),
        "{shown:?}"
    );
    let app = app.press("G q j k");
    assert_eq!(
        app.press("enter").top_line(),
        "One",
        "the list leads to the article itself"
    );
}

#[test]
fn the_source_is_decoded_like_the_article() {
    let app = Harness::new(100, 12)
        .with_folder(&[(
            "a.html",
            b"<meta charset=windows-1252><title>Caf\xe9</title><p>Th\xe9 et caf\xe9." as &[u8],
        )])
        .press("enter X");
    assert!(app.screen().contains("Thé et café."), "{}", app.screen());
}
