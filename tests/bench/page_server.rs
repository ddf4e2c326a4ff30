//! A loopback server of feeds of teasers and of their pages, each feed on a host of its own: 127.0.H.L.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::data::Numbers;
use crate::sentences::Sentences;

/// Words of a page: from 300 to 1,200.
const MIN_PAGE_WORDS: usize = 300;
const MAX_PAGE_WORDS: usize = 1200;

/// A server; it ends with the process.
pub struct PageServer {
    feeds: Vec<String>,
    page_bytes: usize,
    log: Arc<Mutex<Log>>,
}

/// Requests for pages.
#[derive(Default)]
struct Log {
    running: usize,
    most: usize,
    /// Last moment of each host, and the shortest time between two.
    last: std::collections::HashMap<usize, Instant>,
    shortest: Option<Duration>,
}

struct Site {
    number: usize,
    feed: String,
    pages: Vec<String>,
}

impl PageServer {
    /// Makes the feeds and starts a thread for each host.
    pub fn start(feeds: usize, entries: usize) -> Self {
        let log: Arc<Mutex<Log>> = Arc::default();
        let sentences = Sentences::of_measurements(true);
        let mut urls = Vec::new();
        let mut page_bytes = 0;
        for number in 0..feeds {
            let host = format!("127.0.{}.{}", 1 + number / 200, 1 + number % 200);
            let listener = TcpListener::bind((host.as_str(), 0)).unwrap();
            let address = listener.local_addr().unwrap().to_string();
            let site = Arc::new(make_site(number, &address, entries, sentences));
            page_bytes = site.pages.first().map_or(0, String::len);
            urls.push(format!("http://{address}/feed"));
            let log = Arc::clone(&log);
            std::thread::spawn(move || {
                for connection in listener.incoming().flatten() {
                    let (site, log) = (Arc::clone(&site), Arc::clone(&log));
                    std::thread::spawn(move || {
                        // A client that leaves is no failure.
                        let _ = serve(connection, &site, &log);
                    });
                }
            });
        }
        Self {
            feeds: urls,
            page_bytes,
            log,
        }
    }

    /// Returns the addresses of the feeds.
    pub fn feeds(&self) -> &[String] {
        &self.feeds
    }

    /// Returns the size of a page.
    pub fn page_bytes(&self) -> usize {
        self.page_bytes
    }

    /// Returns the most requests for pages at once.
    pub fn most_at_once(&self) -> usize {
        self.log.lock().unwrap().most
    }

    /// Returns the shortest time between two pages of one host.
    pub fn shortest_gap(&self) -> Duration {
        self.log.lock().unwrap().shortest.unwrap_or(Duration::MAX)
    }
}

/// Makes a feed of teasers, and its pages: the teaser, the rest, and boilerplate around both.
fn make_site(number: usize, address: &str, entries: usize, sentences: &Sentences) -> Site {
    let mut numbers = Numbers::new(number as u64 + 1);
    let mut feed = format!("<rss version=\"2.0\"><channel><title>Feed {number}</title>");
    let mut pages = Vec::new();
    for entry in 0..entries {
        let title = sentences.paragraph(&mut numbers, 0, 7);
        let teaser = sentences.paragraph(&mut numbers, 0, 40);
        let (day, hour) = (1 + entry % 28, entry % 24);
        feed.push_str(&format!(
            "<item><title>{title}</title><link>http://{address}/{entry}</link><guid>{number}-{entry}</guid>\
             <pubDate>{day:02} Nov 2026 {hour:02}:00:00 GMT</pubDate><description>{teaser} […]</description></item>"
        ));
        let menu: String = (0..40)
            .map(|n| {
                format!(
                    "<li><a href=\"/section/{n}\">{}</a></li>",
                    numbers.sentence(2).0
                )
            })
            .collect();
        let words = MIN_PAGE_WORDS + numbers.below(MAX_PAGE_WORDS - MIN_PAGE_WORDS);
        let rest: String = (0..words / 75)
            .map(|_| format!("<p>{}</p>\n", sentences.paragraph(&mut numbers, 0, 75)))
            .collect();
        pages.push(format!(
            "<!doctype html><html><head><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>\
             <article><h1>{title}</h1><p>{teaser}</p>\n{rest}<p>Zebrafish{entry} end the text of this article.</p></article>\
             <footer><ul>{menu}</ul></footer></body></html>"
        ));
    }
    feed.push_str("</channel></rss>");
    Site {
        number,
        feed,
        pages,
    }
}

/// Answers the requests of one connection, one after the other.
fn serve(connection: TcpStream, site: &Site, log: &Mutex<Log>) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut writer = connection;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
        }
        let page = path.trim_start_matches('/').parse::<usize>().ok();
        let page = page.and_then(|page| site.pages.get(page));
        if page.is_some() {
            let mut log = log.lock().unwrap();
            log.running += 1;
            log.most = log.most.max(log.running);
            let now = Instant::now();
            if let Some(before) = log.last.insert(site.number, now) {
                let gap = now - before;
                log.shortest = Some(log.shortest.map_or(gap, |shortest| shortest.min(gap)));
            }
            drop(log);
            // As a server on the web.
            std::thread::sleep(Duration::from_millis(40));
        }
        let (kind, body) = match page {
            Some(page) => ("text/html; charset=utf-8", page),
            None => ("application/rss+xml", &site.feed),
        };
        if page.is_some() {
            log.lock().unwrap().running -= 1;
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        writer.write_all(head.as_bytes())?;
        writer.write_all(body.as_bytes())?;
    }
}
