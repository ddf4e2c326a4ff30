//! Jobs run on the calling thread, for tests: [`run_job`].

use std::sync::Arc;

use super::emit::Emit;
use super::route::{Queue, route};
use super::shared_state::SharedState;
use super::{loads, media, page_requests, pages, refresh, requests, scans, search, writes};
use crate::model::Job;

/// Runs a job on the calling thread, as the queues do on theirs: for tests.
pub fn run_job(job: Job, shared: &Arc<SharedState>, emit: &Emit) {
    match route(job) {
        Queue::Loads(load) => loads::run_load(load, shared, emit),
        Queue::Scans(job) => scans::run_scan_job(job, shared, emit),
        Queue::Images(request) => media::send_image(request, shared, emit),
        Queue::WebImages(article, urls) => {
            for url in urls {
                media::fetch_image(article, url, shared, emit);
            }
        }
        Queue::Code(requests) => media::send_tokens(&requests, emit),
        Queue::Pages(job) => pages::run_page_job(job, shared, emit),
        Queue::Counts(job) => pages::count(&job, shared, emit),
        Queue::Searches(number, query, order) => {
            search::perform_search(number, query, order, shared, emit);
        }
        Queue::Refreshes(scope) => {
            refresh::run_refresh(&scope, shared, emit);
        }
        Queue::Requests(job) => requests::run_request_job(job, shared, emit),
        Queue::Writes(job) => {
            if let Some(page) = writes::run_write(job, shared, emit) {
                page_requests::run_page_job(&page, shared, emit);
            }
        }
        Queue::StopPage(article) => page_requests::cancel_page(article, shared, emit),
        Queue::CancelPages(upto) => shared.cancel_pages(upto),
    }
}
