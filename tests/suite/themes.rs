//! Themes: the shipped ones, the user's own, mistakes in theme files, and the resulting colours on the screen.

use newsprint::config::{
    Colour, ColourDepth, EFFECTS, SCREEN_PARTS, SHIPPED_THEMES, Settings, TEXT_ROLES, TextStyle,
    ThemeChoice, ThemeStyles,
};
use newsprint::layout::{Role, SpanFormat};
use newsprint::terminal::Background;
use newsprint::terminal::input::InputParser;
use newsprint::ui::{ScreenPart, Theme, role_name};
use ratatui::style::{Color, Modifier};

use super::harness::Harness;

const DEPTHS: [ColourDepth; 4] = [
    ColourDepth::None,
    ColourDepth::Sixteen,
    ColourDepth::Indexed,
    ColourDepth::True,
];

fn shipped(name: &str) -> ThemeStyles {
    ThemeStyles::shipped(name).expect(name)
}

/// Returns every style of a theme with its name.
fn styles(theme: &ThemeStyles) -> Vec<(&'static str, TextStyle)> {
    let text = TEXT_ROLES.iter().map(|role| (*role, theme.text(role)));
    let parts = SCREEN_PARTS.iter().map(|part| (*part, theme.screen(part)));
    text.chain(parts).collect()
}

