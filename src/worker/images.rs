//! Loading of images: their sizes, and their pixels encoded for the terminal.
//!
//! 1. An address becomes the bytes of a local file, of a `data:` URL (RFC 2397), or of an image of the web that was fetched
//!    before. Only regular files are opened.
//! 2. The size is read from the head of the file. A huge image is refused before it is decoded.
//! 3. The pixels are scaled to the size on the screen, and encoded for the terminal.

mod encode;

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader};
use percent_encoding::percent_decode_str;

use super::image_cache::{StoredImages, is_web_url};
use super::image_error::ImageLoadError;
use crate::model::{
    Document, ImageForm, ImageRequest, ImageSizes, Origin, PixelSize, RenderedImage,
};

/// Bytes of one image's file.
const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;
/// Pixels of one image.
const MAX_PIXELS: u64 = 40_000_000;
/// Limit of the memory for decoding one image, in bytes.
const MAX_DECODER_BYTES: u64 = 512 * 1024 * 1024;
/// Limit of images of one article whose sizes are read.
const MAX_IMAGES: usize = 500;

/// Reads the sizes of the images of an article that are on this machine.
pub(super) fn image_sizes(
    document: &Document,
    origin: &Origin,
    stored: StoredImages<'_>,
) -> ImageSizes {
    let mut sizes = ImageSizes::new();
    for url in document.image_urls().into_iter().take(MAX_IMAGES) {
        if !sizes.contains_key(url)
            && let Some(size) = image_size(url, origin, stored)
        {
            sizes.insert(url.to_owned(), size);
        }
    }
    sizes
}

/// Returns the size of a local image in pixels. An image that can't be shown later still has its space, with the error.
fn image_size(url: &str, origin: &Origin, stored: StoredImages<'_>) -> Option<PixelSize> {
    size_of(open_source(url, origin, stored).ok()?)
}

/// Returns the size of the image in a file that was fetched; `None` if it is not an image.
pub(super) fn size_of_bytes(bytes: Vec<u8>) -> Option<PixelSize> {
    size_of(ImageSource::Bytes(bytes))
}

fn size_of(source: ImageSource) -> Option<PixelSize> {
    // A decoder may panic on a hostile file; the article is read all the same.
    let size = std::panic::catch_unwind(|| match source {
        ImageSource::File(mut file) => {
            let size = imagesize::reader_size(BufReader::new(&file)).ok()?;
            file.rewind().ok()?;
            Some((size, is_rotated(&mut BufReader::new(file))))
        }
        ImageSource::Bytes(bytes) => {
            let size = imagesize::blob_size(&bytes).ok()?;
            Some((size, is_rotated(&mut Cursor::new(bytes))))
        }
    });
    let (size, turned) = size.ok()??;
    let (width, height) = (
        u32::try_from(size.width).ok()?,
        u32::try_from(size.height).ok()?,
    );
    let size = match turned {
        true => PixelSize {
            width: height,
            height: width,
        },
        false => PixelSize { width, height },
    };
    (width > 0 && height > 0).then_some(size)
}

/// Returns true if the camera was held upright, so that the lines of the JPEG file are columns of the image (Exif 2.3,
/// tag 274).
fn is_rotated(file: &mut (impl Read + Seek)) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    /// Limit of segments before the Exif segment.
    const SEGMENTS: usize = 16;
    let mut start = [0; 2];
    if file.read_exact(&mut start).is_err() || start != [0xff, 0xd8] {
        return false;
    }
    for _ in 0..SEGMENTS {
        let mut head = [0; 4];
        if file.read_exact(&mut head).is_err() {
            return false;
        }
        let [_, marker, high, low] = head;
        let len = u16::from_be_bytes([high, low]).saturating_sub(2);
        // The pixels begin here.
        if marker == 0xda {
            return false;
        }
        if marker != 0xe1 {
            if file.seek(SeekFrom::Current(len.into())).is_err() {
                return false;
            }
            continue;
        }
        let mut segment = vec![0; usize::from(len)];
        if file.read_exact(&mut segment).is_err() {
            return false;
        }
        if let Some(exif) = segment.strip_prefix(b"Exif\0\0") {
            return matches!(
                Orientation::from_exif_chunk(exif),
                Some(Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
            );
        }
    }
    false
}

/// Reads an image and encodes it.
///
/// # Errors
/// The image can't be read or decoded.
pub(super) fn load_image(
    request: &ImageRequest,
    stored: StoredImages<'_>,
) -> Result<Arc<RenderedImage>, ImageLoadError> {
    let mut bytes = Vec::new();
    match open_source(&request.url, &request.origin, stored)? {
        ImageSource::File(file) => {
            file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
        }
        ImageSource::Bytes(own) => bytes = own,
    }
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ImageLoadError::TooManyBytes(MAX_FILE_BYTES / (1024 * 1024)));
    }
    let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format()?;
    let (width, height) = reader.into_dimensions().map_err(image_error)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ImageLoadError::TooManyPixels(MAX_PIXELS / 1_000_000));
    }
    let mut reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(image_error)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(image_error)?;
    decoded.apply_orientation(orientation);
    Ok(Arc::new(encode_for(&decoded, request)))
}

