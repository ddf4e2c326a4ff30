//! Changes of sources by commands: `sources rename`, `tag`, `category`, `pause`, `resume`, `rm` and `set`.

use std::io::Write;

use anyhow::{Result, anyhow, bail};

use super::arguments::{SourcesArguments, SourcesCommand, tag_changes};
use super::error::{Diagnostics, UsageError};
use super::open_library::library_error;
use super::output::print_line;
use super::paths::display_path;
use super::setup::Setup;
use super::source_words::find_source;
use super::{json, open_library, sources};
use crate::ingest::{parse_setting, queue_pages};
use crate::library::{Library, LibraryError, SavedChange};
use crate::messages;
use crate::model::{Account, ChangeKind, FolderLimit, SettingChange, Source, SourceId};

/// Runs `newsprint sources`.
///
/// # Errors
/// The library can't be opened, or the output can't be written; a [`UsageError`] for wrong tags and settings.
pub fn run_sources(
    arguments: &SourcesArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let as_json = arguments.json;
    let Some(command) = &arguments.command else {
        return sources::list_sources(as_json, setup, output);
    };
    match command {
        SourcesCommand::Show { sources: words } => {
            sources::show_sources(words, as_json, setup, output)
        }
        SourcesCommand::Rename { source, title } => {
            change_sources(&[source], as_json, setup, output, |library, source| {
                library.rename_source(source.id, Some(title))
            })
        }
        SourcesCommand::Tag { source, changes } => {
            let (added, removed, ends_in_json) = tag_changes(changes)?;
            let as_json = as_json || ends_in_json;
            change_sources(&[source], as_json, setup, output, |library, source| {
                library.retag_source(source.id, &added, &removed)
            })
        }
        SourcesCommand::Category { source, categories } => {
            change_sources(&[source], as_json, setup, output, |library, source| {
                library.set_source_categories(source.id, categories)
            })
        }
        SourcesCommand::RenameCategory { from, to } => {
            change_category(from, setup, output, |library| {
                library.move_category(from, to)
            })
        }
        SourcesCommand::RmCategory { category } => {
            change_category(category, setup, output, |library| {
                library.remove_category(category)
            })
        }
        SourcesCommand::Pause { sources } => {
            let words: Vec<&String> = sources.iter().collect();
            change_sources(&words, as_json, setup, output, |library, source| {
                library.pause_source(source.id, true)
            })
        }
        SourcesCommand::Resume { sources } => {
            let words: Vec<&String> = sources.iter().collect();
            change_sources(&words, as_json, setup, output, |library, source| {
                library.pause_source(source.id, false)
            })
        }
        SourcesCommand::Rm { sources, articles } => {
            let words: Vec<&String> = sources.iter().collect();
            change_sources(
                &words,
                as_json,
                setup,
                output,
                |library, source| match articles {
                    true => library.remove_source_with_articles(source.id),
                    false => library.remove_source(source.id),
                },
            )
        }
        SourcesCommand::Set { source, settings } if settings.is_empty() => {
            let library = open_existing(setup, source)?;
            let found = find_source(&library, source)?;
            let settings = library.source_settings(found.id).map_err(library_error)?;
            sources::print_settings(&settings, found.url.as_deref(), as_json, output)?;
            Ok(Diagnostics::default())
        }
        SourcesCommand::Set { source, settings } => {
            let changes = parse_settings(settings)?;
            change_sources(&[source], as_json, setup, output, |library, source| {
                let changed = library.set_source(source.id, &changes)?;
                // A program that runs fetches them, else the next one.
                queue_pages(library, &[source.id])?;
                Ok(changed)
            })
        }
    }
}

/// Parses settings as the user writes them: `KEY=VALUE`.
fn parse_settings(settings: &[String]) -> Result<Vec<SettingChange>> {
    let usage = |text: String| anyhow!(UsageError::new(text));
    let mut changes = Vec::new();
    for setting in settings {
        let Some((key, value)) = setting.split_once('=') else {
            // It may be a credential, and is not printed.
            return Err(usage(
                "a setting has no =: write KEY=VALUE: see newsprint sources set --help".to_owned(),
            ));
        };
        let change = parse_setting(key, value).map_err(|error| usage(error.to_string()))?;
        changes.push(change);
    }
    Ok(changes)
}

