//! Programs of the user's, started by a key: which article they get, and what is refused.

use std::ffi::OsStr;
use std::path::Path;

use newsprint::app::{Action, CommandLine, Effect, Scope};
use newsprint::config::{Settings, UserCommand};
use newsprint::keymap::{Keymap, KeymapResult};
use newsprint::terminal::{CommandRefused, LinkRefused, Placeholders, build_command};
use newsprint::ui;

use super::harness::Harness;

const STORY: &str = "---\ntitle: Ink\nurl: https://tide.example/ink\n---\n\nA line of words.\n";

fn programs() -> Vec<UserCommand> {
    let command = |name: &str, argv: &[&str]| UserCommand {
        name: name.to_owned(),
        argv: argv.iter().map(|word| (*word).to_owned()).collect(),
    };
    vec![
        command("mpv", &["mpv", "{url}"]),
        command("edit", &["vi", "{path}"]),
    ]
}

fn names() -> impl Iterator<Item = String> {
    programs().into_iter().map(|command| command.name)
}

fn harness() -> Harness {
    let settings = Settings {
        commands: programs(),
        ..Settings::default()
    };
    let (keymap, mistakes) = Keymap::with_commands(names())
        .merge("[global]\n\"ctrl-p\" = \"command mpv\"\n\"e\" = \"command edit\"\n");
    assert_eq!(mistakes, []);
    Harness::start(100, 20, false, settings)
        .bindings(keymap)
        .with(&[("a.md", STORY), ("b.md", "# No address\n\nwords\n")])
}

fn lines(harness: &Harness) -> Vec<&CommandLine> {
    let effects = harness.effects.iter();
    effects
        .filter_map(|effect| match effect {
            Effect::RunCommand(line) => Some(line),
            _ => None,
        })
        .collect()
}

#[test]
fn a_key_runs_a_program_on_the_article_that_is_meant() {
    let harness = harness().press("ctrl-p enter e");
    let lines = lines(&harness);
    let [first, second] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(
        (first.name.as_str(), first.argv.as_slice()),
        ("mpv", &["mpv".to_owned(), "{url}".to_owned()][..])
    );
    assert_eq!(first.url.as_deref(), Some("https://tide.example/ink"));
    assert_eq!(first.title.as_deref(), Some("Ink"));
    assert_eq!(second.name, "edit");
    assert!(second.path.as_ref().unwrap().ends_with("a.md"));
}

#[test]
fn the_enclosure_is_the_first_media_file_of_the_entry() {
    let settings = Settings {
        commands: vec![UserCommand {
            name: "mpv".to_owned(),
            argv: vec!["mpv".to_owned(), "{enclosure}".to_owned()],
        }],
        ..Settings::default()
    };
    let (keymap, _) =
        Keymap::with_commands(["mpv".to_owned()]).merge("[global]\n\"ctrl-p\" = \"command mpv\"\n");
    let harness = Harness::start(100, 20, false, settings).bindings(keymap);
    let file = |url: &str| newsprint::model::Enclosure {
        url: url.to_owned(),
        media_type: Some("audio/mpeg".to_owned()),
        ..newsprint::model::Enclosure::default()
    };
    let mut episode =
        crate::library::article("---\ntitle: Episode\ndate: 2026-03-02\n---\n\nWords.\n");
    episode.metadata.enclosures = vec![
        file("https://tide.example/1.mp3"),
        file("https://tide.example/2.mp3"),
    ];
    let plain = crate::library::article("---\ntitle: Plain\ndate: 2026-03-01\n---\n\nWords.\n");
    let mut library = harness.library();
    let incoming = [crate::library::kept(&episode), crate::library::kept(&plain)];
    library
        .upsert_articles(&incoming, newsprint::library::Durability::Normal)
        .unwrap();
    library
        .toggle_bookmark(newsprint::model::ArticleId(1), None)
        .unwrap();
    let harness = harness.home().press("ctrl-p j ctrl-p");
    let lines = lines(&harness);
    let found: Vec<Option<&str>> = lines.iter().map(|line| line.enclosure.as_deref()).collect();
    assert_eq!(found, [Some("https://tide.example/1.mp3"), None]);
}

#[test]
fn an_enclosure_is_checked_like_every_address() {
    let with = |enclosure| {
        let values = Placeholders {
            enclosure,
            ..Placeholders::default()
        };
        build_command(&["mpv".to_owned(), "{enclosure}".to_owned()], &values)
    };
    let built = with(Some("https://tide.example/1.mp3")).unwrap();
    assert!(built.get_args().eq(["https://tide.example/1.mp3"]));
    assert_eq!(
        with(None).unwrap_err(),
        CommandRefused::Missing("enclosure")
    );
    for hostile in ["file:///etc/passwd", "--script=x", "javascript:x"] {
        assert!(with(Some(hostile)).is_err(), "{hostile}");
    }
}

