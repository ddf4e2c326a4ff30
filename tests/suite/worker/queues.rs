//! The queues: every job gets an outcome, and changes and pages are handled in order.

use newsprint::model::{
    AccountId, AccountKind, Anchor, ArticleId, ArticleRef, Change, CodeKey, CodeRequest, Document,
    ImageForm, ImageRequest, Job, Listing, NewAccount, Origin, Outcome, PageFrom, PageRequest,
    Password, PixelSize, ReadingPosition, RefreshScope, RowKey, SourceId, SourceSettings, View,
};

use super::Running;

impl Running {
    fn article(&self, id: i64, origin: &Origin) -> ArticleRef {
        ArticleRef {
            id: ArticleId(id),
            origin: origin.clone(),
        }
    }

    /// Waits for the next answer to a change.
    #[track_caller]
    fn answer(&mut self) -> String {
        self.wait_for("an answer", |outcome| match outcome {
            Outcome::ChangeSaved(Some(report), _) => {
                Some(newsprint::messages::changes::report(report, None))
            }
            Outcome::ChangeReplayed { report, .. } => {
                Some(newsprint::messages::changes::report(report, None))
            }
            Outcome::ChangeSaved(None, _) => Some(String::new()),
            Outcome::SaveFailed(reason) => Some(format!("not saved: {reason}")),
            _ => None,
        })
    }
}

fn page(number: u64) -> Job {
    Job::LoadPage(PageRequest {
        request_id: number,
        listing: Listing {
            view: View::All,
            ..Listing::default()
        },
        from: PageFrom::First,
        row_limit: 10,
        pinned: Vec::new(),
    })
}

#[test]
fn changes_are_saved_in_the_order_of_the_keys() {
    let mut run = Running::new();
    let page = run.write("page.md");
    run.load(-1, &page);
    run.document(-1);
    let article = run.article(-1, &page);
    for change in [
        Change::ToggleRead(article.clone()),
        Change::ToggleBookmark(article.clone()),
        Change::ToggleRead(article.clone()),
        Change::SetTags(article.clone(), vec!["ink".to_owned()]),
    ] {
        run.worker.submit(Job::SaveChange(change));
    }
    run.worker.submit(Job::Undo(None));
    run.worker.submit(Job::Undo(None));
    run.worker.submit(Job::Redo);
    let said: Vec<String> = (0..7).map(|_| run.answer()).collect();
    let begins = |text: &str, start: &str| text.to_lowercase().contains(start);
    for (said, start) in said.iter().zip([
        "read",
        "bookmarked",
        "unread",
        "tag",
        "tag",
        "unread",
        "unread",
    ]) {
        assert!(begins(said, start), "{start}: {said}");
    }
    // The final state is that of the last change.
    run.worker.submit(Job::SendStates(vec![ArticleId(-1)]));
    let state = |outcomes: &[Outcome]| {
        let states = outcomes.iter().rev().find_map(|outcome| match outcome {
            Outcome::States(states) if !states.is_empty() => Some(states.clone()),
            _ => None,
        });
        states.unwrap()[0].1.clone()
    };
    run.wait_for("counts", |outcome| {
        matches!(outcome, Outcome::Counts(counts) if counts.bookmarks == 1).then_some(())
    });
    let state = state(run.seen());
    assert!(state.is_bookmarked && !state.is_read && state.tags.is_empty());
}

#[test]
fn pages_arrive_in_the_order_of_their_requests() {
    let mut run = Running::new();
    for number in 1..=40 {
        run.worker.submit(page(number));
    }
    for number in 1..=40 {
        let answered = run.wait_for("a page", |outcome| match outcome {
            Outcome::PageFailed(number) => Some(*number),
            Outcome::Page(page) => Some(page.request_id),
            _ => None,
        });
        assert_eq!(answered, number);
    }
    // Cancelled pages are not read.
    run.worker.submit(Job::CancelPages(100));
    run.worker.submit(page(99));
    run.worker.submit(page(101));
    run.wait_for("a page", |outcome| {
        matches!(outcome, Outcome::PageFailed(101)).then_some(())
    });
    let unwanted = |outcome: &Outcome| matches!(outcome, Outcome::PageFailed(99));
    assert!(!run.seen().iter().any(unwanted));
}

