//! Jobs of the library: pages and views to read, changes to keep for good.

use std::sync::Arc;

use super::shelf::{name_of, with_unsaved};
use super::{Emit, Store};
use crate::library::{
    Changed, Library, LibraryError, LibraryReader, NewPlace, TELLING_WORDS, Undone,
};
use crate::model::{
    Article, ArticleId, Change, Document, Grouping, Job, Listing, Order, Origin, Outcome, PageFrom,
    PageRequest, Place, StoryRef, StoryState, View,
};

/// The places read: those before, and those after.
type Trail = (
    Vec<(ArticleId, Option<Place>)>,
    Vec<(ArticleId, Option<Place>)>,
);

/// Rows of the first page: more than a screen has, and no more than are read at once.
const FIRST_PAGE: usize = 100;

/// Where it is kept how the list is sorted and grouped.
const ORDER: &str = "order";

/// Where the places read are kept.
const TRAIL: &str = "places";

/// Does a job of the library here and now.
pub(super) fn perform(job: Job, store: &Arc<Store>, emit: &Emit) {
    match job {
        Job::Page(request) if store.shelf().is_forgotten(request.number) => {}
        Job::Page(request) => match store.shelf().read(|library| library.page(&request)) {
            Ok(Some(mut page)) => {
                with_unsaved(store.shelf(), &mut page.rows);
                emit(Outcome::Page(page));
            }
            Ok(None) => emit(Outcome::NoPage(request.number)),
            Err(why) => {
                emit(Outcome::NoPage(request.number));
                emit(Outcome::Trouble(why));
            }
        },
        Job::Position(number, listing, key, sticky) => {
            // Only the border of the list lacks a number without it.
            if let Ok(Some(before)) = store
                .shelf()
                .read(|library| library.position(&listing, &key, &sticky))
            {
                emit(Outcome::Position(number, before));
            }
        }
        Job::States(stories) => {
            let shelf = store.shelf();
            let articles: Vec<ArticleId> =
                stories.iter().filter_map(|id| shelf.named(*id)).collect();
            tell(&articles, store, emit);
        }
        Job::Views => match store.shelf().read(LibraryReader::views) {
            Ok(views) => emit(Outcome::Views(views.unwrap_or_default())),
            // Keys wait for the views.
            Err(why) => {
                emit(Outcome::Views(Vec::new()));
                emit(Outcome::Trouble(why));
            }
        },
        Job::Change(change) => keep(change, store, emit),
        Job::Undo(named) => turn(
            store.shelf().write(|library| library.undo(named)),
            "take back",
            store,
            emit,
        ),
        Job::Redo => turn(store.shelf().write(Library::redo), "do again", store, emit),
        Job::SavePlace {
            story,
            place,
            progress,
        } => {
            // What was only looked at is known again by what it says. What came through a pipe and is still coming, or is the same in
            // too many pipes, is not.
            let text = store.shelf().recent(story.id);
            let telling = |text: &Arc<Document>| text.words() >= TELLING_WORDS;
            if story.origin == Origin::StandardInput && !text.as_ref().is_some_and(telling) {
                return;
            }
            let saved = store
                .shelf()
                .enter(&story, &name_of(&story.origin), text.as_deref())
                .and_then(|article| {
                    store
                        .shelf()
                        .write(|library| library.save_place(article, place.as_ref(), progress))?;
                    Ok(article)
                });
            // That a place could not be kept is said once a change is lost, not at every step.
            if let Ok(article) = saved {
                tell_states(&[article], store, emit);
            }
        }
        Job::KeepOrder(order, grouping) => {
            // Where nothing can be kept, the next start has the usual order.
            drop(
                store
                    .shelf()
                    .write(|library| library.remember(ORDER, &(order, grouping))),
            );
        }
        Job::SaveTrail(before, after) => {
            let known =
                |places: Vec<(StoryRef, Option<Place>)>| -> Vec<(ArticleId, Option<Place>)> {
                    let named = |(story, place): (StoryRef, Option<Place>)| {
                        Some((store.shelf().named(story.id)?, place))
                    };
                    places.into_iter().filter_map(named).collect()
                };
            let trail: Trail = (known(before), known(after));
            drop(
                store
                    .shelf()
                    .write(|library| library.remember(TRAIL, &trail)),
            );
        }
        _ => {}
    }
}

