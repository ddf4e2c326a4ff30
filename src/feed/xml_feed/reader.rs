//! State of reading a feed in XML: [`XmlFeedReader`].

use super::candidates::Candidates;
use super::link_attributes::LinkAttributes;
use crate::feed::capture::Capture;
use crate::feed::elements::ElementStack;
use crate::feed::entry_builder::EntryBuilder;
use crate::feed::feed_builder::FeedBuilder;
use crate::feed::parsed_feed::FeedFormat;
use crate::feed::person::PersonBuilder;
use crate::feed::tokenizer::Tokenizer;

/// Treatment of an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Feed or channel.
    Channel,
    /// Entry.
    Entry,
    /// Element whose children count as those of its parent.
    Group,
    /// Author.
    Person,
    /// Image of a feed.
    Image,
    /// List of hours or days.
    Skip,
    /// Element whose text is taken.
    Text,
    /// Markup inside a text.
    Markup,
    /// Nothing.
    Ignored,
}

/// State of reading a feed.
pub(super) struct XmlFeedReader<'a> {
    pub(super) tokenizer: Tokenizer<'a>,
    pub(super) elements: ElementStack<'a, Role>,
    /// Format, once the root element was found.
    pub(super) format: Option<FeedFormat>,
    pub(super) candidates: Candidates,
    pub(super) feed: FeedBuilder,
    pub(super) entry: Option<EntryBuilder>,
    pub(super) person: Option<(u8, PersonBuilder)>,
    pub(super) capture: Option<Capture<'a>>,
    /// Attributes of the link whose text is taken.
    pub(super) link: LinkAttributes,
    /// Number of open elements beyond the deepest one that is followed.
    pub(super) deeper: usize,
}

impl<'a> XmlFeedReader<'a> {
    /// Returns the state before the first tag of the feed at `url`.
    pub(super) fn new(text: &'a str, url: Option<&str>) -> Self {
        Self {
            tokenizer: Tokenizer::new(text),
            elements: ElementStack::new(url),
            format: None,
            candidates: Candidates::default(),
            feed: FeedBuilder::default(),
            entry: None,
            person: None,
            capture: None,
            link: LinkAttributes::default(),
            deeper: 0,
        }
    }
}
