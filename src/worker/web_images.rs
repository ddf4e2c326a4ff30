//! Fetching of images of the web: only when the user asks for it, or a setting of the source does.

use super::image_cache::is_web_url;
use super::image_error::ImageLoadError;
use super::images;
use super::shared_state::SharedState;
use crate::fetch::{Accept, BodyLimits, FetchRequest, Fetched, is_private_address};
use crate::library::LibraryReader;
use crate::model::{ArticleId, Document, ImageSizes, PixelSize};

/// Limits of one image, in bytes.
const LIMITS: BodyLimits = BodyLimits {
    received: 20 * 1024 * 1024,
    decoded: 32 * 1024 * 1024,
};

/// Fetches an image into the cache, and returns its size. One that is there already is not fetched again.
///
/// # Errors
/// There is no cache folder, the request failed, or the answer is not an image.
pub(super) fn fetch_image(
    article: ArticleId,
    url: &str,
    shared: &SharedState,
) -> Result<PixelSize, ImageLoadError> {
    let cache = shared.image_cache().ok_or(ImageLoadError::NoCache)?;
    let request = FetchRequest {
        url,
        validators: None,
        accept: Accept::Image,
        headers: &[],
        credentials: None,
        allow_private: is_of_private_source(article, shared),
        limits: LIMITS,
    };
    let body = match shared.fetching().client().fetch(&request).result? {
        Fetched::Answer(answer) => answer.body,
        Fetched::NotModified { .. } => return Err(ImageLoadError::Empty),
    };
    let size = images::size_of_bytes(body.clone()).ok_or(ImageLoadError::NotImage)?;
    cache.insert(url, &body)?;
    Ok(size)
}

/// Returns true if the article's source lives on a private address itself: then its images may, too.
fn is_of_private_source(article: ArticleId, shared: &SharedState) -> bool {
    let source = |library: &LibraryReader| {
        let row = library.article(article)?;
        match row.and_then(|row| row.source) {
            Some((source, _)) => library.source(source),
            None => Ok(None),
        }
    };
    let source = shared.pool.read(source).ok().flatten().flatten();
    let url = source.and_then(|source| source.url);
    url.is_some_and(|url| is_private_address(&url))
}

/// Returns true if a setting of the article's source asks for its images, and some are not there yet.
pub(super) fn are_wanted(
    article: ArticleId,
    document: &Document,
    sizes: &ImageSizes,
    shared: &SharedState,
) -> bool {
    let is_missing = |url: &&str| is_web_url(url) && !sizes.contains_key(*url);
    if shared.image_cache().is_none() || !document.image_urls().iter().any(is_missing) {
        return false;
    }
    let asks = |library: &LibraryReader| {
        let row = library.article(article)?;
        let Some((source, _)) = row.and_then(|row| row.source) else {
            return Ok(false);
        };
        let settings = library.source_settings(source)?;
        Ok(settings.images == Some(true))
    };
    matches!(shared.pool.read(asks), Ok(Some(true)))
}
