//! Letting go of what feeds brought and was read, after as many days as the user sets; by default nothing ever goes.
//!
//! Conservative: what is bookmarked, tagged or half read stays, and so does whatever was added by hand or comes from a folder or a
//! page. What goes is the text and the row in lists. By what the story is known stays, so that its feed does not bring it back.

use std::path::Path;

use rusqlite::params;

use super::{Access, Durability, Library, LibraryError, OpenError};

/// How many stories one transaction lets go.
const AT_ONCE: usize = 200;

const DAY: i64 = 86_400;

impl Library {
    /// Lets go of the read stories of feeds that nothing was done with for so many days; 0 keeps everything. How many went.
    ///
    /// # Errors
    /// The database takes nothing; what went before is gone.
    pub fn let_go(&mut self, days: u32) -> Result<usize, LibraryError> {
        if days == 0 {
            return Ok(0);
        }
        let now = self.now();
        let before = now - i64::from(days) * DAY;
        let mut gone = 0;
        loop {
            let some = self.write(Durability::Normal, |transaction| {
                let mut statement = transaction.prepare_cached(
                    "SELECT a.id FROM article a JOIN source s ON s.id = a.source AND s.kind = 'feed'
                     WHERE a.kept = 1 AND a.read = 1 AND a.bookmarked = 0 AND a.seed IS NULL
                         AND max(a.added, a.updated, ifnull(a.opened, 0)) < ?1
                         AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.article = a.id)
                     LIMIT ?2",
                )?;
                let ids: Vec<i64> = statement
                    .query_map(params![before, AT_ONCE as i64], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                for id in &ids {
                    for sql in [
                        "DELETE FROM search_text WHERE rowid = ?1",
                        "DELETE FROM document WHERE article = ?1",
                        "DELETE FROM place WHERE article = ?1",
                    ] {
                        transaction.prepare_cached(sql)?.execute([id])?;
                    }
                    transaction
                        .prepare_cached(
                            "UPDATE article SET kept = 0, deleted = ?2, standfirst = NULL, opened = NULL, indexed = 0 WHERE id = ?1",
                        )?
                        .execute(params![id, now])?;
                }
                Ok(ids.len())
            })?;
            gone += some;
            if some < AT_ONCE {
                return Ok(gone);
            }
        }
    }
}

/// What is done once a day: a copy of what can't be fetched again, then letting go of what was read `days` ago, where `days` is not
/// 0. Does nothing where there is no library, or where it was done today.
///
/// # Errors
/// What could not be done.
pub fn daily(folder: &Path, days: u32) -> Result<(), LibraryError> {
    let mut library = match Library::open(folder, Access::Read) {
        Ok(library) => library,
        // Whoever uses it says so.
        Err(OpenError::Absent | OpenError::Newer { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if library.is_read_only() {
        return Ok(());
    }
    library.back_up()?;
    let today = library.now() / DAY;
    if days > 0 && library.remembered::<i64>(LET_GO)? != Some(today) {
        library.let_go(days)?;
        library.remember(LET_GO, &today)?;
    }
    Ok(())
}

/// When it was last looked for what can go: a day since 1970.
const LET_GO: &str = "let-go";