#[test]
fn a_change_of_a_hanging_file_fails_after_a_second() {
    let mut run = Running::new();
    let hanging = run.write_hanging("hanging.md");
    let page = run.write("page.md");
    let (first, second) = (run.article(-1, &hanging), run.article(-2, &page));
    run.worker
        .submit(Job::SaveChange(Change::ToggleBookmark(first)));
    run.worker
        .submit(Job::SaveChange(Change::ToggleBookmark(second)));
    assert_eq!(run.answer(), "not saved: its file does not respond");
    assert!(run.answer().to_lowercase().contains("bookmarked"));
}

#[test]
fn a_loaded_article_is_changed_without_its_disk() {
    let mut run = Running::new();
    let page = run.write("page.md");
    run.load(-1, &page);
    run.document(-1);
    run.files.hang(&run.path("page.md"));
    let article = run.article(-1, &page);
    run.worker
        .submit(Job::SaveChange(Change::ToggleBookmark(article)));
    assert!(run.answer().to_lowercase().contains("bookmarked"));
}

/// Returns the test for an outcome that answers a job. A new kind of job does not compile without one.
fn answers(job: &Job) -> fn(&Outcome) -> bool {
    match job {
        Job::Scan(_) | Job::LoadTour => |o| matches!(o, Outcome::ScanFinished),
        Job::LoadDocument(..) => |o| matches!(o, Outcome::Document { .. }),
        Job::LoadSourceText(..) => |o| matches!(o, Outcome::SourceText(..)),
        Job::LoadComparison(..) => |o| matches!(o, Outcome::Comparison(_, Ok(None))),
        Job::MarkChangeSeen(_) => |o| matches!(o, Outcome::States(_)),
        Job::AddLinkedFile(..) => |o| matches!(o, Outcome::LinkedFileAdded(_)),
        Job::LoadImage(_) => |o| matches!(o, Outcome::RenderedImage(..)),
        Job::FetchImages(..) => |o| matches!(o, Outcome::WebImage { size: Err(_), .. }),
        // The article is in no library.
        Job::SwitchText { .. } => |o| matches!(o, Outcome::PageTextFailed { .. }),
        Job::StopPage(_) => |o| matches!(o, Outcome::PageTextFailed { .. }),
        Job::HighlightCode(_) => |o| matches!(o, Outcome::CodeTokens(_)),
        Job::LoadStart => |o| matches!(o, Outcome::Start { .. }),
        Job::LoadPage(_) => |o| matches!(o, Outcome::Page(_)),
        // The next page is answered, this one is not.
        Job::CancelPages(_) => |o| matches!(o, Outcome::Page(page) if page.request_id == 8),
        Job::CountRowsBefore(..) => |o| matches!(o, Outcome::RowsBefore(5, _)),
        Job::SendStates(_) => |o| matches!(o, Outcome::Counts(_)),
        Job::LoadViews => |o| matches!(o, Outcome::Views(_)),
        // Nothing listens there.
        Job::AddAccount(_) => |o| matches!(o, Outcome::AccountNotAdded { .. }),
        // There is no such account.
        Job::RemoveAccount(_) => |o| matches!(o, Outcome::SaveFailed(_)),
        Job::SaveChange(_) => |o| matches!(o, Outcome::ChangeSaved(..)),
        Job::Undo(_) | Job::Redo => |o| matches!(o, Outcome::ChangeReplayed { .. }),
        // Answered by the outcome of the next job.
        Job::SaveOrder(..) | Job::SaveView(_) | Job::SaveListWidth(_) | Job::SaveHistory { .. } => {
            |o| matches!(o, Outcome::ChangeSaved(..))
        }
        Job::SavePosition { .. } => |o| matches!(o, Outcome::States(_)),
        Job::Search { .. } => |o| matches!(o, Outcome::SearchResults { number: 3, .. }),
        Job::LoadStory(_) => |o| matches!(o, Outcome::Story(..)),
        Job::LoadSources => |o| matches!(o, Outcome::Sources(_)),
        Job::CountSources => |o| matches!(o, Outcome::SourceCounts { failing: 0 }),
        Job::LoadRequests(_) => |o| matches!(o, Outcome::Requests(SourceId(1), _)),
        Job::Refresh(_) => |o| matches!(o, Outcome::RefreshFinished(_)),
        Job::Subscribe { .. } => |o| matches!(o, Outcome::SubscribeFailed { .. }),
    }
}

