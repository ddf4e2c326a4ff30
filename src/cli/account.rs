//! `newsprint account`: lists, adds, changes, pauses and removes accounts on servers.

mod add;
mod password;

use std::io::Write;

use anyhow::{Result, anyhow, bail};

use super::account_words::{account_name, find_account};
use super::arguments::{AccountArguments, AccountCommand};
use super::error::Diagnostics;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use super::table::Table;
use super::{json, sources};
use crate::library::{Library, session_name};
use crate::messages;
use crate::model::{Account, AccountId};
use crate::sync::account::folder_of;
use crate::sync::secrets::remove_secrets;

/// Length of the lease of an account that is removed, in seconds.
const LEASE_SECONDS: u32 = 60;

/// Runs the command.
///
/// # Errors
/// The library can't be opened, or the output can't be written; a usage error for wrong settings.
pub fn run_account(
    arguments: &AccountArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let as_json = arguments.json;
    match &arguments.command {
        None | Some(AccountCommand::List) => list_accounts(as_json, setup, output),
        Some(AccountCommand::Add(arguments)) => add::add_account(arguments, as_json, setup, output),
        Some(AccountCommand::Set { account, settings }) if settings.is_empty() => {
            let library = open_library::open_to_write(setup)?;
            let account = find_account(&library, *account)?;
            print_settings(&account, as_json, output)?;
            Ok(Diagnostics::default())
        }
        Some(AccountCommand::Set { account, settings }) => {
            add::set_account(*account, settings, as_json, setup, output)
        }
        Some(AccountCommand::Pause { accounts }) => {
            pause_accounts(accounts, true, as_json, setup, output)
        }
        Some(AccountCommand::Resume { accounts }) => {
            pause_accounts(accounts, false, as_json, setup, output)
        }
        Some(AccountCommand::Rm { accounts, force }) => {
            remove_accounts(accounts, *force, as_json, setup, output)
        }
    }
}

fn list_accounts(as_json: bool, setup: &Setup, output: &mut impl Write) -> Result<Diagnostics> {
    let accounts = match open_library::open_if_exists(setup)? {
        Some(library) => library.accounts().map_err(library_error)?,
        None => Vec::new(),
    };
    let table = Table::new(setup);
    let now = chrono::Local::now().fixed_offset();
    let mut diagnostics = Diagnostics::default();
    if accounts.is_empty() && !as_json {
        diagnostics.warn("no accounts yet: newsprint account add adds one".to_owned());
    }
    for account in &accounts {
        if as_json {
            json::print_json(output, &json::account_json(account))?;
            continue;
        }
        let start = format!("{:>5} {:<9}", account.id, account.kind.name());
        let count = messages::accounts::feeds(account.feeds);
        print_line(
            output,
            &table.row_with_whole_end(&start, &account_name(account), &count),
        )?;
        // Never cut: it says what to do.
        let health = messages::accounts::health(account, now);
        print_line(output, &format!("                {health}"))?;
    }
    Ok(diagnostics)
}

/// Prints where the password of an account comes from, and its address.
fn print_settings(account: &Account, as_json: bool, output: &mut impl Write) -> Result<()> {
    if as_json {
        let settings = json::account_settings_json(&account.settings, &account.url);
        json::print_json(output, &settings)?;
        return Ok(());
    }
    sources::print_settings(&account.settings, Some(&account.url), false, output)
}

fn pause_accounts(
    ids: &[AccountId],
    is_paused: bool,
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut library = open_library::open_to_write(setup)?;
    let mut diagnostics = Diagnostics::default();
    for id in ids {
        let changed = find_account(&library, *id).and_then(|_| {
            let changed = library.pause_account(*id, is_paused);
            let changed = changed.map_err(|error| anyhow!("not changed: account {id}: {error}"))?;
            Ok((changed, find_account(&library, *id)?))
        });
        match changed {
            Err(error) => diagnostics.fail(error.to_string()),
            Ok((_, account)) if as_json => {
                json::print_json(output, &json::account_json(&account))?;
            }
            Ok((changed, _)) => print_line(
                output,
                &messages::changes::made_or_nothing(changed.kind.as_ref()),
            )?,
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

fn remove_accounts(
    ids: &[AccountId],
    force: bool,
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut library = open_library::open_to_write(setup)?;
    let mut diagnostics = Diagnostics::default();
    for id in ids {
        match remove_account(&mut library, *id, force) {
            Err(error) => diagnostics.fail(error.to_string()),
            Ok((account, _)) if as_json => {
                json::print_json(output, &json::account_json(&account))?;
            }
            Ok((account, sources)) => {
                let name = account_name(&account);
                print_line(output, &messages::accounts::removed(&name, sources))?;
            }
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Removes an account with its secrets. Returns it as it was, and the number of its sources.
fn remove_account(library: &mut Library, id: AccountId, force: bool) -> Result<(Account, usize)> {
    let account = find_account(library, id)?;
    if let Some(waiting) = messages::accounts::waiting(&account).filter(|_| !force) {
        let first = match account.is_paused {
            true => format!("newsprint account resume {id}, then newsprint sync {id}"),
            false => format!("newsprint sync {id}"),
        };
        bail!(
            "not removed: account {id}: not sent yet: {waiting}: {first} sends them, --force removes it without"
        );
    }
    let failed = |error: &dyn std::fmt::Display| anyhow!("not removed: account {id}: {error}");
    let session = session_name();
    let is_free = library.acquire_account(id, &session, LEASE_SECONDS);
    if !is_free.map_err(|error| failed(&error))? {
        bail!("not removed: account {id}: another newsprint syncs it now: try again later");
    }
    let folder = folder_of(library).to_owned();
    let removed = library.remove_account(id);
    let removed = removed.map_err(|error| failed(&error))?;
    remove_secrets(&folder, id).map_err(|error| failed(&error))?;
    Ok((account, removed))
}
