//! Request for one page: [`PageTask`], and what came of it ([`PageReply`]).

use crate::extract::{PageFacts, Unreadable, page_problem};
use crate::fetch::{
    Accept, Client, FetchError, FetchRequest, Fetched, RetryAfter, is_private_address,
};
use crate::ingest::cancel::Cancel;
use crate::ingest::extraction::extract_page;
use crate::ingest::refresh::{body_limits, credentials, document_from_entry, host_of};
use crate::library::{ArticlePage, LibraryError, LibraryReader};
use crate::model::{Block, Document, HostWait, Inline, Metadata, PageProblem, SourceSettings};
use crate::text::fold::fold;

/// Page to be fetched, with all that the request needs.
#[derive(Debug)]
pub(super) struct PageTask {
    pub(super) page: ArticlePage,
    /// Host and port of the page.
    pub(super) host: String,
    /// Last wait of the host.
    pub(super) host_wait: Option<HostWait>,
    settings: SourceSettings,
    /// True if the source itself lives on a private address.
    is_private: bool,
    /// Document of the feed's entry.
    feed: Document,
}

/// Text of a page.
#[derive(Debug)]
pub(super) struct PageText {
    pub(super) document: Document,
    pub(super) words: usize,
    pub(super) url: String,
    pub(super) problem: Option<PageProblem>,
}

/// Reply to the request for a page.
#[derive(Debug)]
pub(super) struct PageReply {
    pub(super) result: Result<PageText, FetchError>,
    pub(super) status: Option<u16>,
    pub(super) retry_after: Option<RetryAfter>,
}

impl PageTask {
    /// Reads what the request needs.
    pub(super) fn plan(library: &LibraryReader, page: ArticlePage) -> Result<Self, LibraryError> {
        let host = host_of(&page.url);
        let feed = match document_from_entry(library, page.article)? {
            Some(feed) => feed,
            None => library.feed_document(page.article)?.unwrap_or_default(),
        };
        Ok(Self {
            host_wait: library.host_wait(&host)?,
            settings: library.source_settings(page.source)?,
            is_private: page.source_url.as_deref().is_some_and(is_private_address),
            feed,
            host,
            page,
        })
    }

    /// Sends the request, extracts the text and judges it. Headers and credentials of the source go only to its own origin.
    pub(super) fn run(&self, client: &Client, cancel: &Cancel) -> PageReply {
        let is_own_origin = self
            .page
            .source_url
            .as_deref()
            .is_some_and(|source| origin_of(source) == origin_of(&self.page.url));
        let credentials = match is_own_origin.then(|| credentials(&self.settings, cancel)) {
            Some(Ok(credentials)) => credentials,
            Some(Err(error)) => return PageReply::failed(error),
            None => None,
        };
        let report = client.fetch(&FetchRequest {
            url: &self.page.url,
            validators: None,
            accept: Accept::Page,
            headers: match is_own_origin {
                true => &self.settings.headers,
                false => &[],
            },
            credentials: credentials.as_ref(),
            allow_private: self.is_private,
            limits: body_limits(&self.settings),
        });
        let result = match report.result {
            Ok(Fetched::Answer(answer)) => {
                let content_type = answer.content_type.as_deref();
                let facts = PageFacts {
                    link: &self.page.url,
                    url: &answer.url,
                    body: &answer.body,
                };
                match extract_page(&answer.body, &answer.url, content_type) {
                    Ok(mut document) => {
                        add_missing_details(&mut document.metadata, &self.feed.metadata);
                        Ok(self.judge(document, &facts))
                    }
                    // A page without words may say in a script why.
                    Err(Unreadable::Empty) => Ok(self.judge(Document::default(), &facts)),
                    Err(error) => Err(FetchError::Other(error.to_string())),
                }
            }
            Ok(Fetched::NotModified { .. }) => Err(FetchError::UnexpectedNotModified),
            Err(error) => Err(error),
        };
        PageReply {
            result,
            status: report.status,
            retry_after: report.retry_after,
        }
    }

    fn judge(&self, document: Document, facts: &PageFacts<'_>) -> PageText {
        let problem = page_problem(&document, &self.feed, facts);
        let document = with_feed_metadata(document, &self.feed);
        PageText {
            problem,
            words: document.words(),
            url: facts.url.to_owned(),
            document,
        }
    }
}

impl PageReply {
    /// Returns the reply of a request that was not sent.
    fn failed(error: FetchError) -> Self {
        Self {
            result: Err(error),
            status: None,
            retry_after: None,
        }
    }
}

/// Gives a page the metadata of its feed, so that its row does not change with the text that is shown. Another title of the page
/// becomes its first paragraph.
fn with_feed_metadata(mut page: Document, feed: &Document) -> Document {
    let (of_page, of_feed) = (&mut page.metadata, &feed.metadata);
    let own_title = of_page.title.take();
    of_page.title = of_feed.title.clone().or_else(|| own_title.clone());
    for (to, from) in [
        (&mut of_page.byline, &of_feed.byline),
        (&mut of_page.publisher, &of_feed.publisher),
        (&mut of_page.url, &of_feed.url),
    ] {
        if from.is_some() {
            to.clone_from(from);
        }
    }
    of_page.published = of_feed.published.or(of_page.published);
    of_page.standfirst = of_page
        .standfirst
        .take()
        .or_else(|| of_feed.standfirst.clone());
    of_page.lang = of_page.lang.take().or_else(|| of_feed.lang.clone());
    of_page.enclosures.clone_from(&of_feed.enclosures);
    let title = fold(of_page.title.as_deref().unwrap_or_default()).into_owned();
    if let Some(own) = own_title.filter(|own| !own.trim().is_empty()) {
        let folded = fold(&own);
        // Most differ by the name of the site.
        if !folded.contains(title.trim()) && !title.contains(folded.trim()) {
            let strong = Inline::Strong(vec![Inline::Text(own)]);
            page.blocks.insert(0, Block::Paragraph(vec![strong]));
        }
    }
    page
}

/// Returns the origin of an address (RFC 6454); `None` if it has none.
fn origin_of(address: &str) -> Option<url::Origin> {
    let origin = url::Url::parse(address).ok()?.origin();
    origin.is_tuple().then_some(origin)
}

/// Adds date, byline and publisher of the feed where the page has none.
fn add_missing_details(page: &mut Metadata, feed: &Metadata) {
    page.published = page.published.or(feed.published);
    for (of_page, of_feed) in [
        (&mut page.byline, &feed.byline),
        (&mut page.publisher, &feed.publisher),
    ] {
        if of_page.is_none() {
            of_page.clone_from(of_feed);
        }
    }
}
