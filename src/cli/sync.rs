//! `newsprint sync`: syncs accounts, and prints what came of each.

use std::io::Write;

use anyhow::{Result, bail};

use super::account_words::{account_name, find_account};
use super::arguments::SyncArguments;
use super::error::Diagnostics;
use super::json;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::progress::Progress;
use super::setup::Setup;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{Cancel, queue_pages};
use crate::library::Library;
use crate::messages;
use crate::model::{Account, AccountId};
use crate::sync::account::sync_by_id;
use crate::sync::error::SyncError;
use crate::sync::run::{SyncReport, SyncStep};

/// Way in which the results of syncs are printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct SyncOutput {
    /// True for a JSON object a line.
    pub(super) as_json: bool,
    /// True if a failure is one of the command, else it is a warning.
    pub(super) is_strict: bool,
}

/// Runs the command.
///
/// # Errors
/// The library can't be opened, read or written, or the output can't be written.
pub fn run_sync(
    arguments: &SyncArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let Some(mut library) = open_library::open_existing_to_write(setup)? else {
        bail!("nothing to sync: no accounts yet: newsprint account add adds one")
    };
    let mut diagnostics = Diagnostics::default();
    let mut chosen = Vec::new();
    for id in &arguments.accounts {
        match find_account(&library, *id) {
            Ok(account) => chosen.push(account.id),
            Err(error) => diagnostics.fail(error.to_string()),
        }
    }
    if arguments.due {
        chosen = library.due_accounts().map_err(library_error)?;
    } else if arguments.accounts.is_empty() {
        chosen = active_accounts(&library)?;
    }
    if chosen.is_empty() && !arguments.due && arguments.accounts.is_empty() {
        let all = library.accounts().map_err(library_error)?;
        diagnostics.warn(match all.is_empty() {
            true => "nothing to sync: no accounts yet: newsprint account add adds one".to_owned(),
            false => {
                "nothing to sync: all accounts are paused: newsprint account resume ID".to_owned()
            }
        });
    }
    let printed = SyncOutput {
        as_json: arguments.json,
        is_strict: arguments.strict || !arguments.accounts.is_empty(),
    };
    if !arguments.due {
        for account in &chosen {
            library
                .retry_subscriptions(*account)
                .map_err(library_error)?;
        }
    }
    let client = Client::new(ClientOptions::default());
    sync_accounts(
        &mut library,
        &client,
        &chosen,
        printed,
        output,
        &mut diagnostics,
    )?;
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Returns the accounts that are not paused.
pub(super) fn active_accounts(library: &Library) -> Result<Vec<AccountId>> {
    let accounts = library.accounts().map_err(library_error)?;
    let active = accounts.iter().filter(|account| !account.is_paused);
    Ok(active.map(|account| account.id).collect())
}

/// Syncs accounts one after the other, and prints the result of each. A paused one is skipped with a warning.
pub(super) fn sync_accounts(
    library: &mut Library,
    client: &Client,
    accounts: &[AccountId],
    printed: SyncOutput,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    for id in accounts {
        let account = find_account(library, *id)?;
        let name = account_name(&account);
        if account.is_paused {
            let reason = format!("paused: newsprint account resume {id}");
            print_result(&account, "skipped", None, Some(&reason), printed, output)?;
            let line = format!("not synced: {name}: {reason}");
            match printed.is_strict {
                true => diagnostics.fail(line),
                false => diagnostics.warn(line),
            }
            continue;
        }
        let mut progress = Progress::new(&format!("Syncing {name}"));
        let synced = sync_by_id(library, client, *id, &Cancel::new(), &mut |step| {
            if let SyncStep::Texts { done, total } = step {
                progress.show(done, Some(total));
            }
        });
        drop(progress);
        // Its state has changed.
        let account = find_account(library, *id)?;
        match synced {
            Ok(report) => {
                print_result(&account, "synced", Some(&report), None, printed, output)?;
                if report.subscriptions.refused > 0 {
                    warn_of_failed_subscriptions(library, *id, diagnostics)?;
                }
            }
            Err(error) => {
                let id = id.to_string();
                let reason = messages::account_errors::sync_error(&error, account.kind, Some(&id));
                let status = match error {
                    SyncError::Busy => "skipped",
                    _ => "failed",
                };
                print_result(&account, status, None, Some(&reason), printed, output)?;
                let line = format!("not synced: {name}: {reason}");
                match printed.is_strict && status == "failed" {
                    true => diagnostics.fail(line),
                    false => diagnostics.warn(line),
                }
            }
        }
    }
    if !accounts.is_empty() {
        let sources = library.sources().map_err(library_error)?;
        let ids: Vec<_> = sources.iter().map(|source| source.id).collect();
        // A program that runs fetches the pages, else the next one.
        queue_pages(library, &ids).map_err(library_error)?;
    }
    Ok(())
}

/// Warns of the feeds that the server of an account did not subscribe to.
fn warn_of_failed_subscriptions(
    library: &Library,
    account: AccountId,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    for row in library.source_rows().map_err(library_error)? {
        let is_own = row.account.as_ref().is_some_and(|own| own.id == account);
        if is_own && let Some(warning) = messages::sources::not_subscribed(&row.source) {
            diagnostics.warn(warning);
        }
    }
    Ok(())
}

fn print_result(
    account: &Account,
    status: &str,
    report: Option<&SyncReport>,
    error: Option<&str>,
    printed: SyncOutput,
    output: &mut impl Write,
) -> Result<()> {
    let none = SyncReport::default();
    let counts = report.unwrap_or(&none);
    if printed.as_json {
        let result = json::synced_json(account, status, counts, error);
        json::print_json(output, &result)?;
    } else if let Some(report) = report {
        let name = account_name(account);
        let result = messages::accounts::sync_result(report.counts());
        print_line(output, &format!("{name}: {result}"))?;
    }
    Ok(())
}
