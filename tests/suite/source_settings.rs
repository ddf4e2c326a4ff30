//! Settings of one source: values as the user writes them, the JSON object, and what leaves the program.

use newsprint::model::{SettingChange, SettingError, SourceSettings, is_secret_header};
use serde_json::{Map, Value, json};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn with(pairs: &[(&str, &str)]) -> SourceSettings {
    let mut settings = SourceSettings::default();
    for (key, value) in pairs {
        settings.set(key, value).unwrap();
    }
    settings
}

fn error(key: &str, value: &str) -> String {
    let mut settings = SourceSettings::default();
    settings.set(key, value).unwrap_err().to_string()
}

#[test]
fn each_setting_is_stored_as_the_user_means_it() {
    let settings = with(&[
        ("interval", "90m"),
        ("headers", "Accept-Language: cy"),
        ("headers", "X-Token: abc: def"),
        ("user", "ada"),
        ("password-command", "pass show tide"),
        ("max-size", "20MB"),
        ("keep", "forever"),
        ("images", "true"),
        ("exec", r#"["print feed", "--new"]"#),
        ("hidden", "true"),
    ]);
    assert_eq!(
        Value::Object(settings.to_json()),
        json!({
            "interval": 5400, "headers": ["Accept-Language: cy", "X-Token: abc: def"], "user": "ada",
            "password-command": ["pass", "show", "tide"], "max-size": 20_000_000, "keep": "forever", "images": true,
            "exec": ["print feed", "--new"], "hidden": true,
        })
    );
    assert_eq!(SourceSettings::from_json(&settings.to_json()), settings);
}

#[test]
fn displayed_values_set_the_same_again() {
    let settings = with(&[
        ("interval", "2h"),
        ("headers", "Accept-Language: cy"),
        ("password-file", "/home/ada/tide"),
        ("max-size", "512KiB"),
        ("keep", "30"),
        ("images", "false"),
        ("exec", r#"["print feed", "--new"]"#),
    ]);
    let lines = settings.display_lines();
    let again: Vec<(&str, &str)> = lines.iter().map(|(key, value)| (*key, &**value)).collect();
    assert_eq!(with(&again), settings);
    assert_eq!(again[0], ("interval", "2h"));
    assert_eq!(again[3], ("max-size", "512KiB"));
    assert_eq!(again[4], ("keep", "30d"));
}

#[test]
fn an_empty_value_removes_a_setting() {
    let full = with(&[
        ("interval", "1d"),
        ("headers", "A: 1"),
        ("headers", "B: 2"),
        ("headers", "a: 3"),
        ("user", "ada"),
        ("exec", "feed"),
        ("hidden", "true"),
    ]);
    let mut settings = full;
    assert_eq!(settings.headers.len(), 2, "the case of a name is ignored");
    settings.set("headers", "B:").unwrap();
    assert_eq!(settings.headers, [("a".to_owned(), "3".to_owned())]);
    for key in ["interval", "headers", "user", "exec", "hidden"] {
        settings.set(key, " ").unwrap();
    }
    assert_eq!(settings, SourceSettings::default());
    assert!(settings.to_json().is_empty());
}

#[test]
fn a_password_comes_from_one_place() {
    let settings = with(&[
        ("password-command", "pass show tide"),
        ("password-file", "/home/ada/tide"),
    ]);
    assert_eq!(settings.password_command, None);
    let settings = with(&[
        ("password-file", "/home/ada/tide"),
        ("password-command", "pass show tide"),
    ]);
    assert_eq!(settings.password_file, None);
}

#[test]
fn errors_say_what_is_allowed() {
    for value in [
        "14m",
        "31d",
        "30",
        "-1h",
        "1h30m",
        "m",
        "99999999999h",
        "½h",
    ] {
        assert_eq!(
            error("interval", value),
            "interval: from 15m to 30d: write 30m, 2h or 1d",
            "{value}"
        );
    }
    for value in ["999B", "2GB", "20", "MB", "20 XB", "99999999999999999999MB"] {
        assert!(error("max-size", value).starts_with("max-size: from 1kB to 1GB"));
    }
    for value in ["0", "-3", "36501", "never"] {
        assert!(error("keep", value).starts_with("keep: days from 1 to 36500, or forever"));
    }
    assert_eq!(error("images", "yes"), "images: true or false");
    assert!(error("user", "ada:secret").contains("no colon"));
    assert!(error("password-file", "secrets/tide").contains("absolute path"));
    assert!(error("intervall", "1h").contains("use one of interval, headers, user"));
    for value in [
        "ftp://a.example/",
        "a.example",
        "https://ada:pw@a.example/",
        "file:///etc/passwd",
        "",
    ] {
        assert!(
            error("url", value).starts_with("url: an address begins with https://"),
            "{value}"
        );
    }
    assert_eq!(
        SettingChange::parse("url", "HTTPS://Tide.example/feed#top").unwrap(),
        SettingChange::Url("https://tide.example/feed".to_owned())
    );
}

#[test]
fn headers_that_would_break_a_request_are_refused() {
    for name in [
        "Host",
        "connection",
        "Transfer-Encoding",
        "Proxy-Authorization",
        "If-None-Match",
        "TE",
    ] {
        assert!(
            error("headers", &format!("{name}: x")).contains("newsprint sets"),
            "{name}"
        );
    }
    for line in ["no colon", ": x", "A B: x", "Ä: x", "X-A\r\n: x"] {
        assert_eq!(
            error("headers", line),
            "headers: write Name: value",
            "{line:?}"
        );
    }
    for line in ["A: x\r\nB: y", "A: x\u{0}", "A: ü"] {
        assert!(
            error("headers", line).contains("a line of ASCII"),
            "{line:?}"
        );
    }
}

#[test]
fn a_program_is_an_array_or_plain_words() {
    let argv = |value| with(&[("exec", value)]).exec.unwrap();
    assert_eq!(argv("  feed   --new "), ["feed", "--new"]);
    assert_eq!(
        argv(r#"["feed", "a b", "$HOME"]"#),
        ["feed", "a b", "$HOME"]
    );
    assert_eq!(
        argv("feed $HOME;ls"),
        ["feed", "$HOME;ls"],
        "no shell reads it"
    );
    for value in ["feed 'a b'", "feed \"a b\"", r"feed a\ b"] {
        assert!(
            error("exec", value).contains("no shell reads it"),
            "{value}"
        );
    }
    for value in [
        "[]",
        r#"[""]"#,
        r#"["feed", 1]"#,
        "[feed]",
        "[\"feed\", \"a\\u0000\"]",
    ] {
        assert!(error("exec", value).starts_with("exec: "), "{value}");
    }
    assert!(matches!(
        SettingChange::parse("password-command", "[]"),
        Err(SettingError::Argv { .. })
    ));
}

#[test]
fn unknown_and_damaged_members_are_preserved() {
    let stored = object(json!({
        "full-text": "always", "interval": "often", "headers": ["Host: x"], "keep": 30, "exec": [], "hidden": 1,
    }));
    let mut settings = SourceSettings::from_json(&stored);
    assert_eq!((settings.interval, settings.keep_days), (None, Some(30)));
    assert!(settings.headers.is_empty() && settings.exec.is_none() && !settings.hidden);
    assert_eq!(settings.to_json(), stored);
    settings.set("interval", "1h").unwrap();
    settings.set("exec", "").unwrap();
    assert_eq!(settings.to_json()["interval"], 3600);
    assert!(!settings.to_json().contains_key("exec"));
}

#[test]
fn no_credential_leaves_the_program() {
    let settings = with(&[
        ("interval", "1h"),
        ("headers", "Authorization: Bearer hunter2"),
        ("headers", "X-Anything: hunter2"),
        ("headers", "Accept-Language: cy"),
        ("user", "ada"),
        ("password-command", "echo hunter2"),
        ("exec", "feed hunter2"),
        ("keep", "forever"),
    ]);
    let shared = settings.without_secrets();
    assert_eq!(
        Value::Object(shared.to_json()),
        json!({"interval": 3600, "headers": ["Accept-Language: cy"], "keep": "forever"})
    );
    assert!(!format!("{settings:?}").contains("hunter2"));
    let change = SettingChange::parse("headers", "Cookie: hunter2").unwrap();
    assert!(!format!("{change:?}").contains("hunter2"));
    let line = settings.display_lines().into_iter().nth(1).unwrap();
    assert_eq!(line, ("headers", "Authorization: [redacted]".to_owned()));
    assert!(is_secret_header("Cookie") && !is_secret_header("user-agent"));
    let later = object(json!({"api-token": "hunter2", "user": 7, "full-text": "always"}));
    let later = SourceSettings::from_json(&later).without_secrets();
    assert_eq!(
        Value::Object(later.to_json()),
        json!({"full-text": "always"})
    );
}