/// What the program begins with: the library, if there is anything in it; else the stories that it brings along.
pub(super) fn home(store: &Arc<Store>, emit: &Emit) -> bool {
    let found = store.shelf().read(|library| {
        let order = library.remembered(ORDER)?.unwrap_or_default();
        Ok((library.has_home()?.then_some(library.counts()?), order))
    });
    let ((counts, order), trouble) = match found {
        Ok(found) => (found.unwrap_or_default(), None),
        Err(why) => (Default::default(), Some(why)),
    };
    let (order, grouping): (Order, Grouping) = order;
    let listing = Listing {
        view: View::All,
        order,
        grouping,
        ..Listing::default()
    };
    emit(Outcome::Home(counts, listing.clone()));
    if let Some(why) = trouble {
        store.shelf().notice(why);
    }
    if counts.is_some() {
        let first = Job::Page(PageRequest {
            number: 0,
            listing,
            from: PageFrom::First,
            rows: FIRST_PAGE,
            sticky: Vec::new(),
        });
        perform(first, store, emit);
    }
    super::care::tell(store, emit);
    counts.is_some()
}

/// The places read in earlier runs.
pub fn send_trail(store: &Arc<Store>, emit: &Emit) {
    let found = store.shelf().read(|library| {
        let (before, after): Trail = library.remembered(TRAIL)?.unwrap_or_default();
        let rows = |places: Vec<(ArticleId, Option<Place>)>| -> Result<Vec<(Article, Option<Place>)>, LibraryError> {
            let mut rows = Vec::new();
            for (id, place) in places {
                rows.extend(library.article(id)?.map(|article| (article, place)));
            }
            Ok(rows)
        };
        Ok((rows(before)?, rows(after)?))
    });
    match found {
        Ok(Some((before, after))) if !(before.is_empty() && after.is_empty()) => {
            emit(Outcome::Trail(before, after));
        }
        // Whoever reads files alone learns here that nothing will be kept.
        Err(why) => emit(Outcome::Trouble(why)),
        _ => {}
    }
}

/// Says what is known of a story whose text was read, and remembers the text: before the text is told.
pub fn tell_story(
    story: &StoryRef,
    document: &Arc<Document>,
    words: usize,
    store: &Arc<Store>,
    emit: &Emit,
) {
    let shelf = store.shelf();
    shelf.remember(story.id, document);
    let article = match shelf.recognise(story, document, words) {
        Ok(Some(article)) => article,
        // Its file may have had another story, of which something is known.
        Ok(None) => {
            return emit(Outcome::States(vec![(
                story.id,
                shelf.state_of(story.id, None),
            )]));
        }
        Err(_) => return,
    };
    let known = shelf.read(|library| {
        Ok((
            library.states(&[article])?,
            library.place(article)?,
            library.bookmarks(article)?,
        ))
    });
    if let Ok(Some((states, place, bookmarks))) = known {
        let unsaved = shelf.unsaved(story.id);
        let states: Vec<_> = states
            .into_iter()
            .map(|(_, state)| (story.id, unsaved.clone().unwrap_or(state)))
            .collect();
        emit(Outcome::States(states));
        emit(Outcome::Place(story.id, place));
        emit(Outcome::Bookmarks(story.id, bookmarks));
    }
}

