//! Links: letters beside those in sight, the one that is selected, and where following it leads.

use std::path::{Component, Path, PathBuf};

use tui_input::InputRequest;
use url::Url;

use super::{Action, App, Effect, Link, Overlay, Pane};
use crate::model::{Anchor, Article, ArticleId, Job, Origin, percent_decoded};

/// Letters beside the links in sight; typing them selects a link.
#[derive(Debug, Clone)]
pub struct Hints {
    /// The links, each with its letters. None of these begin with those of another link.
    links: Vec<(String, Link)>,
    /// The letters typed so far.
    typed: String,
}

/// The letters, the most convenient first: the home row.
const LETTERS: &[u8] = b"fjdksla";

/// A place to go to in a story.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// What the fragment of a link names.
    Fragment(String),
    /// A place by content, and words in it to be looked for.
    Place(Anchor, Option<String>),
}

/// A file that a link leads to, being looked for.
#[derive(Debug)]
pub(super) struct Adding {
    /// The id it will have.
    id: ArticleId,
    /// The link as it stands in the story.
    url: String,
}

impl Hints {
    /// The letters typed so far.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The letters of a link, if those typed so far begin them.
    pub fn label(&self, link: &Link) -> Option<&str> {
        let (label, _) = self.links.iter().find(|(_, other)| other == link)?;
        label.starts_with(&self.typed).then_some(label)
    }
}

/// `count` labels, as short as they can be; none is the beginning of another.
pub(super) fn labels(count: usize) -> Vec<String> {
    let mut labels = vec![String::new()];
    let mut longer = 0;
    // The first label gives way to those that begin with it, until there are enough.
    while labels.len() - longer < count || labels.len() == 1 {
        let Some(begin) = labels.get(longer).cloned() else {
            break;
        };
        let with = |letter: &u8| format!("{begin}{}", char::from(*letter));
        labels.extend(LETTERS.iter().map(with));
        longer += 1;
    }
    labels.drain(..longer);
    labels.truncate(count);
    labels
}

impl App {
    /// Puts letters beside the links in sight.
    pub(super) fn show_link_hints(&mut self) {
        let links = self.reader.text.as_ref().map(|r| r.links_in_view());
        let links = links.unwrap_or_default();
        if links.is_empty() {
            return self.say("No link in sight".to_owned());
        }
        let labels = labels(links.len());
        let links = labels.into_iter().zip(links.into_iter().map(|l| l.link));
        self.overlay.open = Overlay::Hints(Hints {
            links: links.collect(),
            typed: String::new(),
        });
    }

    pub(super) fn edit_hints(&mut self, request: InputRequest) {
        let Overlay::Hints(hints) = &mut self.overlay.open else {
            return;
        };
        match request {
            InputRequest::InsertChar(c) => hints.typed.extend(c.to_lowercase()),
            InputRequest::DeletePrevChar if hints.typed.is_empty() => {
                self.overlay.open = Overlay::None;
                return;
            }
            InputRequest::DeletePrevChar => {
                hints.typed.pop();
            }
            _ => return,
        }
        let typed = hints.typed.clone();
        let mut left = hints
            .links
            .iter()
            .filter(|(label, _)| label.starts_with(&typed));
        match (left.next().cloned(), left.next()) {
            (Some((label, link)), None) if label == typed => {
                self.overlay.open = Overlay::None;
                self.select_link(link);
            }
            (Some(_), _) => {}
            (None, _) => {
                hints.typed.clear();
                self.say(format!("No link has the letters {typed}"));
            }
        }
    }

    pub(super) fn apply_in_hints(&mut self, action: Action, hints: Hints) {
        match action {
            Action::Escape => {}
            _ => {
                self.say("Type the letters beside a link".to_owned());
                self.overlay.open = Overlay::Hints(hints);
            }
        }
    }

    pub(super) fn select_link(&mut self, link: Link) {
        if let Some(reader) = &mut self.reader.text {
            reader.select_link(Some(link));
        }
    }

    /// The link that is selected in the text that has the keys.
    pub fn selected_link(&self) -> Option<&Link> {
        let reader = self.reader.text.as_ref();
        reader
            .filter(|_| self.screen.focus == Pane::Reader)?
            .selected_link()
    }

    /// Where the selected link leads, as another program would have to know it.
    pub(super) fn selected_address(&self) -> Option<String> {
        Some(self.outside(&self.selected_link()?.url))
    }

    /// The address of a link outside of the story: relative to the story's own, if that is known.
    fn outside(&self, url: &str) -> String {
        let own = self
            .reader
            .shown
            .and_then(|id| self.list.rows.get(id)?.url.as_deref());
        let joined = || Url::parse(own?).ok()?.join(url).ok();
        match joined() {
            _ if has_scheme(url) => url.to_owned(),
            Some(joined) => joined.into(),
            None if url.starts_with("//") => format!("https:{url}"),
            None => url.to_owned(),
        }
    }

    /// Follows the selected link.
    pub(super) fn follow_link(&mut self) {
        match self.selected_link().map(|link| link.url.clone()) {
            Some(url) => self.follow(&url),
            None => self.say("No link is selected".to_owned()),
        }
    }

