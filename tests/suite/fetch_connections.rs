//! Ways to a server: proxies, TLS and encodings of the answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

use newsprint::fetch::{Client, FetchError, FetchRequest, ProxySettings};

use crate::fetch_answers::{FEED, answer, error, get, options, request};
use crate::web::{Answer, Step, WebServer};

/// A public address (of benchmarks, RFC 2544) that nobody has: only a proxy can answer for it.
const FAR: &str = "http://198.18.0.1/feed";

fn proxied(proxy: &str) -> Client {
    let proxies = ProxySettings {
        http: Some(proxy.to_owned()),
        ..ProxySettings::default()
    };
    Client::with_proxies(options(), proxies)
}

fn public(url: &str) -> FetchRequest<'_> {
    FetchRequest {
        allow_private: false,
        ..request(url)
    }
}

#[test]
fn a_proxy_gets_its_own_credentials_and_the_server_none_of_them() {
    let proxy = WebServer::start();
    proxy.answer("198.18.0.1:80", Answer::raw("HTTP/1.1 200 OK\r\n\r\n"));
    proxy.serve("/feed", &[("Content-Type", "text/xml")], FEED);
    let address = proxy.url("").replace("http://", "http://ann:oar@");
    let report = proxied(&address).fetch(&public(FAR));
    assert_eq!(answer(report).body, FEED.as_bytes());
    let requests = proxy.requests();
    assert_eq!(requests[0].path, "198.18.0.1:80");
    assert_eq!(
        requests[0].header("proxy-authorization").as_deref(),
        Some("Basic YW5uOm9hcg==")
    );
    assert_eq!(requests[1].header("proxy-authorization"), None);
    assert_eq!(requests[1].header("host").as_deref(), Some("198.18.0.1"));
}

#[test]
fn private_addresses_are_not_reached_through_a_proxy_either() {
    let proxy = WebServer::start();
    let client = proxied(&proxy.url(""));
    for url in [
        "http://10.0.0.1/",
        "http://[fd00::1]/",
        "http://0xa9fea9fe/latest",
    ] {
        let error = error(client.fetch(&public(url)));
        assert!(
            matches!(error, FetchError::Forbidden { .. }),
            "{url}: {error:?}"
        );
    }
    proxy.answer("198.18.0.1:80", Answer::raw("HTTP/1.1 200 OK\r\n\r\n"));
    proxy.answer("/feed", Answer::redirect(302, "http://192.168.1.1/admin"));
    let report = client.fetch(&public(FAR));
    assert_eq!(
        error(report),
        FetchError::Forbidden {
            host: "192.168.1.1".to_owned()
        }
    );
    assert_eq!(proxy.requests().len(), 2);
}

#[test]
fn a_public_source_is_not_led_to_a_private_address_and_a_private_one_may_stay() {
    let web = WebServer::start();
    web.serve("/feed", &[], FEED);
    let inside = web.url("/feed");
    let proxy = WebServer::start();
    proxy.answer("198.18.0.1:80", Answer::raw("HTTP/1.1 200 OK\r\n\r\n"));
    proxy.on("/feed", move |_| Answer::redirect(301, &inside));
    let client = proxied(&proxy.url(""));
    let report = client.fetch(&public(FAR));
    assert!(matches!(error(report), FetchError::Forbidden { .. }));
    assert_eq!(web.requests().len(), 0);
    answer(client.fetch(&request(FAR)));
}

#[test]
fn proxies_that_refuse_or_are_not_there_are_named_and_loopback_needs_none() {
    let proxy = WebServer::start();
    proxy.answer("198.18.0.1:80", Answer::new(407, &[], ""));
    let refused = error(proxied(&proxy.url("")).fetch(&public(FAR)));
    assert!(matches!(refused, FetchError::Proxy(_)), "{refused:?}");
    let nobody = proxied("http://127.0.0.1:1");
    let missing = error(nobody.fetch(&public(FAR)));
    assert!(matches!(missing, FetchError::Proxy(_)), "{missing:?}");
    let odd = error(proxied("gopher://x").fetch(&public(FAR)));
    assert!(matches!(odd, FetchError::Proxy(_)), "{odd:?}");
    let web = WebServer::start();
    web.serve("/feed", &[], FEED);
    answer(nobody.fetch(&request(&web.url("/feed"))));
}

#[test]
fn a_socks_proxy_gets_the_checked_address() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("socks5://{}", listener.local_addr().unwrap());
    let proxy = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).unwrap();
        stream.write_all(&[5, 0]).unwrap();
        let mut wanted = [0; 10];
        stream.read_exact(&mut wanted).unwrap();
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        while !lines.next().unwrap().unwrap().is_empty() {}
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
            .unwrap();
        wanted
    });
    let report = proxied(&address).fetch(&public(FAR));
    assert_eq!(answer(report).body, b"abc");
    assert_eq!(proxy.join().unwrap(), [5, 1, 0, 1, 198, 18, 0, 1, 0, 80]);
}

