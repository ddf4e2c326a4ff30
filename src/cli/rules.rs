//! `newsprint rules`: lists, adds, changes, removes and tries rules.

use std::io::Write;

use anyhow::{Result, anyhow, bail};

use super::arguments::{RulesArguments, RulesCommand};
use super::error::{Diagnostics, UsageError};
use super::json;
use super::list::article_line;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use super::table::Table;
use super::waiting_entries::index_waiting_entries;
use crate::library::{Library, LibraryError, LibraryReader, SavedChange, query_problem};
use crate::messages;
use crate::model::{RuleAction, SavedSearchId, View, ViewRow};
use crate::text::clean;

/// Runs the command.
///
/// # Errors
/// The library can't be opened, the query is not valid, or the output can't be written.
pub fn run_rules(
    arguments: &RulesArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let as_json = arguments.json;
    match &arguments.command {
        None | Some(RulesCommand::List) => list_rules(as_json, setup, output),
        Some(RulesCommand::Try {
            query,
            action,
            limit,
        }) => try_rule(query, action.as_ref(), *limit, as_json, setup, output),
        Some(RulesCommand::Add {
            query,
            action,
            name,
            existing,
        }) => {
            check_query(query)?;
            let name = name.as_deref().unwrap_or(query).trim();
            if *existing {
                index_waiting_entries(setup);
            }
            let mut library = open_library::open_to_write(setup)?;
            let (id, added) = library
                .add_rule(name, query.trim(), action)
                .map_err(|error| not_saved(name, &error))?;
            finish_change(id, vec![added], *existing, as_json, library, setup, output)
        }
        Some(RulesCommand::Set {
            rule,
            action,
            query,
            name,
            existing,
        }) => {
            if *existing {
                index_waiting_entries(setup);
            }
            let mut library = open_library::open_to_write(setup)?;
            let id = find_search(rule, &library)?.id;
            let failed = |error: LibraryError| not_saved(rule, &error);
            let mut changes = Vec::new();
            if let Some(query) = query {
                check_query(query)?;
                changes.push(library.edit_search(id, query.trim()).map_err(failed)?);
            }
            if let Some(action) = action {
                let action = action.0.as_ref();
                changes.push(library.set_rule(id, action).map_err(failed)?);
            }
            if let Some(name) = name {
                changes.push(library.rename_search(id, name).map_err(failed)?);
            }
            finish_change(id, changes, *existing, as_json, library, setup, output)
        }
        Some(RulesCommand::Rm { rules }) => {
            let mut diagnostics = Diagnostics::default();
            let mut library = open_library::open_to_write(setup)?;
            for word in rules {
                let removed = find_search(word, &library).and_then(|rule| {
                    let removed = library.remove_search(rule.id);
                    Ok((rule, removed.map_err(|error| not_saved(word, &error))?))
                });
                match removed {
                    Ok((rule, _)) if as_json => {
                        json::print_json(output, &json::rule_json(rule.id, &rule.row))?;
                    }
                    Ok((_, changed)) => print_changes(&[changed], output)?,
                    Err(error) => diagnostics.fail(error.to_string()),
                }
            }
            open_library::after_change(setup, library, &mut diagnostics);
            Ok(diagnostics)
        }
    }
}

/// Saved search, with its row among the views.
struct NamedSearch {
    id: SavedSearchId,
    row: ViewRow,
}

/// Returns all saved searches.
fn searches(library: &LibraryReader) -> Result<Vec<NamedSearch>> {
    let views = library.views().map_err(library_error)?;
    let search = |row: ViewRow| match row.view {
        View::SavedSearch(id) => Some(NamedSearch { id, row }),
        _ => None,
    };
    Ok(views.into_iter().filter_map(search).collect())
}

/// Returns the saved search with an id or a name.
fn find_search(word: &str, library: &LibraryReader) -> Result<NamedSearch> {
    let all = searches(library)?;
    let is_named = |search: &NamedSearch| search.row.name == word;
    let has_id = |search: &NamedSearch| search.id.to_string() == word;
    let at = all
        .iter()
        .position(is_named)
        .or_else(|| all.iter().position(has_id));
    let found = at.and_then(|at| all.into_iter().nth(at));
    found.ok_or_else(|| {
        let word = clean::clean_line(word);
        anyhow!("no such rule: {word}: newsprint rules shows them")
    })
}

