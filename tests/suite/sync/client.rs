//! A newsprint with one account, and the server that answers it: [`Client`], [`Link`].

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use newsprint::fetch::{ApiAnswer, ApiMethod, ApiRequest, FetchError, RetryAfter};
use newsprint::ingest::{Cancel, extract_pending};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    Account, AccountId, AccountKind, ArticleId, Document, Grouping, Listing, MarkKind, Order,
    PageFrom, PageRequest, SourceSettings, View,
};
use newsprint::sync::connect::{ServerAddress, connect};
use newsprint::sync::error::SyncError;
use newsprint::sync::run::{SyncReport, SyncRun, sync_account};
use newsprint::sync::secrets::Secrets;
use newsprint::sync::server::{Server, SubscriptionChange};
use newsprint::sync::transport::Transport;

use crate::sync_servers::SyncServer;
use crate::sync_servers::message::ServerRequest;

/// Server that several clients share.
pub type Shared = Rc<RefCell<SyncServer>>;

/// Returns a server for several clients.
pub fn shared(server: SyncServer) -> Shared {
    Rc::new(RefCell::new(server))
}

/// Steps that are left until a client is killed: requests, answers and commits.
#[derive(Clone, Default)]
pub struct Life(Arc<AtomicI64>);

impl Life {
    /// Ends after so many steps.
    pub fn end_after(&self, steps: i64) {
        self.0.store(steps, Ordering::SeqCst);
    }

    /// Lives on.
    pub fn endless() -> Self {
        let life = Self::default();
        life.end_after(i64::MAX / 2);
        life
    }

    /// Takes a step. Returns true if the client was killed before it.
    fn is_over(&self) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) <= 0
    }
}

/// Way from a client to the server.
pub struct Link {
    server: Shared,
    life: Life,
}

impl Transport for Link {
    fn send(&self, request: &ApiRequest) -> Result<ApiAnswer, FetchError> {
        let closed = || FetchError::Connect("the server closed the connection".to_owned());
        if self.life.is_over() {
            return Err(FetchError::Cancelled);
        }
        let method = match request.method {
            ApiMethod::Get => "GET",
            ApiMethod::Post => "POST",
            ApiMethod::Put => "PUT",
            ApiMethod::Delete => "DELETE",
        };
        let mut sent = ServerRequest::new(method, &request.url);
        for (name, value) in &request.headers {
            sent = sent.with(name, value);
        }
        if let Some(etag) = &request.etag {
            sent = sent.with("If-None-Match", etag);
        }
        if let Some(body) = &request.body {
            sent = sent
                .with("Content-Type", body.media_type)
                .with_body(body.bytes.clone());
        }
        let delivery = self.server.borrow_mut().deliver(&sent);
        // The server has acted, and nobody hears the answer.
        if self.life.is_over() {
            return Err(FetchError::Cancelled);
        }
        if delivery.cut.is_some() {
            return Err(FetchError::Truncated);
        }
        let answer = delivery.answer.ok_or_else(closed)?;
        let now = self.server.borrow().state.seconds();
        Ok(ApiAnswer {
            status: answer.status,
            date: Some(now),
            etag: answer.header("ETag").map(str::to_owned),
            location: answer.header("Location").map(str::to_owned),
            retry_after: answer
                .header("Retry-After")
                .and_then(|seconds| seconds.parse().ok())
                .map(RetryAfter::Seconds),
            headers: answer
                .headers
                .iter()
                .map(|(name, value)| (name.to_lowercase(), value.clone()))
                .collect(),
            body: answer.body,
        })
    }
}

/// A newsprint with one account.
pub struct Client {
    folder: tempfile::TempDir,
    pub library: Option<Library>,
    pub account: AccountId,
    server: Shared,
    pub life: Life,
    secrets: Secrets,
    now: i64,
}

impl Client {
    /// Returns a client of the Google Reader API with an empty library.
    pub fn new(server: &Shared) -> Self {
        Self::of_kind(server, AccountKind::GoogleReader)
    }

