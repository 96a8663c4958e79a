-- What is watched, and what became of every item. Times are whole seconds since 1970, UTC. All state of a run stands
-- here, so that one that is killed goes on where it was.

CREATE TABLE feeds (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,                -- feed or sitemap
  title TEXT,
  page TEXT,                         -- the site's own address
  lang TEXT,
  added_at INTEGER NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0,
  etag TEXT,
  last_modified TEXT,
  next_try INTEGER NOT NULL,
  last_try INTEGER,
  last_success INTEGER,              -- answered: a feed, or "not modified"
  last_new INTEGER,                  -- brought an item that was not known
  failures INTEGER NOT NULL DEFAULT 0,  -- in a row
  last_error TEXT                    -- of the failures in a row; NULL after a success
);
CREATE INDEX feeds_due ON feeds (paused, next_try);

CREATE TABLE feed_tries (
  n INTEGER PRIMARY KEY,
  feed_n INTEGER NOT NULL REFERENCES feeds (n) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,             -- ok, unchanged, or a reason of refusal
  detail TEXT NOT NULL,
  listed INTEGER NOT NULL,           -- items in the feed
  fresh INTEGER NOT NULL             -- of them not known before
);
CREATE INDEX feed_tries_feed ON feed_tries (feed_n, at);

CREATE TABLE feed_items (
  n INTEGER PRIMARY KEY,
  feed_n INTEGER NOT NULL REFERENCES feeds (n) ON DELETE CASCADE,
  key TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT,
  published TEXT,                    -- ISO, as precise as the feed has it
  modified TEXT,
  seen_at INTEGER NOT NULL,
  state TEXT NOT NULL,               -- waiting, stored, unchanged, refused, gone
  tries INTEGER NOT NULL DEFAULT 0,  -- without an answer, in a row
  visits INTEGER NOT NULL DEFAULT 0, -- with an answer
  next_try INTEGER,                  -- NULL where nothing more is to be done
  reason TEXT,
  UNIQUE (feed_n, key, url)
);
CREATE INDEX feed_items_due ON feed_items (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX feed_items_url ON feed_items (url);

-- When an article's page was found gone (404 or 410); NULL again where it comes back.
ALTER TABLE articles ADD COLUMN withdrawn_at TEXT;
CREATE INDEX articles_url ON articles (url);
