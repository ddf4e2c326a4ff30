//! Settings: the defaults, the user's file over them, mistakes in it, and what each setting does.

use std::ffi::OsString;
use std::path::Path;

use newsprint::config::{
    self, Align, Config, Cursor, DEFAULT, DateStyle, Images, MarkRead, Overrides, Provenance,
    Settings, ThemeChoice,
};

use newsprint::config::ThemeStyles;
use newsprint::keymap::Keymap;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::harness::Harness;

/// The settings that a text over the defaults makes, and its mistakes as `line: what`.
fn merged(text: &str) -> (Settings, Vec<String>) {
    let mut settings = Settings::default();
    let merged = settings.merge(text);
    let mistakes = merged.mistakes.iter();
    let tell = |mistake: &config::Mistake| format!("{}: {}", mistake.line, mistake.message);
    (settings, mistakes.map(tell).collect())
}

/// A folder with these files, and what is loaded with it as the folder of settings.
fn load_from(folder: &Path, given: Overrides, variables: &[(&str, &str)]) -> Config {
    let lookup = |name: &str| match name {
        "NEWSPRINT_CONFIG_DIR" => Some(folder.into()),
        "NEWSPRINT_DATA_DIR" => Some(folder.join("data").into()),
        _ => {
            let variables = [("TERM", "xterm")].iter().chain(variables);
            let mut found = variables.filter(|(key, _)| *key == name);
            found.next().map(|(_, value)| OsString::from(value))
        }
    };
    config::load(&given, lookup)
}

#[test]
fn the_default_file_sets_every_setting_and_has_no_mistakes() {
    let mut settings = Settings::default();
    let merged = settings.merge(DEFAULT);
    assert_eq!(merged.mistakes, []);
    let set: Vec<&str> = merged.set.iter().map(|(key, _)| key.as_str()).collect();
    let all: Vec<&str> = Settings::KEYS.to_vec();
    assert_eq!(set, all[..all.len() - 2], "beside the tables of programs");
    assert_eq!(settings, Settings::default());
    assert_eq!(settings.measure, 72);
    assert!(DEFAULT.contains("\n[commands]\n") && DEFAULT.contains("\n[pipes]\n"));
}

#[test]
fn settings_of_the_users_file_are_used_and_the_others_keep_their_defaults() {
    let (settings, mistakes) = merged(
        "measure = 60\nalign = \"left\"\nmark-read = \"never\"\ndate-style = \"iso\"\nimages = \"sixel\"\n\
         cursor = \"hidden\"\nmouse = false\ntheme = { dark = \"dark\", light = \"light\" }\n",
    );
    assert_eq!(mistakes, [""; 0]);
    let expected = Settings {
        measure: 60,
        align: Align::Left,
        mark_read: MarkRead::Never,
        date_style: DateStyle::Iso,
        images: Images::Sixel,
        cursor: Cursor::Hidden,
        mouse: false,
        theme: ThemeChoice::ByBackground {
            dark: "dark".into(),
            light: "light".into(),
        },
        ..Settings::default()
    };
    assert_eq!(settings, expected);
}

