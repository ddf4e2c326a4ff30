//! Images of the web in the shown article: they are fetched when the user asks for it, or a setting of the source does.

use std::sync::Arc;

use super::ReaderPane;
use super::image_fetch::ImageFetch;
use crate::app::effect::Effects;
use crate::app::status::Status;
use crate::model::{ArticleId, ImageSizes, Job, PixelSize};

/// Most images of an article that are fetched at once.
const MAX_FETCHED: usize = 100;

impl ReaderPane {
    /// Fetches the images of the web in the shown article, as the user asks.
    pub(in crate::app) fn fetch_images(&mut self, effects: &mut Effects, status: &mut Status) {
        if self.media.form().is_none() {
            return status.report("This terminal shows no images, or they are turned off");
        }
        let Some((article, urls)) = self.missing_web_images() else {
            return status.report("No images of the web to fetch here");
        };
        let count = urls.len();
        let images = if count == 1 { "image" } else { "images" };
        status.report(format!("Fetching {count} {images} …"));
        self.submit_image_fetch(article, urls, true, effects);
    }

    /// Fetches the images of the web in an article, if it is shown and the terminal shows images.
    pub(in crate::app) fn fetch_wanted_images(&mut self, id: ArticleId, effects: &mut Effects) {
        let missing = self.media.form().and_then(|_| self.missing_web_images());
        if let Some((article, urls)) = missing.filter(|(article, _)| *article == id) {
            self.submit_image_fetch(article, urls, false, effects);
        }
    }

    fn submit_image_fetch(
        &mut self,
        article: ArticleId,
        urls: Vec<String>,
        is_manual: bool,
        effects: &mut Effects,
    ) {
        self.image_fetch = Some(ImageFetch::new(article, urls.len(), is_manual));
        effects.submit(Job::FetchImages(article, urls));
    }

    /// Returns the images of the web in the shown article that are not on this machine; `None` without any, or while they
    /// are being fetched.
    fn missing_web_images(&self) -> Option<(ArticleId, Vec<String>)> {
        let text = self.article_text()?;
        let is_pending = |fetch: &ImageFetch| fetch.article == text.id() && fetch.pending > 0;
        if self.image_fetch.as_ref().is_some_and(is_pending) {
            return None;
        }
        let known = self.media.sizes.get(&text.id());
        let mut urls: Vec<String> = Vec::new();
        for url in text.document().image_urls() {
            let is_web = url.starts_with("http://") || url.starts_with("https://");
            let is_known = known.is_some_and(|sizes| sizes.contains_key(url));
            if is_web && !is_known && !urls.iter().any(|other| other == url) {
                urls.push(url.to_owned());
            }
            if urls.len() >= MAX_FETCHED {
                break;
            }
        }
        (!urls.is_empty()).then(|| (text.id(), urls))
    }

    /// Receives an image of the web, or its error. The words at the top of the screen stay there.
    pub(in crate::app) fn receive_web_image(
        &mut self,
        article: ArticleId,
        url: String,
        size: Result<PixelSize, String>,
        status: &mut Status,
    ) {
        let result = match size {
            Ok(size) => {
                let sizes = self.media.sizes.entry(article).or_default();
                let sizes: &mut ImageSizes = Arc::make_mut(sizes);
                sizes.insert(url, size);
                Ok(())
            }
            Err(reason) => Err(reason),
        };
        if result.is_ok() && self.shown == Some(article) {
            self.reserve_image_space();
        }
        let fetch = self.image_fetch.as_mut();
        let Some(fetch) = fetch.filter(|fetch| fetch.article == article) else {
            return;
        };
        fetch.count(result);
        if fetch.pending == 0
            && let Some(fetch) = self.image_fetch.take()
            && fetch.is_manual
        {
            status.report(fetch.result_text());
        }
    }
}
