//! Stories as text on standard output, where that is not a terminal.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::error::Diagnostics;
use crate::model::{Article, Job, Origin, Outcome};
use crate::text::writers;
use crate::worker::{Emit, Store, perform, to_document};

/// Prints every article as text, a form feed and a blank line between them.
///
/// # Errors
/// When standard output takes no more.
pub(super) fn print_articles(
    origins: &[Origin],
    store: &Arc<Store>,
    output: &mut impl Write,
) -> io::Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut first = true;
    for origin in origins {
        let mut troubles = Vec::new();
        let found = stories(origin.clone(), store, &mut troubles);
        troubles
            .into_iter()
            .for_each(|trouble| diagnostics.fail(trouble));
        for (origin, name) in found {
            let document = match &origin {
                Origin::StandardInput => read_input(store),
                origin => store.document(origin),
            };
            match document {
                Ok(document) => {
                    if !first {
                        writeln!(output, "\n\u{c}")?;
                    }
                    first = false;
                    output.write_all(writers::document_text(&document).as_bytes())?;
                }
                Err(why) => diagnostics.fail(format!("can't be read: {name}: {why}")),
            }
        }
    }
    output.flush()?;
    Ok(diagnostics)
}

/// A path's stories: a folder's are many.
pub(crate) fn stories(
    origin: Origin,
    store: &Arc<Store>,
    troubles: &mut Vec<String>,
) -> Vec<(Origin, String)> {
    let folder = matches!(&origin, Origin::File(path) if path.is_dir());
    if !folder {
        let name = match &origin {
            Origin::File(path) => path.display().to_string(),
            Origin::StandardInput => "standard input".to_owned(),
            Origin::Seed(name) => (*name).to_owned(),
            Origin::Stored(id) => format!("story {id}"),
        };
        return vec![(origin, crate::text::clean::line(&name).into_owned())];
    }
    let found: Arc<Mutex<(Vec<Article>, Vec<String>)>> = Arc::default();
    let into = found.clone();
    let emit: Emit = Arc::new(move |outcome| {
        let mut found = into.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Outcome::Rows(articles) => found.0.extend(articles),
            Outcome::Trouble(what) => found.1.push(what),
            _ => {}
        }
    });
    perform(Job::List(origin), store, &emit);
    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
    troubles.append(&mut found.1);
    found
        .0
        .drain(..)
        .map(|article| {
            let name = match &article.origin {
                Origin::File(path) => path.display().to_string(),
                _ => article.title.clone(),
            };
            (article.origin, name)
        })
        .collect()
}

/// All of standard input, up to the limit of a file.
pub(crate) fn read_input(store: &Store) -> Result<crate::model::Document, String> {
    let mut bytes = Vec::new();
    let limit = store.limits().file;
    let read = io::stdin().lock().take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| crate::worker::explain(&error))?;
    if bytes.len() as u64 > limit {
        return Err(format!("larger than {} MiB", limit / (1024 * 1024)));
    }
    to_document(&bytes, None)
}
