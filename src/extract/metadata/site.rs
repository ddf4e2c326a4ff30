//! Name of the site of a page: [`find_publisher`], [`site_keys`].

use super::declared::DeclaredMetadata;
use super::headings::is_front_page;
use super::normalize::normalize_value;
use super::title::is_same_site;
use crate::extract::comparison::comparison_key;
use crate::extract::dom::DomTree;

/// Largest number of characters of the name of a publisher.
const MAX_CHARS: usize = 100;

/// Returns the declared name of the site without its slogan.
pub(super) fn find_publisher(declared: &DeclaredMetadata, url: Option<&str>) -> Option<String> {
    let named = declared
        .first_meta(&["og:site_name"])
        .or(declared.json_ld.publisher.as_deref());
    let named = named.or_else(|| {
        declared.first_meta(&[
            "application-name",
            "apple-mobile-web-app-title",
            "dc.publisher",
            "citation_journal_title",
        ])
    });
    named
        .map(|name| without_slogan(name, url))
        .filter(|name| name.chars().count() <= MAX_CHARS && name.chars().any(char::is_alphanumeric))
}

/// Removes what stands behind or before the name of a site: `The Post | News you need`.
fn without_slogan(name: &str, url: Option<&str>) -> String {
    let host = url.and_then(site_of_url);
    for separator in [
        " | ", " – ", " — ", " - ", " · ", " • ", " :: ", " » ", ": ",
    ] {
        let parts: Vec<&str> = name
            .split(separator)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() < 2 {
            continue;
        }
        let own = |part: &&&str| {
            host.as_deref()
                .is_some_and(|host| is_same_site(&comparison_key(part), host))
        };
        if let Some(part) = parts.iter().find(own) {
            return (*part).to_owned();
        }
        let words = |text: &str| text.split_whitespace().count();
        if let [first, rest @ ..] = parts.as_slice() {
            let slogan = rest.iter().map(|part| words(part)).sum::<usize>();
            if words(first) <= 5 && slogan >= 3 {
                return (*first).to_owned();
            }
        }
    }
    name.to_owned()
}

/// Returns the keys of all names of the site: declared, by its address, and in the link to its front page.
pub(super) fn site_keys(
    tree: &DomTree,
    declared: &DeclaredMetadata,
    publisher: Option<&str>,
    url: Option<&str>,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let named = [
        publisher,
        declared.first_meta(&["og:site_name"]),
        declared.json_ld.publisher.as_deref(),
        declared.json_ld.site.as_deref(),
        declared.first_meta(&["application-name"]),
        declared.first_meta(&["apple-mobile-web-app-title"]),
    ];
    out.extend(named.into_iter().flatten().map(comparison_key));
    out.extend(url.and_then(site_of_url));
    let links = tree.elements(0).filter(|i| {
        tree.name(*i) == "a"
            && tree
                .attr(*i, "href")
                .is_some_and(|href| is_front_page(href.trim()))
    });
    for id in links.take(4) {
        let shown = normalize_value(&tree.collapsed_text(id));
        let image = tree
            .elements(id)
            .take(6)
            .find_map(|i| tree.attr(i, "alt"))
            .unwrap_or_default();
        for name in [shown.as_str(), image] {
            let key = comparison_key(name);
            let key = key
                .trim_end_matches(" logo")
                .trim_end_matches(" home")
                .to_owned();
            let general = matches!(
                key.as_str(),
                "home"
                    | "start"
                    | "front"
                    | "front page"
                    | "homepage"
                    | "startseite"
                    | "accueil"
                    | "inicio"
                    | "logo"
                    | "site logo"
                    | "blog"
                    | "back"
                    | "index"
                    | "main"
                    | "главная"
                    | "首页"
                    | "ホーム"
                    | "home page"
                    | "back to home"
            );
            if (3..=40).contains(&key.len()) && !general && key.split(' ').count() <= 5 {
                out.push(key);
            }
        }
    }
    out.retain(|key| !key.is_empty());
    out.dedup();
    out
}

/// Returns the longest label of a host name: `example` for `www.example.co.uk`.
fn site_of_url(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let host = url.host_str()?.to_owned();
    let labels: Vec<&str> = host.split('.').filter(|l| *l != "www").collect();
    let longest = labels.iter().rev().skip(1).max_by_key(|l| l.len())?;
    Some((*longest).replace('-', " "))
}
