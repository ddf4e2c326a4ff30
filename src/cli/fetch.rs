//! `newsprint fetch`: fetches feeds and syncs accounts, prints what came of each, and stores what is new.

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, bail};

use super::arguments::FetchArguments;
use super::error::Diagnostics;
use super::json;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::progress::Progress;
use super::setup::Setup;
use super::source_words::find_source;
use super::sync::{SyncOutput, active_accounts, sync_accounts};
use super::waiting_entries::extract_and_index;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{
    Cancel, HostPace, PageRunOptions, PageRunSummary, RefreshEvent, RefreshMode, RefreshOptions,
    SourceResult, fetch_queued_pages, queue_pages, refresh_sources,
};
use crate::library::{Library, LibraryError};
use crate::messages;
use crate::model::{AccountId, FetchOutcome, SourceId, SourceKind};
use crate::text::clean;

/// Time between two looks whether another program has fetched the pages.
const OTHER_PROGRAM_PAUSE: Duration = Duration::from_millis(500);

/// Runs the command.
///
/// # Errors
/// The library can't be opened, read or written, or the output can't be written.
pub fn run_fetch(
    arguments: &FetchArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let Some(mut library) = open_library::open_existing_to_write(setup)? else {
        bail!("nothing to fetch: no feeds yet: newsprint add URL subscribes to one")
    };
    let mut diagnostics = Diagnostics::default();
    let (sources, accounts) = chosen_sources(&library, arguments, &mut diagnostics)?;
    let options = RefreshOptions {
        mode: match arguments.due {
            true => RefreshMode::Due,
            false => RefreshMode::Asked,
        },
        default_interval: i64::from(setup.config.settings.fetch_minutes) * 60,
        ..RefreshOptions::default()
    };
    let client = Client::new(ClientOptions::default());
    let mut progress = Progress::new("Fetching");
    let mut results = Vec::new();
    let summary = refresh_sources(
        &mut library,
        &client,
        &sources,
        &options,
        &Cancel::new(),
        &mut |event| {
            if let RefreshEvent::Finished {
                result,
                done,
                total,
            } = event
            {
                progress.show(done, Some(total));
                results.push(result.clone());
            }
        },
    )
    .map_err(library_error)?;
    drop(progress);
    for result in &results {
        print_result(result, arguments, output, &mut diagnostics)?;
    }
    let printed = SyncOutput {
        as_json: arguments.json,
        is_strict: arguments.strict || !arguments.sources.is_empty(),
    };
    // Servers are asked also where no feed could be reached: they may be on this network.
    sync_accounts(
        &mut library,
        &client,
        &accounts,
        printed,
        output,
        &mut diagnostics,
    )?;
    queue_pages(&mut library, &sources).map_err(library_error)?;
    let pages = match arguments.wait && !summary.is_offline {
        true => fetch_pages(&mut library, &client).map_err(library_error)?,
        false => PageRunSummary::default(),
    };
    // New articles are in no view before the rules have checked them.
    if arguments.wait || library.has_unchecked_articles().map_err(library_error)? {
        extract_and_index(&mut library).map_err(library_error)?;
    }
    if summary.is_offline {
        diagnostics.fail("can't fetch: no network: what is in the library can be read");
    } else if !arguments.json && !sources.is_empty() {
        print_line(output, &messages::refresh::summary_text(&summary))?;
        if let Some(text) = messages::full_text::pages_fetched(&pages) {
            print_line(output, &text)?;
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Returns the feeds to fetch and the accounts to sync: those that are named, a source of an account naming its account, else all.
fn chosen_sources(
    library: &Library,
    arguments: &FetchArguments,
    diagnostics: &mut Diagnostics,
) -> Result<(Vec<SourceId>, Vec<AccountId>)> {
    let due = arguments.due.then(|| library.due_accounts());
    let due = due.transpose().map_err(library_error)?;
    if arguments.sources.is_empty() {
        let all = library.sources().map_err(library_error)?;
        let feeds = all.iter().filter(|source| source.kind == SourceKind::Feed);
        let feeds = feeds.map(|source| source.id).collect();
        return Ok((feeds, due.map_or_else(|| active_accounts(library), Ok)?));
    }
    let (mut chosen, mut accounts) = (Vec::new(), Vec::new());
    for word in &arguments.sources {
        let source = match find_source(library, word) {
            Ok(source) => source,
            Err(error) => {
                diagnostics.fail(error.to_string());
                continue;
            }
        };
        match library
            .account_of_source(source.id)
            .map_err(library_error)?
        {
            None => chosen.push(source.id),
            Some(account) if accounts.contains(&account) => {}
            Some(account) if due.as_ref().is_some_and(|due| !due.contains(&account)) => {}
            Some(account) => accounts.push(account),
        }
    }
    Ok((chosen, accounts))
}

/// Prints the result of a source: as JSON all of them; as text those with something new. Failures go to standard error.
fn print_result(
    result: &SourceResult,
    arguments: &FetchArguments,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    let title = clean::clean_line(&result.title);
    if arguments.json {
        json::print_json(output, &json::fetched_json(result))?;
    } else if result.new + result.updated > 0 {
        let mut counts = vec![format!("{} new", result.new)];
        if result.updated > 0 {
            counts.push(format!("{} updated", result.updated));
        }
        if result.omitted > 0 {
            counts.push(format!("{} older ones left out", result.omitted));
        }
        print_line(output, &format!("{title}: {}", counts.join(", ")))?;
    }
    let is_named = !arguments.sources.is_empty();
    let line = match (result.outcome, &result.error, result.skipped) {
        (FetchOutcome::Failed | FetchOutcome::Gone, Some(error), _) => {
            format!("not fetched: {title}: {error}")
        }
        (FetchOutcome::Skipped, _, Some(reason)) if is_named && !arguments.json => {
            diagnostics.warn(format!(
                "not fetched: {title}: {}",
                messages::refresh::skip_text(reason)
            ));
            return Ok(());
        }
        _ => return Ok(()),
    };
    match is_named || arguments.strict {
        true => diagnostics.fail(line),
        false => diagnostics.warn(line),
    }
    Ok(())
}

/// Fetches the queued pages that are due. Where another program does it, waits until none is left.
fn fetch_pages(library: &mut Library, client: &Client) -> Result<PageRunSummary, LibraryError> {
    let pace = HostPace::default();
    loop {
        let mut progress = Progress::new("Fetching pages");
        let mut count = 0;
        let summary = fetch_queued_pages(
            library,
            client,
            &pace,
            PageRunOptions::default(),
            &Cancel::new(),
            &mut |_| {
                count += 1;
                progress.show(count, None);
            },
        )?;
        if !summary.is_other_program {
            return Ok(summary);
        }
        std::thread::sleep(OTHER_PROGRAM_PAUSE);
    }
}
