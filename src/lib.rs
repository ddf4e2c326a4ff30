//! newsprint: a newspaper for the terminal. It opens anything a person would call an article, finds the structure in it, and
//! lets one read it with the keyboard, section by section.
//!
//! This page is the map. Modules stand below in reading order; each opens with what it holds.
//!
//! # What flows where
//!
//! **Key to frame.** [`terminal`] turns bytes into events; [`keymap`] says which [`app::Action`] a key is in the present
//! [`app::Scope`], and [`app::App::hit`] what a click meant; [`app::App::apply`] changes the state, and leaves what it wants of the world as [`app::Effect`]s;
//! [`event_loop`] takes in everything that waits, carries the effects out, and has [`ui::draw`] make one frame of it.
//!
//! **File to article.** An effect may be a [`model::Job`]. [`worker`] gives it to a queue, whose thread has [`ingest`] read the bytes
//! and [`extract`] make a [`model::Document`] of them; it comes back as a [`model::Outcome`] with the id that it is for, and
//! [`app`] has [`layout`] lay out the few blocks that the screen shows. Another width lays out again, from the same document.
//!
//! **Folder to library.** A source that is a folder is scanned by [`ingest::scan_folder`], when it is added and once at each start;
//! only files whose size or time is another are read, and [`library`] takes their articles in, each once. Of all programs that run, one watches
//! the folders. What is gone is marked as missing, and nothing is deleted for it.
//!
//! **Image to screen.** The worker looks up how large the images of an article are before it sends the article, so that
//! [`layout`] leaves room for them; [`app`] asks for those that come into sight, the worker makes them ready for the terminal,
//! and they take the room that was left. Nothing is fetched. Colours of code come in the same way, and move nothing.
//!
//! **Library to list.** Everything that is kept lies in one database, which any number of programs use at once: [`library`]. The list
//! holds a window on it: [`app`] asks for pages by the key of a row ([`model::PageRequest`]) before the selection comes to an edge,
//! and a jump out of the window holds the keys behind it until its page is there. When another program has changed something, a
//! watch on the database's files says so, and what is shown is read again; neither selection nor text moves for it.
//!
//! **Change to star.** What the user changes is a [`model::Change`], which a thread of its own keeps in one transaction with a line in
//! the journal. Marks are drawn from what the library says after its commit has returned, and never before. Undo reads the
//! journal, whoever wrote it.
//!
//! **File to pipe.** [`cli`] carries out commands, and prints articles as text, on one thread: it calls functions of [`ingest`]
//! and [`library`], which return results, and sends no jobs. So does [`linear`], which reads by commands; beside the conversation it
//! has one thread, which scans folders, brings the index up to date and makes the daily copy.
//!
//! **File to setting.** [`cli::Setup`] has [`config`] merge the user's files over those of `assets/`, setting by setting, and
//! [`keymap`] do so binding by binding; a mistake costs the line it is in, and is told. [`config`] is plain data that all may
//! read: styles are named there by what has them, and [`ui::Theme`] turns the names into colours that the terminal has.
//!
//! # Invariants
//!
//! What must hold, and where it is tested (in `tests/suite`):
//!
//! 1. A frame is a function of `(&App, &Keymap, &Theme)`: drawing changes nothing. The compiler sees to it.
//! 2. [`app`] does no I/O and reads no clock; `now` is a field that the loop sets (`architecture`).
//! 3. [`extract`] and [`layout`] never fail and never panic: bad input gives a poorer document. Their time is linear in the
//!    input, and bounded by counted work, not by a clock (`layout`, `extract_*`, `clean`).
//! 4. The loop never waits for a disk: whatever reads files is a thread of [`worker`]; one slow source never delays another
//!    (`terminal`, `worker`).
//! 5. Every outcome names what it is for; [`app`] drops what it no longer waits for (`screens`). Every job has its queue: the
//!    compiler sees to it.
//! 6. No binding is the beginning of another one in its scope: no key waits for a timer (`keymap`).
//! 7. Keys, help, hints and the README's table come from [`app::Action`] and `assets/keymap.toml` (`keymap`, `readme`).
//! 8. No foreign character reaches the terminal, a pipe, the clipboard or a title but through [`text::clean`] (`clean`,
//!    `terminal`, `cli`).
//! 9. No shell, ever. Programs are started by argv, the user's own too; links by an allow-list of schemes (`terminal`,
//!    `commands`).
//! 10. Keys act in the order typed, each on the state that those before it made: one whose meaning hangs on something that is
//!     on its way waits, and those behind it with it (`screens`).
//! 11. Text never moves under the reader but by a key: another size, or more of standard input, keeps the words at the top
//!     (`screens`).
//! 12. A mark is drawn when its commit has returned; what could not be saved looks different, and says why (`screens`,
//!     `company`).
//! 13. Nothing is deleted because something is missing, and nothing that is bookmarked ever is (`library`, `sources`, `holds`).
//! 14. A migration is never edited once it was released; a database of a newer program is left untouched (`holds`).
//! 15. A write begins IMMEDIATE and is short; a read never waits for one (`company`, `holds`).
//! 16. No file of the user's is created unasked, none is ever overwritten, and none that is wrong keeps the program from
//!     starting (`settings`, `themes`, `install`).
//! 17. A change is told once it is on the disk; nothing that is kept is lost when a program is killed, the disk is full or the
//!     database is damaged, and what can't be read is set aside, never overwritten (`holds`).
//!
//! # Threads
//!
//! | thread | runs | locks, beside that of its queue | ends |
//! | --- | --- | --- | --- |
//! | `main` | [`event_loop`]: events, actions, frames; it waits for no other, save for 100 ms at quit, and 2 s while a change is being committed | those of the queues, to add to them | at quit, or when the terminal is gone |
//! | `load` (up to 9) | one article that somebody waits for, its raw text, the file behind a link: of each kind the latest wins | files, pool, session | with the worker; one that hangs in a file system, with the program |
//! | `scan` (up to 9) | paths to rows | rows of the scan, files, pool | likewise |
//! | `describe` (up to 9) | what each row says, and what is known of its file | descriptions, files, pool, session | likewise |
//! | `media` (up to 9) | images, colours of code | colours | likewise |
//! | `source` (up to 9) | looking for sources and scanning them, after everybody else (nice 10) | pool | likewise |
//! | `file-call` (up to 9) | looking up files for `save`, which waits a second for each | files, pool, session | likewise |
//! | `pipes` | reading all pipes, by `poll` | what came out of pipes | with the worker |
//! | `pipe-text` (up to 9) | extracting what came out of pipes | files, pool, session | with the worker |
//! | `library` | pages, views, states | pool, session | with the worker |
//! | `count` | counting rows | pool | with the worker |
//! | `search` | searches: a newer one interrupts an older one | the way to interrupt it | with the worker |
//! | `save` | changes, undo, positions, in the order of the keys | pool, session | with the worker; it is flushed first |
//! | `renew` | saving texts that a better extraction has made | pool | with the worker |
//! | `watch` | the history of places, once; then the watch on the database | pool | with the worker |
//! | `sources` | the watch on folders; one program has it for all (`sources.lock`) | pool | with the worker, or with the program while another one has the lock |
//! | `index` | the search index, after everybody else (nice 10) | pool | with the worker, once its step is done |
//! | `maintenance` | the daily copy, expiry | pool | when it is done |
//! | `input`, `show input` | standard input, if it is an article | session | with the input, or with the program |
//! | notify's own | events of files | none of ours | with `watch`, `sources` |
//! | `look-up` (up to 8) | looking up the paths of the command line, which `main` waits 200 ms for each | none | when it is done, or with the program |
//! | `background` | in linear mode, which has no worker: scanning sources, the index, the daily copy | none | with the program |
//!
//! *Up to 9*: one works, and another takes over once a task takes longer than 100 ms (a second for sources), until eight hang; the
//! ninth only says who waits. Each thread starts with the first task of its queue. **Locks**: *session* stands for what is known
//! in this session alone (rows of articles, unsaved states, recent texts), *pool* for the list of library connections, *files* for
//! what came out of pipes. No thread takes one of these while it holds another, and none is held while a file or the database is
//! read or written. Two more may be held while one of them is taken: a queue's lock while its thread is started, and that of a
//! pool while a task is told that it waits, which sends an outcome and takes no other lock. The lock of the database is taken last,
//! and by a statement.
//!
//! # Who may say what
//!
//! Dependencies run one way, between modules and between the files in them, and some words may be said only in some places;
//! `architecture` holds both:
//!
//! | only in | what |
//! | --- | --- |
//! | [`ui`], [`terminal`], [`event_loop`] | ratatui |
//! | [`keymap`], [`terminal`], [`event_loop`] | crossterm |
//! | [`extract`] | HTML, Markdown and readability crates |
//! | [`layout`] | textwrap, line breaking, hyphenation and the order of right-to-left text |
//! | [`ingest`] | walking through folders |
//! | [`worker`] | what decodes images, and the grammars of code; watches on files |
//! | [`library`] | SQL and its database, the compressor of texts, hashes |
//! | [`cli`], [`linear`], [`event_loop`], [`terminal`], `main` | errors without a type (anyhow) |
//! | not in [`model`], [`text`], [`extract`], [`layout`], [`app`], [`ui`] | threads, files, the network, the clock |

pub mod model;

pub mod text;

pub mod messages;

pub mod extract;

pub mod layout;

pub mod app;

pub mod keymap;

pub mod ui;

pub mod library;

pub mod ingest;

pub mod worker;

pub mod terminal;

pub mod event_loop;

pub mod config;

pub mod cli;

pub mod linear;
