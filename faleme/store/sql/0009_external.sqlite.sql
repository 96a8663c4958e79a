-- Rows of other data sets (`faleme import`). Nothing here counts as an origin or speaks for an event.
CREATE TABLE external_sets (
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,              -- acled, ucdp, gdelt1, gdelt2, polecat
  imported_at TEXT NOT NULL,         -- the latest import, ISO 8601, UTC
  seen_history INTEGER NOT NULL DEFAULT 0,    -- event_history.n and judgements.n up to which its links are right
  seen_judgements INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE external_reports (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  set_n INTEGER NOT NULL REFERENCES external_sets (n) ON DELETE CASCADE,
  first_day TEXT,
  last_day TEXT,
  country TEXT,                      -- of the place
  types TEXT NOT NULL,               -- event types that it may be, blank between two
  revised INTEGER,
  digest TEXT NOT NULL,              -- of body: the same row again changes nothing
  body TEXT NOT NULL
);
CREATE INDEX external_reports_set ON external_reports (set_n, n);
CREATE INDEX external_reports_day ON external_reports (first_day, set_n);

CREATE TABLE external_links (
  external_n INTEGER PRIMARY KEY REFERENCES external_reports (n) ON DELETE CASCADE,
  event_n INTEGER REFERENCES events (n) ON DELETE CASCADE,   -- NULL: several fit about as well
  score REAL NOT NULL,
  reasons TEXT NOT NULL,             -- JSON list, in words
  runners_up TEXT NOT NULL           -- JSON list of event id, score, reasons
);
CREATE INDEX external_links_event ON external_links (event_n);