    /// Returns a client of an API with an empty library.
    pub fn of_kind(server: &Shared, kind: AccountKind) -> Self {
        let folder = match Path::new("/dev/shm").is_dir() {
            true => tempfile::tempdir_in("/dev/shm").unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
        let (url, user, password) = {
            let server = server.borrow();
            let base = match kind {
                AccountKind::GoogleReader => &server.quirks.greader.base,
                AccountKind::Miniflux => &server.quirks.miniflux.base,
                AccountKind::Nextcloud => &server.quirks.nextcloud.base,
                AccountKind::Fever => &server.quirks.fever.path,
            };
            (
                format!("https://server.example{base}"),
                server.state.user.clone(),
                server.state.password.clone(),
            )
        };
        let settings = SourceSettings::default();
        let account = library.add_account(kind, &url, &user, &settings).unwrap();
        let now = server.borrow().state.seconds();
        library.set_now(now);
        Self {
            folder,
            library: Some(library),
            account,
            server: server.clone(),
            life: Life::endless(),
            secrets: Secrets::in_memory(&settings, Some(password), &Cancel::new()),
            now,
        }
    }

    pub fn library(&mut self) -> &mut Library {
        self.library.as_mut().unwrap()
    }

    /// Moves the clock of the client.
    pub fn advance(&mut self, seconds: i64) {
        self.now += seconds;
        let now = self.now;
        self.library().set_now(now);
    }

    /// Runs `work` with the library, the client of the API and the account.
    fn with_server<T>(
        &mut self,
        work: impl FnOnce(&mut Library, &mut dyn Server, &Account) -> T,
    ) -> T {
        let account = {
            let id = self.account;
            self.library().account(id).unwrap().unwrap()
        };
        let link = Link {
            server: self.server.clone(),
            life: self.life.clone(),
        };
        let address = ServerAddress {
            kind: account.kind,
            url: &account.url,
            user: &account.user,
            state: &account.cursor,
        };
        let mut server = connect(address, &link, &self.secrets).unwrap();
        work(self.library.as_mut().unwrap(), &mut *server, &account)
    }

    /// Sends one change of subscriptions.
    pub fn change(&mut self, change: &SubscriptionChange) -> Result<Option<String>, SyncError> {
        self.with_server(|_, server, _| server.change(change))
    }

    /// Syncs the account once.
    pub fn try_sync(&mut self) -> Result<SyncReport, SyncError> {
        self.with_server(|library, server, account| {
            let run = SyncRun {
                holder: "test",
                cancel: &Cancel::new(),
                progress: &mut |_| {},
            };
            sync_account(library, server, account, run)
        })
    }

    /// Syncs the account, which must succeed.
    pub fn sync(&mut self) -> SyncReport {
        self.try_sync().unwrap()
    }

    /// Kills the client at its next step but `steps`, be it a request, an answer or a commit.
    pub fn kill_after(&mut self, steps: i64) {
        self.life.end_after(steps);
        let life = self.life.clone();
        self.library().stop_commits(move || life.is_over()).unwrap();
    }

    /// Starts the client again, with what its database has.
    pub fn restart(&mut self) {
        self.library = None;
        self.life = Life::endless();
        let mut library = Library::open(self.folder.path(), OpenMode::Create).unwrap();
        library.set_now(self.now);
        self.library = Some(library);
    }

    /// Returns the articles of the library, with their titles, in the order of their titles.
    pub fn articles(&mut self) -> Vec<(ArticleId, String)> {
        let listing = Listing {
            view: View::All,
            grouping: Grouping::None,
            order: Order::Title,
            filter: String::new(),
            lists_repeats: true,
        };
        let page = self
            .library()
            .page(&PageRequest {
                request_id: 1,
                listing,
                from: PageFrom::First,
                row_limit: 100_000,
                pinned: Vec::new(),
            })
            .unwrap();
        page.rows
            .iter()
            .map(|row| (row.id, row.title.clone()))
            .collect()
    }

    /// Returns the article with this title.
    pub fn article(&mut self, title: &str) -> ArticleId {
        let articles = self.articles();
        let found = articles.iter().find(|(_, other)| other == title);
        found
            .unwrap_or_else(|| panic!("{title} is missing: {articles:?}"))
            .0
    }

    /// Returns the text of the article with this title, in its blocks.
    pub fn text(&mut self, title: &str) -> String {
        format!("{:?}", self.document(title).blocks)
    }

    /// Returns the document of the article with this title.
    pub fn document(&mut self, title: &str) -> Document {
        while extract_pending(self.library()).unwrap() {}
        let article = self.article(title);
        let (document, _) = self.library().document(article).unwrap().unwrap();
        document
    }

    /// Returns true if an article has a mark.
    pub fn has(&mut self, article: ArticleId, kind: MarkKind) -> bool {
        let states = self.library().states(&[article]).unwrap();
        match kind {
            MarkKind::Read => states[0].1.is_read,
            MarkKind::Star => states[0].1.is_bookmarked,
        }
    }

    /// Sets a mark as the user does.
    pub fn mark(&mut self, title: &str, kind: MarkKind, value: bool) {
        let article = self.article(title);
        if self.has(article, kind) == value {
            return;
        }
        match kind {
            MarkKind::Read => self.library().toggle_read(article).unwrap(),
            MarkKind::Star => self.library().toggle_bookmark(article, None).unwrap(),
        };
    }
}
