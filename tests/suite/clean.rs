//! The sanitizer for untrusted text: idempotent, without effect on a terminal, and harmless to all writing systems.

use std::borrow::Cow;

use newsprint::text::clean;
use proptest::prelude::*;

/// Records everything that the terminal was asked to do besides showing text.
#[derive(Default)]
struct Spy(Vec<String>);

impl vt100::Callbacks for Spy {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("bell".into());
    }
    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("flash".into());
    }
    fn resize(&mut self, _: &mut vt100::Screen, size: (u16, u16)) {
        self.0.push(format!("resize {size:?}"));
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        self.0.push(format!("icon {name:?}"));
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.0.push(format!("title {title:?}"));
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.0.push(format!("clipboard {data:?}"));
    }
    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0.push("paste".into());
    }
    fn unhandled_char(&mut self, _: &mut vt100::Screen, c: char) {
        // The emulator reports the replacement character, which every real terminal shows.
        if c != '\u{fffd}' {
            self.0.push(format!("char {c:?}"));
        }
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, byte: u8) {
        self.0.push(format!("control {byte:#x}"));
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        self.0.push(format!("escape {byte:#x}"));
    }
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        _: Option<u8>,
        _: Option<u8>,
        _: &[&[u16]],
        c: char,
    ) {
        self.0.push(format!("csi {c}"));
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, _: &[&[u8]]) {
        self.0.push("osc".into());
    }
}

/// Shows one cleaned line in a terminal that is wide enough, and returns the text on its screen. Fails if the terminal
/// did anything else.
fn show(cleaned: &str) -> String {
    let mut terminal = vt100::Parser::new_with_callbacks(4, 2000, 0, Spy::default());
    let before = terminal.screen().clone();
    let mut column = 0;
    for c in cleaned.chars() {
        terminal.process(c.to_string().as_bytes());
        let (row, now) = terminal.screen().cursor_position();
        assert_eq!(row, 0, "{cleaned:?} left the line at {c:?}");
        assert!(now >= column, "{cleaned:?} went back at {c:?}");
        column = now;
    }
    let screen = terminal.screen();
    assert_eq!(
        screen.attributes_formatted(),
        before.attributes_formatted(),
        "{cleaned:?}"
    );
    assert_eq!(
        screen.input_mode_formatted(),
        before.input_mode_formatted(),
        "{cleaned:?}"
    );
    assert_eq!(screen.hide_cursor(), before.hide_cursor());
    assert_eq!(screen.alternate_screen(), before.alternate_screen());
    let contents = screen.contents();
    let did = &terminal.callbacks().0;
    assert!(did.is_empty(), "{cleaned:?} made the terminal do {did:?}");
    contents
}

#[test]
fn escape_sequences_are_removed_whole() {
    let cases = [
        ("\u{1b}[31mred\u{1b}[0m ink", "red ink"),
        ("\u{1b}[38;2;255;0;0mred\u{1b}[m", "red"),
        ("\u{1b}[?1049h\u{1b}[2J\u{1b}[Hhome", "home"),
        ("\u{1b}[3\u{7}1mbell inside", "bell inside"),
        ("\u{1b}[1\u{1b}[31mbroken off", "broken off"),
        ("\u{9b}31mred\u{9b}0m", "red"),
        ("a\u{1b}]0;title\u{7}b", "ab"),
        ("a\u{1b}]2;title\u{1b}\\b", "ab"),
        ("a\u{9d}0;title\u{9c}b", "ab"),
        ("a\u{1b}]52;c;aGk=\u{7}b", "ab"),
        (
            "\u{1b}]8;;https://tide.example/\u{1b}\\link\u{1b}]8;;\u{1b}\\.",
            "link.",
        ),
        ("a\u{1b}]0;left open", "aleft open"),
        ("a\u{1b}]0;cut\u{1b}[31mb", "ab"),
        ("a\u{1b}P1$r0m\u{1b}\\b", "ab"),
        ("a\u{90}q#0\u{9c}b", "ab"),
        ("a\u{1b}_Gi=1;AAAA\u{1b}\\b", "ab"),
        ("a\u{9f}x\u{9c}b\u{98}y\u{9c}c\u{9e}z\u{9c}d", "abcd"),
        ("a\u{1b}^secret\u{1b}\\b", "ab"),
        ("a\u{1b}(Bb\u{1b}#8c\u{1b} Fd", "abcd"),
        ("a\u{1b}7b\u{1b}8c\u{1b}cd\u{1b}=e", "abcde"),
        ("a\u{1b}\u{1b}[5nb", "ab"),
        ("a\u{1b}", "a"),
        ("a\u{1b}[", "a"),
        ("a\u{1b}[12;", "a"),
        ("a\u{1b}é", "aé"),
        ("bell\u{7} nul\0 del\u{7f} c1\u{84}", "bell nul del c1"),
    ];
    for (hostile, expected) in cases {
        for clean in [clean::clean_text, clean::clean_line, clean::clean_code] {
            assert_eq!(clean(hostile), expected, "{hostile:?}");
        }
        assert_eq!(show(&clean::clean_text(hostile)), expected, "{hostile:?}");
    }
}