#[test]
fn commands_are_bound_by_name_and_a_wrong_name_is_reported() {
    let (keymap, mistakes) = Keymap::with_commands(names())
        .merge("[list]\n\"x\" = \"command edit\"\n\"w\" = \"command mpw\"\n\"v\" = \"command\"\n");
    let edit = keymap.lookup(Scope::List, &["x".parse().unwrap()]);
    assert_eq!(edit, KeymapResult::Matched(Action::Command(1)));
    let said: Vec<String> = mistakes.iter().map(|mistake| mistake.to_string()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(
        said[0],
        "line 3: \"mpw\" is not a command; the nearest is \"mpv\""
    );
    assert!(
        said[1].starts_with("line 4: \"command\" is not an action"),
        "{said:?}"
    );
    let (_, mistakes) = Keymap::built_in().merge("[list]\n\"x\" = \"command edit\"\n");
    assert!(
        mistakes[0]
            .message
            .contains("[commands] in config.toml has no such name"),
        "{mistakes:?}"
    );
}

#[test]
fn help_shows_the_keys_of_programs() {
    let (keymap, _) = Keymap::with_commands(names()).merge("[list]\n\"x\" = \"command edit\"\n");
    let rows = ui::help_rows(&keymap, Scope::List, None);
    let row = rows
        .iter()
        .find(|row| row.key == "x")
        .expect("a row of help");
    assert_eq!(row.text, "Run the command edit of config.toml.");
}

fn argv(words: &[&str], values: &Placeholders<'_>) -> Result<Vec<String>, CommandRefused> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let command = build_command(&words, values)?;
    let arguments = command.get_args().map(OsStr::to_string_lossy);
    Ok(arguments.map(String::from).collect())
}

#[test]
fn placeholders_are_replaced_by_url_path_and_title() {
    let values = Placeholders {
        url: Some("https://tide.example/a?b=1&c='2'"),
        path: Some(Path::new("/tmp/an article; rm -rf.md")),
        title: Some("Ink {url}\n\u{1b}[31mand $(water)"),
        ..Placeholders::default()
    };
    // Each is one argument, whatever is in it: no shell reads them, and what was put in is not looked through again.
    assert_eq!(
        argv(
            &[
                "p",
                "{url}",
                "{path}",
                "--title={title}",
                "{}",
                "{other",
                "a{b}c"
            ],
            &values
        )
        .unwrap(),
        [
            "https://tide.example/a?b=1&c='2'",
            "/tmp/an article; rm -rf.md",
            "--title=Ink {url} and $(water)",
            "{}",
            "{other",
            "a{b}c"
        ]
    );
}

#[test]
fn dangerous_or_missing_values_are_refused() {
    let url = |url| Placeholders {
        url: Some(url),
        ..Placeholders::default()
    };
    let path = |path| Placeholders {
        path: Some(Path::new(path)),
        ..Placeholders::default()
    };
    let title = |title| Placeholders {
        title: Some(title),
        ..Placeholders::default()
    };
    for (word, values, refused) in [
        (
            "{url}",
            Placeholders::default(),
            CommandRefused::Missing("address"),
        ),
        (
            "{path}",
            Placeholders::default(),
            CommandRefused::Missing("file"),
        ),
        (
            "{url}",
            url("-o/etc/passwd"),
            LinkRefused::LeadingHyphen.into(),
        ),
        (
            "{url}",
            url("file:///etc/passwd"),
            LinkRefused::Scheme("file".into()).into(),
        ),
        (
            "--x={url}",
            url("javascript:alert(1)"),
            LinkRefused::Scheme("javascript".into()).into(),
        ),
        ("{path}", path("-rf"), CommandRefused::LeadingHyphen("path")),
        (
            "{path}.bak",
            path("-rf"),
            CommandRefused::LeadingHyphen("path"),
        ),
        ("{path}", path("a\u{1b}[31m.md"), CommandRefused::Path),
        (
            "{title}",
            title("--help"),
            CommandRefused::LeadingHyphen("title"),
        ),
        (
            "{title}",
            title(" \u{200b}-x"),
            CommandRefused::LeadingHyphen("title"),
        ),
    ] {
        assert_eq!(
            argv(&["p", word], &values),
            Err(refused),
            "{word} {values:?}"
        );
    }
    assert_eq!(
        argv(&[], &Placeholders::default()),
        Err(CommandRefused::Empty)
    );
    assert_eq!(
        argv(&["p", "--file={path}"], &path("-rf")).unwrap(),
        ["--file=-rf"]
    );
}

/// The real program, its settings and a program of the user's.
mod in_a_terminal {
    use crate::pty::{Program, Pty};

    const SETTINGS: &str = "[commands]\nask = [\"sh\", \"./ask.sh\", \"{path}\", \"{title}\"]\nlost = [\"./no-such-program\"]\nfail = [\"false\"]\nlink = [\"sh\", \"{url}\"]\n";
    const KEYS: &str = "[reader]\n\"e\" = \"command ask\"\n\"b\" = \"command lost\"\n\"c\" = \"command fail\"\n\"d\" = \"command link\"\n";

    fn start() -> Pty {
        let program = env!("CARGO_BIN_EXE_newsprint");
        let pty = Program::new(program, &["--config-dir", ".", "article.md"])
            .file("article.md", "# Ferry $(echo) 'x'\n\nIt sails.\n")
            .file("config.toml", SETTINGS)
            .file("keymap.toml", KEYS)
            .file(
                "ask.sh",
                "printf 'asked about %s: %s\\n' \"$1\" \"$2\"\nread line\n",
            )
            .spawn();
        pty.wait_for_text("It sails.");
        pty
    }

    #[test]
    fn a_program_has_the_terminal_until_it_ends() {
        let mut pty = start();
        pty.send("e");
        pty.wait_for_text("asked about article.md: Ferry $(echo) 'x'");
        pty.wait_for("the shell's screen", |screen| !screen.alternate_screen());
        pty.resize(60, 20);
        pty.send("\n");
        pty.wait_for("the article again", |screen| {
            screen.alternate_screen() && screen.contents().contains("It sails.")
        });
        pty.wait_for_text("ask has ended");
        pty.send("q");
        assert!(pty.wait_for_exit().success());
        pty.assert_restored();
    }

    #[test]
    fn a_failed_program_is_reported_and_reading_goes_on() {
        let mut pty = start();
        pty.send("b");
        pty.wait_for_text("lost could not be started");
        pty.send("c");
        pty.wait_for_text("fail failed with exit status 1");
        pty.send("d");
        pty.wait_for_text("link could not be started: this article has no address");
        assert!(pty.contents().contains("It sails."));
    }

    #[test]
    fn mistakes_are_printed_on_standard_error_and_in_the_status_line() {
        let script = "\"$0\" --config-dir . article.md 2> errors.txt";
        let mut pty = Program::new("/bin/sh", &["-c", script, env!("CARGO_BIN_EXE_newsprint")])
            .file("article.md", "# Ferry\n\nIt sails.\n")
            .file("config.toml", "ascii = true\nmesure = 60\n")
            .file(
                "keymap.toml",
                "[reader]\n\"x\" = \"outlin\"\n\"X\" = \"outline\"\n",
            )
            .size(120, 24)
            .spawn();
        pty.wait_for_text("It sails.");
        pty.wait_for_text("2 mistakes in the settings (newsprint config shows all): config.toml:2");
        // The rest holds: plain signs, and the other key.
        assert!(!pty.contents().contains('─'));
        pty.send("X");
        pty.wait_for_text("This article has no sections");
        pty.send("q");
        assert!(pty.wait_for_exit().success());
        let errors = std::fs::read_to_string(pty.home().join("errors.txt")).unwrap();
        let errors: Vec<&str> = errors.lines().collect();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(
            errors[0].contains("config.toml:2: no such setting"),
            "{errors:?}"
        );
        assert!(
            errors[1].contains("keymap.toml:2: \"outlin\" is not an action"),
            "{errors:?}"
        );
    }

    #[test]
    fn the_mouse_is_asked_for_where_the_setting_says_so() {
        for (settings, asked) in [("", true), ("mouse = false\n", false)] {
            let mut pty = Program::new(
                env!("CARGO_BIN_EXE_newsprint"),
                &["--config-dir", ".", "article.md"],
            )
            .file("article.md", "# Ferry\n\nIt sails.\n")
            .file("config.toml", settings)
            .spawn();
            pty.wait_for_text("It sails.");
            assert_eq!(pty.output_since(0).contains("\u{1b}[?1006h"), asked);
            pty.send("q");
            pty.wait_for_exit();
            pty.assert_restored();
        }
    }

    #[test]
    fn the_cursor_is_hidden_in_an_article_where_the_setting_says_so() {
        for (settings, hidden) in [("", false), ("cursor = \"hidden\"\n", true)] {
            let mut pty = Program::new(
                env!("CARGO_BIN_EXE_newsprint"),
                &["--config-dir", ".", "article.md"],
            )
            .file("article.md", "# Ferry\n\nIt sails.\n")
            .file("config.toml", settings)
            .spawn();
            pty.wait_for_text("It sails.");
            pty.wait_for("a frame", |screen| screen.hide_cursor() == hidden);
            // In a prompt it is where one types.
            pty.send("/");
            pty.wait_for("a prompt", |screen| {
                screen.contents().contains("find:") && !screen.hide_cursor()
            });
        }
    }
}
