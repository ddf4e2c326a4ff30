//! Links in the text: the selected link, and following it to an article, a file or the browser.

mod target;

use std::path::{Component, Path, PathBuf};

use url::Url;

use super::{HistoryEntry, ReaderPane, SelectedLink};
use crate::app::effect::{Effect, Effects};
use crate::app::list::List;
use crate::app::status::Status;
use crate::model::{Anchor, ArticleId, ArticleRow, Job, Origin, percent_decoded};

pub(super) use target::AwaitedFile;
pub(in crate::app) use target::OpenTarget;

/// Destination of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub(in crate::app) enum LinkDestination {
    /// A file that is being looked for, or the browser.
    Requested,
    /// A fragment of the shown article.
    Fragment(String),
    /// Another article, and a fragment in it.
    Article(ArticleId, Option<String>),
}

impl ReaderPane {
    /// Selects a link, or none.
    pub(in crate::app) fn select_link(&mut self, link: Option<SelectedLink>) {
        if let Some(text) = &mut self.text {
            text.select_link(link);
        }
    }

    /// Returns the selected link.
    pub(in crate::app) fn selected_link(&self) -> Option<&SelectedLink> {
        self.text.as_ref()?.selected_link()
    }

    /// Returns the URL of a link for another program: resolved against the article's own URL if that is known.
    pub(in crate::app) fn absolute_url(&self, url: &str, list: &List) -> String {
        let own = self.shown.and_then(|id| list.get(id)?.url.as_deref());
        let joined = || Url::parse(own?).ok()?.join(url).ok();
        match joined() {
            _ if has_scheme(url) => url.to_owned(),
            Some(joined) => joined.into(),
            None if url.starts_with("//") => format!("https:{url}"),
            None => url.to_owned(),
        }
    }

    /// Finds the destination of a link: in the article, another article of the list, a file, or the browser. Requests
    /// the file or the browser.
    pub(in crate::app) fn follow_link(
        &mut self,
        url: &str,
        list: &List,
        effects: &mut Effects,
    ) -> LinkDestination {
        let (address, fragment) = match url.split_once('#') {
            Some((address, fragment)) => (address, Some(fragment.to_owned())),
            None => (url, None),
        };
        if address.is_empty() {
            return LinkDestination::Fragment(fragment.unwrap_or_default());
        }
        let origin = self.shown.and_then(|id| Some(&list.get(id)?.origin));
        let path = origin.and_then(|origin| local_path(address, origin));
        let known = |article: &&ArticleRow| match (&article.origin, &path) {
            (Origin::File(file), Some(path)) if normalize_path(file) == *path => true,
            (Origin::Tour(name), Some(path)) if Path::new(name) == path => true,
            _ => article
                .url
                .as_deref()
                .is_some_and(|u| is_same_page(u, address)),
        };
        // Of two articles with the same address, the shown one is meant.
        let articles = list.articles().iter();
        let mut found = articles.filter(known).map(|article| article.id);
        let first = found.next();
        let own = self
            .shown
            .filter(|own| first == Some(*own) || found.any(|id| id == *own));
        match (own.or(first), path) {
            (Some(id), _) => return LinkDestination::Article(id, fragment),
            (None, Some(path)) => {
                let id = ArticleId::linked(self.linked_file_count);
                self.linked_file_count += 1;
                let url = url.to_owned();
                self.awaited_file = Some(AwaitedFile { id, url });
                effects.submit(Job::AddLinkedFile(id, path));
            }
            (None, None) => effects.push(Effect::OpenLink(self.absolute_url(url, list))),
        }
        LinkDestination::Requested
    }

    /// Receives the file of a link, which has become an article. Returns the fragment of the link; `None` if the file
    /// is no longer awaited.
    pub(in crate::app) fn receive_file(&mut self, id: ArticleId) -> Option<Option<String>> {
        let file = self.awaited_file.take_if(|file| file.id == id)?;
        let fragment = file.url.split_once('#');
        Some(fragment.map(|(_, fragment)| fragment.to_owned()))
    }

