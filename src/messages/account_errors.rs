//! Sentences about errors of accounts on servers, with what to do.

use super::numbers::count;
use crate::model::{Account, AccountKind, SourceError, SourceErrorKind};
use crate::sync::error::SyncError;
use crate::text::clean;

/// Words an error of an account with what to do about it. `account` is its name in commands: its id, or nothing for one that is
/// not added yet.
pub fn sync_error(error: &SyncError, kind: AccountKind, account: Option<&str>) -> String {
    let (code, details) = error.code();
    error_text(code, details.as_deref(), kind, account)
}

/// Words the error of the last sync of an account; `None` if there was none.
pub fn last_error(account: &Account) -> Option<String> {
    let (code, details) = account.error.as_ref()?;
    let id = account.id.to_string();
    Some(error_text(
        code,
        details.as_deref(),
        account.kind,
        Some(&id),
    ))
}

/// Words an error by its code and its details in the database.
pub(super) fn error_text(
    code: &str,
    details: Option<&str>,
    kind: AccountKind,
    account: Option<&str>,
) -> String {
    let detail = clean::clean_line(details.unwrap_or_default());
    let set = |change: &str| match account {
        Some(id) => format!("newsprint account set {id} {change}"),
        None => String::new(),
    };
    match code {
        "wrong-password" => {
            let anew = match account {
                Some(_) => format!("; {} asks for it", set("password")),
                None => String::new(),
            };
            format!(
                "wrong user name or password: {}{anew}",
                password_advice(kind)
            )
        }
        "lost-authorization" => {
            "the password is right, but the web server does not pass on the header Authorization: change its configuration; FreshRSS tests it on its page /api/"
                .to_owned()
        }
        "lost-path" => {
            "the web server does not pass on the path of requests (PATH_INFO of PHP): change its configuration; FreshRSS tests it on its page /api/"
                .to_owned()
        }
        "token-letters" => {
            "the user name has letters beyond ASCII, which this API can't take: give the user another name on the server (Miniflux: Settings > Integrations > Google Reader)"
                .to_owned()
        }
        "no-password" => match account {
            Some(_) => format!(
                "the sign-in has ended, and no password is stored for this server: {} asks for it",
                set("password")
            ),
            None => "no password: give --password-command or --password-file".to_owned(),
        },
        "api-off" => format!("the API is switched off: {}", api_advice(kind)),
        "too-old" => {
            format!("the server is too old: newsprint needs {detail} or newer: update the server")
        }
        "untrusted-domain" => {
            let other = match account {
                Some(_) => format!(": {}", set("url=ADDRESS")),
                None => String::new(),
            };
            format!(
                "the server does not trust this address: its administrator adds the host to trusted_domains in config/config.php, or give an address that is there{other}"
            )
        }
        "maintenance" => {
            "the server answers by a text instead of data: it is under maintenance, or this is the address of something else"
                .to_owned()
        }
        "wrong-address" if !detail.is_empty() => {
            format!("not the address of the API: try {detail}")
        }
        "wrong-address" => format!("no {} here: {}", api_name(kind), address_advice(kind)),
        "moved" => match account {
            Some(_) => format!(
                "the server has moved to {detail}: {} if that is right",
                set(&format!("url={detail}"))
            ),
            None => format!("the server has moved to {detail}: give that address if it is right"),
        },
        "wait" => match details.and_then(|seconds| seconds.parse::<i64>().ok()) {
            Some(seconds) => format!("the server asked to wait for {}", waiting_time(seconds)),
            None => "the server asked to wait".to_owned(),
        },
        "unexpected" => {
            let other = match account {
                Some(_) => format!(", or give another: {}", set("url=ADDRESS")),
                None => String::new(),
            };
            format!(
                "this is no answer of {} (to {detail}), perhaps an error page: open the server's address in a browser{other}",
                api_with_article(kind)
            )
        }
        "unsupported" => match kind.edits_subscriptions() {
            true => "its server can't do this".to_owned(),
            false => format!(
                "{} can't change subscriptions: add it on the server",
                api_with_article(kind)
            ),
        },
        "busy" => "another newsprint syncs it now".to_owned(),
        "cancelled" => "cancelled".to_owned(),
        "library" => format!("can't read or write the library: {detail}"),
        // These details are whole sentences with what to do.
        "password" | "tokens" => detail.into_owned(),
        code => {
            let error = SourceError::from_code(
                Some(code.to_owned()),
                details.map(|details| clean::clean_line(details).into_owned()),
            );
            match error {
                Some(error) if error.kind == SourceErrorKind::Status => match account {
                    Some(_) => format!(
                        "{error}: it is down, or at another address: {}",
                        set("url=ADDRESS")
                    ),
                    None => format!("{error}: {}", address_advice(kind)),
                },
                Some(error) => match connection_advice(error.kind) {
                    Some(advice) => match account {
                        Some(_) => format!(
                            "{error}: {advice}, or give another address: {}",
                            set("url=ADDRESS")
                        ),
                        None => format!("{error}: {advice}"),
                    },
                    None => error.to_string(),
                },
                None => String::new(),
            }
        }
    }
}

