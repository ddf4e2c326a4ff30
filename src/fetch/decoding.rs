//! Decoding of bodies by their bytes: [`decode`]. The header `Content-Encoding` only hints.

use std::io::{self, Read};

use super::error::FetchError;

/// Greatest number of encodings on top of each other.
const MAX_LAYERS: usize = 2;

/// Decodes gzip, deflate and brotli (RFC 1952, RFC 1950, RFC 1951, RFC 7932), at most two of them on top of each other. `limit` is
/// that of the bytes after each.
///
/// Gzip is known by its first bytes, whatever the header says. Deflate and brotli have none: they are tried if the header
/// names them, and a body that is text all the same stays as it is.
///
/// # Errors
///
/// [`FetchError::TooLarge`], [`FetchError::Truncated`] and [`FetchError::DamagedEncoding`].
pub(super) fn decode(
    mut body: Vec<u8>,
    content_encoding: &str,
    limit: u64,
) -> Result<Vec<u8>, FetchError> {
    // The last encoding that was applied stands last (RFC 9110, section 8.4).
    let mut named: Vec<Encoding> = content_encoding
        .split(',')
        .filter_map(Encoding::from_name)
        .collect();
    for _ in 0..MAX_LAYERS {
        let hint = named.pop();
        let decoded = match hint {
            _ if is_gzip(&body) => Some(gunzip(&body, limit)?),
            Some(Encoding::Deflate) => inflate(&body, limit)?,
            Some(Encoding::Brotli) => unbrotli(&body, limit)?,
            Some(Encoding::Gzip) | None => None,
        };
        match decoded {
            Some(decoded) => body = decoded,
            None => break,
        }
    }
    Ok(body)
}

#[derive(Debug, Clone, Copy)]
enum Encoding {
    Gzip,
    Deflate,
    Brotli,
}

impl Encoding {
    /// Returns the encoding of this name; `None` for `identity`, `aws-chunked` and names that are none.
    fn from_name(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            _ => None,
        }
    }
}

fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b, 8])
}

/// Decodes all members. Bytes behind the last one that are no member are dropped.
fn gunzip(body: &[u8], limit: u64) -> Result<Vec<u8>, FetchError> {
    let mut decoded = Vec::with_capacity(announced_size(body, limit));
    let mut rest = body;
    while is_gzip(rest) {
        let mut decoder = flate2::bufread::GzDecoder::new(rest);
        read_limited(&mut decoder, &mut decoded, limit).map_err(damaged)?;
        rest = decoder.into_inner();
    }
    Ok(decoded)
}

/// Returns the size that the last member announces (RFC 1952, ISIZE), so that the buffer does not grow in steps; no more than a
/// plausible multiple of the body, and no more than the limit.
fn announced_size(body: &[u8], limit: u64) -> usize {
    /// Highest ratio of compression of a feed that is believed.
    const MAX_RATIO: usize = 16;
    let last = body.last_chunk().copied().map_or(0, u32::from_le_bytes);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let size = usize::try_from(last).unwrap_or(0);
    // One byte more shows the end without another step.
    size.min(body.len().saturating_mul(MAX_RATIO)).min(limit) + 1
}

/// Decodes deflate with or without the header of zlib: servers send both. `None` if the body is text.
fn inflate(body: &[u8], limit: u64) -> Result<Option<Vec<u8>>, FetchError> {
    let has_header = matches!(body, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    let mut decoded = Vec::new();
    let result = match has_header {
        true => {
            let mut decoder = flate2::bufread::ZlibDecoder::new(body);
            read_limited(&mut decoder, &mut decoded, limit)
        }
        false => {
            let mut decoder = flate2::bufread::DeflateDecoder::new(body);
            read_limited(&mut decoder, &mut decoded, limit)
        }
    };
    decoded_or_text(result, decoded, body)
}

fn unbrotli(body: &[u8], limit: u64) -> Result<Option<Vec<u8>>, FetchError> {
    let mut decoder = brotli_decompressor::Decompressor::new(body, 64 * 1024);
    let mut decoded = Vec::new();
    let result = read_limited(&mut decoder, &mut decoded, limit);
    decoded_or_text(result, decoded, body)
}

fn decoded_or_text(
    result: Result<(), Damage>,
    decoded: Vec<u8>,
    body: &[u8],
) -> Result<Option<Vec<u8>>, FetchError> {
    match result {
        Ok(()) => Ok(Some(decoded)),
        Err(Damage::Encoding(_)) if is_text(body) => Ok(None),
        Err(damage) => Err(damaged(damage)),
    }
}

/// Returns true if the beginning of a body has no bytes that text does not have.
fn is_text(body: &[u8]) -> bool {
    let head = body.get(..512).unwrap_or(body);
    let is_text_byte = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    head.iter().all(is_text_byte)
}

enum Damage {
    TooLarge(u64),
    Encoding(io::Error),
}

fn damaged(damage: Damage) -> FetchError {
    match damage {
        Damage::TooLarge(limit) => FetchError::TooLarge { limit },
        Damage::Encoding(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            FetchError::Truncated
        }
        Damage::Encoding(_) => FetchError::DamagedEncoding,
    }
}

fn read_limited(reader: &mut impl Read, decoded: &mut Vec<u8>, limit: u64) -> Result<(), Damage> {
    let size = |decoded: &Vec<u8>| u64::try_from(decoded.len()).unwrap_or(u64::MAX);
    let left = limit.saturating_sub(size(decoded)).saturating_add(1);
    reader
        .take(left)
        .read_to_end(decoded)
        .map_err(Damage::Encoding)?;
    match size(decoded) > limit {
        true => Err(Damage::TooLarge(limit)),
        false => Ok(()),
    }
}
