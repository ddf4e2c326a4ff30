//! Routing of jobs to queues: [`route`].

use crate::model::{ArticleId, CodeRequest, ImageRequest, Job, RefreshScope, SearchOrder};

use super::loads::LoadRequest;
use super::pages::{CountJob, PageJob};
use super::requests::RequestJob;
use super::scans::ScanJob;
use super::writes::WriteJob;

/// Queue of a job, with the job in the form of the queue.
#[derive(Debug)]
pub(super) enum Queue {
    /// Article that the user waits for; the latest request wins.
    Loads(LoadRequest),
    /// Paths to rows.
    Scans(ScanJob),
    /// Images for the visible article: the latest first.
    Images(ImageRequest),
    /// Images of the web of an article, in the same queue.
    WebImages(ArticleId, Vec<String>),
    /// Highlighting for the visible article, in the same queue.
    Code(Vec<CodeRequest>),
    /// Lists of the library, in order.
    Pages(PageJob),
    /// Counting of rows, which is slow: keys wait for pages, which must not wait for counts.
    Counts(CountJob),
    /// Searches, by number, query and order: the latest wins.
    Searches(u64, String, SearchOrder),
    /// Jobs that fetch, which take long.
    Refreshes(RefreshScope),
    /// Requests that the user waits for.
    Requests(RequestJob),
    /// Changes of the library, in order.
    Writes(WriteJob),
    /// The page of this article is no longer wanted: the caller stops it.
    StopPage(ArticleId),
    /// Pages up to this request are no longer needed: the caller marks them.
    CancelPages(u64),
}

/// Returns the queue of a job. A new job does not compile until it has one.
pub(super) fn route(job: Job) -> Queue {
    match job {
        Job::LoadDocument(id, origin) => Queue::Loads(LoadRequest::Document(id, origin)),
        Job::LoadSourceText(id, origin) => Queue::Loads(LoadRequest::Source(id, origin)),
        Job::LoadComparison(id, origin) => Queue::Loads(LoadRequest::Comparison(id, origin)),
        Job::MarkChangeSeen(article) => Queue::Writes(WriteJob::ChangeSeen(article)),
        Job::AddLinkedFile(id, path) => Queue::Loads(LoadRequest::Add(id, path)),
        Job::Scan(origins) => Queue::Scans(ScanJob::Given(origins)),
        Job::LoadTour => Queue::Scans(ScanJob::Tour),
        Job::LoadStart => Queue::Scans(ScanJob::Start),
        Job::LoadImage(request) => Queue::Images(request),
        Job::FetchImages(article, urls) => Queue::WebImages(article, urls),
        Job::SwitchText { article, displayed } => {
            Queue::Writes(WriteJob::SwitchText(article, displayed))
        }
        Job::StopPage(article) => Queue::StopPage(article),
        Job::HighlightCode(requests) => Queue::Code(requests),
        Job::LoadPage(request) => Queue::Pages(PageJob::Page(request)),
        Job::LoadViews => Queue::Pages(PageJob::Views),
        Job::SendStates(ids) => Queue::Pages(PageJob::States(ids)),
        Job::CountRowsBefore(number, listing, key, pinned) => Queue::Counts(CountJob {
            request_id: number,
            listing,
            key,
            pinned,
        }),
        Job::Search {
            number,
            query,
            order,
        } => Queue::Searches(number, query, order),
        Job::LoadStory(article) => Queue::Pages(PageJob::Story(article)),
        Job::LoadSources => Queue::Pages(PageJob::Sources),
        Job::CountSources => Queue::Pages(PageJob::SourceCounts),
        Job::LoadRequests(source) => Queue::Pages(PageJob::Requests(source)),
        Job::Refresh(RefreshScope::Source(source)) => Queue::Requests(RequestJob::Refresh(source)),
        Job::Refresh(scope) => Queue::Refreshes(scope),
        Job::Subscribe { address, account } => {
            Queue::Requests(RequestJob::Subscribe(address, account))
        }
        Job::AddAccount(account) => Queue::Requests(RequestJob::AddAccount(account)),
        Job::RemoveAccount(account) => Queue::Writes(WriteJob::RemoveAccount(account)),
        Job::SaveChange(change) => Queue::Writes(WriteJob::Change(change)),
        Job::Undo(confirmed) => Queue::Writes(WriteJob::Undo(confirmed)),
        Job::Redo => Queue::Writes(WriteJob::Redo),
        Job::SaveOrder(order, grouping) => Queue::Writes(WriteJob::Order(order, grouping)),
        Job::SaveListWidth(columns) => Queue::Writes(WriteJob::ListWidth(columns)),
        Job::SaveView(view) => Queue::Writes(WriteJob::View(view)),
        Job::SavePosition {
            article,
            position: place,
            progress,
        } => Queue::Writes(WriteJob::Position {
            article,
            place,
            progress,
        }),
        Job::SaveHistory { back, forward } => Queue::Writes(WriteJob::History { back, forward }),
        Job::CancelPages(upto) => Queue::CancelPages(upto),
    }
}
