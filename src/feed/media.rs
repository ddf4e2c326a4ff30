//! Files and images of an entry: [`EnclosureList`].

use crate::model::Enclosure;

/// Most files of an entry.
const MAX_ENCLOSURES: usize = 64;

/// Files that an entry links to. A file that several elements name is listed once.
#[derive(Debug, Default)]
pub(super) struct EnclosureList {
    files: Vec<Enclosure>,
    duration: Option<u32>,
}

impl EnclosureList {
    /// Adds a file, or completes one with the same address.
    pub(super) fn add(&mut self, file: Enclosure) {
        if file.url.is_empty() {
            return;
        }
        if let Some(known) = self.files.iter_mut().find(|known| known.url == file.url) {
            known.media_type = known.media_type.take().or(file.media_type);
            known.length = known.length.or(file.length);
            known.duration = known.duration.or(file.duration);
            known.title = known.title.take().or(file.title);
        } else if self.files.len() < MAX_ENCLOSURES {
            self.files.push(file);
        }
    }

    /// Takes the duration of the only file (`itunes:duration`).
    pub(super) fn set_duration(&mut self, text: &str) {
        self.duration = self.duration.or_else(|| parse_duration(text));
    }

    /// Returns the files, and the image: `image`, else the first file that is one.
    pub(super) fn finish(mut self, image: Option<String>) -> (Vec<Enclosure>, Option<String>) {
        if let Some(first) = self.files.first_mut() {
            first.duration = first.duration.or(self.duration);
        }
        let is_image = |file: &&Enclosure| {
            file.media_type
                .as_deref()
                .is_some_and(|t| t.starts_with("image/"))
        };
        let image = image.or_else(|| {
            self.files
                .iter()
                .find(is_image)
                .map(|file| file.url.clone())
        });
        (self.files, image)
    }
}

/// Parses a duration in seconds, or as `12:34` or `1:02:03`.
pub(super) fn parse_duration(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    let mut parts = 0;
    for part in text.trim().split(':') {
        let whole = part.split('.').next()?.trim();
        seconds = seconds.checked_mul(60)?.checked_add(whole.parse().ok()?)?;
        parts += 1;
    }
    (parts <= 3 && seconds > 0).then_some(seconds)
}