    /// Goes where a link leads: in the story, to a story of the list, to a file, or to the browser.
    fn follow(&mut self, url: &str) {
        let (address, fragment) = match url.split_once('#') {
            Some((address, fragment)) => (address, Some(fragment)),
            None => (url, None),
        };
        if address.is_empty() {
            return self.go_to_target(fragment.unwrap_or_default());
        }
        let origin = self
            .reader
            .shown
            .and_then(|id| Some(&self.list.rows.get(id)?.origin));
        let path = origin.and_then(|origin| local_path(address, origin));
        let articles = self.list.rows.articles().iter();
        let known = |article: &&Article| match (&article.origin, &path) {
            (Origin::File(file), Some(path)) if normal(file) == *path => true,
            (Origin::Seed(name), Some(path)) if Path::new(name) == path => true,
            _ => article
                .url
                .as_deref()
                .is_some_and(|u| same_page(u, address)),
        };
        // Of two with one address the story itself is meant.
        let mut found = articles.filter(known).map(|article| article.id);
        let first = found.next();
        let own = self
            .reader
            .shown
            .filter(|own| first == Some(*own) || found.any(|id| id == *own));
        match (own.or(first), path) {
            (Some(id), _) => self.open_at(id, fragment),
            (None, Some(path)) => {
                let id = ArticleId::linked(self.reader.added);
                self.reader.added += 1;
                let url = url.to_owned();
                self.reader.adding = Some(Adding { id, url });
                self.effects.push(Effect::Job(Job::Add(id, path)));
            }
            (None, None) => {
                let url = self.outside(url);
                self.effects.push(Effect::OpenLink(url));
            }
        }
    }

    /// Opens a story, at a place if the link names one.
    fn open_at(&mut self, id: ArticleId, fragment: Option<&str>) {
        if self.reader.shown == Some(id) {
            return self.go_to_target(fragment.unwrap_or_default());
        }
        self.open(id);
        self.reader.target = fragment.map(|fragment| (id, Target::Fragment(fragment.to_owned())));
        self.arrive();
    }

    /// Opens a story at a place by content, and looks for words there.
    pub(super) fn open_place(&mut self, id: ArticleId, anchor: Anchor, words: Option<String>) {
        self.open(id);
        self.reader.target = Some((id, Target::Place(anchor, words)));
        self.arrive();
    }

    /// Goes to the place in a story that was opened for it, once its text is there.
    pub(super) fn arrive(&mut self) {
        let shown = self.reader.text.as_ref().map(|reader| reader.id());
        if let Some((_, target)) = self.reader.target.take_if(|(id, _)| Some(*id) == shown) {
            let opened_from = self.here();
            match target {
                Target::Fragment(fragment) => {
                    self.go_to_target(&fragment);
                    // The story was left for this place, not for where it was left before.
                    self.forget_place(opened_from.as_ref());
                }
                // Where one has read in this story one wants to come back to.
                Target::Place(anchor, words) => {
                    let read = self
                        .reader
                        .shown
                        .is_some_and(|id| self.reader.left_at.contains_key(&id));
                    self.go_to_anchor(anchor, words);
                    if !read {
                        self.forget_place(opened_from.as_ref());
                    }
                }
            }
        }
    }

    /// Goes to a place in the story by the fragment that names it; none is the start.
    fn go_to_target(&mut self, fragment: &str) {
        let left = self.here();
        let Some(reader) = &mut self.reader.text else {
            return;
        };
        if !reader.go_to_target(fragment) {
            return self.say(format!("No place “{fragment}” in this story"));
        }
        self.jumped_from(left);
        self.mark_if_end_reached();
    }

    /// Goes to a place in the story by content, and to the words that are looked for there.
    fn go_to_anchor(&mut self, anchor: Anchor, words: Option<String>) {
        let left = self.here();
        let Some(reader) = &mut self.reader.text else {
            return;
        };
        reader.end_find();
        reader.go_to_mark(&anchor);
        if let Some(words) = words {
            let top = reader.top();
            reader.start_find(&words, top);
            self.overlay.last_find = words;
        }
        self.jumped_from(left);
        self.mark_if_end_reached();
    }

    /// A file that a link leads to has become a story.
    pub(super) fn added(&mut self, article: Article) {
        let Some(adding) = self.reader.adding.take_if(|adding| adding.id == article.id) else {
            return;
        };
        let id = article.id;
        self.list.rows.extend(vec![article]);
        let fragment = adding.url.split_once('#').map(|(_, fragment)| fragment);
        self.open_at(id, fragment);
    }

    /// A link leads to no file that could be read here: then it is the browser's, where the story's own address is known.
    pub(super) fn not_added(&mut self, id: ArticleId, path: &Path, why: &str) {
        let Some(adding) = self.reader.adding.take_if(|adding| adding.id == id) else {
            return;
        };
        let url = self.outside(&adding.url);
        if has_scheme(&url) && !is_file(&url) {
            self.effects.push(Effect::OpenLink(url));
        } else {
            self.fail(format!("{}: {why}", path.display()));
        }
    }
}

/// The file that a link leads to: a `file:` URL, or a relative link in a file.
fn local_path(address: &str, origin: &Origin) -> Option<PathBuf> {
    if is_file(address) {
        let rest = address.get("file:".len()..)?;
        let path = match rest.strip_prefix("//") {
            Some(rest) => rest.get(rest.find('/')?..)?,
            None => rest,
        };
        return Some(normal(Path::new(&*percent_decoded(path))));
    }
    if has_scheme(address) || address.starts_with("//") {
        return None;
    }
    let path = address.split('?').next().filter(|path| !path.is_empty())?;
    let path = percent_decoded(path);
    let folder = match origin {
        Origin::File(file) => file.parent(),
        Origin::StandardInput | Origin::Seed(_) | Origin::Stored(_) => None,
    };
    Some(normal(&folder.unwrap_or(Path::new("")).join(&*path)))
}

/// A path without `.`, and without `..` where the folder before it is known.
fn normal(path: &Path) -> PathBuf {
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

/// Whether an address begins with a scheme (RFC 3986 section 3.1).
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

/// Whether two addresses are those of one page: fragments and a last slash don't count.
fn same_page(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split('#').next().unwrap_or_default();
        url.trim_end_matches('/').to_owned()
    };
    bare(one) == bare(other)
}
