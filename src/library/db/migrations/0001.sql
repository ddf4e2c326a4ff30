-- First schema: sources, articles and their documents, bookmarks, positions, the journal, full-text search.
-- Times are seconds since 1970-01-01 UTC. A released migration is never edited, only followed by another.
-- Each column is described in `tables/list.rs`: whether it is exported and backed up, and how recovery completes it.

-- Sources of articles.
CREATE TABLE source (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    -- 'feed', 'folder', 'page', 'account'.
    kind            TEXT NOT NULL,
    -- Title of its own: that of the feed, or the name of the folder.
    title           TEXT NOT NULL,
    -- Title that the user has set.
    user_title      TEXT,
    url             TEXT UNIQUE,
    -- Address before the feed moved permanently: tried once when the new one fails.
    old_url         TEXT,
    -- Key of the address of a feed of an account (`link_key`): if no account has the source, the same feed of one added later gets it.
    feed_key        BLOB,
    -- Target of permanent redirects until it is confirmed, and the time of the first of them.
    moved_to        TEXT,
    moved_since     INTEGER,
    -- Web page of the feed.
    site            TEXT,
    -- Canonical path: text if it is UTF-8, else its bytes.
    path            UNIQUE,
    paused          INTEGER NOT NULL DEFAULT 0,
    -- JSON object of the settings of this source.
    settings        TEXT NOT NULL DEFAULT '{}',
    added           INTEGER NOT NULL,
    -- Time when the user removed it: its articles stay, and undo brings it back.
    removed         INTEGER,
    -- Validators as received: sent with the next request, replaced together.
    etag            BLOB,
    last_modified   BLOB,
    -- Time since which every answer was 304 Not Modified.
    unchanged_since INTEGER,
    -- Seconds between requests: set by the user, and asked for by the feed.
    user_interval   INTEGER,
    feed_interval   INTEGER,
    next_fetch      INTEGER,
    last_attempt    INTEGER,
    last_success    INTEGER,
    -- Time of the last new entry.
    last_new        INTEGER,
    -- 1 once several entries of one answer had the same id, or the same link: neither identifies entries of this feed again.
    repeats_ids     INTEGER NOT NULL DEFAULT 0,
    repeats_links   INTEGER NOT NULL DEFAULT 0,
    failing_since   INTEGER,
    -- Consecutive failures.
    failures        INTEGER NOT NULL DEFAULT 0,
    -- Code of `SourceErrorKind` and its details: a status, the message of the system, a path.
    error           TEXT,
    error_detail    TEXT,
    -- Code of `EntryTexts`: texts that its newest entries have; null if that is not known.
    entry_texts     TEXT,
    -- Set by the triggers below: articles of this source in the library, and unread ones among them.
    articles        INTEGER NOT NULL DEFAULT 0,
    unread          INTEGER NOT NULL DEFAULT 0
);