#[test]
fn an_unterminated_string_does_not_swallow_the_article() {
    let article =
        "One.\n\nTwo.\u{1b}]0;evil\nThree.\n\nFour \u{1b}Pq five.\n\nSix.\u{7} Seven\u{1b}\\.";
    let cleaned = clean::clean_text(article);
    for word in ["One", "Two", "Three", "Four", "five", "Six", "Seven"] {
        assert!(cleaned.contains(word), "{word} is missing in {cleaned:?}");
    }
}

#[test]
fn many_unterminated_strings_take_linear_time() {
    for open in [
        "\u{1b}]0;",
        "\u{9d}",
        "\u{1b}P",
        "\u{1b}[",
        "\u{1b}",
        "\u{1f3f4}\u{e0067}",
    ] {
        let article = open.repeat(200_000);
        assert!(clean::clean_text(&article).len() <= article.len());
    }
}

#[test]
fn line_ends_and_tabs_are_normalized() {
    assert_eq!(
        clean::clean_text("a\r\nb\rc\u{2028}d\u{2029}e\u{c}f"),
        "a\nb\nc\nd\ne\nf"
    );
    assert_eq!(clean::clean_text("a\tb"), "a b");
    assert_eq!(
        clean::clean_code("\tif x\n  \ty\nabcd\tz"),
        "    if x\n    y\nabcd    z"
    );
    assert_eq!(
        clean::clean_line("  The \t tide\r\n turns \n"),
        "The tide turns"
    );
    assert_eq!(
        clean::clean_line("« Le\u{a0}pont\u{202f}! »"),
        "« Le\u{a0}pont\u{202f}! »"
    );
    assert_eq!(clean::clean_line("a \u{a0} b"), "a b");
    assert_eq!(clean::clean_line(" \u{200b}\n"), "");
}

#[test]
fn overrides_tags_and_invisible_characters_are_removed() {
    assert_eq!(
        clean::clean_text("ab\u{202e}cd\u{202c} \u{2067}ef\u{2069}"),
        "abcd ef"
    );
    assert_eq!(
        clean::clean_text("\u{feff}a\u{2060}b\u{180e}c\u{fff9}d\u{fffb}"),
        "abcd"
    );
    assert_eq!(
        clean::clean_text("hi\u{e0001}\u{e0068}\u{e0069}\u{e007f}"),
        "hi"
    );
    assert_eq!(clean::clean_text("icon \u{f101}\u{100000}!"), "icon !");
    assert_eq!(clean::clean_text("a\u{fdd0}b\u{ffff}c"), "abc");
    assert_eq!(
        clean::clean_text("a\u{200d}\u{200d}\u{200c}\u{200b}b"),
        "a\u{200d}b"
    );
    assert_eq!(clean::clean_text("\u{200d}\u{fe0f}a \u{200c}b"), "a b");
}