#[test]
fn every_job_gets_an_outcome() {
    let mut run = Running::new();
    let origin = run.write("page.md");
    let article = run.article(-1, &origin);
    let listing = Listing {
        view: View::All,
        ..Listing::default()
    };
    let undone = Job::SaveChange(Change::ToggleRead(article.clone()));
    let jobs = vec![
        Job::Scan(vec![origin.clone()]),
        Job::LoadTour,
        Job::LoadStart,
        Job::LoadDocument(ArticleId(-1), origin.clone()),
        Job::LoadSourceText(ArticleId(-1), origin.clone()),
        Job::LoadComparison(ArticleId(-1), origin.clone()),
        Job::MarkChangeSeen(article.clone()),
        Job::AddLinkedFile(ArticleId(-2), run.path("page.md")),
        Job::SaveChange(Change::ToggleBookmark(article.clone())),
        undone.clone(),
        Job::Undo(None),
        Job::Redo,
        Job::SavePosition {
            article: article.clone(),
            position: Some(ReadingPosition {
                anchor: Anchor::at(&Document::default(), 0, 0),
                lines_above: 0,
            }),
            progress: 0.5,
        },
        Job::SaveOrder(listing.order, listing.grouping),
        Job::SaveListWidth(44),
        Job::SaveView(View::Unread),
        Job::SaveHistory {
            back: vec![(article, None)],
            forward: Vec::new(),
        },
        page(7),
        Job::CancelPages(7),
        Job::CountRowsBefore(
            5,
            listing,
            RowKey {
                source_or_0: 0,
                value: newsprint::model::KeyValue::Number(0),
                id: ArticleId(1),
            },
            Vec::new(),
        ),
        Job::SendStates(vec![ArticleId(-1)]),
        Job::LoadViews,
        Job::Search {
            number: 3,
            query: "text".to_owned(),
            order: newsprint::model::SearchOrder::Newest,
        },
        Job::LoadStory(ArticleId(1)),
        Job::LoadSources,
        Job::CountSources,
        Job::LoadRequests(SourceId(1)),
        Job::Refresh(RefreshScope::Due),
        Job::AddAccount(Box::new(NewAccount {
            kind: AccountKind::GoogleReader,
            address: "http://127.0.0.1:1/".to_owned(),
            user: "ada".to_owned(),
            settings: SourceSettings::default(),
            password: Some(Password::new("secret".to_owned())),
        })),
        Job::RemoveAccount(AccountId(1)),
        Job::Subscribe {
            address: "http://127.0.0.1:1/feed".to_owned(),
            account: None,
        },
        Job::LoadImage(ImageRequest {
            article: ArticleId(-1),
            origin,
            url: "missing.png".to_owned(),
            form: ImageForm::Png,
            columns: 10,
            rows: 5,
            cell: PixelSize {
                width: 8,
                height: 16,
            },
        }),
        Job::SwitchText {
            article: ArticleId(-1),
            displayed: None,
        },
        Job::StopPage(ArticleId(-1)),
        Job::FetchImages(ArticleId(-1), vec!["http://127.0.0.1:1/a.png".to_owned()]),
        Job::HighlightCode(vec![CodeRequest {
            key: CodeKey::of(Some("rust"), "fn main() {}").unwrap(),
            language: "rust".to_owned(),
            text: "fn main() {}".to_owned(),
        }]),
    ];
    for job in jobs {
        run.seen.clear();
        let is_answer = answers(&job);
        let what = format!("{job:?}");
        // A job without an outcome is followed by one that has one.
        let next = match &job {
            Job::SaveOrder(..)
            | Job::SaveView(_)
            | Job::SaveListWidth(_)
            | Job::SaveHistory { .. } => Some(undone.clone()),
            Job::CancelPages(_) => Some(page(8)),
            _ => None,
        };
        run.worker.submit(job);
        if let Some(next) = next {
            run.worker.submit(next);
        }
        run.wait_for(&what, |outcome| is_answer(outcome).then_some(()));
    }
}
