//! Changes of the settings of a source, as the user writes them: [`SettingChange`].

use std::fmt::{Debug, Formatter};
use std::ops::RangeInclusive;
use std::path::PathBuf;

use crate::model::{FullText, TextKind};

use super::header::{HeaderError, parse_header_change};
use super::parse::{ArgvError, parse_address, parse_argv, parse_days, parse_duration, parse_size};
use super::parse::{is_user_name, parse_flag};

/// Allowed intervals between two requests, in seconds: 15 minutes to 30 days.
pub(super) const INTERVALS: RangeInclusive<u32> = 15 * 60..=30 * 24 * 3600;

/// Allowed limits of one answer, in bytes: 1 kB to 1 GB.
pub(super) const SIZES: RangeInclusive<u64> = 1_000..=1_000_000_000;

/// Most days that articles are kept for; beyond that stands `forever`.
pub(super) const MAX_KEEP_DAYS: u32 = 36_500;

/// Change of one setting of a source. `None` removes the setting.
#[derive(Clone, PartialEq, Eq)]
pub enum SettingChange {
    /// `interval`: seconds between two requests.
    Interval(Option<u32>),
    /// `headers=Name: value`: adds a header, or replaces the one of this name; `headers=Name:` removes it.
    Header {
        /// Name.
        name: String,
        /// Value.
        value: Option<String>,
    },
    /// `headers=`: removes all headers.
    RemoveHeaders,
    /// `user`: user name for HTTP authentication.
    User(Option<String>),
    /// `password-command`: program whose first line of output is the password.
    PasswordCommand(Option<Vec<String>>),
    /// `password-file`: file whose first line is the password.
    PasswordFile(Option<PathBuf>),
    /// `max-size`: most bytes of one answer.
    MaxSize(Option<u64>),
    /// `keep`: days after which read articles are deleted; 0 for `forever`.
    Keep(Option<u32>),
    /// `images`: true if images are fetched unasked.
    Images(Option<bool>),
    /// `full-text`: whether pages are fetched unasked.
    FullText(Option<FullText>),
    /// `show-text`: text that is shown of an article that has both.
    ShowText(Option<TextKind>),
    /// `exec`: program that prints the feed.
    Exec(Option<Vec<String>>),
    /// `hidden`: true if its articles are left out of the views All and Unread.
    Hidden(bool),
    /// `url`: new address; the source and its articles stay.
    Url(String),
}

/// Error of a setting: its key, and which values are allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No setting has this key.
    #[error("no such setting: {key}: use one of {}", SettingChange::KEYS.join(", "))]
    UnknownKey {
        /// Key as written.
        key: String,
    },
    /// The value is not allowed. It is not quoted, since it may be a credential.
    #[error("{key}: {allowed}")]
    Value {
        /// Key of the setting.
        key: &'static str,
        /// Allowed values.
        allowed: &'static str,
    },
    /// The header can't be sent.
    #[error("headers: {0}")]
    Header(#[from] HeaderError),
    /// The value of `password-command` or `exec` is no program.
    #[error("{key}: {error}")]
    Argv {
        /// Key of the setting.
        key: &'static str,
        /// Reason, and what to write.
        error: ArgvError,
    },
}