/// A text that is wrong, the line of its mistake, and words of what is said.
const BAD: &[(&str, usize, &[&str])] = &[
    (
        "mesure = 60\n",
        1,
        &["\"mesure\"", "nearest is \"measure\""],
    ),
    ("\n\ncolor = false\n", 3, &["\"color\"", "\"colour\""]),
    ("mark_read = \"never\"\n", 1, &["\"mark-read\""]),
    ("measure = 12\n", 1, &["20 to 240", "not 12"]),
    ("measure = 241\n", 1, &["20 to 240", "not 241"]),
    ("measure = -5\n", 1, &["not -5"]),
    ("measure = 99999999999999999999999\n", 1, &["20 to 240"]),
    ("measure = 60.5\n", 1, &["not 60.5"]),
    ("measure = \"60\"\n", 1, &["not \"60\""]),
    ("measure = [60]\n", 1, &["not an array"]),
    (
        "# mine\nmouse = \"off\"\n",
        2,
        &["true or false", "not \"off\""],
    ),
    (
        "align = \"centre\"\n",
        1,
        &["\"left\", \"center\"", "nearest is \"center\""],
    ),
    ("align = true\n", 1, &["not true"]),
    ("mark-read = \"on-opn\"\n", 1, &["nearest is \"on-open\""]),
    ("date-style = \"ISO\"\n", 1, &["nearest is \"iso\""]),
    ("images = \"kity\"\n", 1, &["nearest is \"kitty\""]),
    ("fetch = 1\n", 1, &["fetch must be true or false"]),
    ("fetch-minutes = 5\n", 1, &["15 to 1440", "not 5"]),
    ("start-view = 1\n", 1, &["the name of a view, not 1"]),
    ("start-view = \"\"\n", 1, &["\"unread\", \"last\""]),
    ("sort = \"oldst\"\n", 1, &["nearest is \"oldest\""]),
    ("keep-days = -1\n", 1, &["0 (for ever) to 36500", "not -1"]),
    ("keep-days = \"all\"\n", 1, &["must be from 0"]),
    ("theme = 3\n", 1, &["theme must be \"auto\"", "not 3"]),
    ("theme = \"../secret\"\n", 1, &["not a valid theme name"]),
    ("theme = \"\"\n", 1, &["not a valid theme name"]),
    ("theme = { dark = \"dark\" }\n", 1, &["light = \"NAME\""]),
    (
        "theme = { dark = \"dark\", ligth = \"light\" }\n",
        1,
        &["nearest is \"light\""],
    ),
    ("commands = 3\n", 1, &["table of programs"]),
    (
        "[comands]\nmpv = [\"mpv\"]\n",
        1,
        &["nearest is \"commands\""],
    ),
    (
        "[commands]\nmpv = \"mpv {url}\"\n",
        2,
        &["array of strings"],
    ),
    ("[commands]\nmpv = []\n", 2, &["is empty"]),
    ("[commands]\nmpv = [\"mpv\", 3]\n", 2, &["only strings"]),
    (
        "[commands]\nmpv = [\"{url}\"]\n",
        2,
        &["must begin with a program"],
    ),
    (
        "[commands]\nmpv = [\"mpv\", \"{link}\"]\n",
        2,
        &["\"{link}\"", "{"],
    ),
    ("[commands]\n\"a b\" = [\"mpv\"]\n", 2, &["one word"]),
    ("mouse = false\nmeasure = \n", 2, &["not TOML"]),
    ("mouse = flase\n", 1, &["not TOML"]),
    ("ascii = true\nascii = false\n", 2, &["duplicate"]),
    ("align = \"left\n", 1, &["not TOML"]),
    ("[commands\n", 1, &["not TOML"]),
];

#[test]
fn a_mistake_is_reported_with_its_line_and_affects_only_its_setting() {
    for (text, line, words) in BAD {
        // What stands around it holds.
        let text = format!("{text}\n");
        let (settings, mistakes) = merged(&text);
        assert_eq!(mistakes.len(), 1, "{text}{mistakes:?}");
        assert!(
            mistakes[0].starts_with(&format!("{line}: ")),
            "{text}{mistakes:?}"
        );
        for word in *words {
            assert!(
                mistakes[0].contains(word),
                "{text}{mistakes:?} without {word}"
            );
        }
        assert!(!mistakes[0].contains('\n'), "{mistakes:?}");
        let defaults = Settings::default();
        assert_eq!(settings.measure, defaults.measure, "{text}");
        assert_eq!(settings.commands, defaults.commands, "{text}");
    }
}