#[test]
fn joiners_between_letters_stay() {
    let kept = [
        "👨\u{200d}👩\u{200d}👧 and ❤\u{fe0f}\u{200d}🔥 and 👍🏽",
        "می\u{200c}خواهم",
        "क\u{94d}\u{200d}ष",
        "hyphen\u{ad}ation",
        "zero\u{200b}width",
        "שלום\u{200f}!",
        "Vie\u{323}\u{302}t, e\u{301}",
        "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        "1\u{fe0f}\u{20e3}",
        "日本語、한국어。",
    ];
    for text in kept {
        assert!(
            matches!(clean::clean_text(text), Cow::Borrowed(_)),
            "{text:?}"
        );
        assert_eq!(clean::clean_line(text), text);
    }
}

#[test]
fn an_unterminated_flag_loses_its_tags() {
    assert_eq!(clean::clean_text("🏴\u{e0067}\u{e0062} x"), "🏴 x");
    assert_eq!(clean::clean_text("🏴\u{e007f}x"), "🏴x");
}

#[test]
fn marks_on_one_letter_are_limited() {
    let zalgo = format!("a{}b", "\u{301}".repeat(500));
    assert_eq!(
        clean::clean_text(&zalgo),
        format!("a{}b", "\u{301}".repeat(8))
    );
    assert_eq!(clean::clean_text("\u{301}a\n\u{301}b"), "a\nb");
}

#[test]
fn overstruck_bold_and_underline_become_letters() {
    assert_eq!(
        clean::clean_text("N\u{8}NA\u{8}AM\u{8}ME and _\u{8}f_\u{8}i"),
        "NAME and fi"
    );
}

#[test]
fn urls_are_refused_but_never_changed() {
    let good = [
        "https://tide.example/a?b=c#d",
        "https://tide.example/é",
        "mailto:ed@tide.example",
    ];
    for url in good {
        assert_eq!(clean::clean_url(url), Some(url));
    }
    let bad = [
        "",
        "https://tide.example/a b",
        "https://tide.example/\n",
        "https://tide.example/\u{202e}gpj",
        "https://tide.example/\u{1b}[31m",
        "https://tide.example/\u{200b}",
        "https://tide.example/\u{ad}",
        "https://tide.example/\u{a0}",
    ];
    for url in bad {
        assert_eq!(clean::clean_url(url), None, "{url:?}");
    }
    let long = format!("https://tide.example/{}", "a".repeat(9000));
    assert_eq!(clean::clean_url(&long), None);
}

/// Generates text of an attacker: introducers, final bytes, joiners, marks, line ends.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\u{1b}",
        "[",
        "]",
        "31m",
        "0;t",
        "\u{7}",
        "\\",
        "\u{1b}\\",
        "P",
        "_",
        "^",
        "\u{9b}",
        "\u{9d}",
        "\u{9c}",
        "\u{90}",
        "\u{98}",
        "\r",
        "\n",
        "\t",
        " ",
        "\u{a0}",
        "a",
        "é",
        "_",
        "\u{8}",
        "\0",
        "\u{18}",
        "\u{200d}",
        "\u{200c}",
        "\u{fe0f}",
        "\u{200b}",
        "\u{ad}",
        "\u{301}",
        "\u{202e}",
        "\u{1f3f4}",
        "\u{e0067}",
        "\u{e007f}",
        "\u{feff}",
        "❤",
        "👍",
        "\u{2028}",
        "日",
        "\u{e000}",
        "(",
        "#",
        "?",
        "\u{85}",
        "\u{200f}",
    ]);
    let known = prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![known, any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_is_idempotent(text in hostile()) {
        for clean in [clean::clean_text, clean::clean_line, clean::clean_code] {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once);
        }
    }

    #[test]
    fn cleaned_text_does_not_act_on_a_terminal(text in hostile()) {
        for line in clean::clean_text(&text).split('\n') {
            show(line);
        }
        show(&clean::clean_line(&text));
        for line in clean::clean_code(&text).split('\n') {
            show(line);
        }
    }

    #[test]
    fn a_clean_line_has_no_extra_white_space(text in hostile()) {
        let line = clean::clean_line(&text).into_owned();
        prop_assert_eq!(line.trim(), &line);
        prop_assert!(!line.contains(['\n', '\t']) && !line.contains("  "));
    }

    #[test]
    fn an_accepted_url_is_unchanged(text in hostile()) {
        if let Some(url) = clean::clean_url(&text) {
            prop_assert_eq!(clean::clean_line(url), url);
        }
    }
}
