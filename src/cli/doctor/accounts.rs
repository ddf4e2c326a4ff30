//! Checks of accounts: their servers, their clocks, and what their APIs can do.

use std::path::Path;

use super::check::{Check, State, check};
use crate::cli::account_words::account_name;
use crate::cli::open_library::open_reader;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::Cancel;
use crate::messages;
use crate::model::Account;
use crate::sync::account::with_client;

/// Largest difference of two clocks without a note, in seconds.
const MAX_CLOCK_DIFFERENCE: u64 = 5 * 60;

/// Checks the servers of all accounts of the library in a data folder that are not paused. A library that can't be read has
/// checks of its own.
pub(super) fn account_checks(folder: &Path) -> Vec<Check> {
    let accounts = open_reader(folder).map(|library| library.accounts());
    let Ok(Ok(accounts)) = accounts else {
        return Vec::new();
    };
    let client = Client::new(ClientOptions::default());
    accounts
        .iter()
        .flat_map(|account| checks_of(account, &client, folder))
        .collect()
}

fn checks_of(account: &Account, client: &Client, folder: &Path) -> Vec<Check> {
    let area = "accounts";
    let id = account.id.to_string();
    let name = account_name(account);
    if account.is_paused {
        let advice = format!("newsprint account resume {id} syncs it again");
        let value = format!("{name}: paused");
        return vec![check(area, &id, State::Note, &value, &advice)];
    }
    let checked = with_client(client, account, folder, &Cancel::new(), |server| {
        Ok((server.check()?, server.limits()))
    });
    let (info, limits) = match checked {
        Ok(checked) => checked,
        Err(error) => {
            let reason = messages::account_errors::sync_error(&error, account.kind, Some(&id));
            let value = format!("{name}: {reason}");
            return vec![check(area, &id, State::Broken, &value, "")];
        }
    };
    let facts = messages::accounts::server_facts(account.kind, &info);
    let abilities = messages::accounts::abilities(&limits);
    let value = format!("{name}: {facts}");
    let mut checks = vec![check(area, &id, State::Ok, &value, &abilities)];
    if let Some(time) = info.time {
        let difference = time.saturating_sub(chrono::Utc::now().timestamp());
        if difference.unsigned_abs() > MAX_CLOCK_DIFFERENCE {
            let value = messages::accounts::clock_difference(difference);
            let advice =
                "set the clock of this computer or of the server; syncs go by that of the server";
            checks.push(check(area, &id, State::Note, &value, advice));
        }
    }
    for warning in &info.warnings {
        let value = messages::accounts::server_warning(*warning);
        checks.push(check(area, &id, State::Note, value, ""));
    }
    checks
}