#[test]
fn settings_around_a_mistake_are_used() {
    let (settings, mistakes) = merged(
        "measure = 50\nalgin = \"left\"\nmouse = maybe\nascii = true\n[commands]\nbad = 3\nmpv = [\"mpv\", \"{url}\"]\n",
    );
    let lines: Vec<&str> = mistakes
        .iter()
        .map(|m| m.split(':').next().unwrap())
        .collect();
    assert_eq!(lines, ["2", "3", "6"], "{mistakes:?}");
    assert_eq!((settings.measure, settings.ascii), (50, true));
    assert_eq!(settings.mouse, Settings::default().mouse);
    assert_eq!(settings.commands.len(), 1);
    assert_eq!(settings.commands[0].argv, ["mpv", "{url}"]);
}

#[test]
fn a_former_name_of_a_setting_still_works_and_is_reported_with_its_line() {
    let (settings, mistakes) = merged("# mine\npictures = \"sixel\"\ncode-colours = false\n");
    assert_eq!(settings.images, Images::Sixel);
    assert!(!settings.highlight_code);
    assert_eq!(
        mistakes,
        [
            "2: \"pictures\" is now called \"images\"; it still works",
            "3: \"code-colours\" is now called \"highlight-code\"; it still works",
        ]
    );
    // The present name counts where a file has both.
    let (settings, mistakes) = merged("images = \"kitty\"\npictures = \"sixel\"\n");
    assert_eq!(settings.images, Images::Kitty);
    assert_eq!(mistakes.len(), 1);
}

#[test]
fn each_value_has_its_origin() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, "# mine\nalign = \"left\"\nascii = false\n").unwrap();
    let given = Overrides {
        ascii: true,
        measure: Some(40),
        ..Overrides::default()
    };
    let config = load_from(folder.path(), given, &[("NO_COLOR", "1")]);
    assert_eq!(config.mistakes, []);
    for (key, provenance) in [
        ("measure", Provenance::Option("--measure")),
        ("ascii", Provenance::Option("--ascii")),
        ("align", Provenance::File(file, 2)),
        ("colour", Provenance::Environment("NO_COLOR")),
        ("mouse", Provenance::Default),
    ] {
        assert_eq!(config.provenance(key), &provenance, "{key}");
    }
    let settings = &config.settings;
    assert_eq!(
        (settings.measure, settings.ascii, settings.colour),
        (40, true, false)
    );
    // A variable that is empty is none (no-color.org).
    let config = load_from(folder.path(), Overrides::default(), &[("NO_COLOR", "")]);
    assert!(config.settings.colour);
}

#[test]
fn an_unreadable_file_is_reported_and_the_defaults_are_used() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("config.toml")).unwrap();
    std::fs::write(
        folder.path().join("keymap.toml"),
        b"[list]\n\"x\" = \"\xff\"\n",
    )
    .unwrap();
    let config = load_from(folder.path(), Overrides::default(), &[]);
    assert_eq!(config.settings, Settings::default());
    assert_eq!(config.keymap, None);
    let said: Vec<String> = config.mistakes.iter().map(|m| m.short_text()).collect();
    assert_eq!(
        said,
        [
            "config.toml: is a folder: the defaults are used",
            "keymap.toml:2: not UTF-8: the defaults are used"
        ]
    );
    // None is there, and none is made.
    let nowhere = folder.path().join("nowhere");
    let config = load_from(&nowhere, Overrides::default(), &[]);
    assert_eq!(config.mistakes, []);
    assert!(!nowhere.exists());
}

const ARTICLE: &str = "---\ntitle: Ink\ndate: 2026-02-02\n---\n\nA first line of words.\n";

fn with(settings: Settings) -> Harness {
    Harness::start(120, 20, false, settings).with(&[("a.md", ARTICLE), ("b.md", ARTICLE)])
}

#[test]
fn the_alignment_places_the_text() {
    let column = |align| {
        let settings = Settings {
            align,
            measure: 30,
            ..Settings::default()
        };
        let rows = with(settings).rows();
        let row = rows
            .iter()
            .find(|row| row.contains("A first line"))
            .unwrap();
        row.chars().take_while(|c| *c != 'A').count()
    };
    // The list takes 40 columns, the reader's border one, and there is a margin of one.
    assert_eq!(column(Align::Left), 42);
    assert_eq!(column(Align::Center), 42 + (80 - 4 - 30) / 2);
}

