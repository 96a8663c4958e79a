-- Who did what to whom, by event: what an event's headline report says, its pairs of actor and recipient, and how many
-- events each actor and country had in a month. Written with the event (faleme/store/sql_dyads.py).

ALTER TABLE events ADD COLUMN mode TEXT;
ALTER TABLE events ADD COLUMN auxiliary TEXT;                   -- NULL: it happened
ALTER TABLE events ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0; -- hedged, or told by a speaker
ALTER TABLE events ADD COLUMN first_day TEXT;                   -- of its date, else of its first publication
ALTER TABLE events ADD COLUMN last_day TEXT;
ALTER TABLE events ADD COLUMN dated INTEGER NOT NULL DEFAULT 0; -- 1: by a date that the text gives

CREATE INDEX events_headline ON events (headline_n);

CREATE TABLE event_dyads (
  event_n INTEGER NOT NULL REFERENCES events (n) ON DELETE CASCADE,
  actor_who TEXT NOT NULL,           -- as report_actors.who; blank: none is named
  actor_country TEXT,
  recipient_who TEXT NOT NULL,
  recipient_country TEXT,
  mutual INTEGER NOT NULL            -- 1: both are actors of an event without recipient, such as talks
);
CREATE INDEX event_dyads_event ON event_dyads (event_n);
CREATE INDEX event_dyads_countries ON event_dyads (actor_country, recipient_country, event_n);
CREATE INDEX event_dyads_whos ON event_dyads (actor_who, recipient_who, event_n);

CREATE TABLE doings (
  n INTEGER PRIMARY KEY,
  event_type TEXT NOT NULL,
  mode TEXT NOT NULL,                -- blank for none
  UNIQUE (event_type, mode)
);

-- Only of events that happened.
CREATE TABLE event_months (
  whom TEXT NOT NULL,                -- as report_actors.who; a bar and a code: all of a country
  role TEXT NOT NULL,
  month TEXT NOT NULL,               -- 2024-03; 2024 for what is no closer known; blank where even that is not
  doing INTEGER NOT NULL REFERENCES doings (n),
  events INTEGER NOT NULL,
  dated INTEGER NOT NULL,            -- of them by a date that the text gives
  doubted INTEGER NOT NULL,          -- of them hedged, or told by a speaker
  PRIMARY KEY (whom, role, month, doing)
) WITHOUT ROWID;

UPDATE events SET (mode, auxiliary, doubted, first_day, last_day, dated) = (
  SELECT CASE WHEN r.event_type = events.event_type THEN r.mode END, r.auxiliary, r.hedged OR r.claimed,
    coalesce(r.first_day, substr(p.day || '-01-01', 1, 10)),
    coalesce(r.last_day, CASE length(p.day) WHEN 10 THEN p.day WHEN 7 THEN date(p.day || '-01', '+1 month', '-1 day')
      WHEN 4 THEN p.day || '-12-31' END),
    r.first_day IS NOT NULL
  FROM reports r, (SELECT min(a.published) AS day FROM links l JOIN reports t ON t.n = l.report_n
    JOIN articles a ON a.n = t.article_n WHERE l.event_n = events.n) p
  WHERE r.n = events.headline_n)
WHERE headline_n IS NOT NULL AND n IN (SELECT event_n FROM links);

INSERT INTO event_dyads
  SELECT DISTINCT e.n, a.who, a.country, b.who, b.country, 0 FROM events e
  JOIN report_actors a ON a.report_n = e.headline_n AND a.role = 'actor'
  JOIN report_actors b ON b.report_n = e.headline_n AND b.role = 'recipient'
  WHERE e.n IN (SELECT event_n FROM links);
INSERT INTO event_dyads
  SELECT DISTINCT e.n, a.who, a.country, b.who, b.country, 1 FROM events e
  JOIN report_actors a ON a.report_n = e.headline_n AND a.role = 'actor'
  JOIN report_actors b ON b.report_n = e.headline_n AND b.role = 'actor' AND b.position > a.position AND b.who <> a.who
  WHERE e.n IN (SELECT event_n FROM links)
  AND NOT EXISTS (SELECT 1 FROM report_actors WHERE report_n = e.headline_n AND role = 'recipient');
INSERT INTO event_dyads
  SELECT DISTINCT e.n, CASE a.role WHEN 'actor' THEN a.who ELSE '' END, CASE a.role WHEN 'actor' THEN a.country END,
    CASE a.role WHEN 'actor' THEN '' ELSE a.who END, CASE a.role WHEN 'actor' THEN NULL ELSE a.country END, 0
  FROM events e JOIN report_actors a ON a.report_n = e.headline_n AND a.role <> 'speaker'
  WHERE e.n IN (SELECT event_n FROM links) AND e.n NOT IN (SELECT event_n FROM event_dyads);

INSERT INTO doings (event_type, mode) SELECT DISTINCT event_type, coalesce(mode, '') FROM events ORDER BY 1, 2;
INSERT INTO event_months
  WITH parties AS (
    SELECT event_n, actor_who AS whom, 'actor' AS role FROM event_dyads WHERE actor_who <> ''
    UNION SELECT event_n, '|' || actor_country, 'actor' FROM event_dyads WHERE actor_country IS NOT NULL
    UNION SELECT event_n, recipient_who, iif(mutual, 'actor', 'recipient') FROM event_dyads WHERE recipient_who <> ''
    UNION SELECT event_n, '|' || recipient_country, iif(mutual, 'actor', 'recipient') FROM event_dyads
      WHERE recipient_country IS NOT NULL)
  SELECT whom, role, CASE WHEN e.first_day IS NULL THEN '' WHEN substr(e.first_day, 1, 7) = substr(e.last_day, 1, 7)
    THEN substr(e.first_day, 1, 7) WHEN substr(e.first_day, 1, 4) = substr(e.last_day, 1, 4)
    THEN substr(e.first_day, 1, 4) ELSE '' END AS month, o.n, count(*), sum(e.dated), sum(e.doubted)
  FROM parties JOIN events e ON e.n = event_n JOIN doings o ON o.event_type = e.event_type AND o.mode = coalesce(e.mode, '')
  WHERE e.auxiliary IS NULL GROUP BY 1, 2, 3, 4;
