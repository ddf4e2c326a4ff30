//! Settings of one source: [`SourceSettings`], and their changes as the user writes them ([`SettingChange`]).

mod change;
mod header;
mod parse;

use std::fmt::{Debug, Formatter};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

pub use change::{SettingChange, SettingError};
pub use header::{HeaderError, is_secret_header};

pub use parse::ArgvError;

use super::{FullText, TextKind};
use parse::{display_argv, display_seconds, display_size};

/// Replacement of a value that may be a credential.
const REDACTED: &str = "[redacted]";

/// Settings of one source, stored as a JSON object. Keys that this version does not know are preserved.
///
/// Of two values for one subject, the later one counts: setting `password_command` removes `password_file`, and the
/// reverse.
///
/// # Examples
///
/// ```
/// use newsprint::model::SourceSettings;
///
/// let mut settings = SourceSettings::default();
/// settings.set("interval", "30m")?;
/// settings.set("headers", "Accept-Language: cy")?;
/// assert_eq!(settings.interval, Some(1800));
/// settings.set("headers", "")?;
/// assert!(settings.headers.is_empty());
/// assert!(settings.set("interval", "5m").is_err());
/// # Ok::<(), newsprint::model::SettingError>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct SourceSettings {
    /// Least time between two requests, in seconds: from 15 minutes to 30 days. In the library it is a column of its
    /// own, `source.user_interval`, and no member of the JSON object.
    pub interval: Option<u32>,
    /// Additional headers of each request, as name and value. Their values may be credentials.
    pub headers: Vec<(String, String)>,
    /// User name for HTTP authentication (RFC 7617).
    pub user: Option<String>,
    /// Program and arguments whose first line of output is the password.
    pub password_command: Option<Vec<String>>,
    /// File whose first line is the password. Only its owner may read it (mode 0600).
    pub password_file: Option<PathBuf>,
    /// Most bytes of one answer, also after decoding. `None` for the limits of the program.
    pub max_size: Option<u64>,
    /// Days after which read articles are deleted; 0 for never. `None` for the setting `keep-days`.
    pub keep_days: Option<u32>,
    /// True if the images of its articles are fetched unasked.
    pub images: Option<bool>,
    /// Choice when the pages of its articles are fetched unasked. `None` for never.
    pub full_text: Option<FullText>,
    /// Text that is shown of an article that has both. `None` for the page.
    pub show_text: Option<TextKind>,
    /// Program and arguments that print the feed; its address is not fetched then.
    pub exec: Option<Vec<String>>,
    /// True if its articles are left out of the views All and Unread.
    pub hidden: bool,
    /// Members of the JSON object that are none of the above, or have no valid value.
    pub other: Map<String, Value>,
}

impl SourceSettings {
    /// Reads the settings from a JSON object. A member without a valid value is preserved and has no effect.
    pub fn from_json(object: &Map<String, Value>) -> Self {
        let mut settings = Self::default();
        for (key, value) in object {
            if !settings.read_member(key, value) {
                settings.other.insert(key.clone(), value.clone());
            }
        }
        settings
    }

