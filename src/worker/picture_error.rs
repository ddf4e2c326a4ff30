//! Why a picture can't be shown: [`PictureError`].

use std::io;

use crate::text::io_message;

/// Why a picture can't be shown. The texts stand in its place, in a few words.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(not(feature = "pictures"), allow(dead_code))]
pub(super) enum PictureError {
    /// Its address leads to another machine, or to nothing that the program brings along.
    #[error("not on this machine")]
    Elsewhere,
    /// No file is at its address.
    #[error("not found")]
    NotFound,
    /// A folder, a device or a pipe is there.
    #[error("not a file")]
    NotFile,
    /// The file has no bytes, or says so.
    #[error("empty")]
    Empty,
    /// The picture has more bytes than are read.
    #[error("larger than {0} MiB")]
    TooManyBytes(u64),
    /// The picture has more pixels than are decoded.
    #[error("more than {0} million pixels")]
    TooManyPixels(u64),
    /// Decoding it takes too much memory.
    #[error("too large")]
    TooLarge,
    /// The address holds something else.
    #[error("not a picture")]
    NotPicture,
    /// The address holds bytes that can't be decoded.
    #[error("damaged in the article")]
    DamagedAddress,
    /// The file can't be decoded.
    #[error("damaged")]
    Damaged,
    /// The format is none that is known.
    #[error("a kind of picture that is not known")]
    Unknown,
    /// The system gives no bytes.
    #[error("{}", io_message(.0))]
    Io(#[from] io::Error),
    /// The program was built without pictures.
    #[error("built without pictures")]
    #[cfg(not(feature = "pictures"))]
    NotBuilt,
}
