//! Pickers and prompts with what they are about: [`Overlays`].

use super::Overlay;
use super::marking::Subject;
use super::search::Search;

/// The overlay that is open, and what the overlays keep between two times.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    pub(super) open: Overlay,
    /// What the note or the tags that are being typed are about.
    pub(super) subject: Option<Subject>,
    pub(super) search: Search,
    /// Whether the views were asked for and are not there.
    pub(super) awaiting_views: bool,
    pub(super) last_find: String,
}
