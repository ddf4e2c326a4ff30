//! Modes of opening a library, durability of writes, and reasons why a library is read-only.

/// Mode in which a library is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Opens an existing library for use: migrates it, and quarantines it if it is damaged. Does not create one.
    Existing,
    /// Inspects an existing library without changing a byte: no migration, no quarantine. A writing handle refuses all
    /// writes.
    Inspect,
    /// Opens an existing library as [`OpenMode::Existing`] does; creates one, with its folder, if there is none.
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

/// Reason why a library is read as immutable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Immutable {
    /// The folder or the file is not writable.
    ReadOnly,
    /// The disk has no space for files beside the database.
    DiskFull,
}
