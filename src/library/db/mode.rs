//! Modes of opening a library, durability of writes, and reasons why a library is read-only.

/// Mode in which a library is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Opens what is there for use: brings its schema up to date, and quarantines it if it is damaged. Makes no library.
    Existing,
    /// Looks at what is there without changing a byte of it: no migration, no quarantine; a writer opened so can write nothing.
    Inspect,
    /// Opens what is there as [`OpenMode::Existing`] does; where there is none, makes one, with its folder.
    Create,
}

/// Durability of a write when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Survives a power cut: for changes of the user.
    Full,
    /// Survives the end of the program. After a power cut the latest writes may be missing; they can be repeated.
    Normal,
}

/// Why a library is read as a file that does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Immutable {
    /// Nothing may be written beside the database.
    ReadOnly,
    /// The disk has no space for files beside the database.
    DiskFull,
}