/// Opens the library for a change of a source. Without a library there is no source, so none is created.
fn open_existing(setup: &Setup, word: &str) -> Result<Library> {
    if let Some(library) = open_library::open_existing_to_write(setup)? {
        return Ok(library);
    }
    let file = setup.config.paths.as_ref();
    let file = file.map_or_else(String::new, |paths| {
        display_path(&Library::library_file(&paths.data))
    });
    bail!("no such source: {word}: there is no library yet: {file}")
}

/// Changes sources one after the other, and prints each change, or the source as JSON.
fn change_sources(
    words: &[&String],
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
    change: impl Fn(&mut Library, &Source) -> Result<SavedChange, LibraryError>,
) -> Result<Diagnostics> {
    let first = words.first().map_or("", |word| word.as_str());
    let mut library = open_existing(setup, first)?;
    let mut diagnostics = Diagnostics::default();
    for word in words {
        let source = match find_source(&library, word) {
            Ok(source) => source,
            Err(error) => {
                diagnostics.fail(error.to_string());
                continue;
            }
        };
        let names = sources::category_names(&library, source.id)?;
        match change(&mut library, &source) {
            Ok(_) if as_json => {
                // A removed source is printed as it was.
                let now = library.source(source.id).map_err(library_error)?;
                let names = match now {
                    Some(_) => sources::category_names(&library, source.id)?,
                    None => names,
                };
                let source = now.unwrap_or(source);
                json::print_json(output, &json::listed_source_json(&source, &names))?;
            }
            Ok(changed) => {
                print_change(&changed, output)?;
                if let Some(kind) = changed.kind {
                    report_of_account(&library, source.id, &kind, output, &mut diagnostics)?;
                }
            }
            Err(error) => diagnostics.fail(format!("not changed: {word}: {error}")),
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Prints what the server of the source learns of a change, and warns of what its API can't take.
fn report_of_account(
    library: &Library,
    source: SourceId,
    kind: &ChangeKind,
    output: &mut impl Write,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    let id = match kind {
        ChangeKind::RemoveSource { .. } => library.account_serving(source),
        _ => library.account_of_source(source),
    };
    let Some(id) = id.map_err(library_error)? else {
        return Ok(());
    };
    let Some(account) = library.account(id).map_err(library_error)? else {
        return Ok(());
    };
    if let Some(line) = messages::accounts::unsubscribing(&account, kind) {
        print_line(output, &line)?;
    }
    if let Some(warning) = messages::accounts::unsent_part(&account, kind) {
        diagnostics.warn(warning);
    }
    Ok(())
}

/// Returns the accounts whose APIs can't change folders and that have a feed in a category, or below it. `path` has the names from the
/// top, joined by `/`.
fn accounts_without_folder_changes(library: &Library, path: &str) -> Result<Vec<Account>> {
    let rows = library.source_rows().map_err(library_error)?;
    let names = |path: &str| -> Vec<String> {
        let names = path.split('/').map(|name| name.trim().to_owned());
        names.filter(|name| !name.is_empty()).collect()
    };
    let top = names(path);
    let mut accounts = library.accounts().map_err(library_error)?;
    accounts.retain(|account| {
        let mut own = rows
            .iter()
            .filter(|row| row.account.as_ref().is_some_and(|own| own.id == account.id));
        account.kind.folder_limit() == FolderLimit::Fixed
            && own.any(|row| {
                row.categories
                    .iter()
                    .any(|(_, path)| names(path).starts_with(&top))
            })
    });
    Ok(accounts)
}

/// Changes a category, and prints the change.
fn change_category(
    path: &str,
    setup: &Setup,
    output: &mut impl Write,
    change: impl FnOnce(&mut Library) -> Result<SavedChange, LibraryError>,
) -> Result<Diagnostics> {
    let mut library = open_existing(setup, path)?;
    let mut diagnostics = Diagnostics::default();
    let unable = accounts_without_folder_changes(&library, path)?;
    match change(&mut library) {
        Ok(changed) => {
            print_change(&changed, output)?;
            for account in unable {
                diagnostics.warn(messages::accounts::change_not_sent(&account));
            }
        }
        Err(error) => diagnostics.fail(format!("not changed: {path}: {error}")),
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

fn print_change(changed: &SavedChange, output: &mut impl Write) -> Result<()> {
    let text = messages::changes::made_or_nothing(changed.kind.as_ref());
    print_line(output, &text)?;
    Ok(())
}
