//! `newsprint mark`: marks articles as read, unread, muted or unmuted, as one change that can be undone.

use std::io::Write;

use anyhow::Result;
use chrono::{NaiveTime, Utc};

use super::arguments::{MarkArguments, MarkState};
use super::error::Diagnostics;
use super::json;
use super::list::{PAGE_ROWS, Selection, each_selected};
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use crate::config::Sort;
use crate::library::{LibraryReader, SavedChange};
use crate::messages;
use crate::model::{ArticleId, ArticleRow, Published};

/// Runs the command.
///
/// # Errors
/// The library can't be opened or written, there is no such view or source, or the output can't be written.
pub fn run_mark(
    arguments: &MarkArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut library = open_library::open_existing_to_write(setup)?;
    let chosen = match &library {
        Some(library) => chosen_articles(arguments, library, &mut diagnostics)?,
        None => {
            selection_of(arguments).check_without_library()?;
            let missing = arguments.articles.iter();
            missing.for_each(|id| diagnostics.fail(missing_article(*id)));
            Vec::new()
        }
    };
    let changed = match library.as_mut().filter(|_| !chosen.is_empty()) {
        Some(library) => match arguments.state {
            MarkState::Read => library.set_read(&chosen, true),
            MarkState::Unread => library.set_read(&chosen, false),
            MarkState::Muted => library.set_muted(&chosen, true),
            MarkState::Unmuted => library.set_muted(&chosen, false),
        }
        .map_err(library_error)?,
        None => SavedChange::default(),
    };
    if arguments.json {
        json::print_json(output, &json::marked_json(arguments.state, &changed))?;
    } else if let Some(kind) = &changed.kind {
        print_line(output, &messages::changes::made_text(kind, None))?;
    } else if !diagnostics.is_failure() {
        let opposite = match arguments.state {
            MarkState::Read => "unread",
            MarkState::Unread => "read",
            MarkState::Muted => "unmuted",
            MarkState::Unmuted => "muted",
        };
        print_line(output, &format!("Nothing to mark: no {opposite} articles"))?;
    }
    if let Some(library) = library {
        open_library::after_change(setup, library, &mut diagnostics);
    }
    Ok(diagnostics)
}

fn selection_of(arguments: &MarkArguments) -> Selection<'_> {
    Selection {
        view: arguments.view.as_deref(),
        source: arguments.source.as_deref(),
        sort: Sort::Newest,
    }
}

/// Returns the articles that are meant and not yet marked so. An id that does not exist is a failure.
fn chosen_articles(
    arguments: &MarkArguments,
    library: &LibraryReader,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<ArticleId>> {
    // What is muted already is passed over by the library.
    let is_marked = |article: &ArticleRow| match arguments.state {
        MarkState::Read => article.state.is_read,
        MarkState::Unread => !article.state.is_read,
        MarkState::Muted | MarkState::Unmuted => false,
    };
    let mut chosen = Vec::new();
    for id in &arguments.articles {
        match library.article(*id).map_err(library_error)? {
            Some(article) if is_marked(&article) => {}
            Some(_) if chosen.contains(id) => {}
            Some(_) => chosen.push(*id),
            None => diagnostics.fail(missing_article(*id)),
        }
    }
    if !arguments.articles.is_empty() {
        return Ok(chosen);
    }
    let age = arguments.older_than;
    let end = age.map(|age| Utc::now().timestamp().saturating_sub(age.0));
    each_selected(library, selection_of(arguments), PAGE_ROWS, |article| {
        let is_old = end.is_none_or(|end| date_of(article).is_some_and(|date| date < end));
        if is_old && !is_marked(article) {
            chosen.push(article.id);
        }
        Ok(true)
    })?;
    Ok(chosen)
}

/// Returns the time that an article is sorted by: that of its publication or that when it was first seen, whichever is
/// earlier.
fn date_of(article: &ArticleRow) -> Option<i64> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let published = article.published.map(|published| match published {
        Published::Day(day) => day.and_time(noon).and_utc().timestamp(),
        Published::DateTime(moment) => moment.timestamp(),
    });
    let added = article.library_times.map(|times| times.added);
    published.into_iter().chain(added).min()
}

fn missing_article(id: ArticleId) -> String {
    format!("no such article: {id}: newsprint list shows the ids")
}
