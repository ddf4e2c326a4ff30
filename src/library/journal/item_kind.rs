//! Kinds of values that a change can set: [`ItemKind`].

use crate::library::LibraryError;

/// Kind of value that a change can set. The names in the journal never change, since older journals have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// Read mark of an article: `true` or `false`.
    Read,
    /// Articles that were marked in one batch, as id ranges (see [`super::ranges`]).
    ManyRead,
    /// Membership of an article in the library: `LibraryMembership`.
    InLibrary,
    /// Bookmark: `BookmarkValue`.
    Bookmark,
    /// Saved search: `SavedSearchValue`.
    Search,
    /// Source: time of its removal, or null.
    Source,
    /// Title of a source that the user has chosen, or null.
    SourceTitle,
    /// `true` if a source is paused, else `false`.
    SourcePaused,
    /// `true` if an account is paused, else `false`.
    AccountPaused,
    /// Settings of a source with its interval, as a JSON object. May contain credentials: neither exported nor imported.
    SourceSettings,
    /// Categories of a source: an array of their ids in ascending order.
    SourceCategories,
    /// Address of a source, or null.
    SourceUrl,
    /// Category: `CategoryValue`.
    Category,
    /// Articles that were deleted together with a source, in one batch, as id ranges. The target is the source.
    ManyDeleted,
    /// Articles that a source has brought since it was added. The target is the source. The journal does not list them.
    ManyAdded,
    /// `false` for an article that was removed from a list of opened files. Only the journal has this value.
    Listed,
    /// Time at which an article was last opened, or null: it is listed in the history by it.
    Opened,
    /// Articles that were muted, or listed again, in one batch, as id ranges. The target is 1 if they are muted, otherwise 0.
    ManyMuted,
    /// One correction of the extraction of an article: `CorrectionValue`.
    Correction,
}

impl ItemKind {
    const ALL: [(ItemKind, &'static str); 19] = [
        (ItemKind::Read, "read"),
        (ItemKind::ManyRead, "many-read"),
        (ItemKind::InLibrary, "kept"),
        (ItemKind::Bookmark, "bookmark"),
        (ItemKind::Search, "search"),
        (ItemKind::Source, "source"),
        (ItemKind::SourceTitle, "source-title"),
        (ItemKind::SourcePaused, "source-paused"),
        (ItemKind::AccountPaused, "account-paused"),
        (ItemKind::SourceSettings, "source-settings"),
        (ItemKind::SourceCategories, "source-categories"),
        (ItemKind::SourceUrl, "source-url"),
        (ItemKind::Category, "category"),
        (ItemKind::ManyDeleted, "many-deleted"),
        (ItemKind::ManyAdded, "many-added"),
        (ItemKind::Listed, "listed"),
        (ItemKind::Opened, "opened"),
        (ItemKind::ManyMuted, "many-muted"),
        (ItemKind::Correction, "correction"),
    ];

    /// Returns true if the item stands for many articles, which are set in a transaction of their own.
    pub(super) fn is_batch(self) -> bool {
        matches!(
            self,
            Self::ManyRead | Self::ManyDeleted | Self::ManyAdded | Self::ManyMuted
        )
    }

    /// Returns true if the value is neither exported nor imported: it may contain a credential or a program, or is of an account.
    pub(super) fn is_local(self) -> bool {
        matches!(self, Self::SourceSettings | Self::AccountPaused)
    }

    pub(super) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(kind, _)| *kind)
    }
}

/// Parses the stored value of an item.
pub(super) fn parse_value<T: serde::de::DeserializeOwned>(
    text: Option<&str>,
) -> Result<T, LibraryError> {
    serde_json::from_str(text.unwrap_or("null"))
        .map_err(|error| LibraryError::Other(format!("the journal: {error}")))
}
