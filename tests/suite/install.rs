//! What a program that is installed brings along: its settings as files, completions, a manual page, and a doctor.

mod doctor;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use newsprint::app::{Action, Scope};
use newsprint::config::{DEFAULT, SHIPPED_THEMES, Settings};
use newsprint::keymap;
use serde_json::Value;

/// A home folder, and the program in it.
struct Home(tempfile::TempDir);

/// What the program left behind.
#[derive(Debug)]
struct Left {
    status: i32,
    output: String,
    errors: Vec<String>,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A home whose folder of settings holds these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let home = Self::new();
        for (name, text) in files {
            let path = home.settings().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn settings(&self) -> PathBuf {
        self.path().join("settings")
    }

    fn run(&self, arguments: &[&str]) -> Left {
        self.run_in(arguments, &[])
    }

    fn run_in(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Left {
        let left = Command::new(env!("CARGO_BIN_EXE_newsprint"))
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("TERM", "xterm-256color")
            .env("NEWSPRINT_CONFIG_DIR", self.settings())
            .env("NEWSPRINT_DATA_DIR", self.path().join("data"))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Left {
            status: left.status.code().expect("no signal ends the program"),
            output: text(left.stdout),
            errors: text(left.stderr).lines().map(str::to_owned).collect(),
        }
    }
}

impl Left {
    fn json(&self) -> Value {
        assert_eq!(self.output.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.output).unwrap()
    }

    /// The line that begins with this word.
    fn line(&self, word: &str) -> &str {
        let mut lines = self.output.lines();
        let line = lines.find(|line| line.split_whitespace().next() == Some(word));
        line.unwrap_or_else(|| panic!("no {word} in {}", self.output))
    }
}

const BAD: &str = "measure = 50\nmesure = 60\ntheme = \"drak\"\n";
const BAD_KEYS: &str = "[reader]\n\"x\" = \"outlin\"\n";

#[test]
fn config_prints_every_setting_in_use_with_its_origin() {
    let home = Home::with(&[(
        "config.toml",
        "# mine\nalign = \"left\"\n[commands]\nmpv = [\"mpv\", \"{url}\"]\n",
    )]);
    let left = home.run_in(&["config", "--measure", "44"], &[("NO_COLOR", "1")]);
    // An option of reading is none of the command's.
    assert_eq!(left.status, 2, "{left:?}");
    let left = home.run_in(&["--measure", "44", "config"], &[("NO_COLOR", "1")]);
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    let file = home.settings().join("config.toml").display().to_string();
    for (key, value, from) in [
        ("measure", "44", "--measure"),
        ("align", "\"left\"", &format!("{file}:2")),
        ("colour", "false", "NO_COLOR"),
        ("mouse", "true", "default"),
        ("commands.mpv", "[\"mpv\", \"{url}\"]", &format!("{file}:4")),
    ] {
        let line = left.line(key);
        assert!(line.contains(&format!("= {value} ")), "{line}");
        assert!(line.ends_with(&format!("# {from}")), "{line}");
    }
    assert!(left.output.contains("(NEWSPRINT_CONFIG_DIR)"), "{left:?}");
    assert!(
        left.output.contains(&format!("{file}  (exists)")),
        "{left:?}"
    );
    // An option names another folder, and comes before the environment.
    let left = home.run(&["config", "--config-dir", "elsewhere"]);
    assert!(
        left.line("settings").ends_with("elsewhere  (--config-dir)"),
        "{left:?}"
    );
    assert!(left.line("align").ends_with("# default"), "{left:?}");
    assert!(!home.path().join("elsewhere").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn without_options_and_variables_the_folders_are_those_of_xdg() {
    let home = Home::new();
    let none = [("NEWSPRINT_CONFIG_DIR", ""), ("NEWSPRINT_DATA_DIR", "")];
    let folders = |variables: &[(&str, &str)]| {
        let json = home.run_in(&["config", "--json"], variables).json();
        let path = |folder: &str| {
            assert_eq!(json[folder]["from"], "default");
            json[folder]["path"].as_str().unwrap().to_owned()
        };
        (path("config_dir"), path("data_dir"))
    };
    let inside = |path: &str| home.path().join(path).display().to_string();
    assert_eq!(
        folders(&none),
        (
            inside(".config/newsprint"),
            inside(".local/share/newsprint")
        )
    );
    let (config, data) = (inside("c"), inside("d"));
    let xdg = [
        ("XDG_CONFIG_HOME", config.as_str()),
        ("XDG_DATA_HOME", data.as_str()),
    ];
    assert_eq!(
        folders(&[none.as_slice(), &xdg].concat()),
        (inside("c/newsprint"), inside("d/newsprint"))
    );
}

#[test]
fn config_as_json_is_one_object() {
    let home = Home::with(&[("config.toml", BAD), ("keymap.toml", BAD_KEYS)]);
    let left = home.run(&["config", "--json", "--data-dir", "d"]);
    assert_eq!(left.status, 1, "there are mistakes");
    let json = left.json();
    assert_eq!(json["data_dir"]["path"], "d");
    assert_eq!(json["data_dir"]["from"], "option");
    assert_eq!(json["config_dir"]["name"], "NEWSPRINT_CONFIG_DIR");
    assert_eq!(json["settings"]["measure"]["value"], 50);
    assert_eq!(json["settings"]["measure"]["line"], 1);
    assert_eq!(json["settings"]["theme"]["value"], "auto");
    assert_eq!(json["settings"]["theme"]["from"], "default");
    let all: Vec<&str> = Settings::KEYS
        .iter()
        .copied()
        .filter(|key| !["commands", "pipes"].contains(key))
        .collect();
    for key in all {
        assert!(json["settings"][key].is_object(), "{key}");
    }
    let settings = &json["settings"];
    assert_eq!(settings["pictures"], settings["images"], "the former key");
    let mistakes = json["mistakes"].as_array().unwrap();
    let places: Vec<(bool, i64)> = mistakes
        .iter()
        .map(|m| {
            (
                m["file"].as_str().unwrap().ends_with("config.toml"),
                m["line"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(places, [(true, 2), (true, 3), (false, 2)]);
}

#[test]
fn config_prints_every_mistake_with_file_line_and_nearest_name() {
    let theme = "[screen]\nkeey = { bold = true }\n";
    let home = Home::with(&[
        ("config.toml", "mesure = 60\ntheme = \"mine\"\n"),
        ("keymap.toml", BAD_KEYS),
        ("themes/mine.toml", theme),
    ]);
    let left = home.run(&["config"]);
    assert_eq!((left.status, left.errors.len()), (1, 3), "{left:?}");
    for (error, (file, nearest)) in left.errors.iter().zip([
        ("config.toml:1: ", "the nearest is \"measure\""),
        ("keymap.toml:2: ", "the nearest is \"outline\""),
        ("themes/mine.toml:2: ", "the nearest is \"key\""),
    ]) {
        assert!(error.starts_with("newsprint: "), "{error}");
        assert!(error.contains(file) && error.ends_with(nearest), "{error}");
    }
    assert!(left.line("theme").contains("\"mine\""), "{left:?}");
}

#[test]
fn a_former_name_in_a_file_is_a_hint_and_no_failure() {
    let home = Home::with(&[
        ("config.toml", "pictures = \"sixel\"\n"),
        ("keymap.toml", "[list]\n\"x\" = \"next-story\"\n"),
    ]);
    let left = home.run(&["config"]);
    assert_eq!((left.status, left.errors.len()), (0, 2), "{left:?}");
    assert!(left.line("images").contains("\"sixel\""), "{left:?}");
    for (error, end) in left.errors.iter().zip([
        "config.toml:1: \"pictures\" is now called \"images\"; it still works",
        "keymap.toml:2: \"next-story\" is now called \"next-article\"; it still works",
    ]) {
        assert!(error.ends_with(end), "{error}");
    }
    assert_eq!(home.run(&["doctor"]).status, 0);
}

#[test]
fn escape_sequences_in_settings_are_not_printed() {
    let home = Home::with(&[(
        "config.toml",
        "\"\\u001b[31m\\u009b1m\" = 1\n[commands]\nx = [\"p\", \"\\u001b]0;t\\u0007\\u009b1m\"]\n",
    )]);
    for arguments in [
        &["config"][..],
        &["config", "--json"],
        &["doctor"],
        &["doctor", "--json"],
    ] {
        let left = home.run(arguments);
        let said = format!("{}{}", left.output, left.errors.join("\n"));
        let lively = said.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(lively, None, "{arguments:?}: {said:?}");
    }
}

#[test]
fn defaults_are_written_once_and_change_nothing() {
    let home = Home::new();
    let before = home.run(&["config", "--json"]).json();
    let left = home.run(&["config", "--write-defaults"]);
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    let mut files = vec!["config.toml".to_owned(), "keymap.toml".to_owned()];
    files.extend(
        SHIPPED_THEMES
            .iter()
            .map(|(name, _)| format!("themes/{name}.toml")),
    );
    for file in &files {
        assert!(home.settings().join(file).is_file(), "{file}");
        assert!(left.output.contains(file.as_str()), "{left:?}");
    }
    assert_eq!(left.output.lines().count(), files.len());
    assert!(
        left.output.lines().all(|line| line.starts_with("written ")),
        "{left:?}"
    );
    let after = home.run(&["config", "--json"]).json();
    assert_eq!(after["settings"], before["settings"]);
    assert_eq!(home.run(&["doctor"]).status, 0);

    // What the user has written is kept, and what is gone is written again.
    let mine = home.settings().join("config.toml");
    std::fs::write(&mine, "measure = 60\n").unwrap();
    std::fs::remove_file(home.settings().join("keymap.toml")).unwrap();
    let left = home.run(&["config", "--write-defaults"]);
    assert_eq!(left.status, 0, "{left:?}");
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "measure = 60\n");
    assert!(
        left.line("kept").ends_with("config.toml  (already exists)"),
        "{left:?}"
    );
    assert!(left.line("written").ends_with("keymap.toml"), "{left:?}");
}

#[test]
fn the_written_files_are_the_defaults_commented_out() {
    let home = Home::new();
    home.run(&["config", "--write-defaults"]);
    let taken_in = |file: &str| {
        let text = std::fs::read_to_string(home.settings().join(file)).unwrap();
        let line = |line: &str| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') && !rest.is_empty() => format!("{rest}\n"),
            _ => format!("{line}\n"),
        };
        text.lines().map(line).collect::<String>()
    };
    assert_eq!(taken_in("config.toml"), DEFAULT);
    assert_eq!(taken_in("keymap.toml"), keymap::DEFAULT_KEYMAP);
    for (name, text) in SHIPPED_THEMES {
        assert_eq!(&taken_in(&format!("themes/{name}.toml")), text, "{name}");
    }
}

#[test]
fn defaults_that_cant_be_written_are_a_failure_and_the_others_are_written() {
    let home = Home::with(&[("themes", "a file where a folder should be")]);
    let left = home.run(&["config", "--write-defaults"]);
    assert_eq!(left.status, 1, "{left:?}");
    assert!(home.settings().join("config.toml").is_file());
    assert!(!left.errors.is_empty());
    for error in &left.errors {
        assert!(
            error.starts_with("newsprint: can't be ") && error.contains("themes"),
            "{error}"
        );
    }
    let text = std::fs::read_to_string(home.settings().join("themes")).unwrap();
    assert_eq!(text, "a file where a folder should be");
}

#[test]
fn a_command_comes_first_or_after_options_and_else_it_is_a_path() {
    let home = Home::new();
    std::fs::write(
        home.path().join("doctor"),
        "A visit\n\nThe doctor came at nine and left at ten past nine.\n",
    )
    .unwrap();
    std::fs::write(
        home.path().join("a.txt"),
        "A note\n\nNothing else was written on that side of it.\n",
    )
    .unwrap();
    for arguments in [
        &["./doctor"][..],
        &["--", "doctor"],
        &["a.txt", "doctor"],
        &["a.txt", "--ascii", "doctor"],
    ] {
        let left = home.run(arguments);
        assert_eq!(left.status, 0, "{arguments:?} {left:?}");
        assert!(
            left.output.contains("left at ten past nine"),
            "{arguments:?} {left:?}"
        );
    }
    for arguments in [
        &["doctor"][..],
        &["--config-dir", "c", "doctor"],
        &["doctor", "--config-dir", "c"],
    ] {
        let left = home.run(arguments);
        assert!(
            left.output.contains("No problems found"),
            "{arguments:?} {left:?}"
        );
    }
}

const COMMANDS: [&str; 17] = [
    "extract",
    "add",
    "list",
    "show",
    "search",
    "mark",
    "undo",
    "redo",
    "bookmarks",
    "sources",
    "fetch",
    "export",
    "import",
    "config",
    "completions",
    "man",
    "doctor",
];

#[test]
fn completions_know_every_command_and_option() {
    let home = Home::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let left = home.run(&["completions", shell]);
        assert_eq!(
            (left.status, left.errors.len()),
            (0, 0),
            "{shell}: {left:?}"
        );
        for word in COMMANDS.into_iter().chain([
            "measure",
            "config-dir",
            "data-dir",
            "write-defaults",
            "batch",
        ]) {
            assert!(left.output.contains(word), "{shell} does not know {word}");
        }
    }
    let left = home.run(&["completions", "tcsh"]);
    assert_eq!(left.status, 2);
    assert!(left.errors[0].contains("powershell"), "{left:?}");
}

#[test]
fn bash_completes_a_command() {
    if Command::new("bash").arg("--version").output().is_err() {
        return;
    }
    let completions = Home::new().run(&["completions", "bash"]).output;
    let script = format!(
        "{completions}\nCOMP_WORDS=(newsprint do); COMP_CWORD=1; _newsprint newsprint do newsprint; echo \"${{COMPREPLY[@]}}\"\n"
    );
    let left = Command::new("bash")
        .args(["--norc", "-c", &script])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&left.stdout).trim(),
        "doctor",
        "{left:?}"
    );
}

#[test]
fn the_man_page_has_every_command_option_file_and_variable() {
    let left = Home::new().run(&["man"]);
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    let page = left.output.replace("\\-", "-");
    assert!(page.contains("\n.TH newsprint 1"), "{page}");
    for section in [
        "NAME",
        "SYNOPSIS",
        "OPTIONS",
        "KEYS",
        "SETTINGS",
        "FILES",
        "ENVIRONMENT",
    ] {
        assert_eq!(
            page.matches(&format!("\n.SH {section}\n")).count(),
            1,
            "{section}"
        );
    }
    for command in COMMANDS {
        let head = format!("\n.SH \"NEWSPRINT {}\"\n", command.to_uppercase());
        assert_eq!(page.matches(&head).count(), 1, "{command}");
    }
    for word in [
        "--ascii",
        "--measure",
        "--write-defaults",
        "--json",
        "--batch",
        "NO_COLOR",
        "NEWSPRINT_DATA_DIR",
        "themes/NAME.toml",
    ] {
        assert!(page.contains(word), "{word}");
    }
    // What holds everywhere is said once.
    assert_eq!(page.matches("\n\\fB--config-dir\\fR").count(), 1);
    // No line is taken for a request that it is not.
    let requests = page.lines().filter(|line| line.starts_with(['.', '\'']));
    for line in requests {
        let request = line.split_whitespace().next().unwrap();
        let known = [
            ".TH", ".SH", ".SS", ".TP", ".br", ".ie", ".el", ".RS", ".RE", ".IP", ".PP", ".nf",
            ".fi",
        ];
        assert!(known.contains(&request), "{line}");
    }
}

/// Checks that the section of a command, and those of its own commands, have every argument with its value and its meaning.
fn assert_man_has_arguments(page: &str, command: &clap::Command, names: &[&str]) {
    let first = match names {
        [_] => "\n.SH SYNOPSIS\n".to_owned(),
        names => format!("\n.SH \"{}\"\n", names.join(" ").to_uppercase()),
    };
    let (_, rest) = page
        .split_once(&first)
        .unwrap_or_else(|| panic!("no {first}"));
    // The program's own sections end with the first command.
    let end = match names {
        [_] => rest.find("\n.SH \"NEWSPRINT "),
        _ => rest.find("\n.SH "),
    };
    let section = &rest[..end.unwrap_or(rest.len())];
    let (synopsis, options) = section.split_once("DESCRIPTION\n").unwrap();
    let plain = |text: &str| {
        let text = text.replace("\\*(Aq", "'").replace(['\n', '\\'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let is_shared = |argument: &clap::Arg| names.len() > 1 && argument.is_global_set();
    let arguments = command.get_arguments();
    for argument in arguments.filter(|argument| !argument.is_hide_set() && !is_shared(argument)) {
        let id = argument.get_id();
        if names.len() > 1 && matches!(id.as_str(), "help" | "version") {
            continue;
        }
        if let Some(long) = argument.get_long() {
            let long = format!("--{long}");
            assert!(synopsis.contains(&long), "{names:?}: {long}: {synopsis}");
            assert!(options.contains(&long), "{names:?}: {long}: {options}");
        }
        if argument.get_action().takes_values() {
            let value = argument.get_value_names().unwrap()[0].as_str();
            assert!(synopsis.contains(value), "{names:?}: {value}: {synopsis}");
            assert!(options.contains(value), "{names:?}: {value}: {options}");
        }
        for value in argument.get_possible_values() {
            let value = value.get_name();
            let is_flag = !argument.get_action().takes_values();
            assert!(
                is_flag || options.contains(&format!("\n{value}")),
                "{names:?}: {value}"
            );
        }
        let help = plain(&argument.get_help().unwrap().to_string());
        let help = help.split(". ").next().unwrap_or_default().to_owned();
        assert!(plain(options).contains(&help), "{names:?}: {id}: {help}");
    }
    for part in command.get_subcommands() {
        let names: Vec<&str> = names.iter().copied().chain([part.get_name()]).collect();
        assert_man_has_arguments(page, part, &names);
    }
}

#[test]
fn the_man_page_has_every_argument_of_every_command() {
    let left = Home::new().run(&["man"]);
    let page = left.output.replace("\\-", "-");
    let mut command = <newsprint::cli::Arguments as clap::CommandFactory>::command();
    command.build();
    assert_man_has_arguments(&page, &command, &["newsprint"]);
    // An option with the same name in the program and in a command stands in both.
    assert_eq!(page.matches("\n\\fB--strict\\fR").count(), 4);
    for line in [
        "[\\fB--format\\fR \\fIFORMAT\\fR]",
        "[\\fIPATH|URL|-\\fR]...",
        "\\fIQUERY\\fR...",
    ] {
        assert!(page.contains(line), "{line}");
    }
}

#[test]
fn the_man_page_has_the_whole_language_of_searches() {
    let page = man_page();
    let help = Home::new().run(&["search", "--help"]).output;
    for term in [
        "title:",
        "source:",
        "tag:",
        "note:",
        "is:unread",
        "is:read",
        "is:bookmarked",
        "after:",
        "before:",
        "OR",
        "7d",
        "yesterday",
    ] {
        assert!(page.contains(term), "{term}");
        assert!(help.contains(term), "{term}");
    }
}

/// Returns the text of the man page as a reader sees it, without the requests and escapes of roff.
fn man_page() -> String {
    let left = Home::new().run(&["man"]);
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    let lines = left.output.lines();
    let lines = lines.map(|line| {
        line.replace("\\-", "-")
            .replace("\\fB", "")
            .replace("\\fR", "")
    });
    let lines: Vec<String> = lines
        .map(|line| {
            line.replace("\\*(Aq", "'")
                .replace("\\&", "")
                .replace("\\\\", "\\")
        })
        .collect();
    lines.join("\n")
}

#[test]
fn the_man_page_has_every_setting_with_its_default() {
    let page = man_page();
    for key in Settings::KEYS
        .iter()
        .filter(|key| !["commands", "pipes"].contains(key))
    {
        let line = DEFAULT
            .lines()
            .find(|line| line.starts_with(&format!("{key} = ")))
            .unwrap_or_else(|| panic!("no {key} in the defaults"));
        assert!(page.contains(&format!("\n{line}\n")), "{line}");
    }
    assert!(page.contains("\n[commands]\n"));
}

#[test]
fn the_man_page_has_every_action_with_its_keys() {
    let page = man_page();
    let keymap = keymap::Keymap::built_in();
    for action in Action::ALL {
        let name = action.name();
        let mut has_key = false;
        for scope in Scope::ALL {
            let keys = keymap.keys_of(scope, *action);
            if keys.is_empty() {
                continue;
            }
            has_key = true;
            let row = format!("\n{}\n{} ({name})", keys.join(", "), action.description());
            assert!(page.contains(&row), "{row}");
        }
        assert!(has_key || page.contains(&format!("\n{name}\n")), "{name}");
    }
}

#[test]
fn the_man_page_has_every_variable_and_exit_status() {
    let page = man_page();
    for variable in [
        "NEWSPRINT_CONFIG_DIR",
        "NEWSPRINT_DATA_DIR",
        "NEWSPRINT_LOG",
        "NO_COLOR",
        "TERM",
        "COLORTERM",
        "COLORFGBG",
        "BROWSER",
    ] {
        assert!(page.contains(&format!("\n{variable}\n")), "{variable}");
    }
    let (_, statuses) = page
        .split_once(".SH \"EXIT STATUS\"")
        .expect("a section of exit statuses");
    for status in ["0", "1", "2"] {
        assert!(statuses.contains(&format!("\n{status}\n")), "{status}");
    }
}

#[test]
fn the_man_page_has_every_key_of_the_json_that_commands_print() {
    let page = man_page();
    let home = Home::new();
    std::fs::write(
        home.path().join("a.md"),
        "# A note\n\nWords about ink.\n\n- [x] one\n\n1. two\n\n```sh\nls\n```\n\n![A cat](cat.png)\n",
    )
    .unwrap();
    let feed =
        "<rss><channel><item><enclosure url='http://t.example/a.mp3'/></item></channel></rss>";
    std::fs::write(home.path().join("feed.xml"), feed).unwrap();
    for arguments in [
        &["add", "a.md", "--json"][..],
        &["bookmarks", "add", "1", "--json"],
        &["list", "--json"],
        &["search", "ink", "--json"],
        &["show", "1", "--format", "json"],
        &["sources", "--json"],
        &["extract", "a.md", "--format", "json"],
        &["extract", "feed.xml", "--feed", "--format", "json"],
        &["config", "--json"],
        &["doctor", "--json"],
        &["doctor", "--recover", "--json"],
    ] {
        let left = home.run(arguments);
        let mut values: Vec<Value> = left
            .output
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert!(!values.is_empty(), "{arguments:?} {left:?}");
        while let Some(value) = values.pop() {
            match value {
                Value::Array(items) => values.extend(items),
                Value::Object(object) => {
                    for (key, value) in object {
                        let is_word = |word: &str| word.trim_matches(['{', '}', '.', ':']) == key;
                        let in_page = page.split([' ', ',', '\n', '(', ')']).any(is_word);
                        // Kept for scripts from when an article was called so.
                        assert!(in_page || key == "stories", "{arguments:?}: {key}");
                        values.push(value);
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_dist_profile_optimizes_and_unwinds() {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let dist = &manifest["profile"]["dist"];
    assert_eq!(dist["inherits"].as_str(), Some("release"));
    assert_eq!(dist["lto"].as_str(), Some("fat"));
    assert_eq!(dist["codegen-units"].as_integer(), Some(1));
    // Else a panic of a worker would end the program, and the terminal would not be given back.
    assert_eq!(dist["panic"].as_str(), Some("unwind"));
    let readme = include_str!("../../README.md");
    for command in [
        "cargo install --path .",
        "cargo build --profile dist --target x86_64-unknown-linux-musl",
        "newsprint completions bash",
        "newsprint man",
        "newsprint doctor",
        "newsprint config --write-defaults",
    ] {
        assert!(readme.contains(command), "{command}");
    }
}
