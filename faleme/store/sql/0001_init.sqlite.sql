-- The first schema. Public ids are text; `n` is internal and never exported. An article's and a report's `n`
-- rises with the day of publication (undated ones stand where they were read), so that newest-first needs no sort.
-- `body` holds the whole record as JSON (faleme/store/codec.py); the columns beside it are what queries ask.

CREATE TABLE schema_version (version INTEGER NOT NULL);

CREATE TABLE captures (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB NOT NULL,             -- zlib
  given_text BLOB,                   -- zlib of UTF-8, where the carrier held text
  body TEXT NOT NULL,                -- the other fields
  UNIQUE (id, sha256)
);

CREATE TABLE articles (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,          -- 1, and one more each time the page was found altered
  capture_n INTEGER NOT NULL REFERENCES captures (n),
  key TEXT NOT NULL,
  url TEXT,
  title TEXT,
  outlet TEXT,
  origin TEXT,
  wire INTEGER NOT NULL,             -- 1 where the page credits a wire
  published TEXT,                    -- ISO, as precise as it is known
  read_at TEXT NOT NULL,
  text TEXT NOT NULL,
  body TEXT NOT NULL,                -- without text
  sentences TEXT NOT NULL,
  engine TEXT NOT NULL,
  resolved TEXT NOT NULL,
  refused TEXT NOT NULL
);
CREATE INDEX articles_capture ON articles (capture_n);
CREATE INDEX articles_key ON articles (key);

CREATE TABLE superseded (
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  capture_n INTEGER NOT NULL REFERENCES captures (n),
  record BLOB NOT NULL,              -- zlib of JSON
  PRIMARY KEY (article_n, version)
);

CREATE TABLE copies (
  article_n INTEGER PRIMARY KEY REFERENCES articles (n) ON DELETE CASCADE,
  original_n INTEGER NOT NULL REFERENCES articles (n),
  root_n INTEGER NOT NULL REFERENCES articles (n),   -- end of the chain of originals
  kind TEXT NOT NULL,
  containment REAL NOT NULL
);
CREATE INDEX copies_original ON copies (original_n);
CREATE INDEX copies_root ON copies (root_n);

CREATE TABLE shingles (
  shingle INTEGER NOT NULL,
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  PRIMARY KEY (shingle, article_n)
) WITHOUT ROWID;
CREATE INDEX shingles_article ON shingles (article_n);

CREATE TABLE codings (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  event_type TEXT NOT NULL,
  mode TEXT,
  score REAL NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX codings_article ON codings (article_n);

CREATE TABLE reports (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  event_type TEXT NOT NULL,
  mode TEXT,
  auxiliary TEXT,
  hedged INTEGER NOT NULL,
  claimed INTEGER NOT NULL,          -- has a speaker
  first_day TEXT,                    -- of the event, where the text gives it
  last_day TEXT,
  filed_day TEXT,                    -- first_day, or the day of publication: for filters only
  place_country TEXT,
  geonameid INTEGER,
  score REAL NOT NULL,
  salience REAL NOT NULL,
  body TEXT NOT NULL                 -- without event_id, which links hold
);
CREATE INDEX reports_article ON reports (article_n);
CREATE INDEX reports_type ON reports (event_type, n);
CREATE INDEX reports_place ON reports (place_country, n);
CREATE INDEX reports_filed ON reports (filed_day);
CREATE INDEX reports_day ON reports (first_day);

CREATE TABLE report_actors (
  report_n INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'speaker')),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  actor_id TEXT,
  country TEXT,
  sectors TEXT NOT NULL,             -- blank between two
  PRIMARY KEY (report_n, role, position)
) WITHOUT ROWID;
CREATE INDEX report_actors_country ON report_actors (country, report_n);
CREATE INDEX report_actors_id ON report_actors (actor_id, report_n);
CREATE INDEX report_actors_name ON report_actors (name, report_n);

CREATE TABLE evidence (
  report_n INTEGER NOT NULL REFERENCES reports (n) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  coding_id TEXT NOT NULL,
  clause_start INTEGER NOT NULL,     -- code points of articles.text
  clause_end INTEGER NOT NULL,
  clause TEXT NOT NULL,
  PRIMARY KEY (report_n, position)
) WITHOUT ROWID;
CREATE INDEX evidence_coding ON evidence (coding_id);

CREATE TABLE statements (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  verb_class TEXT NOT NULL,
  quoted INTEGER NOT NULL,
  filed_day TEXT,                    -- of publication
  body TEXT NOT NULL
);
CREATE INDEX statements_article ON statements (article_n);

CREATE TABLE statement_actors (
  statement_n INTEGER NOT NULL REFERENCES statements (n) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('speaker', 'about')),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  actor_id TEXT,
  country TEXT,
  sectors TEXT NOT NULL,
  PRIMARY KEY (statement_n, role, position)
) WITHOUT ROWID;
CREATE INDEX statement_actors_country ON statement_actors (country, statement_n);
CREATE INDEX statement_actors_id ON statement_actors (actor_id, statement_n);

CREATE TABLE facts (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  status TEXT,
  value TEXT,
  first_day TEXT,
  last_day TEXT,
  body TEXT NOT NULL
);
CREATE INDEX facts_article ON facts (article_n);
CREATE INDEX facts_kind ON facts (kind, n);

CREATE TABLE fact_parties (
  fact_n INTEGER NOT NULL REFERENCES facts (n) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role = 'party'),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  actor_id TEXT,
  country TEXT,
  sectors TEXT NOT NULL,
  PRIMARY KEY (fact_n, role, position)
) WITHOUT ROWID;
CREATE INDEX fact_parties_country ON fact_parties (country, fact_n);
CREATE INDEX fact_parties_id ON fact_parties (actor_id, fact_n);

CREATE TABLE events (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  event_type TEXT NOT NULL,
  headline_n INTEGER REFERENCES reports (n) ON DELETE SET NULL,
  origins TEXT NOT NULL,             -- JSON list of names
  newest INTEGER NOT NULL,           -- day of its newest report, as reports.n counts days
  salience REAL NOT NULL             -- highest of its reports
);
CREATE INDEX events_newest ON events (newest DESC, salience DESC, n DESC);

CREATE TABLE links (
  report_n INTEGER PRIMARY KEY REFERENCES reports (n) ON DELETE CASCADE,
  event_n INTEGER NOT NULL REFERENCES events (n),
  score REAL NOT NULL,
  reasons TEXT NOT NULL              -- JSON list, in words
);
CREATE INDEX links_event ON links (event_n);

CREATE TABLE rejections (
  n INTEGER PRIMARY KEY,
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  last_at TEXT NOT NULL,
  UNIQUE (stage, subject, reason)
);

-- Accents are folded: who types "Falemé" finds "Falémé".
CREATE VIRTUAL TABLE report_words USING fts5 (sentence, title, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE statement_words USING fts5 (sentence, title, tokenize = "unicode61 remove_diacritics 2");
