-- Which set-up of the program coded each article, and which ones before it: a version of an article's record may stand
-- for several runs, where one found nothing to say otherwise than the one before. `superseded.record` holds what differs
-- from the next version (faleme/store/past.py); older rows hold their record whole.

CREATE TABLE runs (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  label TEXT UNIQUE,
  made_by TEXT NOT NULL,             -- JSON: program, code, engine, digests of data; {} where it is not known
  started_at TEXT NOT NULL,          -- ISO 8601, UTC
  last_at TEXT NOT NULL              -- to the minute
);

CREATE TABLE readings (
  run_n INTEGER NOT NULL REFERENCES runs (n),
  article_n INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  version INTEGER NOT NULL,          -- of the article's record
  reports INTEGER NOT NULL,          -- in it
  PRIMARY KEY (run_n, article_n)
) WITHOUT ROWID;
CREATE INDEX readings_article ON readings (article_n);

-- Reports that were coded anew and say something else, until they are put into the events that they tell by it.
CREATE TABLE unsettled (
  report_n INTEGER PRIMARY KEY REFERENCES reports (n) ON DELETE CASCADE
);

INSERT INTO runs SELECT 1, 'NU6WS6MELMX6GU', 'earlier', '{}', first_read, last_read
  FROM (SELECT min(read_at) AS first_read, max(read_at) AS last_read FROM articles WHERE text <> '') whole
  WHERE first_read IS NOT NULL;
INSERT INTO readings SELECT 1, n, version, (SELECT count(*) FROM reports WHERE article_n = articles.n)
  FROM articles WHERE text <> '';
