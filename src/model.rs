//! Plain data that all modules use: articles, documents, anchors, bookmarks, views, and the messages between app and
//! worker.
//!
//! Nothing here knows the width of a text, a terminal, a file or a clock. Images are requested and delivered at a size
//! in cells, in a form named by its content.

mod account;
mod anchor;
mod article;
mod bookmark;
mod code;
mod comparison;
mod correction;
mod document;
mod enclosure;
mod fetch_state;
mod full_text;
mod ids;
mod image;
mod left_out;
mod message;
mod new_account;
mod note;
mod notice;
mod numbering;
mod page;
mod parts;
mod refresh;
mod request;
mod rule;
pub mod script;
mod source;
mod source_row;
mod source_settings;
mod source_text;
mod subscription;
mod target;
mod view;

pub use account::{Account, AccountKind, FolderLimit, MarkKind, SyncProgress};
pub use anchor::Anchor;
pub use article::{ArticleRef, ArticleRow, ArticleState, ArticleStory, LibraryTimes, Origin};
pub use bookmark::{Bookmark, ReadingPosition};
pub use code::{CodeKey, CodeRequest, Token, Tokens};
pub use comparison::TextComparison;
pub use correction::{
    ArticlePart, Correction, PartKey, apply_corrections, article_parts, comparable_letters,
};
pub use document::{
    Alignment, Block, BlockPosition, Document, Heading, Image, Inline, List, ListItem, Metadata,
    Published, Row, Section, Table, count_words, duration_text, plain_text, reading_minutes,
};
pub use enclosure::Enclosure;
pub use fetch_state::{FetchState, HostWait};
pub use full_text::{ArticleTexts, EntryTexts, FullText, PageProblem, TextKind};
pub use ids::{
    AccountId, ArticleId, BookmarkId, CategoryId, ChangeId, EntryId, SavedSearchId, SourceId,
};
pub use image::{ImageData, ImageForm, ImageRequest, ImageSizes, PixelSize, RenderedImage};
pub use left_out::LeftOut;
pub use message::{
    Change, ChangeKind, ChangeOrigin, ChangeReport, Direction, FeedChoice, Job, Outcome, Summary,
};
pub use new_account::{NewAccount, Password};
pub use note::{parse_tags, split_note_and_tags};
pub use notice::LibraryNotice;
pub use numbering::Numbering;
pub use page::{Page, PageFrom, PageRequest, SearchHit, SearchOrder};
pub use parts::{Part, for_each_part};
pub use refresh::{AccountSync, RefreshScope, RefreshSummary, SyncCounts};
pub use request::Request;
pub use rule::{RuleAction, RuleActionError};
pub use source::{Category, FetchOutcome, Source, SourceError, SourceErrorKind, SourceKind};
pub use source_row::{AccountName, FeedOnServer, SourceRow};
pub use source_settings::{
    ArgvError, HeaderError, SettingChange, SettingError, SourceSettings, is_secret_header,
};
pub use source_text::{SegmentRole, SourceSegment, SourceText};
pub use subscription::{
    FeedAddress, ImportedSearch, ItemPosition, MAX_SKIPPED_ITEMS, MAX_SUBSCRIPTIONS, SkipReason,
    SkippedItem, SkippedItems, Subscription, SubscriptionList,
};
pub use target::{LinkTarget, percent_decoded, slug};
pub use view::{Counts, Group, Grouping, KeyValue, Listing, Order, RowKey, View, ViewRow};
