-- What people set of reports stands in the columns that queries ask; `body` keeps what the machine said. Where the two
-- differ, the machine's columns stand here, so that linking can go on as it would had nobody judged.
CREATE TABLE IF NOT EXISTS machine_reports (
  n INTEGER PRIMARY KEY REFERENCES reports (n) ON DELETE CASCADE,
  article_n INTEGER NOT NULL,
  event_type TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  filed_day TEXT,
  place_country TEXT,
  geonameid INTEGER
);

-- What became of each event. Only ever added to, but for what one transaction does and takes back.
CREATE TABLE IF NOT EXISTS event_history (
  n INTEGER PRIMARY KEY,
  event TEXT NOT NULL,               -- public ids: what is gone keeps its history
  at TEXT NOT NULL,                  -- ISO 8601, UTC
  what TEXT NOT NULL CHECK (what IN ('minted', 'joined', 'parted', 'replaces', 'replaced')),
  report TEXT,
  other TEXT,                        -- the event that this one replaces, or that replaces it
  cause TEXT NOT NULL,
  after INTEGER NOT NULL             -- judgements.n of the last one made before
);
CREATE INDEX IF NOT EXISTS event_history_event ON event_history (event, n);

-- Of what was linked before, the time at which its page was read is the nearest that is known.
INSERT INTO event_history (event, at, what, report, cause, after)
  SELECT e.id, a.read_at,
    CASE WHEN l.report_n = (SELECT min(o.report_n) FROM links o WHERE o.event_n = l.event_n) THEN 'minted' ELSE 'joined' END,
    r.id, coalesce((SELECT group_concat(value, '; ') FROM json_each(l.reasons)), ''), 0
  FROM links l JOIN events e ON e.n = l.event_n JOIN reports r ON r.n = l.report_n JOIN articles a ON a.n = r.article_n
  WHERE NOT EXISTS (SELECT 1 FROM event_history) ORDER BY l.event_n, l.report_n;