    /// Receives the failure of the file of a link. The link is opened in the browser if its absolute URL is known, else
    /// the error is reported.
    pub(in crate::app) fn receive_file_error(
        &mut self,
        id: ArticleId,
        (path, reason): (&Path, &str),
        list: &List,
        effects: &mut Effects,
        status: &mut Status,
    ) {
        let Some(file) = self.awaited_file.take_if(|file| file.id == id) else {
            return;
        };
        let url = self.absolute_url(&file.url, list);
        if has_scheme(&url) && !is_file(&url) {
            effects.push(Effect::OpenLink(url));
        } else {
            status.report_error(format!("{}: {reason}", path.display()));
        }
    }

    /// Goes to the position that the article was opened for, once its text is loaded.
    pub(in crate::app) fn go_to_awaited_position(
        &mut self,
        status: &mut Status,
    ) -> Option<ReachedTarget> {
        let shown = self.text.as_ref().map(|text| text.id());
        let (id, target) = self.awaited_target.take_if(|(id, _)| Some(*id) == shown)?;
        let opened_from = self.current_position();
        let words = match target {
            OpenTarget::Fragment(fragment) => {
                self.go_to_fragment(&fragment, status);
                // The article was opened for this position; its last reading position is not part of the history.
                self.remove_jump(opened_from.as_ref());
                None
            }
            // A reading position in this article stays in the history.
            OpenTarget::Anchor(anchor) => {
                let read = self.positions.has_position(id);
                self.go_to_anchor(&anchor);
                if !read {
                    self.remove_jump(opened_from.as_ref());
                }
                None
            }
            OpenTarget::Match(anchor, words) => {
                let read = self.positions.has_position(id);
                self.go_to_match(anchor.as_ref(), &words);
                if !read {
                    self.remove_jump(opened_from.as_ref());
                }
                Some(words)
            }
        };
        Some(ReachedTarget { find_words: words })
    }

    /// Goes to the target of a fragment in the article; an empty one is the start.
    pub(in crate::app) fn go_to_fragment(&mut self, fragment: &str, status: &mut Status) {
        let left = self.current_position();
        let Some(text) = &mut self.text else {
            return;
        };
        if !text.go_to_fragment(fragment) {
            return status.report(format!("No target “{fragment}” in this article"));
        }
        self.record_jump(left);
    }

    /// Goes to an anchor in the article.
    fn go_to_anchor(&mut self, anchor: &Anchor) {
        let left: Option<HistoryEntry> = self.current_position();
        let Some(text) = &mut self.text else {
            return;
        };
        text.end_find();
        text.go_to_place(anchor);
        self.record_jump(left);
    }

    /// Goes to the first match of `words` in the article, from an anchor or from the start on.
    fn go_to_match(&mut self, anchor: Option<&Anchor>, words: &str) {
        let left: Option<HistoryEntry> = self.current_position();
        let Some(text) = &mut self.text else {
            return;
        };
        text.go_to_match(anchor, words);
        self.record_jump(left);
    }
}

/// The position that an article was opened for has been reached.
#[derive(Debug)]
pub(in crate::app) struct ReachedTarget {
    /// Words that are being found there.
    pub(in crate::app) find_words: Option<String>,
}

/// Returns the file that a link leads to: that of a `file:` URL, or of a relative link in a file.
fn local_path(address: &str, origin: &Origin) -> Option<PathBuf> {
    if is_file(address) {
        let rest = address.get("file:".len()..)?;
        let path = match rest.strip_prefix("//") {
            Some(rest) => rest.get(rest.find('/')?..)?,
            None => rest,
        };
        return Some(normalize_path(Path::new(&*percent_decoded(path))));
    }
    if has_scheme(address) || address.starts_with("//") {
        return None;
    }
    let path = address.split('?').next().filter(|path| !path.is_empty())?;
    let path = percent_decoded(path);
    let folder = match origin {
        Origin::File(file) => file.parent(),
        Origin::StandardInput | Origin::Tour(_) | Origin::Stored(_) => None,
    };
    Some(normalize_path(
        &folder.unwrap_or(Path::new("")).join(&*path),
    ))
}

/// Removes `.` from a path, and `..` where the folder before it is known.
fn normalize_path(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// Returns true if an address begins with a scheme (RFC 3986 section 3.1).
fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Returns true if an address is a `file:` URL.
fn is_file(address: &str) -> bool {
    address
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
}

/// Returns true if two addresses are those of one page: fragments and a last slash are ignored.
fn is_same_page(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split('#').next().unwrap_or_default();
        url.trim_end_matches('/').to_owned()
    };
    bare(one) == bare(other)
}
