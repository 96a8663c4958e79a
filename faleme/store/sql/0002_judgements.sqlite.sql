-- What people judged. Only ever added to: an undo is a judgement of its own (kind `undo`, subject the id of the other).

CREATE TABLE judgements (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,             -- JSON, by kind
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL                   -- ISO 8601, UTC
);
