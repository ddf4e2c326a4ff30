//! `newsprint add PATH|URL...`: adds folders and feeds as sources, and files and pages as articles; with `--account` feeds to an account.

use std::io::{self, Write};
use std::path::Path;

use super::add_address::add_address;
use super::add_to_account::add_to_account;
use super::arguments::AddArguments;
use super::error::{Diagnostics, UsageError};
use super::json;
use super::open_library;
use super::output::print_line;
use super::paths::{display_path, path_error};
use super::progress::Progress;
use super::setup::Setup;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{Cancel, DocumentLoader, add_document, add_path, address_in};
use crate::library::Library;
use crate::messages;

use anyhow::{Result, anyhow, bail};

/// Runs the command.
///
/// # Errors
/// There is no data folder, or standard output can't be written.
pub fn run_add(
    arguments: &AddArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    if setup.config.paths.is_none() {
        bail!("no data folder: HOME is not set: give --data-dir");
    }
    if arguments.paths.is_empty() {
        return Err(UsageError::new(
            "nothing to add: newsprint add URL subscribes to a feed or to that of a page, newsprint add FOLDER adds its files".to_owned(),
        )
        .into());
    }
    if let Some(account) = arguments.account {
        return add_to_account(account, arguments, setup, output);
    }
    let loader = DocumentLoader::with_tour();
    // The library is created only when there is something to add.
    let mut opened = None;
    let mut client = None;
    let mut diagnostics = Diagnostics::default();
    for path in &arguments.paths {
        let name = display_path(path);
        if path.as_os_str() == "-" {
            let added = add_input(&loader, setup, arguments.json, &mut opened, output);
            if let Err(error) = added {
                match error.downcast::<io::Error>() {
                    Ok(error) => return Err(error.into()),
                    Err(error) => diagnostics.fail(error.to_string()),
                }
            }
            continue;
        }
        if let Some(reason) = missing_path_error(path) {
            let Some(address) = address_in(path) else {
                diagnostics.fail(reason);
                continue;
            };
            let client = client.get_or_insert_with(|| Client::new(ClientOptions::default()));
            let mut open = || match opened.take() {
                Some(library) => Ok(library),
                None => open_library::open_to_write(setup),
            };
            let interval = i64::from(setup.config.settings.fetch_minutes) * 60;
            let added = add_address(
                address,
                client,
                interval,
                arguments.json,
                output,
                &mut diagnostics,
                &mut open,
            )?;
            opened = added.or(opened);
            continue;
        }
        let library = match &mut opened {
            Some(library) => library,
            None => match open_library::open_to_write(setup) {
                Ok(library) => opened.insert(library),
                Err(error) => {
                    diagnostics.fail(error.to_string());
                    break;
                }
            },
        };
        let mut progress = Progress::new(&name);
        let added = add_path(library, &loader, path, &Cancel::new(), &mut |scan| {
            progress.show(scan.done, Some(scan.total));
        });
        drop(progress);
        match added {
            Err(reason) => diagnostics.fail(format!("can't be added: {name}: {reason}")),
            Ok(added) => {
                if arguments.json {
                    json::print_json(output, &json::added_json(&added))?;
                } else {
                    print_line(output, &messages::adding::added_path(&added))?;
                }
                for line in
                    messages::adding::unreadable_files(&added.source.title, &added.without_article)
                {
                    match arguments.strict {
                        true => diagnostics.fail(line),
                        false => diagnostics.warn(line),
                    }
                }
            }
        }
    }
    if let Some(library) = opened {
        open_library::after_change(setup, library, &mut diagnostics);
    }
    Ok(diagnostics)
}

/// Adds the article on standard input, and prints its id and title.
///
/// # Errors
/// An [`io::Error`] if standard output can't be written; otherwise the text is `WHAT: WHERE: what to do`.
fn add_input(
    loader: &DocumentLoader,
    setup: &Setup,
    is_json: bool,
    opened: &mut Option<Library>,
    output: &mut impl Write,
) -> Result<()> {
    const NAME: &str = "standard input";
    let document = loader
        .load_input(io::stdin().lock())
        .map_err(|reason| anyhow!("can't be added: {NAME}: {reason}"))?;
    let library = match opened {
        Some(library) => library,
        None => opened.insert(open_library::open_to_write(setup)?),
    };
    let (title, outcome) = add_document(library, &document)
        .map_err(|reason| anyhow!("can't be added: {NAME}: {reason}"))?;
    if is_json {
        let url = document.metadata.url.as_deref();
        json::print_json(output, &json::added_article_json(url, &title, outcome))?;
    } else {
        print_line(output, &messages::adding::added_article(&title, outcome))?;
    }
    Ok(())
}

/// Returns the error of a path that can't be added; `None` if the path exists.
fn missing_path_error(path: &Path) -> Option<String> {
    let error = std::fs::metadata(path).err()?;
    Some(path_error(path, &error, "can't be added"))
}
