//! How a library is opened, how safe a write is, and why a library may only be read.

/// How a library is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Opens what is there for use: brings its schema up to date, and quarantines it if it is damaged. Makes no library.
    Existing,
    /// Looks at what is there without changing a byte of it: no migration, no quarantine; a writer opened so can write nothing.
    Inspect,
    /// Opens what is there as [`OpenMode::Existing`] does; where there is none, makes one, with its folder.
    Create,
}

/// How safe a write is to be when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut: what the user does.
    Full,
    /// It survives the end of the program; after a power cut the latest may be missing, and can be had again.
    Normal,
}

/// Why a library is read as a file that does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Immutable {
    /// Nothing may be written beside it.
    ReadOnly,
    /// There is no room for what would be written beside it.
    DiskFull,
}