    /// Reads one member; returns false if it is unknown or has no valid value.
    fn read_member(&mut self, key: &str, value: &Value) -> bool {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let argv = |value: &Value| -> Option<Vec<String>> {
            let words: Option<Vec<String>> = value.as_array()?.iter().map(text).collect();
            words.filter(|words| parse::check_argv(words).is_ok())
        };
        let number = Value::as_u64;
        match key {
            "interval" => {
                let seconds = number(value).and_then(|seconds| u32::try_from(seconds).ok());
                self.interval = seconds.filter(|seconds| change::INTERVALS.contains(seconds));
                self.interval.is_some()
            }
            "headers" => {
                let lines = value.as_array().map(Vec::as_slice).unwrap_or_default();
                let headers: Option<Vec<(String, String)>> = lines
                    .iter()
                    .map(|line| header::parse_header(line.as_str()?).ok())
                    .collect();
                self.headers = headers.unwrap_or_default();
                !self.headers.is_empty()
            }
            "user" => {
                self.user = text(value).filter(|user| parse::is_user_name(user));
                self.user.is_some()
            }
            "password-command" => {
                self.password_command = argv(value);
                self.password_command.is_some()
            }
            "password-file" => {
                let path = text(value).map(PathBuf::from);
                self.password_file = path.filter(|path| path.is_absolute());
                self.password_file.is_some()
            }
            "max-size" => {
                self.max_size = number(value).filter(|bytes| change::SIZES.contains(bytes));
                self.max_size.is_some()
            }
            "keep" => {
                let days = match value.as_str() {
                    Some("forever") => Some(0),
                    _ => number(value).and_then(|days| u32::try_from(days).ok()),
                };
                self.keep_days = days.filter(|days| *days <= change::MAX_KEEP_DAYS);
                self.keep_days.is_some()
            }
            "images" => {
                self.images = value.as_bool();
                self.images.is_some()
            }
            "full-text" => {
                self.full_text = value.as_str().and_then(FullText::from_name);
                self.full_text.is_some()
            }
            "show-text" => {
                self.show_text = value.as_str().and_then(TextKind::from_name);
                self.show_text.is_some()
            }
            "exec" => {
                self.exec = argv(value);
                self.exec.is_some()
            }
            "hidden" => {
                self.hidden = value.as_bool() == Some(true);
                self.hidden
            }
            _ => false,
        }
    }