/// Returns the contrast ratio of two colours (WCAG 2.2).
fn contrast(a: Colour, b: Colour) -> f64 {
    let luminance = |colour: Colour| {
        let (red, green, blue) = colour.rgb().unwrap();
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_shipped_theme_is_valid_and_complete() {
    for (name, text) in SHIPPED_THEMES {
        let (_, mistakes) = ThemeStyles::from_user(name, text);
        assert_eq!(mistakes, [], "{name}");
        for line in TEXT_ROLES.iter().chain(SCREEN_PARTS) {
            assert!(
                text.contains(&format!("\n{line} = {{")),
                "{name} has no {line}"
            );
        }
    }
}

#[test]
fn every_role_and_part_of_the_program_has_a_name_in_themes() {
    let names: Vec<&str> = ScreenPart::ALL.iter().map(|part| part.name()).collect();
    assert_eq!(names, SCREEN_PARTS);
    for level in 0..=7 {
        assert!(TEXT_ROLES.contains(&role_name(Role::Heading(level))));
    }
    for role in [
        Role::Title,
        Role::Standfirst,
        Role::Facts,
        Role::HeadingMark,
        Role::Text,
        Role::Quote,
        Role::QuoteBar,
        Role::ListMarker,
        Role::CodeBlock,
        Role::TableHead,
        Role::TableRule,
        Role::ImageFrame,
        Role::ImageText,
        Role::Caption,
        Role::ThematicBreak,
    ] {
        assert!(TEXT_ROLES.contains(&role_name(role)), "{role:?}");
    }
}

#[test]
fn text_has_enough_contrast_with_its_background() {
    for (name, least) in [("high-contrast", 7.0), ("dark", 4.5), ("light", 4.5)] {
        let theme = shipped(name);
        let page = theme.screen("background");
        for (style_name, style) in styles(&theme) {
            let style = page.patch(style);
            let found = contrast(style.fg.unwrap(), style.bg.unwrap());
            assert!(
                found >= least,
                "{name}: {style_name} has a contrast of {found:.1}"
            );
        }
    }
    // On black, whatever background the theme has.
    let theme = shipped("high-contrast");
    let black = Colour::Rgb(0, 0, 0);
    for (style_name, style) in styles(&theme) {
        if let (Some(fg), None) = (style.fg, style.bg) {
            assert!(contrast(fg, black) >= 7.0, "{style_name}");
        }
    }
}

#[test]
fn text_differs_from_its_background_even_in_sixteen_colours() {
    for (name, _) in SHIPPED_THEMES {
        let theme = shipped(name);
        let page = theme.screen("background");
        for depth in [ColourDepth::Sixteen, ColourDepth::Indexed] {
            for (style_name, style) in styles(&theme) {
                let style = page.patch(style);
                if let (Some(fg), Some(bg)) = (style.fg, style.bg) {
                    assert_ne!(
                        fg.at_depth(depth),
                        bg.at_depth(depth),
                        "{name}: {style_name} at {depth:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_plain_theme_loses_no_information_without_colours() {
    let plain = shipped("plain");
    for (style_name, style) in styles(&plain) {
        assert_eq!((style.fg, style.bg), (None, None), "{style_name}");
    }
    let effects = |part| plain.screen(part).effects;
    for (one, other) in [
        ("selected", "text"),
        ("selected-elsewhere", "selected"),
        ("match", "text"),
        ("current-match", "match"),
        ("unread", "read"),
    ] {
        assert_ne!(effects(one), effects(other), "{one} looks like {other}");
    }
    // The default theme uses only the terminal's own sixteen colours.
    for (style_name, style) in styles(&shipped("terminal")) {
        for colour in [style.fg, style.bg].into_iter().flatten() {
            assert!(
                matches!(colour, Colour::Named(_)),
                "{style_name}: {colour:?}"
            );
        }
    }
}

#[test]
fn a_custom_theme_changes_only_its_own_lines() {
    let text = "[text]\nheading-1 = { fg = \"#ff0000\" }\nlink = { underlined = false }\n[screen]\nkey = { fg = 208, italic = true }\n";
    let (mine, mistakes) = ThemeStyles::from_user("mine", text);
    assert_eq!(mistakes, []);
    let terminal = shipped("terminal");
    assert_eq!(mine.text("heading-1").fg, Some(Colour::Rgb(255, 0, 0)));
    assert_eq!(
        mine.text("heading-1").effects,
        terminal.text("heading-1").effects,
        "still bold"
    );
    assert_eq!(mine.text("link").fg, terminal.text("link").fg);
    assert_eq!(mine.screen("key").fg, Some(Colour::Indexed(208)));
    assert_eq!(mine.text("heading-2"), terminal.text("heading-2"));
    // A theme can be based on another one, or on the shipped one of the same name.
    let (mine, mistakes) = ThemeStyles::from_user("mine", "base = \"dark\"\n");
    assert_eq!((mine, mistakes), (shipped("dark"), Vec::new()));
    let (mine, _) = ThemeStyles::from_user("light", "[text]\ntitle = { italic = true }\n");
    assert_eq!(mine.text("link"), shipped("light").text("link"));
}

#[test]
fn a_mistake_in_a_theme_is_reported_with_its_line_and_the_rest_applies() {
    for (wrong, line, words) in [
        (
            "[text]\nheadng-1 = { bold = true }\n",
            2,
            "nearest is \"heading-1\"",
        ),
        (
            "[screen]\nselectd = { bold = true }\n",
            2,
            "nearest is \"selected\"",
        ),
        ("[texts]\n", 1, "nearest is \"text\""),
        ("base = \"drak\"\n", 1, "nearest is \"dark\""),
        ("base = 3\n", 1, "name of a theme"),
        ("[text]\ntitle = \"bold\"\n", 2, "must be a style such as"),
        ("[text]\ntitle = { bld = true }\n", 2, "nearest is \"bold\""),
        ("[text]\ntitle = { bold = \"yes\" }\n", 2, "true or false"),
        (
            "[text]\n\ntitle = { fg = \"purpel\" }\n",
            3,
            "no such colour as \"purpel\"",
        ),
        (
            "[text]\ntitle = { fg = \"bright-gren\" }\n",
            2,
            "nearest is \"bright-green\"",
        ),
        (
            "[text]\ntitle = { fg = \"#12345\" }\n",
            2,
            "six hexadecimal digits",
        ),
        (
            "[text]\ntitle = { bg = \"#12345g\" }\n",
            2,
            "six hexadecimal digits",
        ),
        ("[text]\ntitle = { fg = 256 }\n", 2, "0 to 255, not 256"),
        ("[text]\ntitle = { fg = true }\n", 2, "must be a colour"),
        ("[text]\ntitle = { fg = red }\n", 2, "not TOML"),
        ("text = 3\n", 1, "table of styles"),
    ] {
        let (theme, mistakes) = ThemeStyles::from_user("mine", wrong);
        assert_eq!(mistakes.len(), 1, "{wrong}{mistakes:?}");
        assert_eq!(mistakes[0].line, line, "{wrong}{mistakes:?}");
        assert!(mistakes[0].message.contains(words), "{wrong}{mistakes:?}");
        assert_eq!(theme.text("link"), shipped("terminal").text("link"));
    }
}

#[test]
fn colours_become_the_nearest_that_the_terminal_has() {
    for (colour, indexed, sixteen) in [
        ("#000000", Colour::Indexed(16), Colour::Named(0)),
        ("#ffffff", Colour::Indexed(231), Colour::Named(15)),
        ("#ff0000", Colour::Indexed(196), Colour::Named(9)),
        ("#808080", Colour::Indexed(244), Colour::Named(8)),
        ("#40e8ff", Colour::Indexed(81), Colour::Named(14)),
    ] {
        let colour = Colour::from_text(colour).unwrap();
        assert_eq!(colour.at_depth(ColourDepth::True), colour);
        assert_eq!(colour.at_depth(ColourDepth::Indexed), indexed);
        assert_eq!(colour.at_depth(ColourDepth::Sixteen), sixteen);
        assert_eq!(colour.at_depth(ColourDepth::None), Colour::Default);
    }
    // The sixteen colours, as chosen by the user of the terminal, stay as they are.
    assert_eq!(
        Colour::Named(3).at_depth(ColourDepth::True),
        Colour::Named(3)
    );
}

#[test]
fn the_number_of_colours_is_read_from_the_environment() {
    let depth = |variables: &'static [(&str, &str)]| {
        ColourDepth::from_environment(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    };
    assert_eq!(depth(&[("TERM", "xterm")]), ColourDepth::Sixteen);
    assert_eq!(depth(&[("TERM", "xterm-256color")]), ColourDepth::Indexed);
    assert_eq!(depth(&[("TERM", "xterm-kitty")]), ColourDepth::Indexed);
    assert_eq!(
        depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]),
        ColourDepth::True
    );
    assert_eq!(
        depth(&[("TERM", "dumb"), ("COLORTERM", "truecolor")]),
        ColourDepth::None
    );
    assert_eq!(depth(&[]), ColourDepth::None);
}

#[test]
fn no_style_uses_a_colour_the_terminal_lacks() {
    for (name, _) in SHIPPED_THEMES {
        for depth in DEPTHS {
            let theme = Theme::from_styles(&shipped(name), depth, false);
            for part in ScreenPart::ALL {
                let style = theme.part_style(*part);
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    let fits = match colour {
                        Color::Rgb(..) => depth == ColourDepth::True,
                        Color::Indexed(_) => depth >= ColourDepth::Indexed,
                        Color::Reset => true,
                        _ => depth >= ColourDepth::Sixteen,
                    };
                    assert!(fits, "{name}: {part:?} is {colour:?} at {depth:?}");
                }
            }
        }
    }
}

#[test]
fn emphasis_and_links_are_styled_over_the_role() {
    let theme = Theme::new(true, false);
    let format = |bold, italic, code| SpanFormat {
        bold,
        italic,
        code,
        ..SpanFormat::default()
    };
    let style = theme.text_style(Role::Quote, format(true, false, false), false);
    assert_eq!(style.add_modifier, Modifier::ITALIC | Modifier::BOLD);
    let style = theme.text_style(Role::Text, format(false, false, true), true);
    assert_eq!(style.add_modifier, Modifier::UNDERLINED);
    let plain = Theme::new(false, false);
    let deleted = SpanFormat {
        deleted: true,
        ..SpanFormat::default()
    };
    for theme in [&theme, &plain] {
        let style = theme.text_style(Role::Text, deleted, false);
        assert_eq!(style.add_modifier, Modifier::CROSSED_OUT);
    }
    assert_eq!(
        plain
            .text_style(Role::Heading(1), SpanFormat::default(), true)
            .fg,
        None
    );
}

#[test]
fn a_coloured_background_covers_the_screen_and_its_overlays() {
    let theme = Theme::from_styles(&shipped("dark"), ColourDepth::True, false);
    let page = theme.part_style(ScreenPart::Background).bg.unwrap();
    let articles = [("a.md", "# A\n\n## B\n\nwords\n"), ("b.md", "# C\n")];
    for keys in ["", "enter", "enter t", "/", "?", "enter / x", "enter z"] {
        let harness = Harness::new(110, 24)
            .theme(theme.clone())
            .with(&articles)
            .press(keys);
        let buffer = harness.buffer();
        let bare: Vec<_> = buffer
            .content()
            .iter()
            .filter(|cell| cell.bg == Color::Reset)
            .collect();
        assert!(bare.is_empty(), "after {keys}: {} cells", bare.len());
        assert!(buffer.content().iter().any(|cell| cell.bg == page));
    }
}

#[test]
fn each_part_of_the_header_has_its_own_style() {
    let theme = Theme::new(true, false);
    let harness = Harness::new(110, 24).theme(theme.clone());
    let buffer = harness.with(&[("a.md", "# A\n")]).buffer();
    let (name, day) = (&buffer[(2, 0)], &buffer[(107, 0)]);
    assert_eq!((name.symbol(), name.fg), ("e", Color::Magenta));
    assert!(!name.modifier.contains(Modifier::DIM));
    assert!(day.modifier.contains(Modifier::DIM), "{day:?}");
}

#[test]
fn background_reports_are_told_apart_from_keys() {
    for (bytes, background) in [
        ("\x1b]11;rgb:0000/0000/0000\x1b\\", Background::Dark),
        ("\x1b]11;rgb:ffff/ffff/ffff\x07", Background::Light),
        ("\x1b]11;rgb:1e/1e/2e\x07", Background::Dark),
        ("\x1b]11;rgba:fa/fa/f5/ff\x07", Background::Light),
        ("\x1b]11;#fdf6e3\x07", Background::Light),
        ("\x1b[?997;1n", Background::Dark),
        ("\x1b[?997;2n", Background::Light),
    ] {
        // In one go, and byte by byte from the third on: an incomplete answer is not taken for keys.
        for chunks in [vec![bytes], vec![&bytes[..5], &bytes[5..9], &bytes[9..]]] {
            let (mut parser, mut events) = (InputParser::default(), Vec::new());
            assert_eq!(parser.take_background(), None);
            for chunk in chunks {
                parser.feed(chunk.as_bytes(), false, &mut events);
            }
            parser.feed(b"j", false, &mut events);
            assert_eq!(events.len(), 1, "{bytes:?}: {events:?}");
            assert_eq!(parser.take_background(), Some(background), "{bytes:?}");
            assert_eq!(parser.take_background(), None, "said once");
        }
    }
    for bytes in [
        "\x1b]11;rgb:zz/00/00\x07",
        "\x1b]11;\x07",
        "\x1b]10;rgb:0/0/0\x07",
        "\x1b[?997;3n",
    ] {
        let (mut parser, mut events) = (InputParser::default(), Vec::new());
        parser.feed(bytes.as_bytes(), false, &mut events);
        assert_eq!(
            (parser.take_background(), events.len()),
            (None, 0),
            "{bytes:?}"
        );
    }
}

#[test]
fn the_background_is_read_from_the_environment() {
    let background = |value: &'static str| {
        Background::from_environment(|name| (name == "COLORFGBG").then(|| value.to_owned()))
    };
    assert_eq!(background("15;0"), Some(Background::Dark));
    assert_eq!(background("0;15"), Some(Background::Light));
    assert_eq!(background("0;default;7"), Some(Background::Light));
    assert_eq!(background("12;8"), Some(Background::Dark));
    assert_eq!(background("15;default"), None);
    assert_eq!(background(""), None);
}

#[test]
fn effects_are_those_listed_in_the_default_theme() {
    let (_, text) = SHIPPED_THEMES[0];
    for effect in EFFECTS {
        assert!(text.contains(effect), "{effect}");
    }
    assert_eq!(Settings::default().theme, ThemeChoice::Auto);
}

/// The real program in a terminal that answers the background query, stays silent, or is not queried.
mod in_a_terminal {
    use std::time::Duration;

    use crate::pty::{Program, Pty};

    const QUESTION: &str = "\x1b]11;?\x1b\\";
    /// Backgrounds of the light and the dark theme in true colour.
    const LIGHT: &str = "48;2;250;249;245m";
    const DARK: &str = "48;2;22;24;29m";

    fn start(settings: &str, variables: &[(&str, &str)]) -> Pty {
        let program = env!("CARGO_BIN_EXE_newsprint");
        let mut program = Program::new(program, &["--config-dir", ".", "article.md"])
            .file("article.md", "# Ferry\n\nIt sails.\n")
            .file("config.toml", settings)
            .env("COLORTERM", "truecolor");
        for (name, value) in variables {
            program = program.env(name, value);
        }
        let pty = program.spawn();
        pty.wait_for_text("It sails.");
        pty
    }

    const BOTH: &str = "theme = { dark = \"dark\", light = \"light\" }\n";

    #[test]
    fn the_answer_to_the_background_query_changes_the_theme_after_the_first_frame() {
        let mut pty = start(BOTH, &[]);
        // The first frame does not wait for an answer.
        pty.wait_for_bytes(QUESTION);
        let output = pty.output_since(0);
        assert!(
            output.find("It sails") < output.find(QUESTION),
            "{output:?}"
        );
        assert!(output.contains(DARK) && !output.contains(LIGHT));
        pty.send("\x1b]11;rgb:fafa/f9f9/f5f5\x1b\\");
        pty.wait_for_bytes(LIGHT);
        let before = pty.wait_for_silence(Duration::from_millis(100));
        pty.send("\x1b[?997;1n");
        pty.wait_for_output("the dark page again", |output| {
            String::from_utf8_lossy(&output[before..]).contains(DARK)
        });
        pty.send("q");
        pty.wait_for_exit();
        pty.assert_restored();
        assert!(pty.output_since(0).contains("\x1b[?2031l"));
    }

    #[test]
    fn the_environment_decides_on_the_theme_of_the_first_frame() {
        let pty = start(BOTH, &[("COLORFGBG", "0;15")]);
        let output = pty.output_since(0);
        assert!(
            output.contains(LIGHT) && !output.contains(DARK),
            "{output:?}"
        );
    }

    #[test]
    fn the_background_is_not_queried_if_the_theme_does_not_depend_on_it() {
        for settings in ["theme = \"terminal\"\n", "theme = \"dark\"\n"] {
            let mut pty = start(settings, &[]);
            pty.send("q");
            pty.wait_for_exit();
            let output = pty.output_since(0);
            assert!(
                !output.contains("]11;") && !output.contains("2031"),
                "{output:?}"
            );
        }
        let pty = start(BOTH, &[("NO_COLOR", "1")]);
        let output = pty.output_since(0);
        assert!(
            !output.contains("48;2") && !output.contains("]11;"),
            "{output:?}"
        );
    }
}

#[test]
fn a_theme_is_tried_while_the_program_runs() {
    let binary = env!("CARGO_BIN_EXE_newsprint");
    let program = crate::pty::Program::new(binary, &["a.md"])
        .file("a.md", "# Ink\n\nWords.\n")
        .env("NEWSPRINT_CONFIG_DIR", "config")
        .env("COLORTERM", "truecolor");
    let themes = program.home().join("config/themes");
    std::fs::create_dir_all(&themes).unwrap();
    std::fs::write(
        themes.join("lilac.toml"),
        "[text]\ntitle = { fg = \"#c8a2c8\" }\n",
    )
    .unwrap();
    std::fs::write(themes.join("wrong.toml"), "[text]\ntitel = 3\n").unwrap();
    let mut pty = program.spawn();
    pty.wait_for_text("Words.");
    pty.send(":theme lilac\r");
    pty.wait_for_text("Theme lilac, for this session");
    pty.wait_for_bytes("38;2;200;162;200");
    // A theme with a mistake is reported, and the one in use stays.
    pty.send(":theme wrong\r");
    pty.wait_for_text("titel");
    pty.send(":theme lialc\r");
    pty.wait_for_text("\"lilac\"");
    // The picker has the shipped themes and those of the user; Esc restores the one in use.
    pty.send(":theme\r");
    pty.wait_for_text("high-contrast");
    pty.send("k");
    let before = pty.wait_for_silence(std::time::Duration::from_millis(200));
    pty.send("\x1b");
    pty.wait_for("the popup is gone", |screen| {
        !screen.contents().contains("high-contrast")
    });
    let output = pty.output_since(before);
    assert!(output.contains("38;2;200;162;200"), "{output:?}");
    pty.send("Q");
    pty.wait_for_exit();
}