#[test]
fn the_date_style_is_that_of_the_article() {
    for (date_style, date) in [
        (DateStyle::Long, "2 February 2026"),
        (DateStyle::Short, "2 Feb 2026"),
        (DateStyle::Iso, "2026-02-02"),
    ] {
        let settings = Settings {
            date_style,
            ..Settings::default()
        };
        let screen = with(settings).screen();
        assert!(screen.contains(date), "{date}:\n{screen}");
    }
}

#[test]
fn the_setting_mark_read_decides_when_an_article_counts_as_read() {
    let long = format!("# Long\n\n{}", "A paragraph of words.\n\n".repeat(60));
    for (mark_read, after_opening, at_the_end) in [
        (MarkRead::AtEnd, false, true),
        (MarkRead::OnOpen, true, true),
        (MarkRead::Never, false, false),
    ] {
        let settings = Settings {
            mark_read,
            ..Settings::default()
        };
        let articles = [("a.md", long.as_str()), ("b.md", ARTICLE)];
        let harness = Harness::start(120, 20, false, settings).with(&articles);
        let read = |harness: &Harness| harness.app().list().articles()[0].state.is_read;
        assert!(!read(&harness), "a preview reads nothing");
        let harness = harness.press("enter");
        assert_eq!(read(&harness), after_opening, "{mark_read:?} opened");
        let harness = harness.press("G j");
        assert_eq!(read(&harness), at_the_end, "{mark_read:?} at the end");
        // The key says so all the same.
        let was = read(&harness);
        assert_eq!(read(&harness.press("r")), !was);
    }
}

/// Pieces that settings, keymaps and themes are made of, and what they are not made of.
const PIECES: &[&str] = &[
    "measure",
    "theme",
    "align",
    "commands",
    "[commands]",
    "[text]",
    "[global]",
    "title",
    "\"x\"",
    "=",
    "=",
    "=",
    " ",
    "\n",
    "\n",
    "\r\n",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    ".",
    "#",
    "\\",
    "true",
    "72",
    "\"left\"",
    "\"\"\"",
    "{ fg = \"red\" }",
    "[\"mpv\", \"{url}\"]",
    "{url",
    "0x7f",
    "1e9",
    "-",
    "\u{feff}",
    "\u{0}",
    "é新",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_can_be_read_and_mistakes_have_valid_lines(pieces in vec(select(PIECES), 0..60)) {
        let text: String = pieces.concat();
        let lines = text.matches('\n').count() + 1;
        let mut settings = Settings::default();
        let mut mistakes = settings.merge(&text).mistakes;
        mistakes.extend(Keymap::built_in().merge(&text).1);
        mistakes.extend(ThemeStyles::from_user("mine", &text).1);
        for mistake in mistakes {
            prop_assert!((1..=lines).contains(&mistake.line), "{mistake} in {text:?}");
            prop_assert!(!mistake.message.contains('\n'), "{mistake} in {text:?}");
        }
        prop_assert!((20..=240).contains(&settings.measure));
        prop_assert!(settings.commands.iter().all(|command| !command.argv.is_empty()));
    }
}

#[test]
fn a_long_file_is_read_in_linear_time() {
    let mut text = String::from("[commands]\n");
    for i in 0..20_000 {
        text.push_str(&format!("c{i} = [\"p\"]\n"));
    }
    let start = std::time::Instant::now();
    let (settings, mistakes) = merged(&text);
    assert_eq!(settings.commands.len(), 255);
    assert_eq!(mistakes.len(), 20_000 - 255);
    assert!(
        mistakes[0].starts_with("257: more than 255 commands"),
        "{}",
        mistakes[0]
    );
    // Linear, it takes a fraction of a second; each line counted anew, it would take minutes.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