/// Returns an image in the form that the terminal takes.
fn encode_for(decoded: &DynamicImage, request: &ImageRequest) -> RenderedImage {
    let (columns, rows) = (request.columns.max(1), request.rows.max(1));
    let cell = match request.form {
        ImageForm::Cells { .. } => PixelSize {
            width: 1,
            height: 2,
        },
        _ => PixelSize {
            width: request.cell.width.clamp(1, 64),
            height: request.cell.height.clamp(1, 128),
        },
    };
    let width = u32::from(columns) * cell.width;
    let height = u32::from(rows) * cell.height;
    let pixels = encode::scale(decoded, width, height);
    let data = match request.form {
        ImageForm::Cells { .. } => encode::encode_cells(&pixels),
        ImageForm::Png => encode::encode_png(&pixels),
        ImageForm::PngRows => encode::encode_png_rows(&pixels, cell.height),
        ImageForm::SixelRows => encode::encode_sixel_rows(&pixels, cell.height),
    };
    RenderedImage {
        columns,
        rows,
        data,
    }
}

/// Source of the bytes of an image.
enum ImageSource {
    File(File),
    Bytes(Vec<u8>),
}

/// Opens the local file or `data:` URL of an address.
fn open_source(
    url: &str,
    origin: &Origin,
    stored: StoredImages<'_>,
) -> Result<ImageSource, ImageLoadError> {
    if let Some(data) = strip_scheme(url, "data") {
        return embedded(data).map(ImageSource::Bytes);
    }
    if let Origin::Tour(_) = origin {
        let found = stored.tour.iter().find(|(known, _)| *known == url);
        let (_, file) = found.ok_or(ImageLoadError::NotLocal)?;
        return Ok(ImageSource::Bytes(file.to_vec()));
    }
    if is_web_url(url) {
        let file = stored.web.and_then(|cache| cache.open(url));
        return file.map(ImageSource::File).ok_or(ImageLoadError::NotLocal);
    }
    let paths = paths(url, origin).ok_or(ImageLoadError::NotLocal)?;
    let mut reason = ImageLoadError::NotFound;
    for path in paths {
        match std::fs::metadata(&path) {
            // A device or a pipe may never end.
            Ok(metadata) if !metadata.is_file() => reason = ImageLoadError::NotFile,
            // Files that the system generates report a size of 0, and may never end.
            Ok(metadata) if metadata.len() == 0 => reason = ImageLoadError::Empty,
            Ok(metadata) if metadata.len() > MAX_FILE_BYTES => {
                return Err(ImageLoadError::TooManyBytes(MAX_FILE_BYTES / (1024 * 1024)));
            }
            Ok(_) => match File::open(&path) {
                Ok(file) => return Ok(ImageSource::File(file)),
                Err(error) => reason = error.into(),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => reason = error.into(),
        }
    }
    Err(reason)
}

/// Returns the bytes in a `data:` address (RFC 2397).
fn embedded(data: &str) -> Result<Vec<u8>, ImageLoadError> {
    if data.len() as u64 > MAX_FILE_BYTES {
        return Err(ImageLoadError::TooManyBytes(MAX_FILE_BYTES / (1024 * 1024)));
    }
    let (kind, content) = data.split_once(',').ok_or(ImageLoadError::NotImage)?;
    if !kind.to_ascii_lowercase().ends_with(";base64") {
        return Err(ImageLoadError::NotImage);
    }
    let content: Vec<u8> = percent_decode_str(content).collect();
    STANDARD
        .decode(content)
        .map_err(|_| ImageLoadError::DamagedAddress)
}

/// Returns the possible paths of an image: as written, and percent-decoded without the query. `None` if it is not a
/// local file.
fn paths(url: &str, origin: &Origin) -> Option<Vec<PathBuf>> {
    // `//host/…` is on another machine, and so is `\\host\…` on systems with such paths.
    let foreign = |path: &str| {
        let mut signs = path.chars();
        let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
        slash(signs.next()) && slash(signs.next())
    };
    let local = match strip_scheme(url, "file") {
        Some(rest) => {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            let rest = rest
                .strip_prefix("localhost/")
                .map_or(rest, |_| rest.get("localhost".len()..).unwrap_or_default());
            // A name before the path is another machine's.
            rest.starts_with('/').then_some(rest)?
        }
        None if has_scheme(url) => return None,
        None => url,
    };
    let Origin::File(article) = origin else {
        return None;
    };
    let folder = article.parent().unwrap_or(Path::new(""));
    let plain = local.split(['?', '#']).next().unwrap_or_default();
    let mut paths = Vec::new();
    for name in [local, plain] {
        let decoded = percent_decode_str(name).decode_utf8().ok();
        for name in [Some(Cow::Borrowed(name)), decoded].into_iter().flatten() {
            let path = folder.join(&*name);
            if !name.is_empty() && !foreign(&name) && !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    (!paths.is_empty()).then_some(paths)
}

/// Returns the rest after `scheme:`.
fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (found, rest) = url.split_once(':')?;
    found.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// Returns true if an address names its scheme (RFC 3986, section 3.1). A single letter is a drive.
fn has_scheme(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else {
        return false;
    };
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(sign)
}

/// Converts an error of the decoder.
fn image_error(error: image::ImageError) -> ImageLoadError {
    use image::ImageError::{IoError, Limits, Unsupported};
    match error {
        Unsupported(_) => ImageLoadError::Unknown,
        Limits(_) => ImageLoadError::TooLarge,
        IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => error.into(),
        _ => ImageLoadError::Damaged,
    }
}
