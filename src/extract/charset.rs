//! Character encodings: byte order marks, declared encodings, and detection where nothing is declared.
//!
//! 1. A byte order mark decides. UTF-16 and UTF-32 without one are recognised by the positions of their NUL bytes.
//! 2. Valid UTF-8 is UTF-8, whatever is declared: no other encoding produces it by chance. A few invalid bytes in it
//!    change nothing; they are decoded as windows-1252.
//! 3. The declaration that came with the bytes, then the one inside the page (HTML Standard, "prescan a byte stream").
//! 4. A guess from the bytes alone.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

use super::{Format, Hints};

/// Number of bytes at the start of a page that are searched for a declaration of its encoding.
const PRESCAN_BYTES: usize = 4096;

/// Number of bytes that are enough for a guess.
const GUESS_BYTES: usize = 256 * 1024;

/// Length of the sample that is enough to detect a language, in bytes.
const SAMPLE_BYTES: usize = 2 * 1024;

/// Decodes the bytes of a file to text. Invalid bytes become U+FFFD, and line endings become `\n`.
///
/// # Examples
///
/// ```
/// use newsprint::extract::{Format, Hints, charset::decode_text};
///
/// let utf16 = b"\xff\xfeO\0a\0k\0\r\0\n\0";
/// assert_eq!(decode_text(utf16, Format::PlainText, &Hints::default()), "Oak\n");
/// ```
pub fn decode_text(bytes: &[u8], format: Format, hints: &Hints<'_>) -> String {
    let html = format == Format::Html;
    normalize_line_endings(decode_source(bytes, html, hints))
}

/// Decodes the bytes of an XML or JSON document to text, without its byte order mark. `charset` is the label that came with
/// the bytes from outside (HTTP); `url` is the address of the document, whose top-level domain helps to guess.
pub(crate) fn decode_xml<'a>(
    bytes: &'a [u8],
    charset: Option<&str>,
    url: Option<&str>,
) -> Cow<'a, str> {
    let hints = Hints {
        name: None,
        url,
        charset,
        today: None,
    };
    decode_source(bytes, true, &hints)
}

/// Returns the `charset` parameter of a media type (RFC 9110, section 8.3.1).
pub(crate) fn charset_parameter(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').skip(1);
    let value = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    (!value.is_empty()).then_some(value)
}

/// Returns the first `limit` bytes as text, for a look at them.
pub(super) fn head<'a>(bytes: &'a [u8], limit: usize, hints: &Hints<'_>) -> Cow<'a, str> {
    let mut end = match limit < bytes.len() {
        true => limit - limit % 4,
        false => bytes.len(),
    };
    // A character of UTF-8 is not cut in two.
    while end < bytes.len() && end > 0 && bytes.get(end).is_some_and(|b| b & 0xc0 == 0x80) {
        end -= 1;
    }
    decode_source(bytes.get(..end).unwrap_or(bytes), true, hints)
}

fn decode_source<'a>(bytes: &'a [u8], html: bool, hints: &Hints<'_>) -> Cow<'a, str> {
    if let Some((wide, bytes)) = wide_encoding(bytes) {
        return Cow::Owned(wide.decode(bytes));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return seven_bit_japanese(bytes).unwrap_or(Cow::Borrowed(text));
    }
    if is_nearly_utf8(bytes) {
        return Cow::Owned(repair_utf8(bytes));
    }
    let encoding = match declared_encoding(bytes, html, hints) {
        // It says UTF-8 and is not.
        Some(encoding) if encoding != UTF_8 => encoding,
        _ => guess_encoding(bytes, hints),
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// ISO-2022-JP is ASCII to the eye of a decoder: it shifts to Kanji and back by escapes.
fn seven_bit_japanese(bytes: &[u8]) -> Option<Cow<'static, str>> {
    let shifts = |w: &[u8]| w == b"\x1b$B" || w == b"\x1b$@";
    if !bytes.contains(&0x1b) || !bytes.windows(3).any(shifts) {
        return None;
    }
    let (text, errors) = encoding_rs::ISO_2022_JP.decode_without_bom_handling(bytes);
    (!errors).then(|| Cow::Owned(text.into_owned()))
}

/// Encodings with more than one byte for every character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// Returns the UTF-16 or UTF-32 encoding of `bytes`, and the bytes after the byte order mark.
pub(super) fn wide_encoding(bytes: &[u8]) -> Option<(Wide, &[u8])> {
    let marks: [(&[u8], Wide); 4] = [
        // Before UTF-16, whose mark is the beginning of this one.
        (b"\xff\xfe\0\0", Wide::Utf32Le),
        (b"\0\0\xfe\xff", Wide::Utf32Be),
        (b"\xff\xfe", Wide::Utf16Le),
        (b"\xfe\xff", Wide::Utf16Be),
    ];
    for (mark, wide) in marks {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return Some((wide, rest));
        }
    }
    unmarked_wide(bytes).map(|wide| (wide, bytes))
}