#[test]
fn proxies_of_the_environment_are_those_of_the_scheme() {
    let read = |variables: &'static [(&'static str, &'static str)]| {
        ProxySettings::from_variables(move |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    };
    let settings = read(&[
        ("HTTP_PROXY", "a"),
        ("https_proxy", "b"),
        ("HTTPS_PROXY", "c"),
    ]);
    assert_eq!(settings.http.as_deref(), Some("a"));
    assert_eq!(settings.https.as_deref(), Some("b"));
    let settings = read(&[("ALL_PROXY", "a"), ("https_proxy", " "), ("NO_PROXY", "x")]);
    assert_eq!(settings.http.as_deref(), Some("a"));
    assert_eq!(settings.https.as_deref(), Some("a"));
    assert_eq!(settings.no_proxy, "x");
    // A client of a CGI program sets HTTP_PROXY by a header.
    let settings = read(&[("HTTP_PROXY", "a"), ("REQUEST_METHOD", "GET")]);
    assert_eq!(settings.http, None);
    assert!(!format!("{:?}", read(&[("http_proxy", "u:secret@p")])).contains("secret"));
}

#[test]
fn hosts_without_a_proxy_are_names_addresses_and_networks() {
    let proxy = WebServer::start();
    let client = |no_proxy: &str, limit: u64| {
        let proxies = ProxySettings {
            http: Some(proxy.url("")),
            no_proxy: no_proxy.to_owned(),
            ..ProxySettings::default()
        };
        let mut options = options();
        options.connect = std::time::Duration::from_millis(limit);
        Client::with_proxies(options, proxies)
    };
    // (The proxy refuses all: who asks it fails with its name. The host itself never answers.)
    let asks_proxy = |no_proxy: &str, limit: u64| {
        let report = client(no_proxy, limit).fetch(&public(FAR));
        matches!(error(report), FetchError::Proxy(_))
    };
    for none in [
        "*",
        "198.18.0.1",
        "a.example, 198.18.0.0/15",
        "198.18.0.1:80",
    ] {
        assert!(!asks_proxy(none, 30), "{none}");
    }
    for other in ["", "198.18.0.2", "198.20.0.0/16", "198.18.0.1:81", "8.0.1"] {
        assert!(asks_proxy(other, 10_000), "{other}");
    }
}

#[test]
fn a_server_without_tls_is_an_error_of_the_secure_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut hello = [0; 64];
        stream.read_exact(&mut hello).unwrap();
        // A record of a type that does not exist.
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
        hello[0]
    });
    let error = crate::fetch_answers::error(get(&url));
    assert!(matches!(error, FetchError::Tls(_)), "{error:?}");
    assert_eq!(server.join().unwrap(), 0x16, "the client began with TLS");
}

/// Brotli without compression (RFC 7932, section 9.2): one uncompressed block and an empty last one.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let head = (u32::try_from(bytes.len()).unwrap() - 1) << 4 | 1 << 20;
    let mut encoded = head.to_le_bytes()[..3].to_vec();
    encoded.extend_from_slice(bytes);
    encoded.push(3);
    encoded
}

#[test]
fn brotli_is_decoded_limited_and_not_trusted() {
    let web = WebServer::start();
    let header = [("Content-Encoding", "br")];
    web.serve("/br", &header, brotli(FEED.as_bytes()));
    web.serve(
        "/twice",
        &[("Content-Encoding", "br, br")],
        brotli(&brotli(FEED.as_bytes())),
    );
    web.serve("/cut", &header, &brotli(FEED.as_bytes())[..20]);
    web.serve("/noise", &header, vec![0x91, 0, 0xff, 0xfe, 7, 9, 0]);
    for path in ["/br", "/twice"] {
        assert_eq!(answer(get(&web.url(path))).body, FEED.as_bytes(), "{path}");
    }
    for path in ["/cut", "/noise"] {
        let error = error(get(&web.url(path)));
        let is_damaged = matches!(error, FetchError::Truncated | FetchError::DamagedEncoding);
        assert!(is_damaged, "{path}: {error:?}");
    }
    let url = web.url("/br");
    let mut limited = request(&url);
    limited.limits.decoded = 20;
    let report = Client::new(options()).fetch(&limited);
    assert_eq!(error(report), FetchError::TooLarge { limit: 20 });
}

#[test]
fn requests_of_many_threads_share_few_connections_and_names() {
    let web = WebServer::start();
    web.serve("/feed", &[], FEED);
    let client = Client::new(options());
    let url = web.url("/feed").replace("127.0.0.1", "localhost");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    answer(client.fetch(&request(&url)));
                }
            });
        }
    });
    let requests = web.requests();
    let connections = requests.iter().map(|it| it.connection).max().unwrap();
    assert_eq!(requests.len(), 40);
    assert!(
        connections < 30,
        "{connections} connections for 40 requests"
    );
    web.answer("/last", Answer::ok(FEED).then(Step::Close));
    answer(client.fetch(&request(&web.url("/last"))));
}
