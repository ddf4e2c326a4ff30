//! Messages about actions that do not work in the current scope or on the selected row.

use super::Action;

impl Action {
    /// Writes the message that the action does not work here.
    pub fn not_applicable_text(self) -> String {
        match self {
            Self::SourceCategories => "Only a source has categories".to_owned(),
            Self::SourceSetting => "Only a source has settings".to_owned(),
            Self::PauseSource => "Only a source can be paused".to_owned(),
            Self::RenameSource => "Only a source or a saved search can be renamed".to_owned(),
            Self::Edit => "Only a saved search can be edited".to_owned(),
            Self::Fold => "Only a category can be folded".to_owned(),
            Self::Refresh => "Nothing to fetch here".to_owned(),
            Self::Delete => "Nothing to remove here".to_owned(),
            other => {
                let label = other.label();
                let mut letters = label.chars();
                let first = letters
                    .next()
                    .map(|letter| letter.to_uppercase().to_string());
                let first = first.unwrap_or_default();
                format!("{first}{} does nothing here", letters.as_str())
            }
        }
    }
}