/// Keeps the text that a better extraction has made. Nobody waits for it: the story is on the screen.
pub(super) fn renew(
    story: &StoryRef,
    stamp: String,
    document: Arc<Document>,
    words: usize,
    store: &Arc<Store>,
) {
    let Origin::Stored(article) = story.origin else {
        return;
    };
    let store = store.clone();
    let work = move || {
        // If it can't be kept, it is made again.
        let _ = store
            .shelf()
            .write(|library| library.renew(article, &stamp, &document, words));
    };
    drop(std::thread::Builder::new().name("renew".into()).spawn(work));
}

/// Keeps a change, and says what came of it.
fn keep(change: Change, store: &Arc<Store>, emit: &Emit) {
    let silent = matches!(change, Change::Finished(_));
    match apply(&change, store) {
        Ok(changed) => {
            store.shelf().forget_unsaved(&changed.articles);
            tell(&changed.articles, store, emit);
            emit(Outcome::Changed(if silent {
                String::new()
            } else {
                changed.said
            }));
        }
        Err(why) => {
            emit(Outcome::States(unsaved(&change, store)));
            emit(Outcome::NotSaved(why));
        }
    }
}

fn apply(change: &Change, store: &Arc<Store>) -> Result<Changed, String> {
    let shelf = store.shelf();
    let enter = |story: &StoryRef| {
        let text = shelf.recent(story.id);
        shelf.enter(story, &name_of(&story.origin), text.as_deref())
    };
    match change {
        Change::ToggleRead(story) => {
            let article = enter(story)?;
            shelf.write(|library| library.toggle_read(article))
        }
        Change::Finished(story) => {
            let article = enter(story)?;
            shelf.write(|library| library.set_read(&[article], true))
        }
        Change::Read(stories, read) => {
            let articles = shelf.enter_all(stories)?;
            shelf.write(|library| library.set_read(&articles, *read))
        }
        Change::ReadGroup(listing, key) => shelf.write(|library| library.read_group(listing, key)),
        Change::ToggleBookmark(story) => {
            let (article, text) = with_text(story, store)?;
            shelf.write(|library| library.toggle_bookmark(article, text.as_deref()))
        }
        Change::BookmarkPlace {
            story,
            anchor,
            section,
            quote,
            note,
            tags,
        } => {
            let (article, text) = with_text(story, store)?;
            let place = NewPlace {
                anchor: anchor.clone(),
                section: section.clone(),
                quote: quote.clone(),
                note: note.clone(),
                tags: tags.clone(),
            };
            shelf.write(|library| library.bookmark_place(article, text.as_deref(), &place))
        }
        Change::TagStory(story, tags) => {
            let (article, text) = with_text(story, store)?;
            shelf.write(|library| library.tag_story(article, text.as_deref(), tags))
        }
        Change::EditBookmark(bookmark, note, tags) => {
            shelf.write(|library| library.edit_bookmark(*bookmark, note.as_deref(), tags))
        }
        Change::RemoveBookmark(bookmark) => {
            shelf.write(|library| library.remove_bookmark(*bookmark))
        }
        Change::Delete(story) => match shelf.named(story.id) {
            Some(article) => shelf.write(|library| library.delete(article)),
            None => Ok(Changed::default()),
        },
        Change::SaveSearch(name, query) => {
            let saved = shelf.write(|library| library.save_search(name, query));
            saved.map(|(_, changed)| changed)
        }
        Change::RemoveSearch(search) => shelf.write(|library| library.remove_search(*search)),
    }
}

/// A story's name in the library, and its text where the library does not have that yet.
fn with_text(
    story: &StoryRef,
    store: &Arc<Store>,
) -> Result<(ArticleId, Option<Arc<Document>>), String> {
    let shelf = store.shelf();
    let text = match (&story.origin, shelf.recent(story.id)) {
        (Origin::Stored(_), _) => None,
        (_, Some(text)) => Some(text),
        (origin, None) => {
            let document = store.document(origin)?;
            // The file of a story that was only visited may hold another one now.
            shelf.agrees(story, &document, document.words())?;
            Some(Arc::new(document))
        }
    };
    let article = shelf.enter(story, &name_of(&story.origin), text.as_deref())?;
    Ok((article, text))
}

