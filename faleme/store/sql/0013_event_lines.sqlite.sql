-- One line an event as screens list it: the values that the event says by its account, its parties and place, what they
-- add up to, and what has changed. Written with the event (faleme/store/sql_desk_write.py); filled for what was stored
-- before by faleme/store/sql_desk_fill.py, which the opening calls after this step.

CREATE TABLE places (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,          -- JSON list of the columns below
  geonameid INTEGER,
  name TEXT NOT NULL,
  admin1 TEXT,
  country TEXT,
  lat REAL,
  lon REAL,
  resolution INTEGER                 -- PLOVER's resolution
);
CREATE INDEX places_country ON places (country);
CREATE INDEX places_geonameid ON places (geonameid);

ALTER TABLE reports ADD COLUMN place_n INTEGER REFERENCES places (n);
ALTER TABLE reports ADD COLUMN figures TEXT;                      -- JSON object: kind -> lowest and highest; NULL: none

ALTER TABLE events ADD COLUMN reports INTEGER NOT NULL DEFAULT 0; -- 0: it is in no list
ALTER TABLE events ADD COLUMN origins_n INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN quad INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN place_n INTEGER REFERENCES places (n);
ALTER TABLE events ADD COLUMN spoke_n INTEGER;                    -- report whose sentence is shown; NULL: the headline
ALTER TABLE events ADD COLUMN figures TEXT;
ALTER TABLE events ADD COLUMN severity REAL NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN confidence REAL;
ALTER TABLE events ADD COLUMN told_day TEXT;
ALTER TABLE events ADD COLUMN reported_at TEXT;
ALTER TABLE events ADD COLUMN changed_at TEXT;
ALTER TABLE events ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

CREATE INDEX events_first ON events (first_day, n) WHERE reports > 0;
CREATE INDEX events_lasting ON events (first_day, last_day) WHERE last_day > first_day;
CREATE INDEX events_told ON events (told_day, n) WHERE reports > 0;
CREATE INDEX events_severity ON events (severity, n) WHERE reports > 0;
CREATE INDEX events_origins ON events (origins_n, n) WHERE reports > 0;
CREATE INDEX events_type ON events (event_type, first_day, n) WHERE reports > 0;
CREATE INDEX events_place ON events (place_n, first_day, n) WHERE reports > 0;
CREATE INDEX events_reported ON events (reported_at) WHERE reports > 0;

CREATE TABLE event_parties (
  event_n INTEGER NOT NULL REFERENCES events (n) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  who TEXT NOT NULL,                 -- as report_actors.who
  name TEXT NOT NULL,
  country TEXT,
  PRIMARY KEY (event_n, role, position)
) WITHOUT ROWID;
CREATE INDEX event_parties_who ON event_parties (who, role, event_n);
CREATE INDEX event_parties_country ON event_parties (country, role, event_n);

-- How many events have each value of a field: of all days together (day blank), and by first day for some fields.
CREATE TABLE event_counts (
  field TEXT NOT NULL,
  day TEXT NOT NULL,                 -- "-" for events without a day
  value TEXT NOT NULL,               -- blank: unknown
  events INTEGER NOT NULL,
  PRIMARY KEY (field, day, value)
) WITHOUT ROWID;

-- Never altered but for a page that is taken down, of which nothing stays quoted.
CREATE TABLE event_changes (
  n INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  event TEXT NOT NULL,
  other TEXT,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  by_whom TEXT,
  why TEXT
);
CREATE INDEX event_changes_event ON event_changes (event, n);

CREATE TABLE store_marks (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