/// Latin text has a NUL in every other byte, or in three of four.
fn unmarked_wide(bytes: &[u8]) -> Option<Wide> {
    let sample = bytes.get(..bytes.len().min(2048)).unwrap_or(bytes);
    let sample = sample.get(..sample.len() / 4 * 4).unwrap_or(sample);
    let quarter = sample.len() / 4;
    if quarter == 0 || bytes.len() % 2 == 1 {
        return None;
    }
    let mut nuls = [0usize; 4];
    for four in sample.chunks_exact(4) {
        for (count, byte) in nuls.iter_mut().zip(four) {
            *count += usize::from(*byte == 0);
        }
    }
    let most = |i: usize| nuls[i] * 10 >= quarter * 7;
    let few = |i: usize| nuls[i] * 20 <= quarter;
    match (most(0), most(1), most(2), most(3)) {
        (false, true, true, true) if few(0) => Some(Wide::Utf32Le),
        (true, true, true, false) if few(3) => Some(Wide::Utf32Be),
        (false, true, false, true) if few(0) && few(2) => Some(Wide::Utf16Le),
        (true, false, true, false) if few(1) && few(3) => Some(Wide::Utf16Be),
        _ => None,
    }
}

impl Wide {
    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Utf32Le => utf32(bytes, u32::from_le_bytes),
            Self::Utf32Be => utf32(bytes, u32::from_be_bytes),
        }
    }
}

/// UTF-32 is not among the encodings of the web, so no crate of theirs knows it.
fn utf32(bytes: &[u8], number: impl Fn([u8; 4]) -> u32) -> String {
    let fours = bytes.chunks_exact(4);
    let numbers = fours.map(|four| four.try_into().map_or(0xfffd, &number));
    numbers
        .map(|n| char::from_u32(n).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Returns true if all but a few of the characters beyond ASCII are valid UTF-8.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // A file cut in the middle of a character has one bad one at its end.
    let cut = std::str::from_utf8(bytes)
        .is_err_and(|e| e.error_len().is_none() && (good > 0 || bytes.len() - e.valid_up_to() > 1));
    cut || good > bad * 10
}

/// Reads the stray bytes between valid UTF-8 as windows-1252.
fn repair_utf8(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut left = bytes.len();
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        left -= chunk.valid().len() + chunk.invalid().len();
        // Bytes cut off at the very end belong to an incomplete character.
        let cut = left == 0 && chunk.invalid().first().is_some_and(|b| *b >= 0xc2);
        if !cut {
            out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    out
}

fn guess_encoding(bytes: &[u8], hints: &Hints<'_>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // Sample around the first non-ASCII characters, with some text before them.
    let first = bytes.iter().position(|b| !b.is_ascii() || *b == 0x1b);
    let start = first.unwrap_or(0).saturating_sub(64);
    let end = bytes.len().min(start + GUESS_BYTES);
    detector.feed(bytes.get(start..end).unwrap_or(bytes), true);
    let domain = hints.url.and_then(top_level_domain);
    let found = detector.guess(domain.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    let sample = bytes
        .get(start..end.min(start + SAMPLE_BYTES))
        .unwrap_or(bytes);
    if found == WINDOWS_1252 && is_hungarian(sample) {
        return WINDOWS_1250;
    }
    found
}

/// Returns true if a text that was detected as western European is Hungarian: of all its letters only ő and ű differ
/// between the two encodings, so the detector takes it for Portuguese or French.
fn is_hungarian(sample: &[u8]) -> bool {
    // These two, small and large.
    if !sample
        .iter()
        .any(|b| matches!(b, 0xf5 | 0xfb | 0xd5 | 0xdb))
    {
        return false;
    }
    let text = WINDOWS_1250.decode_without_bom_handling(sample).0;
    whatlang::detect(&text)
        .is_some_and(|found| found.lang() == whatlang::Lang::Hun && found.is_reliable())
}

/// Returns the last label of the host in `url`, in lower case, if it is ASCII.
fn top_level_domain(url: &str) -> Option<String> {
    let host = url::Url::parse(url).ok()?.host_str()?.to_ascii_lowercase();
    let label = host.rsplit('.').next()?.to_owned();
    let letters = !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    letters.then_some(label)
}

/// Returns the declared encoding: that of the transport, else that of the page.
fn declared_encoding(bytes: &[u8], html: bool, hints: &Hints<'_>) -> Option<&'static Encoding> {
    let outside = hints
        .charset
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let inside = || html.then(|| prescan(bytes)).flatten();
    // A declaration that was read as ASCII is not in UTF-16 (HTML Standard, same place).
    let wide = |found: &'static Encoding| found == UTF_16BE || found == UTF_16LE;
    outside.or_else(|| inside().map(|found| if wide(found) { UTF_8 } else { found }))
}

/// The encoding in a `meta` element or an XML declaration near the start of a page.
fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(PRESCAN_BYTES)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let declaration = text.trim_start().strip_prefix("<?xml").and_then(|rest| {
        let declaration = rest.split("?>").next()?;
        encoding_for_label(declaration.split_once("encoding")?.1)
    });
    let mut metas = without_comments(&text).into_iter().flat_map(|part| {
        let tags = part.split("<meta").skip(1);
        tags.filter_map(|tag| encoding_for_label(tag.split('>').next()?.split_once("charset")?.1))
    });
    declaration.or_else(|| metas.next())
}

/// Returns the parts of `text` between its comments.
fn without_comments(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        parts.push(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    parts.push(rest);
    parts
}

/// Returns the encoding after an equals sign, with or without quotes.
fn encoding_for_label(rest: &str) -> Option<&'static Encoding> {
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>'));
    Encoding::for_label(value.get(..end.unwrap_or(value.len()))?.as_bytes())
}

/// Converts all line endings to `\n`, and removes the byte order mark.
fn normalize_line_endings(text: Cow<'_, str>) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => text,
    };
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.into_owned()
    }
}
