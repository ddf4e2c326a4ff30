//! Link hints: letters beside the visible links; typing them selects a link: [`LinkHints`].

use tui_input::InputRequest;

use super::edit_result::EditResult;
use crate::app::reader::SelectedLink;
use crate::app::status::Status;

/// Letters beside the visible links.
#[derive(Debug, Clone)]
pub struct LinkHints {
    /// Each link with its letters. No letters are the prefix of those of another link.
    links: Vec<(String, SelectedLink)>,
    /// Letters typed so far.
    typed: String,
}

/// Letters of hints: the home row, most convenient first.
const HINT_LETTERS: &[u8] = b"fjdksla";

impl LinkHints {
    /// Returns letters for these links.
    pub(super) fn new(links: impl ExactSizeIterator<Item = SelectedLink>) -> Self {
        Self {
            links: hint_labels(links.len()).into_iter().zip(links).collect(),
            typed: String::new(),
        }
    }

    /// Types or deletes a letter. The first value is false if the hints are to be closed.
    pub(super) fn edit(
        &mut self,
        request: InputRequest,
        status: &mut Status,
    ) -> (bool, EditResult) {
        match request {
            InputRequest::InsertChar(c) => self.typed.extend(c.to_lowercase()),
            InputRequest::DeletePrevChar if self.typed.is_empty() => {
                return (false, EditResult::Nothing);
            }
            InputRequest::DeletePrevChar => {
                self.typed.pop();
            }
            _ => return (true, EditResult::Nothing),
        }
        let typed = self.typed.clone();
        let mut left = self
            .links
            .iter()
            .filter(|(label, _)| label.starts_with(&typed));
        match (left.next().cloned(), left.next()) {
            (Some((label, link)), None) if label == typed => {
                return (false, EditResult::Select(link));
            }
            (Some(_), _) => {}
            (None, _) => {
                self.typed.clear();
                status.report(format!("No link is labelled {typed}"));
            }
        }
        (true, EditResult::Nothing)
    }

    /// Returns the letters typed so far.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Returns the letters of a link if those typed so far are their beginning.
    pub fn label(&self, link: &SelectedLink) -> Option<&str> {
        let (label, _) = self.links.iter().find(|(_, other)| other == link)?;
        label.starts_with(&self.typed).then_some(label)
    }
}

/// Returns `count` labels, as short as possible, none the prefix of another.
fn hint_labels(count: usize) -> Vec<String> {
    let mut labels = vec![String::new()];
    let mut longer = 0;
    // The first label is replaced by longer ones that begin with it, until there are enough.
    while labels.len() - longer < count || labels.len() == 1 {
        let Some(begin) = labels.get(longer).cloned() else {
            break;
        };
        let with = |letter: &u8| format!("{begin}{}", char::from(*letter));
        labels.extend(HINT_LETTERS.iter().map(with));
        longer += 1;
    }
    labels.drain(..longer);
    labels.truncate(count);
    labels
}
