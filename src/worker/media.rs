//! Images and highlighting for the visible article, newest request first: [`MediaWorker`].

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::elastic_pool::{ElasticPool, PoolWork};
use super::emit::Emit;
use super::image_error::ImageLoadError;
use super::job_trace;
use super::lock::lock;
use super::shared_state::SharedState;
use super::{code, images, web_images};
use crate::model::{ArticleId, CodeKey, CodeRequest, ImageRequest, Outcome, Tokens};

/// Task of the media thread.
enum MediaTask {
    Image(ImageRequest),
    /// Fetch an image of the web, of an article.
    WebImage(ArticleId, String),
    Code(CodeRequest),
}

/// Interval at which highlighting is sent, so that not every short block causes a frame.
const BATCH_TIME: Duration = Duration::from_millis(30);

/// Limit of waiting images. Older ones have been scrolled away; they are requested again when they are back.
const MOST_IMAGES: usize = 16;

/// Time after which an image no longer delays the next one.
const LATE_AFTER: Duration = Duration::from_millis(100);

/// The queue. Its thread starts with the first request.
pub(super) struct MediaWorker(ElasticPool<MediaWork>);

struct MediaWork {
    shared: Arc<SharedState>,
    emit: Emit,
    highlighted: Mutex<HighlightBatch>,
}

/// Colours that were found and not sent.
#[derive(Default)]
struct HighlightBatch {
    found: Vec<(CodeKey, Tokens)>,
    began: Option<Instant>,
}

impl MediaWorker {
    pub(super) fn new(shared: Arc<SharedState>, emit: Emit) -> Self {
        let media = MediaWork {
            shared,
            emit,
            highlighted: Mutex::default(),
        };
        Self(ElasticPool::new("media", LATE_AFTER, media))
    }

    /// Loads an image before all waiting ones.
    pub(super) fn load_image(&self, request: ImageRequest) {
        let mut images = 1;
        let stays = |task: &MediaTask| match task {
            MediaTask::Image(other) => {
                images += 1;
                *other != request && images <= MOST_IMAGES
            }
            MediaTask::Code(_) | MediaTask::WebImage(..) => true,
        };
        let task = MediaTask::Image(request.clone());
        // Without a thread the article stays as it is: boxes and plain code.
        drop(self.0.submit_first(stays, [task]));
    }

    /// Fetches images of the web after all waiting tasks, several at once where one is slow.
    pub(super) fn fetch_images(&self, article: ArticleId, urls: Vec<String>) {
        let tasks = urls
            .into_iter()
            .map(|url| MediaTask::WebImage(article, url));
        drop(self.0.submit(tasks));
    }

    /// Highlights code before all waiting tasks, the first block first.
    pub(super) fn highlight_code(&self, requests: Vec<CodeRequest>) {
        let tasks: Vec<MediaTask> = requests.into_iter().map(MediaTask::Code).collect();
        drop(self.0.submit_first(|_| true, tasks));
    }
}

impl PoolWork for MediaWork {
    type Task = MediaTask;

    fn run(&self, task: MediaTask) {
        let _running = job_trace::begin(match &task {
            MediaTask::Image(_) => "load-image",
            MediaTask::WebImage(..) => "fetch-image",
            MediaTask::Code(_) => "colour-code",
        });
        match task {
            MediaTask::Image(request) => {
                self.send_highlighted();
                send_image(request, &self.shared, &self.emit);
            }
            MediaTask::WebImage(article, url) => {
                fetch_image(article, url, &self.shared, &self.emit);
            }
            MediaTask::Code(request) => {
                let began = Instant::now();
                let found = highlight_all(&request);
                let is_full = {
                    let mut colours = lock(&self.highlighted);
                    colours.found.push(found);
                    colours.began.get_or_insert(began).elapsed() > BATCH_TIME
                };
                if is_full {
                    self.send_highlighted();
                }
            }
        }
    }

    fn on_idle(&self) {
        self.send_highlighted();
    }
}

impl MediaWork {
    fn send_highlighted(&self) {
        let colours = std::mem::take(&mut *lock(&self.highlighted));
        if !colours.found.is_empty() {
            (self.emit)(Outcome::CodeTokens(colours.found));
        }
    }
}

/// Loads an image and encodes it for the screen.
pub(super) fn send_image(request: ImageRequest, shared: &SharedState, emit: &Emit) {
    // Decoders read hostile files: a panic must not end the thread.
    let stored = shared.stored_images();
    let loaded = std::panic::catch_unwind(|| images::load_image(&request, stored));
    let loaded = loaded.unwrap_or(Err(ImageLoadError::Damaged));
    emit(Outcome::RenderedImage(
        request,
        loaded.map_err(|error| error.to_string()),
    ));
}

/// Fetches an image of the web.
pub(super) fn fetch_image(article: ArticleId, url: String, shared: &SharedState, emit: &Emit) {
    let size = web_images::fetch_image(article, &url, shared);
    let size = size.map_err(|error| error.to_string());
    emit(Outcome::WebImage { article, url, size });
}

/// Colours code.
pub(super) fn send_tokens(requests: &[CodeRequest], emit: &Emit) {
    emit(Outcome::CodeTokens(
        requests.iter().map(highlight_all).collect(),
    ));
}

fn highlight_all(request: &CodeRequest) -> (CodeKey, Tokens) {
    let tokens = std::panic::catch_unwind(|| code::highlight(request));
    (request.key, tokens.unwrap_or_default())
}
