//! Rows of pickers, and their values: [`PickerRow`], [`PickerValue`].

use std::ops::Range;

use crate::app::Action;
use crate::model::{
    AccountId, AccountKind, ArticleId, Grouping, Order, RuleAction, SavedSearchId, SourceId, View,
};

/// Value of a row that is not an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerValue {
    /// A view and its name.
    View(View, String),
    /// An order of the list.
    Order(Order),
    /// A grouping of the list.
    Grouping(Grouping),
    /// A search hit, by its index.
    Hit(usize),
    /// An article of a story.
    Article(ArticleId),
    /// A source.
    Source(SourceId),
    /// An account on a server.
    Account(AccountId),
    /// Kind of the server of an account that is added.
    AccountKind(AccountKind),
    /// Name of a theme.
    Theme(String),
    /// Address of a feed that a page links to, and the account whose server is to subscribe to it.
    Feed(String, Option<AccountId>),
    /// Action on new articles of a saved search.
    Rule(RuleRow),
}

/// Choice of the user for new articles of a saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleChoice {
    /// This action, or none.
    Action(Option<RuleAction>),
    /// To tag them: the tag is asked for.
    Tag,
}

/// Value of a row: what is done, with new articles alone or with those that are there, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// Saved search.
    pub search: SavedSearchId,
    /// Action.
    pub choice: RuleChoice,
    /// True if it is done with the articles that are there, too.
    pub with_present: bool,
}

/// A row of a picker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PickerRow {
    /// Short text in a column before the row: a key, a number.
    pub key: String,
    /// Text.
    pub text: String,
    /// More text, in a column after the row.
    pub note: String,
    /// Indentation, in steps.
    pub depth: usize,
    /// True if the row is the current section or view.
    pub is_current: bool,
    /// True if the row is a head: it can't be selected, and a filter hides it.
    pub is_head: bool,
    /// True if the row is a further line of the one before it.
    pub is_continuation: bool,
    /// Key and text in the first line of the row, if it has further ones.
    pub lines: Option<(String, String)>,
    /// True if a fold hides the row. A filter finds it.
    pub is_hidden: bool,
    /// Action of the row, in the palette and in help.
    pub action: Option<Action>,
    /// Value of the row in other pickers.
    pub value: Option<PickerValue>,
    /// Matches of the query in `text`, in bytes.
    pub match_ranges: Vec<Range<usize>>,
}

impl PickerRow {
    /// Returns true if the row is a view.
    pub(in crate::app) fn is_view(&self, wanted: &View) -> bool {
        matches!(&self.value, Some(PickerValue::View(view, _)) if view == wanted)
    }
}

/// Returns the value of the first row that is not among the rows `before`; `None` if there is none.
pub(super) fn new_value(before: &[PickerRow], rows: &[PickerRow]) -> Option<PickerValue> {
    let is_same = |one: &PickerRow, other: &PickerRow| match &one.value {
        Some(PickerValue::View(view, _)) => other.is_view(view),
        value => other.value == *value,
    };
    let is_known = |row: &PickerRow| before.iter().any(|known| is_same(row, known));
    let mut new = rows
        .iter()
        .filter(|row| row.value.is_some() && !is_known(row));
    new.next()?.value.clone()
}