/// Advice about a connection that failed; `None` for other errors.
fn connection_advice(error: SourceErrorKind) -> Option<&'static str> {
    match error {
        SourceErrorKind::Resolve | SourceErrorKind::Connect => {
            Some("check the network and the address")
        }
        SourceErrorKind::Tls => Some("the address of a server without https begins with http://"),
        _ => None,
    }
}

/// Advice where the password of a server is found.
fn password_advice(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::GoogleReader => {
            "FreshRSS wants the API password of Settings > Profile, Miniflux that of Settings > Integrations > Google Reader"
        }
        AccountKind::Miniflux => {
            "without a user name it is an API key of Settings > API Keys, else the password of the user"
        }
        AccountKind::Nextcloud => {
            "with two-factor login it is an app password of Settings > Security"
        }
        AccountKind::Fever => {
            "Fever has a password of its own: FreshRSS: Settings > Profile > API password; Miniflux: Settings > Integrations > Fever"
        }
    }
}

/// Advice where an API is switched on.
fn api_advice(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::GoogleReader | AccountKind::Fever => {
            "FreshRSS: an administrator allows API access under Settings > Authentication; Miniflux: each user under Settings > Integrations"
        }
        AccountKind::Miniflux => "its administrator has set DISABLE_API",
        AccountKind::Nextcloud => "an administrator enables the app News",
    }
}

/// Advice which address to give.
fn address_advice(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::GoogleReader => {
            "give the address of FreshRSS with its folder, or of another server before /reader/api/0"
        }
        AccountKind::Miniflux => "give the address of its web page, with its folder",
        AccountKind::Nextcloud => "give the address of Nextcloud, before /index.php",
        AccountKind::Fever => "give the address before ?api, such as https://HOST/api/fever.php",
    }
}

/// Name of an API.
pub fn api_name(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::GoogleReader => "Google Reader API",
        AccountKind::Miniflux => "Miniflux",
        AccountKind::Nextcloud => "Nextcloud News",
        AccountKind::Fever => "Fever API",
    }
}

/// Name of an API with its article, if it has one.
pub(super) fn api_with_article(kind: AccountKind) -> String {
    match kind {
        AccountKind::GoogleReader | AccountKind::Fever => format!("the {}", api_name(kind)),
        AccountKind::Miniflux | AccountKind::Nextcloud => api_name(kind).to_owned(),
    }
}

/// Words a time to wait, in whole minutes or hours.
pub(super) fn waiting_time(seconds: i64) -> String {
    let minutes = usize::try_from(seconds.max(1)).unwrap_or(1).div_ceil(60);
    match minutes {
        0..120 => count(minutes, "minute"),
        minutes => count(minutes.div_ceil(60), "hour"),
    }
}
