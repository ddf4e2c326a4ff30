//! Lookup of an article named on the command line: by its id in the library, its file or its address ([`find_article`]).

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::paths;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{
    AddressText, Cancel, DocumentLoader, ReadError, TOUR_ARTICLES, read_address,
    read_address_source,
};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, ArticleRow, Document, Group, Metadata, Origin, apply_corrections};
use crate::text::clean;

/// An article that the user named, with its text.
#[derive(Debug)]
pub(super) struct NamedArticle {
    /// Row of the library; for an article that is not in the library, a row made from the text, with
    /// [`ArticleId::NONE`].
    pub(super) article: ArticleRow,
    /// Text as it was extracted; `None` if only title and URL are stored.
    pub(super) document: Option<Document>,
    /// Canonical path of the file that the text was read from.
    pub(super) path: Option<PathBuf>,
}

/// Finds an article by id, URL or path, and loads its text. `library` is `None` if none exists yet.
///
/// # Errors
/// There is no such article, or it can't be read. The text is `WHAT: WHERE: what to do`.
pub(super) fn find_article(
    target: &Path,
    library: Option<&LibraryReader>,
    loader: &DocumentLoader,
) -> Result<NamedArticle> {
    let shown = paths::display_path(target);
    match resolve(target, library)? {
        Target::Id(id) => find_by_id(id, library, loader),
        Target::Address(address) => find_by_address(address, &shown),
        Target::File => find_by_file(target, &shown, library, loader),
    }
}

/// Source text of an article that the user named.
#[derive(Debug)]
pub(super) struct NamedSource {
    /// Text, clean: of its file, its entry in a feed, or its page.
    pub(super) text: String,
    /// Address that the text was fetched from because the library stores the article without its source.
    pub(super) fetched: Option<String>,
}

/// Finds the source text of an article by id, URL or path. That of a page which the library stores without its source is fetched.
///
/// # Errors
/// There is no such article, or its source can't be read, or is not stored and has no address. The text is
/// `WHAT: WHERE: what to do`.
pub(super) fn find_source_text(
    target: &Path,
    library: Option<&LibraryReader>,
    loader: &DocumentLoader,
) -> Result<NamedSource> {
    let shown = paths::display_path(target);
    let stored = |text| NamedSource {
        text,
        fetched: None,
    };
    match resolve(target, library)? {
        Target::Id(id) => find_source_by_id(id, &shown, library, loader),
        Target::Address(address) => fetch_source(address).map(stored),
        Target::File => loader
            .decoded_source(&Origin::File(target.to_owned()), &Cancel::new())
            .map(stored)
            .map_err(|reason| match reason {
                ReadError::Io(error) => anyhow!(paths::path_error(target, &error, "can't be read")),
                reason => anyhow!("can't be read: {shown}: {reason}"),
            }),
    }
}

fn find_source_by_id(
    id: ArticleId,
    shown: &str,
    library: Option<&LibraryReader>,
    loader: &DocumentLoader,
) -> Result<NamedSource> {
    let (library, article) = stored_article(id, library)?;
    match (
        loader.decoded_source_of_stored(library, id, &Cancel::new()),
        article.url,
    ) {
        (Ok(text), _) => Ok(NamedSource {
            text,
            fetched: None,
        }),
        (Err(ReadError::NoSource), Some(url)) => Ok(NamedSource {
            text: fetch_source(&url)?,
            fetched: Some(url),
        }),
        (Err(reason @ ReadError::NoSource), None) => {
            bail!("no source: {shown}: {reason}: --format markdown prints the article")
        }
        (Err(reason), _) => bail!("no source: {shown}: {reason}"),
    }
}

/// Fetches a page and returns its source, clean. Nothing is stored.
fn fetch_source(address: &str) -> Result<String> {
    let client = Client::new(ClientOptions::default());
    read_address_source(&client, address)
        .map_err(|error| anyhow!("can't be read: {}: {error}", clean::clean_line(address)))
}

/// Article that the user named.
enum Target<'a> {
    /// An article of the library.
    Id(ArticleId),
    /// A page that no article of the library is from.
    Address(&'a str),
    /// A file.
    File,
}

/// Returns the meaning of a word: digits are an id, a web address an article of the library or a page.
fn resolve<'a>(target: &'a Path, library: Option<&LibraryReader>) -> Result<Target<'a>> {
    let text = target.to_str().unwrap_or_default();
    if let (true, Ok(id)) = (text.bytes().all(|b| b.is_ascii_digit()), text.parse()) {
        return Ok(Target::Id(id));
    }
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let is_address = scheme
        .is_some_and(|scheme| matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https"));
    if !is_address {
        return Ok(Target::File);
    }
    let id = match library {
        Some(library) => library.find_by_link(text).map_err(unreadable_article)?,
        None => None,
    };
    Ok(id.map_or(Target::Address(text), Target::Id))
}

/// Fetches a page. Nothing is stored.
fn find_by_address(address: &str, shown: &str) -> Result<NamedArticle> {
    let client = Client::new(ClientOptions::default());
    let document = match read_address(&client, address) {
        Ok(AddressText::Page(document)) => *document,
        Ok(AddressText::Feed { .. }) => {
            bail!("is a feed: {shown}: newsprint add {shown} subscribes to it")
        }
        Err(error) => bail!("can't be read: {shown}: {error}"),
    };
    let name = document.metadata.title.clone();
    let name = name.unwrap_or_else(|| shown.to_owned());
    let group = Group::Named(String::new());
    let origin = Origin::Stored(ArticleId::NONE);
    let mut article = ArticleRow::new(ArticleId::NONE, group, origin, name);
    article.set_metadata(&document.metadata, document.words());
    Ok(NamedArticle {
        article,
        document: Some(document),
        path: None,
    })
}