fn list_rules(as_json: bool, setup: &Setup, output: &mut impl Write) -> Result<Diagnostics> {
    let Some(library) = open_library::open_if_exists(setup)? else {
        return Ok(Diagnostics::default());
    };
    let table = Table::new(setup);
    for NamedSearch { id, row } in searches(&library)? {
        let Some(action) = &row.action else { continue };
        if as_json {
            json::print_json(output, &json::rule_json(id, &row))?;
            continue;
        }
        let query = row.query.as_deref().unwrap_or_default();
        let text = match row.name == query {
            true => query.to_owned(),
            false => format!("{}: {query}", row.name),
        };
        let start = format!("{id:>5} {:<10}", action.to_string());
        let end = articles(row.article_count);
        print_line(output, &table.row_with_whole_end(&start, &text, &end))?;
    }
    Ok(Diagnostics::default())
}

/// Prints what a query or a rule finds, and how many of these articles an action would change.
fn try_rule(
    word: &str,
    action: Option<&RuleAction>,
    limit: usize,
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    index_waiting_entries(setup);
    let library = open_library::open_if_exists(setup)?;
    let rule = library
        .as_ref()
        .and_then(|library| find_search(word, library).ok());
    let query = rule.as_ref().and_then(|rule| rule.row.query.as_deref());
    let query = query.unwrap_or(word);
    check_query(query)?;
    let Some(library) = &library else {
        return Ok(Diagnostics::default());
    };
    let found = library.matching_articles(query).map_err(library_error)?;
    let table = Table::new(setup);
    for id in found.iter().take(limit) {
        let Some(article) = library.article(*id).map_err(library_error)? else {
            continue;
        };
        match as_json {
            true => json::print_json(output, &json::article_json(&article))?,
            false => print_line(output, &article_line(table, &article))?,
        }
    }
    if as_json {
        return Ok(Diagnostics::default());
    }
    let action = action.or(rule.as_ref().and_then(|rule| rule.row.action.as_ref()));
    let total = articles(found.len());
    print_line(
        output,
        &match action {
            None => format!("{total} found"),
            Some(action) => {
                let affected = library.affected_by(action, &found).map_err(library_error)?;
                let done = messages::changes::action_done(action);
                format!("{total} found, {} would be {done}", affected.len())
            }
        },
    )?;
    Ok(Diagnostics::default())
}

/// Acts on what is there if it is wanted, prints the changes, and how many articles the rule finds.
fn finish_change(
    id: SavedSearchId,
    mut changes: Vec<SavedChange>,
    existing: bool,
    as_json: bool,
    mut library: Library,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    if existing {
        changes.push(library.apply_rule(id).map_err(library_error)?);
    }
    let rule = find_search(&id.to_string(), &library);
    match (as_json, rule) {
        (true, Ok(rule)) => json::print_json(output, &json::rule_json(id, &rule.row))?,
        (true, Err(_)) => {}
        (false, rule) => {
            print_changes(&changes, output)?;
            if let (false, Ok(NamedSearch { row, .. })) = (existing, rule)
                && let (Some(action), Some(query)) = (&row.action, &row.query)
            {
                let found = library.matching_articles(query).map_err(library_error)?;
                let affected = library.affected_by(action, &found).map_err(library_error)?;
                if !affected.is_empty() {
                    let hint = format!(
                        "It would also act on {} already here: newsprint rules set {id} --existing",
                        articles(affected.len())
                    );
                    print_line(output, &hint)?;
                }
            }
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

fn print_changes(changes: &[SavedChange], output: &mut impl Write) -> Result<()> {
    for kind in changes.iter().filter_map(|change| change.kind.as_ref()) {
        print_line(output, &messages::changes::made_text(kind, None))?;
    }
    if changes.iter().all(|change| change.kind.is_none()) {
        print_line(output, "Nothing changed")?;
    }
    Ok(())
}

/// Checks that all of a query can be used.
fn check_query(query: &str) -> Result<()> {
    if let Some(problem) = query_problem(query) {
        bail!(UsageError::new(problem));
    }
    if query.trim().is_empty() {
        bail!(UsageError::new("a rule needs words to find".to_owned()));
    }
    Ok(())
}

fn not_saved(rule: &str, error: &LibraryError) -> anyhow::Error {
    anyhow!("not saved: {}: {error}", clean::clean_line(rule))
}

fn articles(count: usize) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}
