//! The real coldsweat, a server of the Fever API, for tests where it is installed: the program that the variable `COLDSWEAT`
//! names, or the one on the `PATH`.
#![allow(dead_code, reason = "tests of clients use it too")]

use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// User name of the account.
pub const USER: &str = "reader@example.org";
/// Password of the account: twelve letters at least.
pub const PASSWORD: &str = "correct horse battery";
/// MD5 of both with a colon between them.
pub const KEY: &str = "39e0e363c192f9253c0479c938f681c8";

/// Time for a server to start, on a busy machine.
const START: Duration = Duration::from_secs(90);

/// Running server. It ends with the test.
pub struct Coldsweat {
    program: PathBuf,
    folder: tempfile::TempDir,
    server: Child,
    port: u16,
}

impl Coldsweat {
    /// Starts a server with an account that has these feeds: their address, title and group. Returns none, and says that the
    /// test was skipped, where coldsweat is not installed.
    pub fn start(feeds: &[(&str, &str, &str)]) -> Option<Self> {
        let Some(program) = installed() else {
            let text =
                "skipped: coldsweat is not installed (pip install coldsweat; COLDSWEAT=PROGRAM)";
            // Not by `println`, whose output a test that passes does not show.
            let _ = writeln!(std::io::stderr(), "{text}");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let output = command(&program, folder.path()).args(arguments).output();
            let output = output.unwrap();
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{arguments:?}: {error}");
        };
        run(&["setup", USER, "-p", PASSWORD]);
        let list = folder.path().join("feeds.opml");
        std::fs::write(&list, opml(feeds)).unwrap();
        run(&["import", list.to_str().unwrap(), USER, "-f"]);
        let (server, port) = serve(&program, folder.path());
        Some(Self {
            program,
            folder,
            server,
            port,
        })
    }

    /// Returns the address of the API.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/fever/", self.port)
    }

    /// Fetches the feeds again, though the server has done so a moment ago.
    pub fn fetch(&self) {
        let database = rusqlite::Connection::open(self.folder.path().join("coldsweat.db"));
        let due = "UPDATE feeds SET last_checked_on = NULL, last_updated_on = NULL, etag = ''";
        database.unwrap().execute(due, []).unwrap();
        let mut fetch = command(&self.program, self.folder.path());
        assert!(fetch.arg("fetch").output().unwrap().status.success());
    }
}

impl Drop for Coldsweat {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn installed() -> Option<PathBuf> {
    if let Some(program) = std::env::var_os("COLDSWEAT").filter(|name| !name.is_empty()) {
        return Some(PathBuf::from(program));
    }
    let folders = std::env::var_os("PATH")?;
    let mut programs = std::env::split_paths(&folders).map(|folder| folder.join("coldsweat"));
    programs.find(|program| program.is_file())
}

fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    let database = format!("sqlite:///{}", folder.join("coldsweat.db").display());
    command
        .current_dir(folder)
        .env("FLASK_DATABASE_URL", database)
        .env("FLASK_SECRET_KEY", "secret")
        // It asks a service for the icons of sites: nothing answers there, and no test leaves this machine.
        .env("HTTPS_PROXY", "http://127.0.0.1:9")
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null());
    command
}

fn opml(feeds: &[(&str, &str, &str)]) -> String {
    let outline = |(url, title, group): &(&str, &str, &str)| {
        format!(
            "<outline text='{group}'><outline type='rss' text='{title}' title='{title}' xmlUrl='{url}'/></outline>"
        )
    };
    let outlines: String = feeds.iter().map(outline).collect();
    format!("<opml version='2.0'><head/><body>{outlines}</body></opml>")
}

/// Runs the server on a port that is free.
fn serve(program: &Path, folder: &Path) -> (Child, u16) {
    let began = Instant::now();
    loop {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut command = command(program, folder);
        let command = command.args(["run", "--port", &port.to_string()]);
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut server = quiet.spawn().unwrap();
        // It ends at once if another program took the port meanwhile.
        while server.try_wait().unwrap().is_none() {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return (server, port);
            }
            assert!(began.elapsed() < START, "coldsweat does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(began.elapsed() < START, "coldsweat does not start");
    }
}
