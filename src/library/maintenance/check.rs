//! Whether a library is as it should be ([`examine`]), and mending what can be mended without losing anything.
//!
//! 1. Pages and indexes: SQLite looks through them. Indexes are made anew from what they point to; pages that are damaged can only be
//!    left behind, by [`crate::library::maintenance::recover`].
//! 2. What belongs to something that is not there: an article that only its text or its bookmarks are left of gets a row again.
//! 3. What is counted is counted again; what should be found by words and is not is marked to be taken in.
//! 4. Files that programs have left behind.

pub(in crate::library) mod finding;
mod rows;

use std::path::Path;

use crate::library::db::copies;
use crate::library::maintenance::check::finding::{Examined, RECOVER, Standing};
use crate::library::{Library, LibraryError, LibraryReader, OpenError, OpenMode};

/// What to do about a library that was set aside.
const TAKE_IN: &str = "newsprint doctor --recover takes in what can be read of it";

/// How many faults of the pages are told.
const FAULTS: usize = 5;

/// Looks through the library in a data folder, and mends what it can. Where there is none, none is made; where nothing is wrong,
/// nothing is written.
pub fn examine(folder: &Path) -> Examined {
    let mut examined = Examined::default();
    // A damaged library stays where it is until the user asks for its recovery.
    let opened = match LibraryReader::open(folder, OpenMode::Inspect) {
        Ok(_) | Err(OpenError::Older { .. }) => Library::open(folder, OpenMode::Existing),
        Err(error) => Err(error),
    };
    match opened {
        Ok(mut library) => {
            if let Err(error) = look_through(&mut library, &mut examined) {
                examined.add("library", Standing::Broken, error.to_string(), "");
            }
            match crate::library::maintenance::recover::waiting::waiting(&library) {
                Ok(files) => {
                    for file in files {
                        let found = format!("damaged, and not taken over yet: {}", file.display());
                        examined.add("set aside", Standing::Broken, found, TAKE_IN);
                    }
                }
                Err(error) => examined.add("set aside", Standing::Broken, error.to_string(), ""),
            }
        }
        Err(OpenError::Absent) if copies::backups(folder).is_empty() => {
            examined.add("library", Standing::Ok, "none yet".to_owned(), "");
        }
        Err(OpenError::Absent) => {
            let found = "it is not there, and copies of it are".to_owned();
            let advice = "newsprint doctor --recover takes them over";
            examined.add("library", Standing::Broken, found, advice);
        }
        Err(error @ OpenError::Damaged(_)) => {
            let file = Library::file_in(folder);
            let found = format!("{error}: {}", file.display());
            examined.add("library", Standing::Broken, found, RECOVER);
        }
        Err(error) => examined.add("library", Standing::Broken, error.to_string(), ""),
    }
    examined.leftovers(folder);
    examined.copies(folder);
    examined
}

/// Whether all pages can be read, and nothing but indexes is to be made anew; those are.
pub(in crate::library) fn can_be_mended(library: &mut Library) -> Result<bool, LibraryError> {
    Ok(pages(library)?.0.is_empty())
}

fn look_through(library: &mut Library, examined: &mut Examined) -> Result<(), LibraryError> {
    let file = library.file().display().to_string();
    if let Some(why) = library.in_part() {
        // Beside a log that can't be read, a full disk is not the lesser evil.
        let standing = match library.is_full() {
            true => Standing::Broken,
            false => Standing::Note,
        };
        examined.add("library", standing, why.to_owned(), "");
    }
    if library.is_read_only() {
        let advice = "it can be read, and nothing can be changed in it";
        examined.add("library", Standing::Note, file, advice);
    } else {
        examined.add("library", Standing::Ok, file, "");
    }
    let (faults, made_anew) = pages(library)?;
    if !faults.is_empty() {
        for fault in faults.iter().take(FAULTS) {
            examined.add("pages", Standing::Broken, fault.clone(), RECOVER);
        }
        // What can't be read can't be counted.
        return Ok(());
    }
    match made_anew {
        Some(what) => examined.add("pages", Standing::Mended, what, ""),
        None => examined.add("pages", Standing::Ok, "sound".to_owned(), ""),
    }
    rows::look_through(library, examined)
}

/// What is wrong with the pages, once indexes that don't fit were made anew: that, and what was done.
fn pages(library: &mut Library) -> Result<(Vec<String>, Option<String>), LibraryError> {
    let faults = faults(library)?;
    let of_index = |fault: &String| {
        fault.contains("missing from index")
            || fault.contains("wrong # of entries in index")
            || fault.contains("non-unique entry in index")
            || fault.contains("values differ from index")
    };
    let of_search = |fault: &String| rows::WORDS.iter().any(|table| fault.contains(table));
    let mendable = |fault: &String| of_index(fault) || of_search(fault);
    if faults.is_empty() || !faults.iter().all(mendable) || library.is_read_only() {
        return Ok((faults, None));
    }
    if faults.iter().any(of_index) {
        library.write(crate::library::Durability::Full, |transaction| {
            transaction.execute_batch("REINDEX;")?;
            Ok(())
        })?;
    }
    if faults.iter().any(of_search) {
        rows::forget_words(library)?;
    }
    let left = self::faults(library)?;
    let done = left.is_empty().then(|| {
        format!(
            "indexes did not fit, and were made anew ({})",
            faults.first().map_or("", String::as_str)
        )
    });
    Ok((left, done))
}

/// What SQLite finds wrong.
fn faults(library: &LibraryReader) -> Result<Vec<String>, LibraryError> {
    let read = || -> Result<Vec<String>, rusqlite::Error> {
        let mut statement = library.connection().prepare("PRAGMA integrity_check(50)")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                found.push(line.replace('\n', " "));
            }
        }
        Ok(found)
    };
    match read() {
        Ok(found) => Ok(found),
        Err(error) => match LibraryError::from(error) {
            LibraryError::Damaged(why) => Ok(vec![why]),
            other => Err(other),
        },
    }
}
