-- The desk for several people: who may come in, what they watch, what was sent to them, and a log of who did what.
-- Passwords, invites, sessions and tokens are kept as hashes alone. Times are ISO 8601 in UTC. People are meant by name,
-- since the local user of a desk without login has no row.

CREATE TABLE desk_users (
  name TEXT PRIMARY KEY,
  password TEXT,  -- argon2id; NULL where the person signs in elsewhere, or has not taken the invite
  subject TEXT UNIQUE,  -- issuer and subject of single sign-on
  role TEXT NOT NULL,  -- reader, reviewer or admin
  disabled INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  last_at TEXT  -- of the last sign-in
);
CREATE TABLE desk_invites (
  hash TEXT PRIMARY KEY,  -- SHA-256 of what the link has
  name TEXT NOT NULL REFERENCES desk_users (name) ON DELETE CASCADE,
  made_by TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
);
CREATE TABLE desk_sessions (
  hash TEXT PRIMARY KEY,  -- SHA-256 of what the cookie has
  name TEXT NOT NULL REFERENCES desk_users (name) ON DELETE CASCADE,
  made_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  address TEXT,
  agent TEXT,
  revoked_at TEXT
);
CREATE TABLE desk_tokens (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,  -- SHA-256 of the token
  name TEXT NOT NULL REFERENCES desk_users (name) ON DELETE CASCADE,
  label TEXT NOT NULL,
  scope TEXT NOT NULL,  -- read or write
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  last_at TEXT,
  revoked_at TEXT
);
CREATE TABLE desk_views (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,  -- of the address of /events
  shared INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (owner, name)
);
CREATE TABLE desk_alerts (
  id TEXT PRIMARY KEY,
  view_id TEXT NOT NULL REFERENCES desk_views (id) ON DELETE CASCADE,
  owner TEXT NOT NULL,
  channel TEXT NOT NULL,  -- atom, webhook or email
  target TEXT,  -- address; NULL for atom
  secret TEXT,  -- signs webhooks, and stands in the address of the feed
  threshold INTEGER NOT NULL,  -- messages a day at most
  min_origins INTEGER NOT NULL,
  unusual_only INTEGER NOT NULL,
  quiet_from TEXT,  -- HH:MM in the zone
  quiet_to TEXT,
  zone TEXT NOT NULL,  -- of IANA, such as Africa/Bamako
  paused INTEGER NOT NULL,
  made_at TEXT NOT NULL
);
CREATE TABLE desk_deliveries (
  alert_id TEXT NOT NULL REFERENCES desk_alerts (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  change TEXT NOT NULL,  -- what makes this change of the event another than the one before
  at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_try TEXT,  -- NULL where nothing is to be done any more
  status TEXT NOT NULL,  -- waiting, sent, held or failed
  answer TEXT,  -- what the other side said last
  PRIMARY KEY (alert_id, event, change)
);
CREATE TABLE desk_seen (
  name TEXT NOT NULL,
  event TEXT NOT NULL,
  rev INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (name, event)
);
CREATE TABLE desk_audit (
  n INTEGER PRIMARY KEY,  -- 1, 2, 3 …
  at TEXT NOT NULL,
  person TEXT NOT NULL,
  address TEXT,
  action TEXT NOT NULL,
  subject TEXT,
  before TEXT,  -- JSON
  after TEXT,  -- JSON
  reason TEXT,
  hash TEXT NOT NULL  -- SHA-256 over the hash of the row before and the canonical JSON of this one
);

CREATE INDEX desk_sessions_name ON desk_sessions (name);
CREATE INDEX desk_tokens_name ON desk_tokens (name);
CREATE INDEX desk_alerts_view ON desk_alerts (view_id);
CREATE INDEX desk_deliveries_due ON desk_deliveries (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX desk_deliveries_at ON desk_deliveries (alert_id, at);

-- What was done stays said.
CREATE TRIGGER desk_audit_no_update BEFORE UPDATE ON desk_audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
CREATE TRIGGER desk_audit_no_delete BEFORE DELETE ON desk_audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END;
