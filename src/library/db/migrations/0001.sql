-- The first schema: sources, articles and their documents, bookmarks, places, the journal, full-text search.
-- Times are seconds since 1970 in UTC. A file of migrations is never edited once it was released, only followed by another.

-- Where articles come from.
CREATE TABLE source (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL CHECK (kind IN ('feed', 'folder', 'page')),
    title         TEXT NOT NULL,
    url           TEXT UNIQUE,
    -- Canonical. Text where it is UTF-8, else the bytes.
    path          UNIQUE,
    paused        INTEGER NOT NULL DEFAULT 0,
    added         INTEGER NOT NULL,
    last_success  INTEGER,
    next_fetch    INTEGER,
    failing_since INTEGER,
    error         TEXT,
    -- When the user took it away: its stories stay, and taking that back brings it back.
    removed       INTEGER,
    -- Counts are kept, by the triggers below.
    articles      INTEGER NOT NULL DEFAULT 0,
    unread        INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE article (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    source     INTEGER REFERENCES source (id) ON DELETE SET NULL,
    -- 1: it is in the library, with its text. 0: a file that was only visited, or a story that was deleted.
    kept       INTEGER NOT NULL DEFAULT 1,
    -- When the user deleted it: a source that brings it again does not bring it back.
    deleted    INTEGER,
    title      TEXT NOT NULL,
    -- The title as it is sorted: folded, and no longer than needed.
    title_key  TEXT NOT NULL,
    standfirst TEXT,
    byline     TEXT,
    publisher  TEXT,
    -- A day (2026-02-02) or RFC 3339.
    published  TEXT,
    url        TEXT,
    -- The file it was last read from, as in `source`.
    path,
    -- The size and the time of that file when it was last read.
    stamp      TEXT,
    -- The name of the seed story that it is.
    seed       TEXT,
    -- Since when the file is not there.
    missing    INTEGER,
    added      INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    -- Where it stands by date: when it was published, else when it was added.
    at         INTEGER NOT NULL,
    -- What lists are sorted by, so that all of them ascend.
    age        INTEGER GENERATED ALWAYS AS (-at) VIRTUAL,
    -- Null where it is not in the history: what can't be opened again is not.
    since      INTEGER GENERATED ALWAYS AS (
        iif(kept = 1 OR path IS NOT NULL OR seed IS NOT NULL OR has_text = 1, -opened, NULL)) VIRTUAL,
    shelf      INTEGER GENERATED ALWAYS AS (ifnull(source, 0)) VIRTUAL,
    words      INTEGER NOT NULL DEFAULT 0,
    read       INTEGER NOT NULL DEFAULT 0,
    bookmarked INTEGER NOT NULL DEFAULT 0,
    -- How far it was read, 0 to 1.
    progress   REAL NOT NULL DEFAULT 0,
    -- When it was last opened.
    opened     INTEGER,
    -- When it was marked as read.
    read_at    INTEGER,
    -- Whether there is a text of it in `document`: by the triggers below.
    has_text   INTEGER NOT NULL DEFAULT 0,
    -- What the index of words has of it: 0 nothing, 1 what is in `search_head`, 2 all.
    indexed    INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX article_by_date ON article (age, id, read, bookmarked) WHERE kept = 1;
CREATE INDEX article_unread ON article (age, id) WHERE kept = 1 AND read = 0;
CREATE INDEX article_bookmarked ON article (age, id, read) WHERE kept = 1 AND bookmarked = 1;
CREATE INDEX article_by_source ON article (shelf, age, id, read, bookmarked) WHERE kept = 1;
CREATE INDEX article_by_source_title ON article (shelf, title_key, id) WHERE kept = 1;
CREATE INDEX article_by_source_words ON article (shelf, words, id) WHERE kept = 1;
CREATE INDEX article_by_title ON article (title_key, id, read, bookmarked) WHERE kept = 1;
CREATE INDEX article_by_words ON article (words, id, read, bookmarked) WHERE kept = 1;
CREATE INDEX article_opened ON article (since, id, read, bookmarked) WHERE since IS NOT NULL;
CREATE INDEX article_to_index ON article (indexed, id) WHERE kept = 1 AND indexed < 2;

-- By what a story is known again: its link, its file, what it says. A key is the first 16 bytes of the SHA-256 of
-- 'link:URL', 'path:PATH', 'text:TITLE AND TEXT', 'brief:ALL OF A SHORT ONE', 'seed:NAME' or 'guid:SOURCE:GUID'.
CREATE TABLE identity (
    key     BLOB PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX identity_of ON identity (article);

-- The files that a source has, each with the story in it; none where nothing in it can be read as one.
CREATE TABLE file (
    source  INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    -- The bytes of its path below that of the source.
    path    BLOB NOT NULL,
    -- The whole path, canonical, as in `article`.
    at      NOT NULL,
    -- Its size and its time when it was read; null where it is to be read again.
    stamp   TEXT,
    -- A story that was cleared away leaves the file known, so that it does not come back.
    article INTEGER REFERENCES article (id) ON DELETE SET NULL,
    -- Why there is no story in it; null for what is no text at all.
    problem TEXT,
    -- Since when it is not there.
    gone    INTEGER,
    PRIMARY KEY (source, path)
) WITHOUT ROWID;
CREATE INDEX file_of ON file (article) WHERE article IS NOT NULL;

-- The text of a story: the document as JSON, compressed by zstd.
CREATE TABLE document (
    article   INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    -- The version of the extraction that made it.
    extractor INTEGER NOT NULL,
    -- Bytes of the JSON.
    size      INTEGER NOT NULL,
    body      BLOB NOT NULL
);
CREATE TRIGGER document_there AFTER INSERT ON document BEGIN
    UPDATE article SET has_text = 1 WHERE id = new.article AND has_text = 0;
END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
    UPDATE article SET has_text = 0 WHERE id = old.article;
END;

-- Where a story was left: an anchor as JSON, and the lines of white space above it.
CREATE TABLE place (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    anchor  TEXT NOT NULL,
    above   INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL
);

-- A bookmark of a story has no anchor; there is at most one. Any number of bookmarks are of places in it.
CREATE TABLE bookmark (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    anchor  TEXT,
    -- The heading above the place, and the sentence at it.
    section TEXT,
    quote   TEXT,
    note    TEXT,
    created INTEGER NOT NULL
);
CREATE INDEX bookmark_of ON bookmark (article);
CREATE UNIQUE INDEX bookmark_of_story ON bookmark (article) WHERE anchor IS NULL;
CREATE INDEX bookmark_noted ON bookmark (article) WHERE note IS NOT NULL;

CREATE TABLE bookmark_tag (
    bookmark INTEGER NOT NULL REFERENCES bookmark (id) ON DELETE CASCADE,
    tag      TEXT NOT NULL,
    PRIMARY KEY (bookmark, tag)
) WITHOUT ROWID;
CREATE INDEX bookmark_by_tag ON bookmark_tag (tag, bookmark);

-- A search that was saved as a view, and the articles that it finds.
CREATE TABLE saved_search (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL UNIQUE,
    query    TEXT NOT NULL,
    created  INTEGER NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    -- The day that it is asked for, counted from 1 January of the year 1; null where it must be asked of everything again.
    day      INTEGER,
    -- While it is being asked of everything, the last article that it was asked of.
    done_id  INTEGER
);
CREATE TABLE saved_search_article (
    search  INTEGER NOT NULL REFERENCES saved_search (id) ON DELETE CASCADE,
    -- As in `article`.
    age     INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (search, age, article)
) WITHOUT ROWID;
CREATE INDEX saved_search_of ON saved_search_article (article, search);
CREATE TRIGGER saved_search_more AFTER INSERT ON saved_search_article BEGIN
    UPDATE saved_search SET articles = articles + 1 WHERE id = new.search;
END;
CREATE TRIGGER saved_search_less AFTER DELETE ON saved_search_article BEGIN
    UPDATE saved_search SET articles = articles - 1 WHERE id = old.search;
END;

-- Every change of state, to be taken back. `state`: 0 done, 1 taken back, 2 passed over.
CREATE TABLE change (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    at      INTEGER NOT NULL,
    label   TEXT NOT NULL,
    state   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX change_by_state ON change (state, id);
CREATE TABLE change_item (
    change INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    target INTEGER NOT NULL,
    -- JSON; null where there was, or is, nothing.
    before TEXT,
    after  TEXT,
    PRIMARY KEY (change, number)
) WITHOUT ROWID;

-- Small things by name, as JSON: the places read ('places'), the last view ('view').
CREATE TABLE memory (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- The words of stories, to be searched: without a copy of the text. The row is the article's. Words come folded and separated by
-- spaces; Han and the like as pairs of neighbours.
CREATE VIRTUAL TABLE search_text USING fts5 (
    -- `note` is what the user wrote at bookmarks of it.
    title, summary, body, note,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- The first one to four letters of these words, each once a story.
CREATE VIRTUAL TABLE search_start USING fts5 (
    starts,
    content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- The words of the title, the publisher and the site, and their first one to four letters.
CREATE VIRTUAL TABLE search_head USING fts5 (
    title, publisher, site,
    content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
);
-- Parts of words of the title, the standfirst, the byline and the publisher, up to three letters each: lists are filtered by them.
CREATE VIRTUAL TABLE search_part USING fts5 (
    parts,
    content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- Pieces are put together by whoever fills the index, a few pages at a time, and not in the midst of a write.
INSERT INTO search_text (search_text, rank) VALUES ('automerge', 0), ('crisismerge', 64);
INSERT INTO search_start (search_start, rank) VALUES ('automerge', 0), ('crisismerge', 64);
INSERT INTO search_head (search_head, rank) VALUES ('automerge', 0), ('crisismerge', 64);
INSERT INTO search_part (search_part, rank) VALUES ('automerge', 0), ('crisismerge', 64);

CREATE TRIGGER search_left AFTER UPDATE OF kept ON article WHEN old.kept = 1 AND new.kept = 0 BEGIN
    DELETE FROM search_text WHERE rowid = old.id;
    DELETE FROM search_start WHERE rowid = old.id;
    DELETE FROM search_head WHERE rowid = old.id;
    DELETE FROM search_part WHERE rowid = old.id;
    DELETE FROM saved_search_article WHERE article = old.id;
    UPDATE article SET indexed = 0 WHERE id = old.id;
END;
CREATE TRIGGER search_removed AFTER DELETE ON article WHEN old.kept = 1 BEGIN
    DELETE FROM search_text WHERE rowid = old.id;
    DELETE FROM search_start WHERE rowid = old.id;
    DELETE FROM search_head WHERE rowid = old.id;
    DELETE FROM search_part WHERE rowid = old.id;
END;
CREATE TRIGGER search_changed AFTER UPDATE OF title, standfirst, byline, publisher, url, at, source ON article
WHEN new.indexed > 0 AND (new.title, new.standfirst, new.byline, new.publisher, new.url, new.at, new.source)
    IS NOT (old.title, old.standfirst, old.byline, old.publisher, old.url, old.at, old.source) BEGIN
    UPDATE article SET indexed = 0 WHERE id = old.id;
END;

-- Notes of bookmarks are searched with the text. The row that the index has stays until it is written anew.
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

-- How many stories there are: 'all', 'unread', 'bookmarks', 'history'.
CREATE TABLE tally (
    name  TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO tally VALUES ('all', 0), ('unread', 0), ('bookmarks', 0), ('history', 0);

CREATE TRIGGER article_added AFTER INSERT ON article WHEN new.kept = 1 OR new.since IS NOT NULL BEGIN
    UPDATE tally SET count = count + 1 WHERE name = 'all' AND new.kept = 1;
    UPDATE tally SET count = count + 1 WHERE name = 'unread' AND new.kept = 1 AND new.read = 0;
    UPDATE tally SET count = count + 1 WHERE name = 'bookmarks' AND new.kept = 1 AND new.bookmarked = 1;
    UPDATE tally SET count = count + 1 WHERE name = 'history' AND new.since IS NOT NULL;
    UPDATE source SET articles = articles + 1, unread = unread + (new.read = 0)
        WHERE id = new.source AND new.kept = 1;
END;
-- A trigger for each thing that can change, so that none counts what has not: many stories are marked at once.
CREATE TRIGGER article_read AFTER UPDATE OF read ON article WHEN old.kept = 1 AND new.read <> old.read BEGIN
    UPDATE tally SET count = count + old.read - new.read WHERE name = 'unread';
    UPDATE source SET unread = unread + old.read - new.read WHERE id = old.source;
END;
CREATE TRIGGER article_marked AFTER UPDATE OF bookmarked, kept ON article
WHEN (new.kept = 1 AND new.bookmarked = 1) <> (old.kept = 1 AND old.bookmarked = 1) BEGIN
    UPDATE tally SET count = count + (new.kept = 1 AND new.bookmarked = 1) - (old.kept = 1 AND old.bookmarked = 1)
        WHERE name = 'bookmarks';
END;
CREATE TRIGGER article_history AFTER UPDATE OF opened, kept, path, seed, has_text ON article
WHEN (new.since IS NULL) <> (old.since IS NULL) BEGIN
    UPDATE tally SET count = count + (new.since IS NOT NULL) - (old.since IS NOT NULL) WHERE name = 'history';
END;
-- What was read or unread at once is counted above, as of before.
CREATE TRIGGER article_moved AFTER UPDATE OF kept, source ON article
WHEN new.kept <> old.kept OR new.source IS NOT old.source BEGIN
    UPDATE tally SET count = count + (new.kept - old.kept) * iif(name = 'all', 1, new.read = 0)
        WHERE name IN ('all', 'unread') AND new.kept <> old.kept;
    UPDATE source SET articles = articles - 1, unread = unread - (new.read = 0) WHERE id = old.source AND old.kept = 1;
    UPDATE source SET articles = articles + 1, unread = unread + (new.read = 0) WHERE id = new.source AND new.kept = 1;
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    UPDATE tally SET count = count - 1 WHERE name = 'all' AND old.kept = 1;
    UPDATE tally SET count = count - 1 WHERE name = 'unread' AND old.kept = 1 AND old.read = 0;
    UPDATE tally SET count = count - 1 WHERE name = 'bookmarks' AND old.kept = 1 AND old.bookmarked = 1;
    UPDATE tally SET count = count - 1 WHERE name = 'history' AND old.since IS NOT NULL;
    UPDATE source SET articles = articles - 1, unread = unread - (old.read = 0) WHERE id = old.source AND old.kept = 1;
END;
