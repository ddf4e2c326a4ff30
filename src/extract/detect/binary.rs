//! Detection of binary files: [`signature`] names the type, [`looks_binary`] only detects it.

use crate::extract::collapse::count_bytes;

/// Number of bytes that are counted.
const SAMPLE: usize = 64 * 1024;

/// Signatures at the very start that belong to one file type.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"8BPS", "a Photoshop image"),
    (b"\0\0\x01\0", "an icon"),
    (b"\xff\x0a", "a JPEG XL image"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL image"),
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document",
    ),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"!<arch>\n", "an archive"),
    (b"\x7fELF", "a program"),
    (b"\xfe\xed\xfa\xce", "a program"),
    (b"\xfe\xed\xfa\xcf", "a program"),
    (b"\xce\xfa\xed\xfe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a WebAssembly program"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"\xff\xfb", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1a\x45\xdf\xa3", "a Matroska video"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO", "a font"),
    (b"\0\x01\0\0\0", "a font"),
    (b"bplist00", "a property list"),
];

/// Returns the file type whose signature `bytes` begin with.
pub(super) fn signature(bytes: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, what: &[u8]| bytes.get(offset..).is_some_and(|b| b.starts_with(what));
    if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        return Some(zip(bytes));
    }
    if at(0, b"RIFF") {
        return match bytes.get(8..12)? {
            b"WEBP" => Some("a WebP image"),
            b"WAVE" => Some("a WAV recording"),
            b"AVI " => Some("an AVI video"),
            _ => None,
        };
    }
    if at(4, b"ftyp") {
        return Some(match bytes.get(8..12) {
            Some(b"avif" | b"heic" | b"heix" | b"mif1") => "an HEIF image",
            _ => "an MP4 video",
        });
    }
    let known = SIGNATURES.iter().find(|(signature, kind)| {
        // Letters alone could begin an article; a binary file has a NUL soon.
        let letters = signature.iter().all(u8::is_ascii_alphanumeric) && signature.len() < 6;
        at(0, signature) && (!letters || has_nul(bytes)) && !kind.is_empty()
    });
    if let Some((_, kind)) = known {
        return Some(kind);
    }
    if at(0, b"BZh") && at(4, b"1AY&SY") {
        return Some("a bzip2 file");
    }
    if at(0, b"BM") && at(6, b"\0\0\0\0") {
        return Some("a BMP image");
    }
    if at(0, b"MZ") && has_nul(bytes) {
        return Some("a program");
    }
    if at(257, b"ustar") {
        return Some("a tar archive");
    }
    at(60, b"BOOKMOBI").then_some("a Mobipocket book")
}

fn has_nul(bytes: &[u8]) -> bool {
    bytes.iter().take(512).any(|b| *b == 0)
}

/// Returns the type of a ZIP archive by the names of its first files.
fn zip(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or(bytes);
    let holds = |name: &[u8]| head.windows(name.len()).any(|w| w == name);
    if holds(b"application/epub+zip") {
        "an EPUB book"
    } else if holds(b"application/vnd.oasis.opendocument") {
        "an OpenDocument file"
    } else if holds(b"[Content_Types].xml") || holds(b"word/") {
        "an Office document"
    } else {
        "a ZIP archive"
    }
}

/// Returns true if there are more control characters than a damaged text would have. A few stray ones do not matter.
pub(super) fn looks_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
    // Tab to carriage return, backspace (bold type of old) and escape (colours) occur in text.
    let controls = count_bytes(
        sample,
        |byte| matches!(byte, 0..=7 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f),
    );
    controls > 4 + sample.len() / 20
}