impl SettingChange {
    /// Keys of all settings.
    pub const KEYS: &'static [&'static str] = &[
        "interval",
        "headers",
        "user",
        "password-command",
        "password-file",
        "max-size",
        "keep",
        "images",
        "full-text",
        "show-text",
        "exec",
        "hidden",
        "url",
    ];

    /// Parses a setting as the user writes it. White space around the value is ignored; an empty value removes the
    /// setting.
    ///
    /// | key | value |
    /// | --- | --- |
    /// | `interval` | 15m to 30d, as `90m`, `2h`, `1d` |
    /// | `headers` | `Name: value`; `Name:` removes this header |
    /// | `user` | user name, without a colon (RFC 7617) |
    /// | `password-command`, `exec` | a JSON array of strings, `["pass", "show", "x"]`, or words separated by spaces; there are no quotes |
    /// | `password-file` | absolute path |
    /// | `max-size` | 1kB to 1GB, as `20MB` (10^6 bytes) or `20MiB` (2^20 bytes) |
    /// | `keep` | days, as `30` or `30d`, or `forever` |
    /// | `images`, `hidden` | `true` or `false` |
    /// | `full-text` | `auto`, `always` or `never` |
    /// | `show-text` | `page` or `feed` |
    /// | `url` | http or https, without a password |
    ///
    /// # Errors
    /// The key is unknown, or the value is not allowed.
    pub fn parse(key: &str, value: &str) -> Result<Self, SettingError> {
        let value = value.trim();
        let some = (!value.is_empty()).then_some(value);
        let wrong = |key, allowed| SettingError::Value { key, allowed };
        Ok(match key {
            "interval" => {
                let allowed = "from 15m to 30d: write 30m, 2h or 1d";
                Self::Interval(checked(some, |value| {
                    parse_duration(value)
                        .filter(|seconds| INTERVALS.contains(seconds))
                        .ok_or_else(|| wrong("interval", allowed))
                })?)
            }
            "headers" => match some {
                None => Self::RemoveHeaders,
                Some(value) => {
                    let (name, value) = parse_header_change(value)?;
                    Self::Header { name, value }
                }
            },
            "user" => {
                let allowed = "a user name has no colon and no control characters";
                Self::User(checked(some, |value| {
                    let user = is_user_name(value).then(|| value.to_owned());
                    user.ok_or_else(|| wrong("user", allowed))
                })?)
            }
            "password-command" => Self::PasswordCommand(argv("password-command", some)?),
            "password-file" => {
                let allowed = "write the absolute path of a file that only you can read";
                Self::PasswordFile(checked(some, |value| {
                    let path = PathBuf::from(value);
                    let is_good = path.is_absolute() && !value.contains(char::is_control);
                    is_good
                        .then_some(path)
                        .ok_or_else(|| wrong("password-file", allowed))
                })?)
            }
            "max-size" => {
                let allowed = "from 1kB to 1GB: write 20MB or 500kB";
                Self::MaxSize(checked(some, |value| {
                    parse_size(value)
                        .filter(|bytes| SIZES.contains(bytes))
                        .ok_or_else(|| wrong("max-size", allowed))
                })?)
            }
            "keep" => {
                let allowed = "days from 1 to 36500, or forever: write 30d";
                Self::Keep(checked(some, |value| {
                    let days = match value {
                        "forever" => Some(0),
                        value => {
                            parse_days(value).filter(|days| (1..=MAX_KEEP_DAYS).contains(days))
                        }
                    };
                    days.ok_or_else(|| wrong("keep", allowed))
                })?)
            }
            "images" => Self::Images(checked(some, |value| {
                parse_flag(value).ok_or_else(|| wrong("images", "true or false"))
            })?),
            "full-text" => Self::FullText(checked(some, |value| {
                let allowed = "auto, always or never";
                FullText::from_name(value).ok_or_else(|| wrong("full-text", allowed))
            })?),
            "show-text" => Self::ShowText(checked(some, |value| {
                TextKind::from_name(value).ok_or_else(|| wrong("show-text", "page or feed"))
            })?),
            "exec" => Self::Exec(argv("exec", some)?),
            "hidden" => Self::Hidden(
                checked(some, |value| {
                    parse_flag(value).ok_or_else(|| wrong("hidden", "true or false"))
                })?
                .unwrap_or_default(),
            ),
            "url" => {
                let allowed = "an address begins with https:// or http://, and contains no user name or password";
                let address = some.and_then(parse_address);
                Self::Url(address.ok_or_else(|| wrong("url", allowed))?)
            }
            key => {
                return Err(SettingError::UnknownKey {
                    key: key.to_owned(),
                });
            }
        })
    }

    /// Returns the key of the setting; `None` for the address, which is no setting of the JSON object.
    pub(super) fn key(&self) -> Option<&'static str> {
        let name = self.name();
        (name != "url").then_some(name)
    }

    /// Returns true if the setting only concerns requests for the feed: it means nothing where a server fetches it.
    pub fn concerns_feed_requests(&self) -> bool {
        match self {
            Self::Interval(_)
            | Self::Header { .. }
            | Self::RemoveHeaders
            | Self::User(_)
            | Self::PasswordCommand(_)
            | Self::PasswordFile(_)
            | Self::Exec(_)
            | Self::Url(_) => true,
            Self::MaxSize(_)
            | Self::Keep(_)
            | Self::Images(_)
            | Self::FullText(_)
            | Self::ShowText(_)
            | Self::Hidden(_) => false,
        }
    }

    /// Returns the key as the user writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Interval(_) => "interval",
            Self::Header { .. } | Self::RemoveHeaders => "headers",
            Self::User(_) => "user",
            Self::PasswordCommand(_) => "password-command",
            Self::PasswordFile(_) => "password-file",
            Self::MaxSize(_) => "max-size",
            Self::Keep(_) => "keep",
            Self::Images(_) => "images",
            Self::FullText(_) => "full-text",
            Self::ShowText(_) => "show-text",
            Self::Exec(_) => "exec",
            Self::Hidden(_) => "hidden",
            Self::Url(_) => "url",
        }
    }
}

/// Parses a value that is not empty.
fn checked<T>(
    value: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, SettingError>,
) -> Result<Option<T>, SettingError> {
    value.map(parse).transpose()
}

fn argv(key: &'static str, value: Option<&str>) -> Result<Option<Vec<String>>, SettingError> {
    checked(value, |value| {
        parse_argv(value).map_err(|error| SettingError::Argv { key, error })
    })
}

/// Names the setting alone, since its value may be a credential.
impl Debug for SettingChange {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SettingChange").field(&self.name()).finish()
    }
}
