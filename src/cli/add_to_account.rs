//! `newsprint add --account ID URL...`: subscribes to feeds on the server of an account.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::account_words::{account_name, find_account};
use super::add_address::{FeedOrPage, find_feed_or_page};
use super::arguments::AddArguments;
use super::error::Diagnostics;
use super::json;
use super::open_library;
use super::output::print_line;
use super::paths::display_path;
use super::setup::Setup;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{FoundFeed, address_in};
use crate::library::Library;
use crate::messages;
use crate::model::{Account, AccountId};
use crate::sync::account::subscribe_at_account;
use crate::text::clean;

/// Subscribes to the feeds at the addresses of the arguments, or of the pages there, on the server of an account. The server learns of
/// them with the next sync.
///
/// # Errors
/// The library can't be opened, there is no such account, or standard output can't be written.
pub(super) fn add_to_account(
    id: AccountId,
    arguments: &AddArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut library = open_library::open_to_write(setup)?;
    let account = find_account(&library, id)?;
    let mut diagnostics = Diagnostics::default();
    let client = Client::new(ClientOptions::default());
    for path in &arguments.paths {
        match address_of(path) {
            Some(address) => {
                let found = find_feed(address, &account, &client, &mut diagnostics)?;
                if let Some(feed) = found {
                    add_feed(
                        &mut library,
                        &account,
                        &feed,
                        arguments.json,
                        output,
                        &mut diagnostics,
                    )?;
                }
            }
            None => diagnostics.fail(format!(
                "can't be added: {}: an account has only feeds: give the address of one",
                display_path(path)
            )),
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Returns the address that a word means; `None` for a path.
fn address_of(path: &Path) -> Option<&str> {
    match path.exists() {
        true => None,
        false => address_in(path),
    }
}

/// Finds the feed at an address, or that of the page there; reports why there is none.
fn find_feed(
    address: &str,
    account: &Account,
    client: &Client,
    diagnostics: &mut Diagnostics,
) -> Result<Option<FoundFeed>> {
    let command = format!("newsprint add --account {}", account.id);
    match find_feed_or_page(address, client, &command, diagnostics)? {
        Some(FeedOrPage::Feed(feed)) => Ok(Some(*feed)),
        Some(FeedOrPage::Page(_)) => {
            diagnostics.fail(format!(
                "can't be added: {}: this page links to no feed: give the address of a feed",
                clean::clean_line(address)
            ));
            Ok(None)
        }
        None => Ok(None),
    }
}

fn add_feed(
    library: &mut Library,
    account: &Account,
    feed: &FoundFeed,
    is_json: bool,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    match subscribe_at_account(library, account.id, &feed.url, &feed.title) {
        Ok((source, is_new)) if is_json => {
            json::print_json(output, &json::subscribed_json(&source, is_new, 0))?;
        }
        Ok((source, is_new)) => {
            let name = account_name(account);
            let line = messages::accounts::subscribed(&source.title, source.id, &name, is_new);
            print_line(output, &line)?;
        }
        Err(error) => {
            let url = clean::clean_line(&feed.url);
            let id = account.id.to_string();
            let reason = messages::account_errors::sync_error(&error, account.kind, Some(&id));
            diagnostics.fail(format!("can't be added: {url}: {reason}"));
        }
    }
    Ok(())
}
