//! Printing of what has changed in an article: its changed blocks, with the words that were deleted and inserted.

use std::io::{self, Write};

use super::super::spoken_line::{Speaker, SpokenLine};
use super::super::words::counted;
use super::Reader;
use crate::comparison::{ChangeMarks, compare};
use crate::model::{Block, TextComparison, plain_text};

impl<W: Write> Reader<W> {
    /// Prints the changed parts of the open article, or of the one with a number, and removes its mark.
    pub(super) fn print_changes(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(numbered) = self.article_of_command(number)? else {
            return Ok(());
        };
        let texts = match numbered.article.id.is_in_library() {
            true => self.session.earlier_and_present_text(numbered.article.id),
            false => None,
        };
        let Some((earlier, document)) = texts else {
            return self.print_message("No earlier text of this article.");
        };
        let comparison = TextComparison {
            since: earlier.replaced,
            ..compare(&earlier.document, &document, ChangeMarks::Styles)
        };
        if comparison.changes.is_empty() {
            return self.print_message("The earlier text has the same words.");
        }
        self.print(changed_lines(&comparison))?;
        self.session.mark_change_seen(numbered.article.id);
        self.refresh_open();
        Ok(())
    }
}

/// Returns the number of changes, and the blocks that they are in, each below the heading of its section.
fn changed_lines(comparison: &TextComparison) -> Vec<SpokenLine> {
    let count = counted(comparison.changes.len(), "change", "changes");
    let since = chrono::DateTime::from_timestamp(comparison.since, 0)
        .map(|time| {
            time.with_timezone(&chrono::Local)
                .format(" since %Y-%m-%d %H:%M")
        })
        .map(|time| time.to_string())
        .unwrap_or_default();
    let mut lines = vec![SpokenLine::wrapped(&format!("{count}{since}."))];
    let mut changed = comparison.changes.iter().map(|at| at.block).peekable();
    let mut heading = None;
    for (at, block) in comparison.document.blocks.iter().enumerate() {
        let is_changed = changed.peek() == Some(&at);
        while changed.next_if_eq(&at).is_some() {}
        if let Block::Heading(found) = block {
            heading = Some(plain_text(&found.content)).filter(|_| !is_changed);
        }
        if !is_changed {
            continue;
        }
        lines.push(SpokenLine::Blank);
        if let Some(heading) = heading.take() {
            lines.push(SpokenLine::wrapped(&format!("Section: {heading}")));
        }
        Speaker::new(0, &mut lines).block(block);
    }
    lines.push(SpokenLine::Blank);
    lines.push(SpokenLine::wrapped("End of the changes."));
    lines
}