/// Returns the row of an article, and the library that has it.
fn stored_article(
    id: ArticleId,
    library: Option<&LibraryReader>,
) -> Result<(&LibraryReader, ArticleRow)> {
    let missing = || missing_article(id);
    let library = library.ok_or_else(missing)?;
    let article = library.article(id).map_err(unreadable_article)?;
    Ok((library, article.ok_or_else(missing)?))
}

fn missing_article(id: ArticleId) -> anyhow::Error {
    anyhow!("no such article: {id}: newsprint list shows the ids")
}

fn unreadable_article(error: LibraryError) -> anyhow::Error {
    anyhow!("can't read the library: {error}")
}

fn find_by_id(
    id: ArticleId,
    library: Option<&LibraryReader>,
    loader: &DocumentLoader,
) -> Result<NamedArticle> {
    let (library, article) = stored_article(id, library)?;
    if let Some(document) = library.extracted_document(id).map_err(unreadable_article)? {
        return Ok(NamedArticle {
            article,
            document: Some(document),
            path: None,
        });
    }
    let seed = library.tour_name_of(id).map_err(unreadable_article)?;
    let known = |(name, _): &&(&'static str, &str)| seed.as_deref() == Some(*name);
    let origin = match (&article.origin, TOUR_ARTICLES.iter().find(known)) {
        (Origin::File(path), _) => Origin::File(path.clone()),
        (_, Some((name, _))) => Origin::Tour(name),
        // An entry of a feed that was not extracted yet; else only the title and the URL are stored.
        _ => {
            let loaded = loader.load_stored(library, id, &Cancel::new());
            return Ok(NamedArticle {
                article,
                document: loaded.ok().map(|loaded| loaded.document),
                path: None,
            });
        }
    };
    let loaded = loader.load(&origin, &Cancel::new()).map_err(|reason| {
        let path = article.path.as_deref().unwrap_or(Path::new(""));
        anyhow!("can't be read: {}: {reason}", paths::display_path(path))
    })?;
    Ok(NamedArticle {
        path: article.path.clone(),
        article,
        document: Some(loaded.document),
    })
}

/// Returns the article in a file; if the file no longer exists, the article that the library stored from it.
fn find_by_file(
    path: &Path,
    shown: &str,
    library: Option<&LibraryReader>,
    loader: &DocumentLoader,
) -> Result<NamedArticle> {
    if path.is_dir() {
        bail!("is a folder: {shown}: name the files in it");
    }
    let canonical = canonical_path(path);
    let origin = Origin::File(path.to_owned());
    let document = match loader.load(&origin, &Cancel::new()) {
        Ok(loaded) => loaded.document,
        Err(reason) => {
            let kept = match library {
                Some(library) if !path.exists() => library
                    .find_by_file(&canonical)
                    .map_err(unreadable_article)?,
                _ => None,
            };
            return match kept {
                Some(id) => find_by_id(id, library, loader),
                None => match reason {
                    ReadError::Io(error) => bail!(paths::path_error(path, &error, "can't be read")),
                    reason => bail!("can't be read: {shown}: {reason}"),
                },
            };
        }
    };
    let words = document.words();
    let known = match library {
        Some(library) => library
            .find_same_article(Some(&canonical), None, &document, words)
            .map_err(unreadable_article)?,
        None => None,
    };
    let known = match (known, library) {
        (Some(id), Some(library)) => library.article(id).map_err(unreadable_article)?,
        _ => None,
    };
    let article = known.unwrap_or_else(|| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = clean::clean_line(&name.to_string_lossy()).into_owned();
        let group = Group::Named(String::new());
        let origin = Origin::File(canonical.clone());
        let mut article = ArticleRow::new(ArticleId::NONE, group, origin, name);
        article.set_metadata(&document.metadata, words);
        article
    });
    Ok(NamedArticle {
        article,
        document: Some(document),
        path: Some(canonical),
    })
}

/// Returns the canonical path, as the library stores it. For a missing file, only the folder is made canonical.
pub(super) fn canonical_path(path: &Path) -> PathBuf {
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

impl NamedArticle {
    /// Returns the text with the corrections of the user; if it is not stored, a document with the metadata alone.
    ///
    /// # Errors
    /// The library can't be read.
    pub(super) fn corrected_text(&self, library: Option<&LibraryReader>) -> Result<Document> {
        let Some(mut document) = self.document.clone() else {
            return Ok(self.metadata_alone());
        };
        if let Some(library) = library {
            let corrections = library.corrections(self.article.id);
            apply_corrections(&mut document, &corrections.map_err(unreadable_article)?);
        }
        Ok(document)
    }

    fn metadata_alone(&self) -> Document {
        let article = &self.article;
        let line = |text: &String| clean::clean_line(text).into_owned();
        Document {
            metadata: Metadata {
                title: Some(line(&article.title)),
                standfirst: article.standfirst.as_ref().map(line),
                byline: article.byline.as_ref().map(line),
                publisher: article.publisher.as_ref().map(line),
                published: article.published,
                url: article.url.as_ref().map(line),
                lang: None,
                enclosures: Vec::new(),
            },
            ..Document::default()
        }
    }
}
