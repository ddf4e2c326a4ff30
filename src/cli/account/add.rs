//! `newsprint account add` and `account set`: a server is checked before anything is stored.

use std::io::Write;

use anyhow::{Result, anyhow, bail};

use super::password::read_password;
use crate::cli::account_words::{account_name, find_account};
use crate::cli::arguments::AddAccountArguments;
use crate::cli::error::{Diagnostics, UsageError};
use crate::cli::json;
use crate::cli::open_library;
use crate::cli::output::print_line;
use crate::cli::setup::Setup;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{Cancel, parse_setting};
use crate::messages;
use crate::model::{AccountId, AccountKind, SettingChange, SourceSettings};
use crate::sync::account::{find_account_server, folder_of, save_secrets, store_account};
use crate::sync::connect::FoundServer;
use crate::sync::error::SyncError;
use crate::sync::secrets::Secrets;
use crate::text::redact;

/// Settings of an account, in the order of its help.
const KEYS: [&str; 4] = ["password", "password-command", "password-file", "url"];

/// Adds an account, once its server has taken the user name and the password.
pub(super) fn add_account(
    arguments: &AddAccountArguments,
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let kind = arguments.kind;
    let user = arguments.user.clone().unwrap_or_default();
    let mut settings = SourceSettings::default();
    let file = arguments.password_file.as_ref();
    let file = file.map(|path| path.to_string_lossy());
    for (key, value) in [
        ("password-command", arguments.password_command.as_deref()),
        ("password-file", file.as_deref()),
    ] {
        if let Some(value) = value {
            settings.apply(&parse(key, value)?);
        }
    }
    if user.is_empty() && kind.needs_user() {
        return Err(usage("no user name: give --user NAME"));
    }
    // It may contain a password, and is not printed then.
    let place = redact(&arguments.url);
    let mut library = open_library::open_to_write(setup)?;
    let asked = match settings == SourceSettings::default() {
        true => Some(read_password(&messages::accounts::name(&place, &user))?),
        false => None,
    };
    let cancel = Cancel::new();
    let secrets = Secrets::in_memory(&settings, asked, &cancel);
    let found = find(kind, &arguments.url, &user, &secrets, None)
        .map_err(|reason| anyhow!("not added: {place}: {reason}"))?;
    let place = (kind, found.url.as_str(), user.as_str());
    let account = store_account(&mut library, place, &settings, &secrets)
        .map_err(|error| anyhow!("not added: {}: {}", found.url, storing_error(&error)))?;
    match as_json {
        true => json::print_json(output, &json::account_json(&account))?,
        false => {
            let name = account_name(&account);
            let version = found.info.version.as_deref();
            print_line(
                output,
                &messages::accounts::added(account.id, &name, version),
            )?;
        }
    }
    let mut diagnostics = Diagnostics::default();
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Changes settings of an account, once its server has taken them.
pub(super) fn set_account(
    id: AccountId,
    words: &[String],
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut library = open_library::open_to_write(setup)?;
    let mut account = find_account(&library, id)?;
    let (mut asks, mut has_source) = (false, false);
    for word in words {
        match word.split_once('=') {
            None if word == "password" => asks = true,
            Some((key, value)) if KEYS.contains(&key) && key != "password" => {
                match parse(key, value)? {
                    SettingChange::Url(url) => account.url = url,
                    change => {
                        account.settings.apply(&change);
                        has_source = true;
                    }
                }
            }
            // The value may be a password, and is not printed.
            Some(("password", _)) => {
                return Err(usage(
                    "a password is no argument: write password alone, and it is asked for",
                ));
            }
            // A word without a key may be a password.
            None => {
                return Err(usage(
                    "a setting has no =: write password, password-command=, password-file= or url=",
                ));
            }
            Some((key, _)) => {
                return Err(usage(&format!(
                    "no such setting: {key}: use password, password-command=, password-file= or url=",
                )));
            }
        }
    }
    let cancel = Cancel::new();
    let name = account_name(&account);
    let secrets = match (asks, has_source) {
        (true, _) => {
            account
                .settings
                .apply(&SettingChange::PasswordCommand(None));
            account.settings.apply(&SettingChange::PasswordFile(None));
            let asked = read_password(&name)?;
            Secrets::in_memory(&account.settings, Some(asked), &cancel)
        }
        (false, true) => Secrets::in_memory(&account.settings, None, &cancel),
        // A stored password goes to the same origin only.
        (false, false) => Secrets::of_account(&account, folder_of(&library), &cancel),
    };
    let place = account.url.clone();
    // A stored password goes to no other server.
    let lacks_password = || matches!(secrets.password(), Err(SyncError::NoPassword));
    if secrets.token().is_none() && lacks_password() {
        bail!(
            "not changed: {}: no password is stored for this server: newsprint account set {id} {} password asks for it",
            redact(&place),
            redact(&format!("url={place}"))
        );
    }
    let found = find(account.kind, &place, &account.user, &secrets, Some(id))
        .map_err(|reason| anyhow!("not changed: {}: {reason}", redact(&place)))?;
    account.url = found.url;
    library
        .set_account(id, &account.url, &account.user, &account.settings)
        .map_err(|error| anyhow!("not changed: account {id}: {error}"))?;
    if asks || has_source {
        save_secrets(&secrets, &account, &library)
            .map_err(|error| anyhow!(storing_error(&error)))?;
    }
    let account = find_account(&library, id)?;
    match as_json {
        true => json::print_json(output, &json::account_json(&account))?,
        false => print_line(output, &format!("Changed {}", account_name(&account)))?,
    }
    let mut diagnostics = Diagnostics::default();
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Finds and checks the server; the error is a sentence.
fn find(
    kind: AccountKind,
    url: &str,
    user: &str,
    secrets: &Secrets,
    id: Option<AccountId>,
) -> Result<FoundServer, String> {
    let client = Client::new(ClientOptions::default());
    let id = id.map(|id| id.to_string());
    find_account_server(&client, kind, url, user, secrets)
        .map_err(|error| messages::account_errors::sync_error(&error, kind, id.as_deref()))
}

/// Words an error of storing an account or its secrets.
fn storing_error(error: &SyncError) -> String {
    match error {
        SyncError::Library(error) => error.to_string(),
        error => format!("the password can't be stored: {error}"),
    }
}

fn parse(key: &str, value: &str) -> Result<SettingChange> {
    parse_setting(key, value).map_err(|error| usage(&error.to_string()))
}

fn usage(text: &str) -> anyhow::Error {
    anyhow!(UsageError::new(text.to_owned()))
}
