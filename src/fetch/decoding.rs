//! Content codings (RFC 9110, section 8.4): gzip, deflate and brotli, undone by what the bytes are. The header is only a hint: servers
//! name codings that they did not use, use some that they do not name, and use one twice.

use std::io::Read;

use super::FetchError;

/// Codings that are undone in a row.
const MAX_LAYERS: usize = 2;
/// Size of the buffer of the brotli decoder, in bytes.
const BUFFER_BYTES: usize = 16 * 1024;

/// Undoes the content codings of a body. `coding` is the value of `Content-Encoding`, `limit` the most bytes after each layer.
///
/// # Errors
/// A coding is damaged, or a layer exceeds the limit.
pub(super) fn decode(
    mut body: Vec<u8>,
    coding: Option<&str>,
    limit: u64,
) -> Result<Vec<u8>, FetchError> {
    let coding = coding.unwrap_or_default().to_ascii_lowercase();
    for layer in 0..MAX_LAYERS {
        let decoded = if is_gzip(&body) {
            Some(read_all(
                flate2::read::MultiGzDecoder::new(&body[..]),
                limit,
            )?)
        } else if layer == 0 && !looks_like_text(&body) {
            decode_by_name(&body, &coding, limit)?
        } else {
            None
        };
        match decoded {
            Some(decoded) => body = decoded,
            None => break,
        }
    }
    Ok(body)
}

/// Undoes a coding that has no sign of its own in the bytes; `None` if the header names none, or the bytes are not in it.
fn decode_by_name(body: &[u8], coding: &str, limit: u64) -> Result<Option<Vec<u8>>, FetchError> {
    let names = |name: &str| coding.split(',').any(|one| one.trim() == name);
    let tried = if names("br") {
        read_all(
            brotli_decompressor::Decompressor::new(body, BUFFER_BYTES),
            limit,
        )
    } else if names("deflate") {
        // The name stands for zlib (RFC 1950); many servers send the bare stream (RFC 1951).
        match read_all(flate2::read::ZlibDecoder::new(body), limit) {
            Err(FetchError::DamagedEncoding) => {
                read_all(flate2::read::DeflateDecoder::new(body), limit)
            }
            decoded => decoded,
        }
    } else {
        return Ok(None);
    };
    tried.map(Some)
}

fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b, 8])
}

/// Returns true if the bytes begin as text of a feed or page does.
fn looks_like_text(body: &[u8]) -> bool {
    let start = body
        .iter()
        .take(64)
        .find(|byte| !byte.is_ascii_whitespace());
    body.starts_with(&[0xef, 0xbb, 0xbf])
        || body.starts_with(&[0xff, 0xfe])
        || body.starts_with(&[0xfe, 0xff])
        || matches!(start, Some(b'<' | b'{' | b'['))
}

fn read_all(decoder: impl Read, limit: u64) -> Result<Vec<u8>, FetchError> {
    let mut decoded = Vec::new();
    match decoder
        .take(limit.saturating_add(1))
        .read_to_end(&mut decoded)
    {
        Err(_) => Err(FetchError::DamagedEncoding),
        Ok(_) if decoded.len() as u64 > limit => Err(FetchError::TooLarge { limit }),
        Ok(_) => Ok(decoded),
    }
}