/// What undo or redo came to.
fn turn(done: Result<Undone, String>, what: &str, store: &Arc<Store>, emit: &Emit) {
    let again = what == "do again";
    match done {
        Ok(Undone::Nothing) => emit(Outcome::Changed(format!("There is nothing to {what}"))),
        Ok(Undone::Named(number, label)) => emit(Outcome::NamedUndo(number, label)),
        Ok(Undone::Done(label, articles)) => {
            store.shelf().forget_unsaved(&articles);
            tell(&articles, store, emit);
            let how = if again { "Done again" } else { "Taken back" };
            emit(Outcome::Changed(format!("{how}: {label}")));
        }
        Ok(Undone::Passed(label)) => emit(Outcome::Changed(format!(
            "Changed since, so passed over: {label}"
        ))),
        Err(why) => emit(Outcome::NotSaved(why)),
    }
}

/// Says what is known now of articles that were changed, and how many there are of each kind.
fn tell(articles: &[ArticleId], store: &Arc<Store>, emit: &Emit) {
    /// Of so many at most the places are told too.
    const FEW: usize = 16;
    tell_states(articles, store, emit);
    let shelf = store.shelf();
    if articles.len() <= FEW {
        for article in articles {
            if let Ok(Some(bookmarks)) = shelf.read(|library| library.bookmarks(*article)) {
                for id in shelf.called(*article) {
                    emit(Outcome::Bookmarks(id, bookmarks.clone()));
                }
            }
        }
    }
    if let Ok(Some(counts)) = shelf.read(LibraryReader::counts) {
        emit(Outcome::Counts(counts));
    }
}

fn tell_states(articles: &[ArticleId], store: &Arc<Store>, emit: &Emit) {
    /// So many are asked for at once.
    const SOME: usize = 2_000;
    let shelf = store.shelf();
    for some in articles.chunks(SOME) {
        let Ok(Some(states)) = shelf.read(|library| library.states(some)) else {
            return;
        };
        let named = states.into_iter().flat_map(|(article, state)| {
            shelf.called(article).into_iter().map(move |id| {
                let state = shelf.unsaved(id).unwrap_or_else(|| state.clone());
                (id, state)
            })
        });
        emit(Outcome::States(named.collect()));
    }
}

/// What a change that could not be kept comes to while the program runs.
fn unsaved(change: &Change, store: &Arc<Store>) -> Vec<(ArticleId, StoryState)> {
    let stories: Vec<&StoryRef> = match change {
        Change::ToggleRead(story)
        | Change::Finished(story)
        | Change::ToggleBookmark(story)
        | Change::TagStory(story, _)
        | Change::BookmarkPlace { story, .. } => vec![story],
        Change::Read(stories, _) => stories.iter().collect(),
        _ => Vec::new(),
    };
    let shelf = store.shelf();
    let state = |story: &StoryRef| {
        let known = || {
            let article = shelf.named(story.id)?;
            let states = shelf.read(|library| library.states(&[article])).ok()??;
            states.into_iter().next().map(|(_, state)| state)
        };
        let mut state = shelf.unsaved(story.id).or_else(known).unwrap_or_default();
        match change {
            Change::ToggleRead(_) => state.read = !state.read,
            Change::Finished(_) => state.read = true,
            Change::Read(_, read) => state.read = *read,
            Change::ToggleBookmark(_) => state.bookmarked = !state.bookmarked,
            Change::BookmarkPlace { .. } => state.bookmarked = true,
            Change::TagStory(_, tags) => {
                state.tags.clone_from(tags);
                state.bookmarked |= !tags.is_empty();
            }
            _ => {}
        }
        state.unsaved = true;
        state
    };
    let mut states = Vec::new();
    for story in stories {
        let state = state(story);
        shelf.keep_unsaved(story.id, state.clone());
        states.push((story.id, state));
    }
    states
}
