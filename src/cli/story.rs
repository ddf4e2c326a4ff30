//! A story that is named on the command line: by its number in the library, by its file, or by its address.

use std::path::{Path, PathBuf};

use crate::ingest::SEEDS;
use crate::library::LibraryReader;
use crate::model::{Article, ArticleId, Document, Group, Metadata, Origin};
use crate::text::clean;
use crate::worker::Store;

/// A story that was found.
#[derive(Debug)]
pub(super) struct Story {
    /// Its row: the library's, or one that its text makes. Its name is 0 where the library does not know it.
    pub(super) article: Article,
    /// What it says; `None` where only its title and address are known.
    pub(super) document: Option<Document>,
    /// The file that it was read from, canonical.
    pub(super) path: Option<PathBuf>,
}

/// Finds a story. `library` is none where there is none yet.
///
/// # Errors
/// There is no such story, or it can't be read: `WHAT: WHERE: what to do`.
pub(super) fn find(
    target: &Path,
    library: Option<&LibraryReader>,
    store: &Store,
) -> Result<Story, String> {
    let text = target.to_str().unwrap_or_default();
    if let (true, Ok(id)) = (text.bytes().all(|b| b.is_ascii_digit()), text.parse()) {
        return by_number(id, library, store);
    }
    let shown = clean::line(&target.to_string_lossy()).into_owned();
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https"))
    {
        let id = match library {
            Some(library) => library.known_link(text).map_err(said)?,
            None => None,
        };
        return match id {
            Some(id) => by_number(id, library, store),
            None => Err(format!(
                "can't be fetched yet: {shown}: save the page and give its file"
            )),
        };
    }
    by_file(target, &shown, library, store)
}

/// What went wrong with the library.
fn said(error: impl std::fmt::Display) -> String {
    format!("can't read the library: {error}")
}

fn by_number(
    id: ArticleId,
    library: Option<&LibraryReader>,
    store: &Store,
) -> Result<Story, String> {
    let missing = || format!("no such story: {id}: newsprint list shows their numbers");
    let library = library.ok_or_else(missing)?;
    let article = library.article(id).map_err(said)?.ok_or_else(missing)?;
    if let Some((document, _)) = library.document(id).map_err(said)? {
        return Ok(Story {
            article,
            document: Some(document),
            path: None,
        });
    }
    let seed = library.seed_of(id).map_err(said)?;
    let known = |(name, _): &&(&'static str, &str)| seed.as_deref() == Some(*name);
    let origin = match (&article.origin, SEEDS.iter().find(known)) {
        (Origin::File(path), _) => Origin::File(path.clone()),
        (_, Some((name, _))) => Origin::Seed(name),
        // Only its title and address are known.
        _ => {
            return Ok(Story {
                article,
                document: None,
                path: None,
            });
        }
    };
    let document = store.document(&origin).map_err(|why| {
        let path = article.path.as_deref().unwrap_or(Path::new(""));
        let path = path.to_string_lossy();
        format!("can't be read: {}: {why}", clean::line(&path))
    })?;
    Ok(Story {
        path: article.path.clone(),
        article,
        document: Some(document),
    })
}

/// The story in a file; where the file is gone, what the library kept of it.
fn by_file(
    path: &Path,
    shown: &str,
    library: Option<&LibraryReader>,
    store: &Store,
) -> Result<Story, String> {
    if path.is_dir() {
        return Err(format!("a folder: {shown}: name the files in it"));
    }
    let canonical = canonical(path);
    let document = match store.document(&Origin::File(path.to_owned())) {
        Ok(document) => document,
        Err(why) => {
            let kept = match library {
                Some(library) if !path.exists() => library.known_file(&canonical).map_err(said)?,
                _ => None,
            };
            return match kept {
                Some(id) => by_number(id, library, store),
                None => Err(format!("can't be read: {shown}: {why}")),
            };
        }
    };
    let words = document.words();
    let known = match library {
        Some(library) => library
            .known_story(Some(&canonical), None, &document, words)
            .map_err(said)?,
        None => None,
    };
    let known = match (known, library) {
        (Some(id), Some(library)) => library.article(id).map_err(said)?,
        _ => None,
    };
    let article = known.unwrap_or_else(|| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = clean::line(&name.to_string_lossy()).into_owned();
        let group = Group::Named(String::new());
        let origin = Origin::File(canonical.clone());
        let mut article = Article::new(ArticleId::NONE, group, origin, name);
        article.describe(&document.metadata, words);
        article
    });
    Ok(Story {
        article,
        document: Some(document),
        path: Some(canonical),
    })
}

/// The path as the library has it, also of a file that is gone.
fn canonical(path: &Path) -> PathBuf {
    if let Ok(path) = std::fs::canonicalize(path) {
        return path;
    }
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match (std::fs::canonicalize(parent), path.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}

impl Story {
    /// What it says, or, where that is not known, what is said about it.
    pub(super) fn text(&self) -> Document {
        let article = &self.article;
        let line = |text: &String| clean::line(text).into_owned();
        self.document.clone().unwrap_or_else(|| Document {
            metadata: Metadata {
                title: Some(line(&article.title)),
                standfirst: article.standfirst.as_ref().map(line),
                byline: article.byline.as_ref().map(line),
                publisher: article.publisher.as_ref().map(line),
                published: article.published,
                url: article.url.as_ref().map(line),
                lang: None,
            },
            ..Document::default()
        })
    }
}