-- Named sets of sources, as a tree.
CREATE TABLE category (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    parent   INTEGER REFERENCES category (id) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    -- Order among its siblings.
    position INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX category_by_name ON category (ifnull(parent, 0), name);
CREATE TABLE source_category (
    source   INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    category INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    PRIMARY KEY (source, category)
) WITHOUT ROWID;
CREATE INDEX source_category_of ON source_category (category, source);

-- Lease of a source: only one of several programs fetches it, until it is done or the time is over.
CREATE TABLE lease (
    source INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    until  INTEGER NOT NULL
);

-- Last 20 requests of each source.
CREATE TABLE request (
    id           INTEGER PRIMARY KEY,
    source       INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    time         INTEGER NOT NULL,
    -- HTTP status; null if there was no answer.
    status       INTEGER,
    bytes        INTEGER NOT NULL DEFAULT 0,
    milliseconds INTEGER NOT NULL DEFAULT 0,
    -- 'new', 'updated', 'unchanged', 'gone', 'failed', 'skipped'.
    outcome      TEXT NOT NULL,
    -- Code as in `source.error`, and its details.
    error        TEXT,
    error_detail TEXT
);
CREATE INDEX request_of ON request (source, id);
CREATE TRIGGER request_trimmed AFTER INSERT ON request BEGIN
    DELETE FROM request WHERE source = new.source AND id <= (
        SELECT id FROM request WHERE source = new.source ORDER BY id DESC LIMIT 1 OFFSET 20);
END;

-- Hosts that asked for a pause (429, 503, 403).
CREATE TABLE host (
    name       TEXT PRIMARY KEY,
    not_before INTEGER NOT NULL,
    -- Length of the last wait in seconds: the next one is twice as long.
    delay      INTEGER NOT NULL,
    -- Code as in `source.error`.
    reason     TEXT NOT NULL
) WITHOUT ROWID;

-- Articles: their metadata and state. Their texts are in `document`.
CREATE TABLE article (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Source that lists group it under: the first one, as long as that has it. Its other sources are in `entry`.
    source      INTEGER REFERENCES source (id) ON DELETE SET NULL,
    -- 1: in the library, with its text. 0: a file that was only opened, or a deleted article.
    in_library  INTEGER NOT NULL DEFAULT 1,
    -- Time when the user deleted it: a source that has it again does not bring it back.
    deleted     INTEGER,
    title       TEXT NOT NULL,
    -- Sort key of the title: folded, and no longer than needed.
    title_key   TEXT NOT NULL,
    standfirst  TEXT,
    byline      TEXT,
    publisher   TEXT,
    -- A day (2026-02-02) or RFC 3339.
    published   TEXT,
    url         TEXT,
    -- File that it was last read from, as in `source`.
    path,
    -- Size and modification time of that file when it was read.
    fingerprint TEXT,
    -- Name of the article in the tour.
    seed        TEXT,
    -- Time since which the file is missing.
    missing     INTEGER,
    added       INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    -- Date that it is sorted by: the date of publication, else the time when it was added.
    date        INTEGER NOT NULL,
    -- Sort columns of lists, so that all of them ascend.
    neg_date    INTEGER GENERATED ALWAYS AS (-date) VIRTUAL,
    -- Null if it is not in the history: what can't be opened again is not.
    neg_opened  INTEGER GENERATED ALWAYS AS (
        iif(in_library = 1 OR path IS NOT NULL OR seed IS NOT NULL OR has_text = 1, -opened, NULL)) VIRTUAL,
    source_or_0 INTEGER GENERATED ALWAYS AS (ifnull(source, 0)) VIRTUAL,
    words       INTEGER NOT NULL DEFAULT 0,
    read        INTEGER NOT NULL DEFAULT 0,
    bookmarked  INTEGER NOT NULL DEFAULT 0,
    -- 1: left out of the views of everything, of sources and of categories. 2: in no view, since the rules that mute have not
    -- checked it yet; 0 or 1 follows once they have.
    muted       INTEGER NOT NULL DEFAULT 0,
    -- Fraction that was read, 0 to 1.
    progress    REAL NOT NULL DEFAULT 0,
    -- Time when it was last opened.
    opened      INTEGER,
    -- Time when it was marked as read.
    read_at     INTEGER,
    -- Time of the last change of its text beyond noise that the user has not seen.
    changed     INTEGER,
    -- 1 if `document` has its text: set by the triggers below.
    has_text    INTEGER NOT NULL DEFAULT 0,
    -- State in the full-text index: 0 not indexed, 1 title and metadata (`search_head`), 2 all.
    indexed     INTEGER NOT NULL DEFAULT 0,
    -- Representative of its story: the article with the longest text; null if it is in none.
    story       INTEGER
);

CREATE INDEX article_by_date ON article (neg_date, id, read, bookmarked, muted, story) WHERE in_library = 1;
CREATE INDEX article_unread ON article (neg_date, id, muted, story) WHERE in_library = 1 AND read = 0;
CREATE INDEX article_muted ON article (neg_date, id, read) WHERE in_library = 1 AND muted = 1;
CREATE INDEX article_unchecked ON article (has_text, indexed, id) WHERE muted = 2;
CREATE INDEX article_bookmarked ON article (neg_date, id, read) WHERE in_library = 1 AND bookmarked = 1;
CREATE INDEX article_by_title ON article (title_key, id, read, bookmarked, muted, story) WHERE in_library = 1;
CREATE INDEX article_by_words ON article (words, id, read, bookmarked, muted, story) WHERE in_library = 1;
CREATE INDEX article_opened ON article (neg_opened, id, read, bookmarked) WHERE neg_opened IS NOT NULL;
CREATE INDEX article_to_index ON article (indexed, id) WHERE in_library = 1 AND indexed < 2;
-- Articles of stories, by article and by story.
CREATE INDEX article_in_story ON article (id, story, neg_date) WHERE story IS NOT NULL;
CREATE INDEX article_by_story ON article (story, neg_date, id, read, muted) WHERE story IS NOT NULL;

-- Keys that identify an article: its link, its file, its content. A key is the first 16 bytes of the SHA-256 of
-- 'link:URL', 'path:PATH', 'text:TITLE AND TEXT', 'brief:ALL OF A SHORT ONE' or 'seed:NAME'.
CREATE TABLE identity (
    key     BLOB PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX identity_of ON identity (article);

-- Entries: what a source says about one article, a feed's entry or a file of a folder. An article may have entries in several sources.
CREATE TABLE entry (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    -- For an entry of a feed, a hash of all that identified it when it was new; for a file, the bytes of its path relative to the source.
    key         BLOB NOT NULL,
    -- Null if it contains no article. An expired article leaves its entry, so that it does not come back.
    article     INTEGER REFERENCES article (id) ON DELETE SET NULL,
    link        TEXT,
    -- Position in the feed, from 0 at the top.
    position    INTEGER,
    first_seen  INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    -- For a file: its canonical path, as in `article`; its size and modification time when it was read, null if it must be read again.
    path,
    fingerprint TEXT,
    -- Hash of its content when it was last read: unchanged content is not written again.
    hash        BLOB,
    -- Error why it contains no article; null if it is not text at all.
    problem     TEXT,
    -- Time since which the file is missing. An entry that a feed no longer has is not missing.
    missing     INTEGER,
    -- For an entry of a feed, hashes by which it is known again: its id, the path and query of its link, its folded title, the words of
    -- its text (odd if these are 25 words or more); and the time of publication as its feed says it.
    id_hash     INTEGER,
    link_hash   INTEGER,
    title_hash  INTEGER,
    text_hash   INTEGER,
    published   INTEGER
);
CREATE UNIQUE INDEX entry_by_key ON entry (source, key);
CREATE INDEX entry_by_id ON entry (source, id_hash) WHERE id_hash IS NOT NULL;
CREATE INDEX entry_by_link ON entry (source, link_hash) WHERE link_hash IS NOT NULL;
CREATE INDEX entry_by_title ON entry (source, title_hash) WHERE title_hash IS NOT NULL;
CREATE INDEX entry_by_text ON entry (source, text_hash) WHERE text_hash IS NOT NULL;
CREATE INDEX entry_of ON entry (article, source, missing) WHERE article IS NOT NULL;

-- Entries of feeds as their feeds have them: documents are extracted from them in the background, and again by newer extractors.
CREATE TABLE entry_content (
    entry   INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    -- Size of the JSON in bytes.
    size    INTEGER NOT NULL,
    -- The entry as JSON, compressed by zstd: alone, or against the document of its article if `base` has the hash of that.
    body    BLOB NOT NULL,
    base    BLOB,
    -- 1: no document was extracted from it yet.
    pending INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX entry_content_pending ON entry_content (entry) WHERE pending = 1;
-- Contents of pending entries before an edit, where an older extraction made the document: a text of the present one is made of both,
-- so that the edit is told from a better extraction.
CREATE TABLE earlier_content (
    entry INTEGER PRIMARY KEY REFERENCES entry_content (entry) ON DELETE CASCADE,
    -- The entry as JSON, compressed by zstd.
    body  BLOB NOT NULL
);

-- Articles of each source in every sort order of the lists: set by the triggers below. An article in the library has a row for `article.source`
-- (0 if it has none) with `is_first` 1, and one for each other source with an entry of it that is not missing.
CREATE TABLE member (
    article    INTEGER NOT NULL,
    source     INTEGER NOT NULL,
    is_first   INTEGER NOT NULL,
    -- As in `article`.
    neg_date   INTEGER NOT NULL,
    title_key  TEXT NOT NULL,
    words      INTEGER NOT NULL,
    read       INTEGER NOT NULL,
    bookmarked INTEGER NOT NULL,
    muted      INTEGER NOT NULL,
    PRIMARY KEY (article, source)
) WITHOUT ROWID;
CREATE INDEX member_by_date ON member (source, neg_date, article, is_first, read, bookmarked, muted);
CREATE INDEX member_by_title ON member (source, title_key, article, is_first, read, bookmarked, muted);
CREATE INDEX member_by_words ON member (source, words, article, is_first, read, bookmarked, muted);
-- Articles of several sources: views of several sources count each once.
CREATE INDEX member_others ON member (article) WHERE is_first = 0;

CREATE TRIGGER member_of_new AFTER INSERT ON article WHEN new.in_library = 1 BEGIN
    INSERT INTO member VALUES (
        new.id, ifnull(new.source, 0), 1, -new.date, new.title_key, new.words, new.read, new.bookmarked, new.muted);
END;
CREATE TRIGGER member_of_moved AFTER UPDATE OF in_library, source ON article
WHEN new.in_library <> old.in_library OR new.source IS NOT old.source BEGIN
    DELETE FROM member WHERE article = new.id;
    INSERT INTO member SELECT
        new.id, ifnull(new.source, 0), 1, -new.date, new.title_key, new.words, new.read, new.bookmarked, new.muted
        WHERE new.in_library = 1;
    INSERT INTO member SELECT DISTINCT
        new.id, e.source, 0, -new.date, new.title_key, new.words, new.read, new.bookmarked, new.muted
        FROM entry e WHERE e.article = new.id AND e.missing IS NULL AND e.source IS NOT new.source AND new.in_library = 1;
END;
CREATE TRIGGER member_of_removed AFTER DELETE ON article WHEN old.in_library = 1 BEGIN
    DELETE FROM member WHERE article = old.id;
END;
-- A trigger for each value that can change, so that unchanged ones are not written: many articles are marked at once.
CREATE TRIGGER member_sorted AFTER UPDATE OF date, title_key, words ON article
WHEN new.in_library = 1 AND (new.date, new.title_key, new.words) IS NOT (old.date, old.title_key, old.words) BEGIN
    UPDATE member SET neg_date = -new.date, title_key = new.title_key, words = new.words WHERE article = new.id;
END;
CREATE TRIGGER member_marked AFTER UPDATE OF read, bookmarked, muted ON article
WHEN new.in_library = 1 AND (new.read, new.bookmarked, new.muted) IS NOT (old.read, old.bookmarked, old.muted) BEGIN
    UPDATE member SET read = new.read, bookmarked = new.bookmarked, muted = new.muted WHERE article = new.id;
END;
CREATE TRIGGER member_of_new_entry AFTER INSERT ON entry WHEN new.article IS NOT NULL AND new.missing IS NULL BEGIN
    INSERT INTO member SELECT
        a.id, new.source, 0, -a.date, a.title_key, a.words, a.read, a.bookmarked, a.muted
        FROM article a WHERE a.id = new.article AND a.in_library = 1
            AND NOT EXISTS (SELECT 1 FROM member WHERE article = new.article AND source = new.source);
END;
CREATE TRIGGER member_of_changed_entry AFTER UPDATE OF source, article, missing ON entry
WHEN (new.source, new.article, new.missing IS NULL) IS NOT (old.source, old.article, old.missing IS NULL) BEGIN
    DELETE FROM member WHERE article = old.article AND source = old.source AND is_first = 0
        AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.article = old.article AND e.source = old.source AND e.missing IS NULL);
    INSERT INTO member SELECT
        a.id, new.source, 0, -a.date, a.title_key, a.words, a.read, a.bookmarked, a.muted
        FROM article a WHERE a.id = new.article AND new.missing IS NULL AND a.in_library = 1
            AND NOT EXISTS (SELECT 1 FROM member WHERE article = new.article AND source = new.source);
END;
CREATE TRIGGER member_of_removed_entry AFTER DELETE ON entry WHEN old.article IS NOT NULL BEGIN
    DELETE FROM member WHERE article = old.article AND source = old.source AND is_first = 0
        AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.article = old.article AND e.source = old.source AND e.missing IS NULL);
END;

-- Document of an article as JSON, compressed by zstd with the dictionary that the frame names (`assets/`).
CREATE TABLE document (
    article   INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    -- Version of the extraction that made it.
    extractor INTEGER NOT NULL,
    -- Size of the JSON in bytes.
    size      INTEGER NOT NULL,
    -- First 16 bytes of the SHA-256 of the JSON: compares documents without unpacking them.
    hash      BLOB NOT NULL,
    body      BLOB NOT NULL
);
CREATE TRIGGER document_there AFTER INSERT ON document BEGIN
    UPDATE article SET has_text = 1 WHERE id = new.article AND has_text = 0;
END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
    UPDATE article SET has_text = 0 WHERE id = old.article;
END;

-- Earlier texts of an article: each is stored when another text replaces it that differs by more than noise. The first one and the last
-- few stay, for 30 days or for good where the article is bookmarked (`articles/earlier_texts.rs`).
CREATE TABLE earlier_text (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    article   INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    -- Time from which it was the text of the article, and time when it was replaced.
    since     INTEGER NOT NULL,
    replaced  INTEGER NOT NULL,
    -- 1: a text of its page (`page_document`); 0: of its feed or file (`document`).
    is_page   INTEGER NOT NULL DEFAULT 0,
    -- 1 for the text that the user saw last: what changed is what differs from it.
    is_base   INTEGER NOT NULL DEFAULT 0,
    -- As in `document`.
    extractor INTEGER NOT NULL,
    size      INTEGER NOT NULL,
    body      BLOB NOT NULL
);
CREATE INDEX earlier_text_of ON earlier_text (article, id);
CREATE INDEX earlier_text_replaced ON earlier_text (replaced);

-- Corrections of the extraction of an article, made by the user: a JSON array of them; no row if there are none. `document` has the text
-- as it was extracted, and the corrections are applied when it is loaded.
CREATE TABLE correction (
    article     INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    corrections TEXT NOT NULL
);

-- Documents extracted from the web pages of articles, beside those of their entries. The pages themselves are not stored.
CREATE TABLE page_document (
    article    INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    -- Time of the request.
    fetched    INTEGER NOT NULL,
    -- Address of the page after redirects.
    url        TEXT,
    -- Code of `PageProblem`: the text of the feed is shown.
    problem    TEXT,
    -- 1: the user has chosen to see it in spite of its problem.
    accepted   INTEGER NOT NULL DEFAULT 0,
    -- Words of this document, and of the one in `document`: `article.words` has those of the text that is shown.
    words      INTEGER NOT NULL DEFAULT 0,
    feed_words INTEGER NOT NULL DEFAULT 0,
    -- As in `document`.
    extractor  INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    hash       BLOB NOT NULL,
    body       BLOB NOT NULL
);
CREATE TRIGGER page_document_gone AFTER DELETE ON page_document BEGIN
    UPDATE article SET indexed = 0, words = old.feed_words WHERE id = old.article;
END;

-- Articles whose pages are to be fetched in the background, the newest first, and those whose pages can't be fetched.
CREATE TABLE page_queue (
    article    INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    -- Host and port of its link, as in `host`.
    host       TEXT NOT NULL,
    -- Time of the next attempt; null if there is none.
    not_before INTEGER,
    -- Failed attempts so far.
    attempts   INTEGER NOT NULL DEFAULT 0,
    -- Code of the last failure, as in `source.error`, and its details.
    error      TEXT,
    error_detail TEXT
);
CREATE INDEX page_queue_due ON page_queue (not_before, article) WHERE not_before IS NOT NULL;
-- Lease of the queue, in one row: only one of several programs fetches pages in the background.
CREATE TABLE page_lease (
    id     INTEGER PRIMARY KEY,
    holder TEXT NOT NULL,
    until  INTEGER NOT NULL
);

-- Reading position: an anchor as JSON, and the blank lines above it.
CREATE TABLE reading_position (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    anchor  TEXT NOT NULL,
    above   INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL
);

-- The bookmark of an article itself has no anchor; there is at most one. Any number of bookmarks are of places in it.
CREATE TABLE bookmark (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    anchor  TEXT,
    -- Heading above the place, and sentence at it.
    section TEXT,
    quote   TEXT,
    note    TEXT,
    created INTEGER NOT NULL
);
CREATE INDEX bookmark_of ON bookmark (article);
CREATE UNIQUE INDEX bookmark_of_article ON bookmark (article) WHERE anchor IS NULL;
CREATE INDEX bookmark_noted ON bookmark (article) WHERE note IS NOT NULL;

CREATE TABLE bookmark_tag (
    bookmark INTEGER NOT NULL REFERENCES bookmark (id) ON DELETE CASCADE,
    tag      TEXT NOT NULL,
    PRIMARY KEY (bookmark, tag)
) WITHOUT ROWID;
CREATE INDEX bookmark_by_tag ON bookmark_tag (tag, bookmark);

-- Saved search, and the articles that it finds. With an action it is a rule, which acts on new articles that it finds.
CREATE TABLE saved_search (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL UNIQUE,
    query    TEXT NOT NULL,
    created  INTEGER NOT NULL,
    -- Action of a rule: 'mute', 'read', 'bookmark', 'tag:NAME'.
    action   TEXT,
    -- Largest id of an article when the query or the action was set: articles after it are new to the rule.
    since    INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    -- Day of its last evaluation, counted from 1 January of the year 1; null if it must be evaluated on everything.
    evaluated_on INTEGER,
    -- While it is being evaluated on everything: the last article so far.
    evaluated_to INTEGER
);
CREATE TABLE saved_search_article (
    search   INTEGER NOT NULL REFERENCES saved_search (id) ON DELETE CASCADE,
    -- As in `article`.
    neg_date INTEGER NOT NULL,
    article  INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (search, neg_date, article)
) WITHOUT ROWID;
CREATE INDEX saved_search_of ON saved_search_article (article, search);
-- New articles that a rule found. Each is acted on once, whatever becomes of it later.
CREATE TABLE rule_match (
    search  INTEGER NOT NULL REFERENCES saved_search (id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    -- 1: still to be acted on.
    is_due  INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (search, article)
) WITHOUT ROWID;
CREATE INDEX rule_match_due ON rule_match (search, article) WHERE is_due = 1;
CREATE INDEX rule_match_of ON rule_match (article);
-- Changed articles for which the saved searches are still to be evaluated, in the order of the changes.
CREATE TABLE saved_search_due (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL
);
CREATE TRIGGER saved_search_more AFTER INSERT ON saved_search_article BEGIN
    UPDATE saved_search SET articles = articles + 1 WHERE id = new.search;
END;
CREATE TRIGGER saved_search_less AFTER DELETE ON saved_search_article BEGIN
    UPDATE saved_search SET articles = articles - 1 WHERE id = old.search;
END;

-- Journal: every change of the user, to be undone. `state`: 0 done, 1 undone, 2 skipped.
CREATE TABLE change (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    -- Time of the change.
    at      INTEGER NOT NULL,
    -- Kind of the change with the titles, names and numbers for messages about it, as JSON.
    kind    TEXT NOT NULL,
    state   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX change_by_state ON change (state, id);
-- Values before and after a change, one for each thing that it changed.
CREATE TABLE change_item (
    change INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    target INTEGER NOT NULL,
    -- JSON; null if the value did not, or does not, exist.
    before TEXT,
    after  TEXT,
    PRIMARY KEY (change, number)
) WITHOUT ROWID;

-- Small values by name, as JSON: the history ('places'), the last view ('view').
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Full-text index of articles, without a copy of the text. The row has the id of the article. Words are folded and separated by
-- spaces; Han and similar scripts are pairs of neighbours.
CREATE VIRTUAL TABLE search_text USING fts5 (
    -- The first column takes the least space: the words of the others have its number with them. `note`: notes of the user at its bookmarks.
    body, title, summary, note,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- Prefixes of these words, one to four letters, each once an article.
CREATE VIRTUAL TABLE search_prefix USING fts5 (
    prefixes,
    content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- Words of the title, the publisher and the site, and their prefixes of one to four letters.
CREATE VIRTUAL TABLE search_head USING fts5 (
    title, publisher, site,
    content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
);
-- N-grams of title, standfirst and publisher, up to three letters each: lists are filtered by them.
CREATE VIRTUAL TABLE search_ngram USING fts5 (
    ngrams,
    content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- Segments are merged by the indexer, a few pages at a time, and never within another write.
INSERT INTO search_text (search_text, rank) VALUES ('automerge', 0), ('crisismerge', 64);
INSERT INTO search_prefix (search_prefix, rank) VALUES ('automerge', 0), ('crisismerge', 64);
INSERT INTO search_head (search_head, rank) VALUES ('automerge', 0), ('crisismerge', 64);
INSERT INTO search_ngram (search_ngram, rank) VALUES ('automerge', 0), ('crisismerge', 64);

CREATE TRIGGER search_left AFTER UPDATE OF in_library ON article WHEN old.in_library = 1 AND new.in_library = 0 BEGIN
    DELETE FROM search_text WHERE rowid = old.id;
    DELETE FROM search_prefix WHERE rowid = old.id;
    DELETE FROM search_head WHERE rowid = old.id;
    DELETE FROM search_ngram WHERE rowid = old.id;
    DELETE FROM saved_search_article WHERE article = old.id;
    UPDATE article SET indexed = 0 WHERE id = old.id;
END;
CREATE TRIGGER search_removed AFTER DELETE ON article WHEN old.in_library = 1 BEGIN
    DELETE FROM search_text WHERE rowid = old.id;
    DELETE FROM search_prefix WHERE rowid = old.id;
    DELETE FROM search_head WHERE rowid = old.id;
    DELETE FROM search_ngram WHERE rowid = old.id;
END;
CREATE TRIGGER search_changed AFTER UPDATE OF title, standfirst, byline, publisher, url, date, source ON article
WHEN new.indexed > 0 AND (new.title, new.standfirst, new.byline, new.publisher, new.url, new.date, new.source)
    IS NOT (old.title, old.standfirst, old.byline, old.publisher, old.url, old.date, old.source) BEGIN
    UPDATE article SET indexed = 0 WHERE id = old.id;
END;

-- Notes of bookmarks are searched with the text. The indexed row stays until it is written again.
CREATE TRIGGER search_noted AFTER INSERT ON bookmark WHEN new.note IS NOT NULL BEGIN
    UPDATE article SET indexed = 1 WHERE id = new.article AND indexed = 2;
END;
CREATE TRIGGER search_note_changed AFTER UPDATE OF note, article ON bookmark
WHEN (new.note, new.article) IS NOT (old.note, old.article) BEGIN
    UPDATE article SET indexed = 1 WHERE id IN (old.article, new.article) AND indexed = 2;
END;
CREATE TRIGGER search_note_removed AFTER DELETE ON bookmark WHEN old.note IS NOT NULL BEGIN
    UPDATE article SET indexed = 1 WHERE id = old.article AND indexed = 2;
END;

-- The corrected text is searched.
CREATE TRIGGER search_corrected AFTER INSERT ON correction BEGIN
    UPDATE article SET indexed = 1 WHERE id = new.article AND indexed = 2;
END;
CREATE TRIGGER search_correction_changed AFTER UPDATE OF corrections ON correction WHEN new.corrections <> old.corrections BEGIN
    UPDATE article SET indexed = 1 WHERE id = new.article AND indexed = 2;
END;
CREATE TRIGGER search_correction_removed AFTER DELETE ON correction BEGIN
    UPDATE article SET indexed = 1 WHERE id = old.article AND indexed = 2;
END;

-- Samples of the texts of recent articles: articles with the same text are found by them, for 14 days.
CREATE TABLE story_sample (
    article  INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    -- As in `article` when the text was indexed.
    source   INTEGER,
    date     INTEGER NOT NULL,
    -- Time from which on it is no longer needed.
    expires  INTEGER NOT NULL,
    -- Hashes of the title and of the canonical link.
    title    INTEGER,
    link     INTEGER,
    -- Sampled shingles of the text: hashes of three bytes each, ascending, the low byte first.
    hashes   BLOB NOT NULL,
    -- 1: contains several articles that have nothing in common, and is in no story.
    round_up INTEGER NOT NULL DEFAULT 0,
    -- 1: its story is still to be decided.
    pending  INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX story_sample_by_date ON story_sample (date, article);
CREATE INDEX story_sample_pending ON story_sample (date, article) WHERE pending = 1;
CREATE INDEX story_sample_expires ON story_sample (expires);

-- An article that leaves the library leaves its story. The others have no representative then: one takes its place at once, and they are
-- compared again as far as they have samples.
CREATE TRIGGER story_left AFTER UPDATE OF in_library ON article WHEN old.in_library = 1 AND new.in_library = 0 BEGIN
    DELETE FROM story_sample WHERE article = old.id;
    UPDATE article SET story = NULL WHERE id = old.id AND story IS NOT NULL;
    UPDATE story_sample SET pending = 1
        WHERE old.story = old.id AND article IN (SELECT id FROM article WHERE story = old.story);
    -- A story of one article is none.
    UPDATE article SET story = (
            SELECT iif((SELECT count(*) FROM article WHERE story = old.story) = 1, NULL, iif(old.story = old.id, o.id, old.story))
            FROM article o WHERE o.story = old.story ORDER BY o.words DESC, o.id LIMIT 1)
        WHERE story = old.story;
END;
CREATE TRIGGER story_removed AFTER DELETE ON article WHEN old.story IS NOT NULL BEGIN
    UPDATE story_sample SET pending = 1
        WHERE old.story = old.id AND article IN (SELECT id FROM article WHERE story = old.story);
    UPDATE article SET story = (
            SELECT iif((SELECT count(*) FROM article WHERE story = old.story) = 1, NULL, iif(old.story = old.id, o.id, old.story))
            FROM article o WHERE o.story = old.story ORDER BY o.words DESC, o.id LIMIT 1)
        WHERE story = old.story;
END;

-- Numbers of articles: 'all', 'unread', 'bookmarks', 'history', 'muted', the first two of those with `muted` 0; and of those without a row
-- of their own in a list with a row for each story: 'repeats' in the list of all, 'unread_repeats' in the list of unread ones.
CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counter VALUES ('all', 0), ('unread', 0), ('bookmarks', 0), ('history', 0), ('muted', 0), ('repeats', 0), ('unread_repeats', 0);

CREATE TRIGGER article_added AFTER INSERT ON article WHEN new.in_library = 1 OR new.neg_opened IS NOT NULL BEGIN
    UPDATE counter SET count = count + 1 WHERE name = 'all' AND new.in_library = 1 AND new.muted = 0;
    UPDATE counter SET count = count + 1 WHERE name = 'unread' AND new.in_library = 1 AND new.muted = 0 AND new.read = 0;
    UPDATE counter SET count = count + 1 WHERE name = 'muted' AND new.in_library = 1 AND new.muted = 1;
    UPDATE counter SET count = count + 1 WHERE name = 'bookmarks' AND new.in_library = 1 AND new.bookmarked = 1;
    UPDATE counter SET count = count + 1 WHERE name = 'history' AND new.neg_opened IS NOT NULL;
END;
CREATE TRIGGER article_read AFTER UPDATE OF read, muted, in_library ON article
WHEN (new.in_library = 1 AND new.muted = 0 AND new.read = 0) <> (old.in_library = 1 AND old.muted = 0 AND old.read = 0) BEGIN
    UPDATE counter SET count = count + (new.in_library = 1 AND new.muted = 0 AND new.read = 0)
        - (old.in_library = 1 AND old.muted = 0 AND old.read = 0) WHERE name = 'unread';
END;
CREATE TRIGGER article_marked AFTER UPDATE OF bookmarked, in_library ON article
WHEN (new.in_library = 1 AND new.bookmarked = 1) <> (old.in_library = 1 AND old.bookmarked = 1) BEGIN
    UPDATE counter SET count = count + (new.in_library = 1 AND new.bookmarked = 1) - (old.in_library = 1 AND old.bookmarked = 1)
        WHERE name = 'bookmarks';
END;
CREATE TRIGGER article_history AFTER UPDATE OF opened, in_library, path, seed, has_text ON article
WHEN (new.neg_opened IS NULL) <> (old.neg_opened IS NULL) BEGIN
    UPDATE counter SET count = count + (new.neg_opened IS NOT NULL) - (old.neg_opened IS NOT NULL) WHERE name = 'history';
END;
CREATE TRIGGER article_moved AFTER UPDATE OF in_library, muted ON article
WHEN (new.in_library, new.muted) IS NOT (old.in_library, old.muted) BEGIN
    UPDATE counter SET count = count + (new.in_library = 1 AND new.muted = (name = 'muted'))
        - (old.in_library = 1 AND old.muted = (name = 'muted')) WHERE name IN ('all', 'muted');
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    UPDATE counter SET count = count - 1 WHERE name = 'all' AND old.in_library = 1 AND old.muted = 0;
    UPDATE counter SET count = count - 1 WHERE name = 'unread' AND old.in_library = 1 AND old.muted = 0 AND old.read = 0;
    UPDATE counter SET count = count - 1 WHERE name = 'muted' AND old.in_library = 1 AND old.muted = 1;
    UPDATE counter SET count = count - 1 WHERE name = 'bookmarks' AND old.in_library = 1 AND old.bookmarked = 1;
    UPDATE counter SET count = count - 1 WHERE name = 'history' AND old.neg_opened IS NOT NULL;
END;

CREATE TRIGGER story_changed AFTER UPDATE OF story ON article WHEN new.story IS NOT old.story AND new.muted = 0 BEGIN
    UPDATE counter SET count = count
            + EXISTS (SELECT 1 FROM article WHERE story = new.story AND muted = 0 AND id <> new.id)
            - EXISTS (SELECT 1 FROM article WHERE story = old.story AND muted = 0 AND id <> new.id)
        WHERE name = 'repeats';
    UPDATE counter SET count = count
            + EXISTS (SELECT 1 FROM article WHERE story = new.story AND muted = 0 AND read = 0 AND id <> new.id)
            - EXISTS (SELECT 1 FROM article WHERE story = old.story AND muted = 0 AND read = 0 AND id <> new.id)
        WHERE name = 'unread_repeats' AND new.read = 0;
END;
CREATE TRIGGER story_marked AFTER UPDATE OF read, muted ON article
WHEN new.story IS NOT NULL AND (new.read, new.muted) IS NOT (old.read, old.muted) BEGIN
    UPDATE counter SET count = count + (new.muted = 0) - (old.muted = 0) WHERE name = 'repeats'
        AND EXISTS (SELECT 1 FROM article WHERE story = new.story AND muted = 0 AND id <> new.id);
    UPDATE counter SET count = count + (new.read = 0 AND new.muted = 0) - (old.read = 0 AND old.muted = 0) WHERE name = 'unread_repeats'
        AND EXISTS (SELECT 1 FROM article WHERE story = new.story AND muted = 0 AND read = 0 AND id <> new.id);
END;

CREATE TRIGGER source_more AFTER INSERT ON member WHEN new.muted = 0 BEGIN
    UPDATE source SET articles = articles + 1, unread = unread + (new.read = 0) WHERE id = new.source;
END;
CREATE TRIGGER source_less AFTER DELETE ON member WHEN old.muted = 0 BEGIN
    UPDATE source SET articles = articles - 1, unread = unread - (old.read = 0) WHERE id = old.source;
END;
CREATE TRIGGER source_read AFTER UPDATE OF read, muted ON member WHEN (new.read, new.muted) IS NOT (old.read, old.muted) BEGIN
    UPDATE source SET articles = articles + (new.muted = 0) - (old.muted = 0),
        unread = unread + (new.read = 0 AND new.muted = 0) - (old.read = 0 AND old.muted = 0) WHERE id = new.source;
END;

-- Accounts on servers that fetch feeds and store read marks and stars for several clients.
CREATE TABLE account (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Code of `AccountKind`: 'greader', 'miniflux', 'nextcloud', 'fever'.
    kind          TEXT NOT NULL,
    -- Address of the API without a slash at its end.
    url           TEXT NOT NULL,
    user          TEXT NOT NULL DEFAULT '',
    -- JSON object of its settings, as those of a source: where its password comes from. Never a password.
    settings      TEXT NOT NULL DEFAULT '{}',
    paused        INTEGER NOT NULL DEFAULT 0,
    added         INTEGER NOT NULL,
    -- Number of the last local mark and of the last confirmation of the server: orders them (`remote_item.read_seq`).
    seq           INTEGER NOT NULL DEFAULT 0,
    -- State of the client between two syncs, as JSON: validators, the times of the server, what it can do.
    cursor        TEXT NOT NULL DEFAULT '{}',
    -- Program that syncs it, and the time until which no other one does.
    holder        TEXT,
    held_until    INTEGER,
    -- Earliest time of the next sync that nobody asked for.
    next_sync     INTEGER,
    -- Earliest time of the next request, as the server asked for by 429 or 503.
    not_before    INTEGER,
    last_attempt  INTEGER,
    last_success  INTEGER,
    failing_since INTEGER,
    -- Consecutive failures.
    failures      INTEGER NOT NULL DEFAULT 0,
    -- Code of `SyncErrorKind` and its details.
    error         TEXT,
    error_detail  TEXT
);

-- Feeds of an account, each with its source, as the server has listed them last: what differs from it here is the user's change.
CREATE TABLE remote_feed (
    account      INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    remote_id    TEXT NOT NULL,
    source       INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    title        TEXT NOT NULL,
    -- Address of the feed, which the server fetches.
    url          TEXT,
    -- JSON array of the names of its folders.
    folders      TEXT NOT NULL DEFAULT '[]',
    -- Time of the first of the last lists without it, and time when it was detached: it is no longer on the server.
    absent_since INTEGER,
    detached     INTEGER,
    -- Time of the last request for its newest items, also read ones, to find those of articles that were here before: 0 if there was
    -- none, null if its source has such articles.
    linked       INTEGER,
    PRIMARY KEY (account, remote_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX remote_feed_of ON remote_feed (source);

-- Folders of an account, each with its category.
CREATE TABLE remote_folder (
    account   INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    -- Name as the server has listed it last.
    name      TEXT NOT NULL,
    category  INTEGER REFERENCES category (id) ON DELETE SET NULL,
    PRIMARY KEY (account, remote_id)
) WITHOUT ROWID;

-- Items of an account, each with its article, and their marks as the server has had them last.
CREATE TABLE remote_item (
    account   INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    -- Null while its text is wanted, and once its article has expired.
    article   INTEGER REFERENCES article (id) ON DELETE SET NULL,
    -- Marks on the server; null while a request that sets one was sent and is not confirmed: the outbox has that mark.
    read      INTEGER,
    starred   INTEGER,
    -- Value of `account.seq` at the last local mark or confirmation: an answer to a request before it says nothing about the mark.
    read_seq  INTEGER NOT NULL DEFAULT 0,
    star_seq  INTEGER NOT NULL DEFAULT 0,
    -- Number of requests for its text that may still be sent; 0 if none is wanted.
    wanted    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, remote_id)
) WITHOUT ROWID;
CREATE INDEX remote_item_of ON remote_item (article) WHERE article IS NOT NULL;
CREATE INDEX remote_item_wanted ON remote_item (account, starred, remote_id) WHERE wanted > 0;
CREATE INDEX remote_item_unread ON remote_item (account, remote_id) WHERE read = 0;
CREATE INDEX remote_item_starred ON remote_item (account, remote_id) WHERE starred = 1;

-- Marks that the server does not have yet: written with the mark, in its transaction, by the triggers below.
CREATE TABLE outbox (
    -- A later mark replaces an earlier one under a new number.
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    account   INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    -- 'read' or 'star'.
    kind      TEXT NOT NULL,
    value     INTEGER NOT NULL
);
CREATE UNIQUE INDEX outbox_by_mark ON outbox (account, remote_id, kind);

CREATE TRIGGER outbox_read AFTER UPDATE OF read ON article
WHEN new.read <> old.read AND EXISTS (SELECT 1 FROM remote_item WHERE article = new.id) BEGIN
    UPDATE account SET seq = seq + 1 WHERE id IN (SELECT account FROM remote_item WHERE article = new.id);
    UPDATE remote_item SET read_seq = (SELECT seq FROM account WHERE id = remote_item.account) WHERE article = new.id;
    DELETE FROM outbox WHERE kind = 'read'
        AND (account, remote_id) IN (SELECT account, remote_id FROM remote_item WHERE article = new.id);
    INSERT INTO outbox (account, remote_id, kind, value)
        SELECT account, remote_id, 'read', new.read FROM remote_item WHERE article = new.id AND read IS NOT new.read;
END;
CREATE TRIGGER outbox_star AFTER UPDATE OF bookmarked ON article
WHEN new.bookmarked <> old.bookmarked AND EXISTS (SELECT 1 FROM remote_item WHERE article = new.id) BEGIN
    UPDATE account SET seq = seq + 1 WHERE id IN (SELECT account FROM remote_item WHERE article = new.id);
    UPDATE remote_item SET star_seq = (SELECT seq FROM account WHERE id = remote_item.account) WHERE article = new.id;
    DELETE FROM outbox WHERE kind = 'star'
        AND (account, remote_id) IN (SELECT account, remote_id FROM remote_item WHERE article = new.id);
    INSERT INTO outbox (account, remote_id, kind, value)
        SELECT account, remote_id, 'star', new.bookmarked FROM remote_item WHERE article = new.id AND starred IS NOT new.bookmarked;
END;
-- A star that came from the server while the article was deleted.
CREATE TRIGGER starred_returns AFTER UPDATE OF in_library ON article
WHEN new.in_library = 1 AND old.in_library = 0 AND new.bookmarked = 0
    AND EXISTS (SELECT 1 FROM remote_item i WHERE i.article = new.id AND i.starred = 1
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.account = i.account AND o.remote_id = i.remote_id AND o.kind = 'star')) BEGIN
    INSERT OR IGNORE INTO bookmark (article, created) VALUES (new.id, ifnull(old.deleted, new.added));
    UPDATE article SET bookmarked = 1 WHERE id = new.id;
END;
