//! Links in the text: the one that is selected, and where following it leads.

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

/// Destination of a link within the program.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub(in crate::app) enum LinkDestination {
    /// Nowhere yet, or out of the program.
    Requested,
    /// A fragment of the article that is shown.
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

    /// Returns the link that is selected in the text.
    pub(in crate::app) fn selected_link(&self) -> Option<&SelectedLink> {
        self.text.as_ref()?.selected_link()
    }

    /// Returns the address of a link as another program would have to know it: relative to the article's own, if that
    /// is known.
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

    /// Finds where a link leads: in the article, to another one of the list, to a file, or to the browser.
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
        // Of two with one address the article itself is meant.
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

    /// Takes in that a file that a link leads to has become an article. Gives the fragment of the link; `None` if the file is no
    /// longer waited for.
    pub(in crate::app) fn receive_file(&mut self, id: ArticleId) -> Option<Option<String>> {
        let file = self.awaited_file.take_if(|file| file.id == id)?;
        let fragment = file.url.split_once('#');
        Some(fragment.map(|(_, fragment)| fragment.to_owned()))
    }

    /// Takes in that a link leads to no file that could be read here: then it is the browser's, where the article's own address is
    /// known.
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

    /// Goes to the position that the article was opened for, once its text is there. Gives the words that are looked for there.
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
                // The article was left for this place, not for where it was left before.
                self.remove_jump(opened_from.as_ref());
                None
            }
            // Where one has read in this article one wants to come back to.
            OpenTarget::Anchor(anchor, words) => {
                let read = self.positions.has_position(id);
                self.go_to_anchor(&anchor, words.as_deref());
                if !read {
                    self.remove_jump(opened_from.as_ref());
                }
                words
            }
        };
        Some(ReachedTarget { find_words: words })
    }

    /// Goes to a place in the article by the fragment that names it; none is the start.
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

    /// Goes to a place in the article by content, and to the words that are looked for there.
    fn go_to_anchor(&mut self, anchor: &Anchor, words: Option<&str>) {
        let left: Option<HistoryEntry> = self.current_position();
        let Some(text) = &mut self.text else {
            return;
        };
        text.end_find();
        text.go_to_place(anchor);
        if let Some(words) = words {
            let top = text.top();
            text.start_find(words, top);
        }
        self.record_jump(left);
    }
}

/// An article that was opened for a position has come to it.
#[derive(Debug)]
pub(in crate::app) struct ReachedTarget {
    /// The words that are looked for there.
    pub(in crate::app) find_words: Option<String>,
}

/// Returns the file that a link leads to: a `file:` URL, or a relative link in a file.
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

/// Returns a path without `.`, and without `..` where the folder before it is known.
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

/// True if an address begins with a scheme (RFC 3986 section 3.1).
fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

fn is_file(address: &str) -> bool {
    address
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
}

/// True if two addresses are those of one page: fragments and a last slash don't count.
fn is_same_page(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split('#').next().unwrap_or_default();
        url.trim_end_matches('/').to_owned()
    };
    bare(one) == bare(other)
}
