//! Fields of feeds and entries that elements of all formats are mapped to: [`Field`].

/// Meaning of an element of a feed. Where several elements give one field, the one of the highest rank counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Container of entries: `channel`.
    Channel,
    /// Entry: `item`, `entry`.
    Entry,
    /// Element whose children count as those of its parent: `media:group`.
    Group,
    /// Media object of Media RSS.
    MediaContent,
    /// Author with a name and an address, in elements or as text.
    Person(u8),
    /// Image of a feed, with an address of its own.
    Image,
    /// Container of hours or days: `skipHours`.
    Skip,
    /// Content with its rank.
    Title(u8),
    /// Description, summary.
    Summary(u8),
    /// Full text.
    Content(u8),
    /// Link, as text or in an attribute.
    Link,
    /// Identifier.
    Id,
    /// Date of publication.
    Published(u8),
    /// Date of the last change.
    Updated(u8),
    /// Date that may be both (`dc:date`).
    Date,
    /// Name of a person.
    PersonName,
    /// Address of electronic mail of a person.
    PersonEmail,
    /// Category, as text or in an attribute.
    Category,
    /// Several categories, separated by commas.
    CategoryList,
    /// Attached file.
    Enclosure,
    /// Duration of the attached file.
    Duration,
    /// Address of an image, as text or in an attribute.
    ImageUrl(u8),
    /// Address of the comments.
    Comments,
    /// Address before it was replaced.
    OriginalLink,
    /// Language.
    Language,
    /// `ttl`.
    TimeToLive,
    /// `sy:updatePeriod`.
    UpdatePeriod,
    /// `sy:updateFrequency`.
    UpdateFrequency,
    /// `hour` of `skipHours`.
    Hour,
    /// `day` of `skipDays`.
    Day,
    /// Anything else, with all its descendants.
    Ignored,
}

/// Rank of the elements of the format itself.
pub(super) const CORE: u8 = 9;
