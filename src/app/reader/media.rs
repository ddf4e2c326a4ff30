//! Images and highlighting of code for the shown text: available ones are put into it, the others are requested.

mod cache;

use std::sync::Arc;

use super::{ImageInView, PageLayout, ReaderPane};
use crate::app::effect::Effects;
use crate::app::list::List;
use crate::model::{ArticleId, CodeKey, CodeRequest, ImageRequest, ImageSizes, Job, Tokens};

pub use cache::ImageState;
pub(in crate::app) use cache::Media;

/// Layout units below the screen whose images are requested in advance.
const PREFETCH_UNITS: usize = 3;
/// Maximum highlighting tokens in memory.
const MAX_TOKENS: usize = 500_000;

impl ReaderPane {
    /// Returns the visible images and the state of each.
    pub(in crate::app) fn images(&self, list: &List) -> Vec<(ImageInView<'_>, &ImageState)> {
        let Some(text) = &self.text else {
            return Vec::new();
        };
        let views = text.images(0).into_iter();
        let known = views.filter_map(|view| {
            let request = self.media.image_request(text, &view, list)?;
            Some((view, self.media.image_state(&request)?))
        });
        known.collect()
    }

    /// Requests the images that are visible or will be soon. Called after every change.
    pub(in crate::app) fn request_images(&mut self, list: &List, effects: &mut Effects) {
        let text = self.text.as_ref();
        let Some(text) = text.filter(|text| text.has_image_sizes()) else {
            return;
        };
        // The worker starts with the latest request, so that the top image is requested last.
        let views = text.images(PREFETCH_UNITS).into_iter().rev();
        let wanted: Vec<ImageRequest> = views
            .filter_map(|view| self.media.image_request(text, &view, list))
            .collect();
        for request in &wanted {
            if self.media.image_state(request).is_none() {
                effects.submit(Job::LoadImage(request.clone()));
                let entry = (request.clone(), ImageState::Awaited);
                self.media.images.push(entry);
            }
        }
        self.media.evict(&wanted);
    }

    /// Receives the sizes of the images of an article.
    pub(in crate::app) fn receive_image_sizes(&mut self, id: ArticleId, sizes: Arc<ImageSizes>) {
        let (documents, shown) = (&self.recent_documents, self.shown);
        self.media.sizes.retain(|known, _| {
            Some(*known) == shown || documents.iter().any(|(id, _)| id == known)
        });
        if shown == Some(id) {
            self.media.sizes.insert(id, sizes);
        }
    }

    /// Reserves the space of the article's images in the text.
    pub(super) fn reserve_image_space(&mut self) {
        if let Some(text) = self.text_under.as_mut().or(self.text.as_mut()) {
            let room = self.media.image_space(text.id(), text.height());
            text.set_images(room);
        }
    }

    /// Highlights the code of the article as far as its tokens are known, and requests the rest.
    pub(super) fn request_highlighting(&mut self, page: &PageLayout, effects: &mut Effects) {
        if !page.highlight_code {
            return;
        }
        let known = &mut self.media.tokens;
        if known.values().flatten().map(|t| t.len()).sum::<usize>() > MAX_TOKENS {
            known.clear();
        }
        // The source of the article and the article under it.
        let shown = self.text_under.iter_mut().chain(&mut self.text);
        for text in shown {
            let mut ready = Vec::new();
            let mut wanted = CodeRequest::all(text.document(), |_| false);
            wanted.retain(|request| match known.get(&request.key) {
                Some(Some(tokens)) => {
                    ready.push((request.key, tokens.clone()));
                    false
                }
                Some(None) => false,
                None => {
                    known.insert(request.key, None);
                    true
                }
            });
            text.set_tokens(ready);
            if !wanted.is_empty() {
                effects.submit(Job::HighlightCode(wanted));
            }
        }
    }

    /// Receives highlighting tokens.
    pub(in crate::app) fn receive_tokens(&mut self, tokens: Vec<(CodeKey, Tokens)>) {
        let mut ready = Vec::new();
        for (key, tokens) in tokens {
            let tokens = Arc::new(tokens);
            ready.push((key, tokens.clone()));
            self.media.tokens.insert(key, Some(tokens));
        }
        for text in self.text_under.iter_mut().chain(&mut self.text) {
            text.set_tokens(ready.clone());
        }
    }
}