    /// Returns the JSON object of the settings; unset ones are no members of it.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut object = self.other.clone();
        let headers = header_lines(&self.headers, |_, value| value);
        let keep = self.keep_days.map(|days| match days {
            0 => json!("forever"),
            days => json!(days),
        });
        let path = self.password_file.as_ref().and_then(|path| path.to_str());
        let members = [
            ("interval", self.interval.map(|seconds| json!(seconds))),
            ("headers", (!headers.is_empty()).then(|| json!(headers))),
            ("user", self.user.as_ref().map(|user| json!(user))),
            (
                "password-command",
                self.password_command.as_ref().map(|argv| json!(argv)),
            ),
            ("password-file", path.map(|path| json!(path))),
            ("max-size", self.max_size.map(|bytes| json!(bytes))),
            ("keep", keep),
            ("images", self.images.map(|images| json!(images))),
            (
                "full-text",
                self.full_text.map(|choice| json!(choice.name())),
            ),
            ("show-text", self.show_text.map(|kind| json!(kind.name()))),
            ("exec", self.exec.as_ref().map(|argv| json!(argv))),
            ("hidden", self.hidden.then_some(Value::Bool(true))),
        ];
        for (key, value) in members {
            if let Some(value) = value {
                object.insert(key.to_owned(), value);
            }
        }
        object
    }

    /// Sets one setting as the user writes it; an empty value removes it. The keys are those of
    /// [`SettingChange::KEYS`], except `url`, which is no setting of the JSON object: see [`SettingChange::parse`].
    ///
    /// # Errors
    /// The key is unknown, or the value is not allowed; the error says which values are.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingError> {
        self.apply(&SettingChange::parse(key, value)?);
        Ok(())
    }

    /// Applies a change. A new address is not part of the settings and is left to the caller.
    pub fn apply(&mut self, change: &SettingChange) {
        if let Some(key) = change.key() {
            self.other.remove(key);
        }
        match change {
            SettingChange::Interval(seconds) => self.interval = *seconds,
            SettingChange::Header { name, value } => {
                let at = |(known, _): &(String, String)| known.eq_ignore_ascii_case(name);
                match (self.headers.iter().position(at), value) {
                    (Some(at), Some(value)) => {
                        if let Some(header) = self.headers.get_mut(at) {
                            *header = (name.clone(), value.clone());
                        }
                    }
                    (None, Some(value)) => self.headers.push((name.clone(), value.clone())),
                    (_, None) => self.headers.retain(|header| !at(header)),
                }
                self.headers.truncate(header::MAX_HEADERS);
            }
            SettingChange::RemoveHeaders => self.headers.clear(),
            SettingChange::User(user) => self.user.clone_from(user),
            SettingChange::PasswordCommand(argv) => {
                self.password_command.clone_from(argv);
                if argv.is_some() {
                    self.password_file = None;
                }
            }
            SettingChange::PasswordFile(path) => {
                self.password_file.clone_from(path);
                if path.is_some() {
                    self.password_command = None;
                }
            }
            SettingChange::MaxSize(bytes) => self.max_size = *bytes,
            SettingChange::Keep(days) => self.keep_days = *days,
            SettingChange::Images(images) => self.images = *images,
            SettingChange::FullText(choice) => self.full_text = *choice,
            SettingChange::ShowText(kind) => self.show_text = *kind,
            SettingChange::Exec(argv) => self.exec.clone_from(argv),
            SettingChange::Hidden(hidden) => self.hidden = *hidden,
            SettingChange::Url(_) => {}
        }
    }

    /// Returns the settings without what may be a credential, read one or run a program: for exports, and for imports,
    /// which must create no program to run. Headers that are known to contain no credential stay.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let mut headers = self.headers.clone();
        headers.retain(|(name, _)| !is_secret_header(name));
        let mut other = self.other.clone();
        other.retain(|key, _| !parse::is_sensitive_key(key));
        Self {
            interval: self.interval,
            headers,
            user: None,
            password_command: None,
            password_file: None,
            max_size: self.max_size,
            keep_days: self.keep_days,
            images: self.images,
            full_text: self.full_text,
            show_text: self.show_text,
            exec: None,
            hidden: self.hidden,
            other,
        }
    }

    /// Returns each setting as `KEY` and the value that sets it, in the order of [`SettingChange::KEYS`]. Values of
    /// headers that may be credentials are replaced by `[redacted]`.
    pub fn display_lines(&self) -> Vec<(&'static str, String)> {
        let redact = |name: &str, value| match is_secret_header(name) {
            true => REDACTED,
            false => value,
        };
        let mut lines = Vec::new();
        let mut add = |key, value: Option<String>| lines.extend(value.map(|value| (key, value)));
        add("interval", self.interval.map(display_seconds));
        for line in header_lines(&self.headers, redact) {
            add("headers", Some(line));
        }
        add("user", self.user.clone());
        add(
            "password-command",
            self.password_command.as_deref().map(display_argv),
        );
        let path = self.password_file.as_ref();
        add("password-file", path.map(|path| path.display().to_string()));
        add("max-size", self.max_size.map(display_size));
        let keep = self.keep_days.map(|days| match days {
            0 => "forever".to_owned(),
            days => format!("{days}d"),
        });
        add("keep", keep);
        add("images", self.images.map(|images| images.to_string()));
        let name = self.full_text.map(|choice| choice.name().to_owned());
        add("full-text", name);
        let name = self.show_text.map(|kind| kind.name().to_owned());
        add("show-text", name);
        add("exec", self.exec.as_deref().map(display_argv));
        add("hidden", self.hidden.then(|| "true".to_owned()));
        lines
    }
}

/// Writes headers as `Name: value`, with the values that `value_of` returns for a name and a value.
fn header_lines<'a>(
    headers: &'a [(String, String)],
    value_of: impl Fn(&str, &'a str) -> &'a str,
) -> Vec<String> {
    let line = |(name, value): &'a (String, String)| format!("{name}: {}", value_of(name, value));
    headers.iter().map(line).collect()
}

/// Names the settings that are set, without values, since they may be credentials.
impl Debug for SourceSettings {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let keys: Vec<String> = self.to_json().into_iter().map(|(key, _)| key).collect();
        f.debug_tuple("SourceSettings").field(&keys).finish()
    }
}
