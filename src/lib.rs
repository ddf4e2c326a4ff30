//! newsprint is a newspaper for the terminal. It opens anything a person would call an article, finds its headings, and lets one
//! read it with the keyboard, section by section.
//!
//! This page is where to start reading: terms, flows, invariants, threads, and at the end the modules in reading order.
//!
//! # Terms
//!
//! | term | meaning |
//! | --- | --- |
//! | article | a text that the program shows: metadata and a document ([`model::ArticleRow`], [`model::Document`]) |
//! | document | the content of one article: metadata and a flat list of blocks, without a width or a terminal |
//! | block, inline | parts of a document, named as in CommonMark: heading, paragraph, list, quote, code, table, image; emphasis, link |
//! | section | a heading of any level and the blocks up to the next heading; section 0 is the text before the first one |
//! | source | origin of articles: a feed, a folder or a page. The *source text* of an article is its text before extraction |
//! | entry | what one source says about an article: its file, or its id, link, dates and texts in a feed; an article may have entries in several sources |
//! | fetch, refresh | one request for a feed; bringing sources up to date |
//! | validators | ETag and Last-Modified of an answer, sent back with the next request |
//! | view | a selection of articles: all, unread, a category, a tag |
//! | listing | a view with an order, a grouping and a filter |
//! | row, group | a line of the list; rows under one head, such as a day |
//! | page | in [`library`] and [`app`], a run of rows that is read at once ([`model::Page`]); in [`extract`], a web page; in the reader pane, a screenful |
//! | bookmark | a mark of a whole article or of a position in it, with tags and a note ([`model::Bookmark`]); what it marks is never deleted |
//! | place | a bookmarked position in an article |
//! | anchor | a position by content: heading, first words of the block, offset; it survives an edited text ([`model::Anchor`]) |
//! | reading position | the anchor at the top of the screen when an article was left ([`model::ReadingPosition`]) |
//! | history | the positions that `H` and `L` go back and forward through; as a view: the articles that were opened |
//! | preview | what the reader shows of the selected row before it is opened |
//! | boilerplate | what a page carries beside its article: menus, advertisements, share buttons, related links |
//! | tour | the articles of `seeds/`, which a first start shows |
//! | given articles | those of the paths and the standard input that the program was started with |
//! | action, scope | something the user can ask for by a key; what decides a key's meaning: list, reader, picker, prompt |
//! | effect | what [`app`] asks of the world: a job, or something of the terminal |
//! | job, outcome | work for the [`worker`], and its result, with the id that it answers ([`model::Job`], [`model::Outcome`]) |
//! | role | what a span of laid-out text is: heading, link, code; the theme turns roles into styles |
//! | journal | the list of the user's changes, from which undo and redo work |
//! | session | one run of the program |
//!
//! # Flows
//!
//! **Key to frame.** [`terminal`] turns bytes into events. [`keymap`] finds the [`app::Action`] of a key in the current [`app::Scope`],
//! and [`app::App::target_at`] what a click is on. [`app::App::apply`] changes the state and collects [`app::Effect`]s. [`event_loop`] handles
//! all waiting events, carries out the effects, and has [`ui::draw`] draw one frame.
//!
//! **File to article.** An effect may be a [`model::Job`]. [`worker`] puts it into a queue, whose thread calls [`ingest`] to read the
//! bytes and [`extract`] to turn them into a [`model::Document`]. The result is a [`model::Outcome`]. [`app`] has [`layout`] lay out the
//! few blocks that are on the screen. A new width lays out again, from the same document.
//!
//! **Folder to library.** A source that is a folder is scanned when it is added and once at each start. Only files whose size or
//! modification time has changed are read, and [`library`] stores each article once. One of the running programs watches the
//! folders for changes. A missing file is marked as missing; nothing is deleted for it.
//!
//! **Feed to list.** A thread of [`ingest`] sends a conditional request with [`fetch`], [`feed`] parses the answer, and its entries are
//! packed. The calling thread alone writes: it matches them with the stored entries of the source (by id, link, title, date and text),
//! and stores entries and articles in transactions of at most 50 ms, the validators in the last one. The list keeps its selection.
//! Documents are extracted from the stored entries, and indexed, in the background, in steps that any program can go on with.
//!
//! **Image to screen.** The worker reads the sizes of an article's local images before it sends the document, so that [`layout`]
//! reserves their space. [`app`] requests those that are on the screen, and the worker encodes them for the terminal. Images of the
//! web are fetched into a bounded cache only when the user asks for it, or a setting of the source does. Highlighting of code arrives
//! in the same way. Neither changes the lines of the text.
//!
//! **Library to list.** All stored articles are in one SQLite database, which any number of programs use at once: [`library`]. The
//! list holds a window of rows. [`app`] requests pages by the key of a row ([`model::PageRequest`]) before the selection reaches an
//! edge; keys typed after a jump out of the window wait until its page has arrived. When another program has changed the library, a
//! watch on the database files reports it, and what is shown is reloaded. The selection and the text do not move.
//!
//! **Change to mark.** A [`model::Change`] is saved by the `save` thread, in one transaction with its line in the journal. Its mark is
//! drawn when the commit has returned, never before. Undo reads the journal, whichever program wrote it.
//!
//! **File to pipe.** [`cli`] runs commands and prints articles as text on one thread: it calls functions of [`ingest`] and [`library`],
//! which return results, and sends no jobs. So does [`linear`], the line-oriented front end; it has one more thread, which scans
//! folders, updates the search index and makes the daily backup.
//!
//! **File to setting.** [`cli::Setup`] has [`config`] merge the user's files over those of `assets/`, setting by setting, and [`keymap`]
//! binding by binding. A mistake is reported with its line and costs only that line. [`config`] is plain data that every module may
//! read. [`ui::Theme`] turns the names of styles into colours that the terminal has.
//!
//! # Invariants
//!
//! Each one names the modules of `tests/suite` that check it.
//!
//! 1. A frame is a function of `(&App, &Keymap, &Theme)`: drawing changes nothing. The types ensure it.
//! 2. [`app`] does no I/O and reads no clock; the loop sets `now` (`architecture`).
//! 3. [`extract`], [`feed`] and [`layout`] never panic; the only errors of the first two are *not text* and *not a feed*: bad input gives a poorer document. Their time is linear in the input; limits are counts of steps, never timeouts (`layout`, `extract_*`, `clean`).
//! 4. The event loop never waits for a disk or the network: files are read by threads of [`worker`]. One slow source never delays another
//!    (`terminal`, `worker`).
//! 5. Every outcome names what it answers, and [`app`] drops what it no longer waits for (`screens`). Every job has a queue: the match
//!    is exhaustive.
//! 6. No binding is the prefix of another one in its scope, so no key waits for a timer (`keymap`).
//! 7. Keys, help, hints and the README's table come from [`app::Action`] and `assets/keymap.toml` (`keymap`, `readme`).
//! 8. No untrusted text reaches the terminal, a pipe, the clipboard or a title except through [`text::clean`] (`clean`, `terminal`,
//!    `cli`).
//! 9. No shell is ever used. Programs are started by argv, the user's own too, and links by an allow-list of schemes (`terminal`,
//!    `commands`).
//! 10. Keys act in the order typed, each on the state that its predecessors produce. A key whose meaning depends on a pending result
//!     waits, and those behind it with it (`screens`).
//! 11. Text never moves under the reader except by a key: another size, or more of standard input, keeps the words at the top
//!     (`screens`).
//! 12. A mark is drawn when its commit has returned. What could not be saved looks different and says why (`screens`, `concurrent_programs`).
//! 13. Nothing is deleted because something is missing, and nothing bookmarked is ever deleted (`library`, `sources`, `durability`).
//! 14. A released migration is never edited. A database of a newer program is left untouched (`durability`).
//! 15. A write begins IMMEDIATE and is short. A read never waits for a write (`concurrent_programs`, `durability`).
//! 16. No file of the user's is created unasked, none is overwritten, and none that is wrong keeps the program from starting
//!     (`settings`, `themes`, `install`).
//! 17. An article that was read never comes back as unread because a feed changed its id, link, date or text (`refresh`).
//! 18. A credential goes only to the origin it is for; it stands in no log, error, export or backup (`fetch`, `source_settings`).
//! 19. Each feed is fetched by one program at a time, and no earlier than it, its server and the user want; a start is no reason to
//!     fetch (`refresh`).
//! 20. Nothing of an article is lost: [`extract`] leaves out whole blocks of boilerplate and counts them, and never cuts inside a
//!     sentence, code, a cell, an item or a caption (`extract_*`, `fixtures`).
//! 21. A change is reported when it is on the disk. Nothing stored is lost when the program is killed, the disk is full or the database
//!     is damaged; a damaged database is quarantined, never overwritten (`durability`).
//!
//! # Threads
//!
//! *Up to 9*: one thread works, and another takes over once a task takes longer than 100 ms (a second for sources). When eight are
//! blocked, a ninth only reports the tasks that wait. Each thread starts with the first task of its queue. **Locks**: *session* is the state of
//! the worker for this run (rows of articles, unsaved states, recent texts), *pool* for the list of library connections, *pipe text* for what
//! was read from pipes. No thread takes one of these while it holds another, and none is held while a file or the database is read or
//! written. There are three exceptions: a queue's lock while its thread is started, a pool's lock while an outcome says that a
//! task waits, and that of running syncs while an outcome gives their progress. The lock of SQLite comes last: a statement takes it.
//!
//! | thread | runs | other locks (each thread also takes that of its queue) | ends |
//! | --- | --- | --- | --- |
//! | `main` | [`event_loop`]: events, actions, frames. It waits for no other thread, except 100 ms at quit, and 2 s while a change is being committed | those of the queues, to add to them | at quit, or when the terminal is gone |
//! | `load` (up to 9) | one awaited article, its source text, or the file behind a link; of each kind the latest request wins | pipe text, pool, session | with the worker; if it hangs in a file system, with the program |
//! | `scan` (up to 9) | paths to rows | rows of the scan, pipe text, pool | likewise |
//! | `describe` (up to 9) | the summary of each row, and the stored state of its file | descriptions, pipe text, pool, session | likewise |
//! | `media` (up to 9) | images, also fetching those of the web; highlighting of code | highlighting | likewise |
//! | `source` (up to 9) | looking for sources and scanning them, at low priority (nice 10) | pool | likewise |
//! | `file-call` (up to 9) | file system calls for `save`, which gives up after a second for each | pipe text, pool, session | likewise |
//! | `pipes` | reading all pipes, by `poll` | pipe text | with the worker |
//! | `pipe-text` (up to 9) | extracting pipe text | pipe text, pool, session | with the worker |
//! | `library` | pages, views, states | pool, session | with the worker |
//! | `count` | counting rows | pool | with the worker |
//! | `search` | searches, then the lines of hits in large texts; a newer search interrupts an older one | the handle that interrupts it | with the worker |
//! | `program-input` | the text of an article into a program that has the terminal | none | when the program has read it or closes its input |
//! | `save` | changes, undo, positions, in the order of the keys | pool, session | with the worker; it is flushed first |
//! | `renew` | saving documents that were extracted again by a newer version | pool | with the worker |
//! | `watch` | loading the history of positions; then the watch on the database | pool | with the worker |
//! | `sources` | the watch on folders; one program does it for all (`sources.lock`) | pool | with the worker, or with the program while another one has the lock |
//! | `refresh` | refreshing views and what is due; it alone sleeps until the next feed is due | pool | at quit: running requests are ended |
//! | `request` | refreshing one source, subscribing | pool | likewise |
//! | `fetch` (up to 8 a refresh) | one request each, parsing its answer | the queue of hosts | with its refresh |
//! | `index` | extraction of stored entries, then the search index, at low priority (nice 10) | pool | with the worker, after its current step |
//! | `maintenance` | the daily backup, expiry | pool | when it is done |
//! | `input`, `show input` | standard input, if it is an article | session | with the input, or with the program |
//! | notify's own | file events | none of ours | with `watch`, `sources` |
//! | `look-up` (up to 8) | looking up the paths of the command line; `main` waits 200 ms for each | none | when it is done, or with the program |
//! | `background` | in linear mode, which has no worker: scanning sources, the index, the daily backup | none | with the program |
//!
//! # Rules for dependencies
//!
//! There are no cyclic dependencies, neither between modules nor between the files in them, and some names may be used only in some places. The test
//! `architecture` checks both.
//!
//! | only in | what |
//! | --- | --- |
//! | [`ui`], [`terminal`], [`event_loop`] | ratatui |
//! | [`keymap`], [`terminal`], [`event_loop`] | crossterm |
//! | [`extract`] | HTML and Markdown crates |
//! | [`fetch`] | the HTTP crate, content codings, sockets |
//! | [`layout`] | textwrap, line breaking, hyphenation and the order of right-to-left text |
//! | [`ingest`] | walking through folders |
//! | [`worker`] | image decoders, grammars of code, watches on files |
//! | [`library`] | SQL and its database, the compressor of texts, hashes |
//! | [`cli`], [`linear`], [`event_loop`], [`terminal`], `main` | errors without a type (anyhow) |
//! | not in [`model`], [`text`], [`extract`], [`layout`], [`app`], [`ui`] | threads, files, the network, the clock |
//!
//! # Modules, in reading order
//!
//! | module | content |
//! | --- | --- |
//! | [`model`] | plain data that all others use: articles, documents, anchors, views, jobs and outcomes |
//! | [`text`] | the sanitizer for foreign text, folding for comparison, writers of Markdown and plain text |
//! | [`messages`] | the wording of errors and results, shared by the front ends |
//! | [`extract`] | bytes to a document |
//! | [`comparison`] | two texts of an article to one with insertions and deletions |
//! | [`feed`] | bytes to a feed and its entries; outlines; autodiscovery |
//! | [`fetch`] | an address and validators to an answer, and the rules of politeness |
//! | [`layout`] | a document and a width to lines, block by block |
//! | [`app`] | the state, and what each action and each outcome does to it |
//! | [`keymap`] | keys to actions |
//! | [`ui`] | the state to a frame |
//! | [`library`] | the database: articles, bookmarks, undo, search, copies, recovery |
//! | [`ingest`] | folders, files, pages and feeds into the library, as functions |
//! | [`sync`] | accounts on servers: marks, texts and subscriptions both ways |
//! | [`worker`] | the threads, queues and pools that run jobs |
//! | [`terminal`] | the terminal: input, output, images, clipboard |
//! | [`event_loop`] | the main loop |
//! | [`config`] | settings, folders and themes as data, and loading them |
//! | [`cli`] | the command line, a file for each command |
//! | [`linear`] | the line-oriented front end |

pub mod model;

pub mod text;

pub mod messages;

pub mod extract;

pub mod comparison;

pub mod feed;

pub mod fetch;

pub mod layout;

pub mod app;

pub mod keymap;

pub mod ui;

pub mod library;

pub mod ingest;

pub mod sync;

pub mod worker;

pub mod terminal;

pub mod event_loop;

pub mod config;

pub mod cli;

pub mod linear;
