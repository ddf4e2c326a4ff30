//! What is too much for one write: the change stands in the journal first, and what it is about follows some at a time, so that
//! nobody who writes meanwhile has to wait.

use rusqlite::params;

use crate::library::journal::{Turned, Undone};
use crate::library::query::search::saved;
use crate::library::state::list;
use crate::library::{Durability, Library, LibraryError};
use crate::model::ArticleId;

/// Stories that are marked in one transaction.
const RUN: usize = 1_000;

impl Library {
    /// Marks those of these articles as read, or as unread, that are not yet: how many those were. When it returns they are all on the
    /// disk; were it cut short, taking the change back or doing it again would set the others.
    pub(in crate::library) fn mark_many(
        &mut self,
        articles: &[ArticleId],
        read: bool,
    ) -> Result<usize, LibraryError> {
        let now = self.now();
        let mut done = 0;
        let mut runs = articles.chunks(RUN).peekable();
        while let Some(run) = runs.next() {
            // The last one has the system sync those before it, too.
            let durability = match runs.peek() {
                Some(_) => Durability::Normal,
                None => Durability::Full,
            };
            done += self.write(durability, |transaction| {
                let some = transaction.execute(
                    &format!(
                        "UPDATE article SET read = ?1, read_at = ?2 WHERE read <> ?1 AND id IN ({})",
                        list(run)
                    ),
                    params![read, read.then_some(now)],
                )?;
                saved::settle(transaction, run)?;
                Ok(some)
            })?;
        }
        Ok(done)
    }

    /// Does what follows when a change was taken back or done again.
    pub(super) fn follow(&mut self, turned: Turned) -> Result<Undone, LibraryError> {
        let mut undone = turned.undone;
        for source in turned.sources {
            self.settle_source(source)?;
        }
        if let (Undone::Done(label, concerned), Some((articles, read))) = (&mut undone, turned.many)
        {
            if self.mark_many(&articles, read)? == 0 && concerned.is_empty() {
                self.write(Durability::Full, |transaction| {
                    transaction
                        .execute("UPDATE change SET state = 2 WHERE id = ?1", [turned.change])?;
                    Ok(())
                })?;
                undone = Undone::Passed(std::mem::take(label));
            } else {
                concerned.extend(articles);
            }
        }
        self.refresh_soon();
        Ok(undone)
    }
}
