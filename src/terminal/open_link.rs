//! Opening a link in the browser: schemes by allow-list, programs by argv, without waiting.

use std::process::{Command, Stdio};

use thiserror::Error;

use crate::text::clean;

/// Schemes that may be passed to another program.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Longest link, in bytes; argv has limits of its own.
const MAX_LINK_BYTES: usize = 8 * 1024;

/// Error of a link that is not passed to another program.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinkRefused {
    /// Empty link.
    #[error("the link is empty")]
    Empty,
    /// Link that a program could take for an option.
    #[error("the link begins with a hyphen")]
    LeadingHyphen,
    /// Link with control characters, blanks, or characters that `clean` would remove.
    #[error("the link contains characters that are not allowed")]
    Characters,
    /// Link longer than any real one.
    #[error("the link is too long")]
    TooLong,
    /// Path or relative link.
    #[error("the link has no scheme such as https")]
    NoScheme,
    /// Scheme outside the allow-list, such as `file` or `javascript`.
    #[error("links with the scheme \"{0}\" are not opened")]
    Scheme(String),
}

/// Opens `url` with the system's opener, by the environment of the program, and returns at once.
///
/// # Errors
/// Fails like [`open_link_in`].
pub fn open_link(url: &str) -> anyhow::Result<()> {
    open_link_in(url, |name| std::env::var(name).ok())
}

/// Opens `url` in a given environment and returns at once. `lookup` returns the value of an environment variable:
/// `BROWSER` is a list of programs, separated by colons, that are tried before the system's opener.
///
/// # Errors
/// Fails with one line for the status bar: the link was refused by [`check_link`], or no program opens links.
pub fn open_link_in(url: &str, lookup: impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
    check_link(url)?;
    let browsers = lookup("BROWSER").unwrap_or_default();
    let browsers = browsers.split(':').filter(|name| is_program(name));
    let mut commands: Vec<Command> = browsers
        .map(|name| {
            let mut command = Command::new(name);
            command.arg(url);
            command
        })
        .collect();
    if has_desktop(lookup) {
        commands.extend(open::commands(url));
    }
    for mut command in commands {
        if start_detached(&mut command).is_ok() {
            return Ok(());
        }
    }
    anyhow::bail!("no browser found; set the variable BROWSER")
}

/// Returns true if an entry of `BROWSER` is the name of a program, not a shell command.
fn is_program(entry: &str) -> bool {
    !entry.is_empty() && !entry.starts_with('-') && !entry.contains([' ', '\t', '%'])
}

/// Returns true if there is a display for a window. On a text console the system's opener would start a browser that
/// takes over the terminal, and would wait for it.
fn has_desktop(lookup: impl Fn(&str) -> Option<String>) -> bool {
    cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
            .iter()
            .any(|name| lookup(name).is_some_and(|value| !value.is_empty()))
}

/// Checks that `url` may be passed to another program: a scheme of the allow-list, and nothing that could act on a
/// command line or a terminal (RFC 3986, section 3.1 for the scheme).
///
/// # Errors
/// Fails with the reason if it may not.
pub fn check_link(url: &str) -> Result<(), LinkRefused> {
    if url.is_empty() {
        return Err(LinkRefused::Empty);
    }
    if url.starts_with('-') {
        return Err(LinkRefused::LeadingHyphen);
    }
    if url.len() > MAX_LINK_BYTES {
        return Err(LinkRefused::TooLong);
    }
    let forbidden = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>');
    if url.contains(forbidden) || clean::clean_url(url) != Some(url) {
        return Err(LinkRefused::Characters);
    }
    let Some((scheme, rest)) = url.split_once(':') else {
        return Err(LinkRefused::NoScheme);
    };
    let scheme_is_well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !scheme_is_well_formed {
        return Err(LinkRefused::NoScheme);
    }
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return Err(LinkRefused::Scheme(scheme));
    }
    let has_target = match scheme.as_str() {
        "mailto" => !rest.is_empty(),
        _ => rest
            .strip_prefix("//")
            .is_some_and(|host| host.starts_with(|c: char| !matches!(c, '/' | '?' | '#'))),
    };
    if has_target {
        Ok(())
    } else {
        Err(LinkRefused::Empty)
    }
}

/// Starts a detached program: no terminal, no waiting, no zombie.
fn start_detached(command: &mut Command) -> std::io::Result<()> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A process group of its own: Ctrl-c in this terminal does not reach it.
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.spawn()?;
    // Without the thread the child would only stay a zombie until the program ends.
    let _ = std::thread::Builder::new()
        .name("reap-opener".into())
        .spawn(move || child.wait());
    Ok(())
}
