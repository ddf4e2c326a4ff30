//! Compression of stored texts by zstd (RFC 8878).
//!
//! - Documents are compressed with a dictionary, since most are too short to repeat themselves: it has the keys of their JSON and
//!   frequent words. The head of each frame names its dictionary, so that texts of earlier dictionaries, and those without one, stay
//!   readable. A published dictionary is never changed, only followed by another with a number of its own.
//! - Contents of feeds are compressed quickly while they wait, then against the document that was extracted from them, which
//!   says almost the same ([`compress_against`]).

use std::cell::RefCell;
use std::io::{Error, Read, Result};
use std::sync::OnceLock;

use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::{self, CCtx, DCtx, ResetDirective};

use crate::library::LibraryError;

/// Dictionary of new documents, with the number 1 in its head: made by the example `dictionary`.
const DICTIONARY: &[u8] = include_bytes!("../../../assets/documents-1.zdict");
/// Number of this dictionary.
const DICTIONARY_ID: u32 = 1;

/// Compression levels of zstd: a higher one takes longer. Contents of feeds come in large numbers, and each is read once or twice.
const QUICK_LEVEL: i32 = -3;
const DOCUMENT_LEVEL: i32 = 6;
/// Pages are stored in the background, one a second from a host, and for long.
const PAGE_LEVEL: i32 = 19;
const CONTENT_LEVEL: i32 = 3;
/// Level of texts of at least [`LARGE`] bytes, without the dictionary: they repeat themselves, and a write may wait for them.
const LARGE_LEVEL: i32 = 3;
const LARGE: usize = 192 * 1024;

/// Limit of an unpacked text, in bytes: the content of the database may not be ours.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

thread_local! {
    // Created once a thread: creating one takes longer than compressing a short text.
    static DOCUMENT: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static PAGE: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static LARGE_TEXT: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static QUICK: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static CONTENT: RefCell<Option<CCtx<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSION: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// Compresses the JSON of a document.
pub(in crate::library) fn compress_document(json: &[u8]) -> Result<Vec<u8>> {
    if json.len() >= LARGE {
        return compress_large(json);
    }
    static PREPARED: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    let dictionary = PREPARED.get_or_init(|| EncoderDictionary::copy(DICTIONARY, DOCUMENT_LEVEL));
    DOCUMENT.with_borrow_mut(|one| match one {
        Some(compressor) => compressor.compress(json),
        None => one
            .insert(Compressor::with_prepared_dictionary(dictionary)?)
            .compress(json),
    })
}

/// Compresses the JSON of a page, more than other documents.
pub(in crate::library) fn compress_page(json: &[u8]) -> Result<Vec<u8>> {
    if json.len() >= LARGE {
        return compress_large(json);
    }
    static PREPARED: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    let dictionary = PREPARED.get_or_init(|| EncoderDictionary::copy(DICTIONARY, PAGE_LEVEL));
    PAGE.with_borrow_mut(|one| match one {
        Some(compressor) => compressor.compress(json),
        None => one
            .insert(Compressor::with_prepared_dictionary(dictionary)?)
            .compress(json),
    })
}

fn compress_large(json: &[u8]) -> Result<Vec<u8>> {
    LARGE_TEXT.with_borrow_mut(|one| match one {
        Some(compressor) => compressor.compress(json),
        None => one.insert(Compressor::new(LARGE_LEVEL)?).compress(json),
    })
}

/// Compresses bytes quickly, without a dictionary.
pub(in crate::library) fn compress_quickly(bytes: &[u8]) -> Result<Vec<u8>> {
    QUICK.with_borrow_mut(|one| match one {
        Some(compressor) => compressor.compress(bytes),
        None => one.insert(Compressor::new(QUICK_LEVEL)?).compress(bytes),
    })
}

/// Compresses bytes that say almost the same as `base`, which decompressing them needs.
pub(in crate::library) fn compress_against(bytes: &[u8], base: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(zstd_safe::compress_bound(bytes.len()));
    CONTENT.with_borrow_mut(|context| {
        context
            .get_or_insert_with(CCtx::create)
            .compress_using_dict(&mut out, bytes, base, CONTENT_LEVEL)
            .map_err(zstd_error)
    })?;
    Ok(out)
}

/// Decompresses bytes of this module except [`compress_against`], up to a limit.
///
/// # Errors
/// [`LibraryError::Damaged`] if they are damaged, or their dictionary is unknown.
pub(in crate::library) fn decompress(body: &[u8]) -> std::result::Result<Vec<u8>, LibraryError> {
    static PREPARED: OnceLock<DecoderDictionary<'static>> = OnceLock::new();
    let mut bytes = Vec::new();
    DECOMPRESSION
        .with_borrow_mut(|context| {
            // The previous text may have been damaged and left the context in the middle of a frame.
            context
                .reset(ResetDirective::SessionAndParameters)
                .map_err(zstd_error)?;
            if zstd_safe::get_dict_id_from_frame(body).map(u32::from) == Some(DICTIONARY_ID) {
                let dictionary = PREPARED.get_or_init(|| DecoderDictionary::copy(DICTIONARY));
                context
                    .ref_ddict(dictionary.as_ddict())
                    .map_err(zstd_error)?;
            }
            let decoder = zstd::stream::read::Decoder::with_context(body, context);
            decoder.take(MAX_BYTES).read_to_end(&mut bytes)
        })
        .map_err(|error| damaged(&error))?;
    Ok(bytes)
}

/// Decompresses bytes of [`compress_against`] with the same base, up to a limit.
///
/// # Errors
/// [`LibraryError::Damaged`] if they are damaged.
pub(in crate::library) fn decompress_against(
    body: &[u8],
    base: &[u8],
) -> std::result::Result<Vec<u8>, LibraryError> {
    let size = zstd_safe::get_frame_content_size(body).unwrap_or_default();
    let size = usize::try_from(size.unwrap_or_default().min(MAX_BYTES)).unwrap_or_default();
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(size)
        .map_err(|error| damaged(&error))?;
    DCtx::create()
        .decompress_using_dict(&mut bytes, body, base)
        .map_err(|code| damaged(&zstd_error(code)))?;
    Ok(bytes)
}

fn zstd_error(code: usize) -> Error {
    Error::other(zstd_safe::get_error_name(code))
}

fn damaged(error: &dyn std::fmt::Display) -> LibraryError {
    LibraryError::Damaged(format!("a text: {error}"))
}
