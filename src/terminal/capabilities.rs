//! Capabilities of the terminal, guessed from environment variables: [`Capabilities`]. The terminal is not queried,
//! since an answer may never come; unknown capabilities are reported as unknown.

use super::{TerminalOptions, image_form};
use crate::config::{ColourDepth, Images};
use crate::model::ImageForm;

/// Probable capabilities of the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Value of `TERM`; empty if it is not set.
    pub term: String,
    /// Number of colours.
    pub colours: ColourDepth,
    /// True if the terminal is known for the kitty keyboard protocol, which distinguishes more keys.
    pub has_kitty_keyboard: bool,
    /// Protocol for images: [`Images::Blocks`] if no better one is known, [`Images::Off`] if not even that works.
    pub images: Images,
    /// True if copied text is taken by OSC 52; `None` if that depends on the terminal or its settings.
    pub clipboard: Option<bool>,
    /// True if the locale is UTF-8.
    pub is_utf8: bool,
    /// Locale in force, from `LC_ALL`, `LC_CTYPE` or `LANG`; empty if none is set.
    pub locale: String,
    /// Multiplexer between the program and the terminal: `tmux`, `screen` or `zellij`.
    pub multiplexer: Option<&'static str>,
}

impl Capabilities {
    /// Reads the capabilities from environment variables. `lookup` returns the value of a variable.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| lookup(name).unwrap_or_default();
        let is_set = |name: &str| !value(name).is_empty();
        let term = value("TERM");
        let multiplexer = if is_set("TMUX") || term.starts_with("tmux") {
            Some("tmux")
        } else if is_set("ZELLIJ") {
            Some("zellij")
        } else if is_set("STY") || term.starts_with("screen") {
            Some("screen")
        } else {
            None
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .map(value)
            .find(|locale| !locale.is_empty())
            .unwrap_or_default();
        let charset = locale.to_ascii_lowercase().replace('-', "");
        let program = value("TERM_PROGRAM");
        let terminal = terminal_name(&term, &program, is_set);
        Self {
            colours: ColourDepth::from_environment(&lookup),
            has_kitty_keyboard: TerminalOptions::from_environment(&lookup).kitty_keyboard,
            images: match image_form(Images::Auto, true, &lookup) {
                None => Images::Off,
                Some(ImageForm::Png) => Images::Kitty,
                Some(ImageForm::PngRows) => Images::Iterm2,
                Some(ImageForm::SixelRows) => Images::Sixel,
                Some(ImageForm::Cells { .. }) => Images::Blocks,
            },
            clipboard: match multiplexer {
                Some(_) => None,
                None => supports_clipboard(terminal),
            },
            // Terminals of macOS are UTF-8 whatever the locale.
            is_utf8: charset.contains("utf8") || cfg!(target_os = "macos"),
            term,
            locale,
            multiplexer,
        }
    }
}

/// Returns a name for the terminal from the variables that it sets; empty if it sets none.
fn terminal_name<'a>(term: &'a str, program: &'a str, is_set: impl Fn(&str) -> bool) -> &'a str {
    if is_set("KITTY_WINDOW_ID") {
        return "kitty";
    }
    if is_set("WT_SESSION") {
        return "windows-terminal";
    }
    if is_set("KONSOLE_VERSION") {
        return "konsole";
    }
    if !program.is_empty() && program != "tmux" {
        return program;
    }
    let term = term.strip_prefix("xterm-").unwrap_or(term);
    term.strip_suffix("-256color").unwrap_or(term)
}

fn supports_clipboard(terminal: &str) -> Option<bool> {
    match terminal {
        "kitty" | "ghostty" | "WezTerm" | "foot" | "foot-extra" | "alacritty" | "rio"
        | "contour" | "windows-terminal" | "mintty" | "vscode" => Some(true),
        "Apple_Terminal" | "linux" | "dumb" | "" => Some(false),
        _ => None,
    }
}
