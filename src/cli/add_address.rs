//! `newsprint add URL`: subscribes to a feed, offers the feeds of a page, or adds a page as an article.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::Result;

use super::error::Diagnostics;
use super::json;
use super::output::print_line;
use crate::feed::FeedLink;
use crate::fetch::Client;
use crate::ingest::{FoundFeed, FoundPage, Resolved, SubscribeError, resolve_address};
use crate::ingest::{add_page, subscribe};
use crate::library::{Library, UpsertOutcome};
use crate::messages;
use crate::text::clean;

/// Adds what is at an address. `open` opens the library, once there is something to add.
///
/// # Errors
/// The library can't be opened, or standard output can't be written.
pub(super) fn add_address(
    address: &str,
    client: &Client,
    default_interval: i64,
    is_json: bool,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
    open: &mut dyn FnMut() -> Result<Library>,
) -> Result<Option<Library>> {
    let shown = clean::clean_line(address);
    let Some(found) = find_feed_or_page(address, client, "newsprint add", diagnostics)? else {
        return Ok(None);
    };
    let mut library = open()?;
    match found {
        FeedOrPage::Feed(feed) => add_feed(
            &mut library,
            *feed,
            default_interval,
            is_json,
            output,
            diagnostics,
        )?,
        FeedOrPage::Page(page) => {
            add_found_page(&mut library, &page, &shown, is_json, output, diagnostics)?;
        }
    }
    Ok(Some(library))
}

/// Feed or page at an address.
pub(super) enum FeedOrPage {
    /// Feed, or the one of the page that was chosen.
    Feed(Box<FoundFeed>),
    /// Page that links to no feed.
    Page(Box<FoundPage>),
}

/// Finds the feed at an address or of the page there, else the page; asks which of several feeds is meant. `None` after an error, or
/// without a choice: both are reported, the feeds with the `command` that adds each.
pub(super) fn find_feed_or_page(
    address: &str,
    client: &Client,
    command: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Option<FeedOrPage>> {
    let shown = clean::clean_line(address);
    let mut address = address.to_owned();
    loop {
        match resolve_address(client, &address) {
            Ok(Resolved::Feed(feed)) => return Ok(Some(FeedOrPage::Feed(feed))),
            Ok(Resolved::Page(page)) => return Ok(Some(FeedOrPage::Page(page))),
            Ok(Resolved::Choices(links)) => match choose(&links)? {
                Some(link) => address = link.url.clone(),
                None => {
                    report_choices(&links, &shown, command, diagnostics);
                    return Ok(None);
                }
            },
            Err(error) => {
                diagnostics.fail(format!("can't be added: {shown}: {error}"));
                return Ok(None);
            }
        }
    }
}

fn add_feed(
    library: &mut Library,
    feed: FoundFeed,
    default_interval: i64,
    is_json: bool,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    let url = feed.url.clone();
    let other = library.account_with_feed(&url).ok().flatten();
    match subscribe(library, feed, default_interval) {
        Ok((source, is_new, new)) if is_json => {
            json::print_json(output, &json::subscribed_json(&source, is_new, new))?;
        }
        Ok((source, is_new, new)) => {
            let line = messages::adding::subscribed(
                &source.title,
                source.id,
                (is_new, new),
                other.as_ref(),
            );
            print_line(output, &line)?;
        }
        Err(error) => fail(&url, &error, diagnostics),
    }
    Ok(())
}

fn add_found_page(
    library: &mut Library,
    page: &FoundPage,
    shown: &str,
    is_json: bool,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    match add_page(library, page) {
        Ok((title, outcome)) if is_json => {
            json::print_json(
                output,
                &json::added_article_json(Some(&page.url), &title, outcome),
            )?;
        }
        Ok((title, outcome)) => {
            let line = messages::adding::added_article(&title, outcome);
            let is_new = matches!(outcome, UpsertOutcome::New(_) | UpsertOutcome::Deleted(_));
            let remark = if is_new {
                " (the page links to no feed)"
            } else {
                ""
            };
            print_line(output, &format!("{line}{remark}"))?;
        }
        Err(error) => fail(shown, &error, diagnostics),
    }
    Ok(())
}

fn fail(address: &str, error: &SubscribeError, diagnostics: &mut Diagnostics) {
    let address = clean::clean_line(address);
    diagnostics.fail(format!("can't be added: {address}: {error}"));
}

/// Asks which of several feeds is meant, on a terminal. `None` without one, or without a choice.
fn choose(links: &[FeedLink]) -> Result<Option<&FeedLink>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(None);
    }
    let mut screen = io::stderr().lock();
    writeln!(screen, "The page links to {} feeds:", links.len())?;
    for (index, link) in links.iter().enumerate() {
        writeln!(screen, "{:>3}  {}", index + 1, link_line(link))?;
    }
    write!(
        screen,
        "Subscribe to which one (1 to {}, Enter for none)? ",
        links.len()
    )?;
    screen.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let number: Option<usize> = answer.trim().parse().ok();
    Ok(number
        .and_then(|number| number.checked_sub(1))
        .and_then(|index| links.get(index)))
}

/// Reports the feeds that a page links to, each with the command that adds it.
fn report_choices(links: &[FeedLink], shown: &str, command: &str, diagnostics: &mut Diagnostics) {
    diagnostics.fail(format!(
        "not added: {shown}: it links to {} feeds; add one of them:",
        links.len()
    ));
    for link in links {
        let title = link.title.as_deref().map(clean::clean_line);
        let title = title.map_or_else(String::new, |title| format!("    # {title}"));
        diagnostics.warn(format!(
            "  {command} '{}'{title}",
            clean::clean_line(&link.url)
        ));
    }
}

fn link_line(link: &FeedLink) -> String {
    let url = clean::clean_line(&link.url);
    match &link.title {
        Some(title) => format!("{} ({url})", clean::clean_line(title)),
        None => url.into_owned(),
    }
}
