//! Commands that mute articles and make saved searches rules.

use std::io::{self, Write};

use super::super::views::spoken_name;
use super::Reader;
use crate::messages::changes::action_done;
use crate::model::{RuleAction, View};

impl<W: Write> Reader<W> {
    /// Mutes the open article, or the one with a number, and the others of its story; in the view of muted articles, lists
    /// them again.
    pub(super) fn mute(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(numbered) = self.article_of_command(number)? else {
            return Ok(());
        };
        let article = numbered.article.id;
        if !article.is_in_library() {
            return self.print_message("Only library articles can be muted.");
        }
        let is_muted = *self.list.view() == View::Muted;
        let is_bookmarked = self
            .session
            .states(&[article])
            .first()
            .is_some_and(|state| state.is_bookmarked);
        if is_bookmarked && !is_muted {
            return self.print_message("A bookmarked article is not muted.");
        }
        let changed = self.session.set_muted(article, !is_muted);
        self.print_result(changed)
    }

    /// Prints the saved searches with their actions, or gives the one of a number an action.
    pub(super) fn rule(&mut self, words: &str) -> io::Result<()> {
        let searches = self.session.views().into_iter();
        let searches: Vec<_> = searches
            .filter_map(|row| match row.view {
                View::SavedSearch(id) => Some((id, row)),
                _ => None,
            })
            .collect();
        if searches.is_empty() {
            return self
                .print_message("No saved searches. In a shell, newsprint rules add makes a rule.");
        }
        let Some((number, action)) = words.split_once(char::is_whitespace) else {
            let lines = searches.iter().zip(1..).map(|((_, row), number)| {
                let name = spoken_name(row);
                match &row.action {
                    Some(action) => {
                        format!(
                            "{number}. {name}: new articles are {}.",
                            action_done(action)
                        )
                    }
                    None => format!("{number}. {name}: no rule."),
                }
            });
            let lines: Vec<String> = lines.collect();
            self.print_messages(&lines)?;
            return self.print_message(
                "rule 1 mute: mute new articles of search 1; also read, bookmark, tag:NAME, none.",
            );
        };
        let number = number.parse::<usize>().ok();
        let search = number.and_then(|number| searches.get(number.checked_sub(1)?));
        let Some((search, _)) = search else {
            return self.print_message("No such search. rules lists them.");
        };
        let action = match action.trim() {
            "none" => None,
            typed => match RuleAction::parse(typed) {
                Ok(action) => Some(action),
                Err(error) => return self.print_message(&format!("{typed}: {error}.")),
            },
        };
        let changed = self.session.set_rule(*search, action.as_ref());
        self.print_result(changed)
    }
}
