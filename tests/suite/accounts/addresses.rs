//! Addresses of servers as users write them.

use newsprint::model::AccountKind;
use newsprint::sync::address::server_addresses;

fn addresses(kind: AccountKind, text: &str) -> Vec<String> {
    server_addresses(kind, text).unwrap_or_default()
}

#[test]
fn freshrss_is_found_by_any_of_its_addresses() {
    let reader = "https://fresh.example/api/greader.php";
    for text in [
        "fresh.example",
        "https://fresh.example/",
        "https://fresh.example/i/?a=normal",
        "https://fresh.example/api/greader.php",
        "https://fresh.example/api/greader.php/reader/api/0/",
        "https://fresh.example/api/greader.php/accounts/ClientLogin?x#y",
    ] {
        let found = addresses(AccountKind::GoogleReader, text);
        assert!(found.iter().any(|one| one == reader), "{text}: {found:?}");
    }
    let below = addresses(AccountKind::GoogleReader, "http://home.example:8080/rss/i/");
    assert!(
        below.contains(&"http://home.example:8080/rss/api/greader.php".to_owned()),
        "{below:?}"
    );
    // Services have the API at their root.
    let first = |text| {
        addresses(AccountKind::GoogleReader, text)
            .into_iter()
            .next()
    };
    assert_eq!(first("bazqux.com").unwrap(), "https://bazqux.com");
    assert_eq!(
        first("https://flux.example/reader/api/0").unwrap(),
        "https://flux.example"
    );
}

#[test]
fn other_servers_are_found_with_and_without_the_path_of_their_api() {
    for (kind, text, expected) in [
        (
            AccountKind::Miniflux,
            "flux.example/v1/",
            "https://flux.example",
        ),
        (
            AccountKind::Miniflux,
            "https://home.example/flux",
            "https://home.example/flux",
        ),
        (
            AccountKind::Miniflux,
            "https://flux.example/unread",
            "https://flux.example",
        ),
        (
            AccountKind::Nextcloud,
            "https://cloud.example/nc/index.php/apps/news/api/v1-3/",
            "https://cloud.example/nc",
        ),
        (
            AccountKind::Nextcloud,
            "https://cloud.example/apps/news/",
            "https://cloud.example",
        ),
        (
            AccountKind::Fever,
            "https://fresh.example/api/fever.php?api",
            "https://fresh.example/api/fever.php",
        ),
        (
            AccountKind::Fever,
            "https://fresh.example/i/",
            "https://fresh.example/api/fever.php",
        ),
        (
            AccountKind::Fever,
            "https://flux.example/",
            "https://flux.example/fever",
        ),
        (
            AccountKind::Fever,
            "https://flux.example/fever/?api",
            "https://flux.example/fever",
        ),
    ] {
        let found = addresses(kind, text);
        assert!(found.iter().any(|one| one == expected), "{text}: {found:?}");
    }
}

#[test]
fn nextcloud_is_found_by_the_address_of_any_of_its_pages() {
    for (text, expected) in [
        (
            "https://home.example/nextcloud/apps/dashboard/",
            "https://home.example/nextcloud",
        ),
        (
            "https://home.example/nextcloud/login",
            "https://home.example/nextcloud",
        ),
        (
            "home.example/nextcloud/index.php/apps/news/#/feed/3",
            "https://home.example/nextcloud",
        ),
        (
            "https://home.example/cloud/index.php/login?redirect_url=/apps/news/",
            "https://home.example/cloud",
        ),
        ("https://apps/news", "https://apps/news"),
        ("https://home.example/apps", "https://home.example/apps"),
        (
            "https://home.example/login-cloud",
            "https://home.example/login-cloud",
        ),
    ] {
        let found = addresses(AccountKind::Nextcloud, text);
        assert_eq!(found[0], expected, "{text}: {found:?}");
    }
    // It may be in a folder of such a name.
    let found = addresses(AccountKind::Nextcloud, "https://home.example/apps/cloud");
    assert!(
        found.contains(&"https://home.example/apps/cloud".to_owned()),
        "{found:?}"
    );
}

#[test]
fn what_is_no_address_and_what_has_a_password_is_refused() {
    for text in [
        "",
        "ftp://fresh.example",
        "https://ada:inkwell@fresh.example",
        "https://ada@fresh.example",
        "https://",
        "a b",
    ] {
        for kind in AccountKind::ALL {
            assert_eq!(server_addresses(kind, text), None, "{text}");
        }
    }
}
