//! Links that may be passed to another program.

use newsprint::terminal::{LinkRefused, check_link, open_link_in};

#[test]
fn web_and_mail_links_are_opened() {
    for link in [
        "https://example.org/",
        "http://example.org",
        "HTTPS://EXAMPLE.ORG/a?b=c&d=e#f",
        "https://example.org/$(reboot);`ls`",
        "https://[2001:db8::1]:8080/",
        "mailto:desk@example.org",
    ] {
        assert_eq!(check_link(link), Ok(()), "{link}");
    }
}

#[test]
fn other_schemes_are_refused_by_name() {
    for (link, scheme) in [
        ("file:///etc/passwd", "file"),
        ("javascript:alert(1)", "javascript"),
        ("Data:text/html,x", "data"),
        ("ssh://-oProxyCommand=x/", "ssh"),
        ("vnd.app+x:1", "vnd.app+x"),
    ] {
        assert_eq!(
            check_link(link),
            Err(LinkRefused::Scheme(scheme.to_string())),
            "{link}"
        );
    }
}

#[test]
fn options_and_escape_sequences_are_refused() {
    assert_eq!(
        check_link("--help:https://example.org"),
        Err(LinkRefused::LeadingHyphen)
    );
    for link in [
        "https://example.org/\u{1b}]0;x\u{7}",
        "https://example.org/\nhttps://example.com",
        "https://example.org/\0",
        "https://example.org/\u{9b}2J",
        " https://example.org/",
        "https://example.org/a b",
        "https://example.org/\">",
    ] {
        assert_eq!(check_link(link), Err(LinkRefused::Characters), "{link:?}");
    }
}

#[test]
fn incomplete_links_are_refused() {
    assert_eq!(check_link(""), Err(LinkRefused::Empty));
    for link in [
        "/etc/passwd",
        "page.html",
        "../up",
        "ht~tp://x",
        ":x",
        "1a:b",
    ] {
        assert_eq!(check_link(link), Err(LinkRefused::NoScheme), "{link}");
    }
    for link in [
        "https:",
        "https://",
        "https:///path",
        "mailto:",
        "http:example.org",
    ] {
        assert!(check_link(link).is_err(), "{link}");
    }
    let long = format!("https://example.org/{}", "a".repeat(9000));
    assert_eq!(check_link(&long), Err(LinkRefused::TooLong));
}

#[test]
fn a_refusal_is_one_line_that_does_not_quote_the_link() {
    let refused = open_link_in("javascript:\u{1b}[2J\n", |_| None).unwrap_err();
    assert!(!refused.to_string().contains(['\n', '\u{1b}']));
}

#[test]
fn without_a_browser_there_is_an_error() {
    let refused = open_link_in("https://example.org/", |_| None);
    if cfg!(all(unix, not(target_os = "macos"))) {
        assert!(refused.unwrap_err().to_string().contains("no browser"));
    }
}

#[test]
fn the_browser_gets_the_link_as_one_argument_and_no_shell_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};

    let folder = tempfile::tempdir().unwrap();
    let (browser, arguments) = (
        folder.path().join("browser"),
        folder.path().join("arguments"),
    );
    let script = "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" >\"$0.part\"\nmv \"$0.part\" \"${0%browser}arguments\"\n";
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();

    let link = "https://example.org/$(touch${IFS}x)?a=1&b=';c";
    let browsers = format!("/nowhere/at-all:sh -c %s:{}", browser.display());
    open_link_in(link, |name| (name == "BROWSER").then(|| browsers.clone())).unwrap();

    let deadline = Instant::now() + Duration::from_secs(20);
    while !arguments.exists() && Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert_eq!(
        std::fs::read_to_string(arguments).unwrap(),
        format!("1|{link}|")
    );
}
