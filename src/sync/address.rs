//! Addresses of servers as users write them: [`server_addresses`].

use url::Url;

use crate::model::AccountKind;

/// Path of the Google Reader API of FreshRSS, and of its Fever API.
const FRESHRSS_READER: &str = "/api/greader.php";
const FRESHRSS_FEVER: &str = "/api/fever.php";

/// Ends of addresses that are copied from a browser or from the documentation of an API: what precedes them is its base.
const ENDS: [(AccountKind, &[&str]); 2] = [
    (
        AccountKind::GoogleReader,
        &[
            "/accounts/ClientLogin",
            "/reader/api/0",
            "/reader/api",
            "/reader",
        ],
    ),
    (AccountKind::Miniflux, &["/v1"]),
];

/// Returns the addresses at which the API may be that a user means by `text`, the likeliest first; all are of one origin, and none
/// has a slash at its end. Without a scheme `https://` is assumed. `None` if the text is no address, or has credentials.
pub fn server_addresses(kind: AccountKind, text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let full = match text.contains("://") {
        true => text.to_owned(),
        false => format!("https://{text}"),
    };
    let mut url = Url::parse(&full).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if !is_web || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    let given = without_end(kind, url.as_str().trim_end_matches('/'));
    url.set_path("");
    let root = url.as_str().trim_end_matches('/').to_owned();
    let mut addresses = Vec::new();
    let mut add = |address: String| {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    };
    let freshrss = freshrss_folder(&given);
    match kind {
        AccountKind::GoogleReader if !given.ends_with(FRESHRSS_READER) => {
            add(given.clone());
            for base in [freshrss.unwrap_or(&given), &given] {
                add(format!("{base}{FRESHRSS_READER}"));
            }
            // The web server shows the folder above the public one.
            add(format!("{}/p{FRESHRSS_READER}", freshrss.unwrap_or(&given)));
        }
        AccountKind::Fever if !given.ends_with(FRESHRSS_FEVER) => {
            add(given.clone());
            if !given.ends_with("/fever") {
                add(format!("{given}/fever"));
            }
            for base in [freshrss.unwrap_or(&given), &given] {
                add(format!("{base}{FRESHRSS_FEVER}"));
            }
        }
        AccountKind::Nextcloud => {
            let end = given.get(root.len()..).and_then(page_of_nextcloud);
            let base = end.and_then(|end| given.get(..root.len() + end));
            add(base.unwrap_or(&given).to_owned());
            add(given);
            add(root);
        }
        AccountKind::GoogleReader | AccountKind::Fever | AccountKind::Miniflux => {
            add(given);
            add(root);
        }
    }
    Some(addresses)
}

/// Returns an address without an end that is part of the API itself.
fn without_end(kind: AccountKind, address: &str) -> String {
    let ends = ENDS.iter().find(|(known, _)| *known == kind);
    let ends = ends.map_or([].as_slice(), |(_, ends)| ends);
    let base = ends.iter().find_map(|end| address.strip_suffix(end));
    base.unwrap_or(address).trim_end_matches('/').to_owned()
}

/// Returns the address of the folder of FreshRSS, if that of one of its pages is given: of its web page, or of those about its APIs.
fn freshrss_folder(address: &str) -> Option<&str> {
    const PAGES: [&str; 7] = [
        FRESHRSS_READER,
        FRESHRSS_FEVER,
        "/api/index.php",
        "/api",
        "/i/index.php",
        "/i",
        "/index.php",
    ];
    PAGES.iter().find_map(|page| address.strip_suffix(page))
}

/// Returns where the part of a path begins that names a page or an API of Nextcloud, if it has one.
fn page_of_nextcloud(path: &str) -> Option<usize> {
    let begins = |part: &str, name: &str| {
        let rest = part.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let slashes = path.match_indices('/').map(|(index, _)| index);
    let mut parts = slashes.filter_map(|index| Some((index, path.get(index..)?)));
    let page = parts.find(|(_, part)| {
        begins(part, "/index.php") || begins(part, "/login") || part.starts_with("/apps/")
    });
    page.map(|(index, _)| index)
}
