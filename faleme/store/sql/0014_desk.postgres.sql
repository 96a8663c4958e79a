-- The desk for several people: who may come in, what they watch, what was sent to them, and a log of who did what.
-- Passwords, invites, sessions and tokens are kept as hashes alone. Times are ISO 8601 in UTC. People are meant by name,
-- since the local user of a desk without login has no row.

CREATE TABLE desk_users (
  name TEXT COLLATE "C" PRIMARY KEY,
  password TEXT COLLATE "C",  -- argon2id; NULL where the person signs in elsewhere, or has not taken the invite
  subject TEXT COLLATE "C" UNIQUE,  -- issuer and subject of single sign-on
  role TEXT COLLATE "C" NOT NULL,  -- reader, reviewer or admin
  disabled INTEGER NOT NULL,
  made_at TEXT COLLATE "C" NOT NULL,
  last_at TEXT COLLATE "C"  -- of the last sign-in
);
CREATE TABLE desk_invites (
  hash TEXT COLLATE "C" PRIMARY KEY,  -- SHA-256 of what the link has
  name TEXT COLLATE "C" NOT NULL REFERENCES desk_users (name) ON DELETE CASCADE,
  made_by TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  used_at TEXT COLLATE "C"
);
CREATE TABLE desk_sessions (
  hash TEXT COLLATE "C" PRIMARY KEY,  -- SHA-256 of what the cookie has
  name TEXT COLLATE "C" NOT NULL REFERENCES desk_users (name) ON DELETE CASCADE,
  made_at TEXT COLLATE "C" NOT NULL,
  last_at TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C",
  agent TEXT COLLATE "C",
  revoked_at TEXT COLLATE "C"
);
CREATE TABLE desk_tokens (
  id TEXT COLLATE "C" PRIMARY KEY,
  hash TEXT COLLATE "C" NOT NULL UNIQUE,  -- SHA-256 of the token
  name TEXT COLLATE "C" NOT NULL REFERENCES desk_users (name) ON DELETE CASCADE,
  label TEXT COLLATE "C" NOT NULL,
  scope TEXT COLLATE "C" NOT NULL,  -- read or write
  made_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  last_at TEXT COLLATE "C",
  revoked_at TEXT COLLATE "C"
);
CREATE TABLE desk_views (
  id TEXT COLLATE "C" PRIMARY KEY,
  owner TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  query TEXT COLLATE "C" NOT NULL,  -- of the address of /events
  shared INTEGER NOT NULL,
  made_at TEXT COLLATE "C" NOT NULL,
  UNIQUE (owner, name)
);
CREATE TABLE desk_alerts (
  id TEXT COLLATE "C" PRIMARY KEY,
  view_id TEXT COLLATE "C" NOT NULL REFERENCES desk_views (id) ON DELETE CASCADE,
  owner TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,  -- atom, webhook or email
  target TEXT COLLATE "C",  -- address; NULL for atom
  secret TEXT COLLATE "C",  -- signs webhooks, and stands in the address of the feed
  threshold INTEGER NOT NULL,  -- messages a day at most
  min_origins INTEGER NOT NULL,
  unusual_only INTEGER NOT NULL,
  quiet_from TEXT COLLATE "C",  -- HH:MM in the zone
  quiet_to TEXT COLLATE "C",
  zone TEXT COLLATE "C" NOT NULL,  -- of IANA, such as Africa/Bamako
  paused INTEGER NOT NULL,
  made_at TEXT COLLATE "C" NOT NULL
);
CREATE TABLE desk_deliveries (
  alert_id TEXT COLLATE "C" NOT NULL REFERENCES desk_alerts (id) ON DELETE CASCADE,
  event TEXT COLLATE "C" NOT NULL,
  change TEXT COLLATE "C" NOT NULL,  -- what makes this change of the event another than the one before
  at TEXT COLLATE "C" NOT NULL,
  attempts INTEGER NOT NULL,
  next_try TEXT COLLATE "C",  -- NULL where nothing is to be done any more
  status TEXT COLLATE "C" NOT NULL,  -- waiting, sent, held or failed
  answer TEXT COLLATE "C",  -- what the other side said last
  PRIMARY KEY (alert_id, event, change)
);
CREATE TABLE desk_seen (
  name TEXT COLLATE "C" NOT NULL,
  event TEXT COLLATE "C" NOT NULL,
  rev INTEGER NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (name, event)
);
CREATE TABLE desk_audit (
  n BIGINT PRIMARY KEY,  -- 1, 2, 3 …
  at TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C",
  action TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C",
  before TEXT COLLATE "C",  -- JSON
  after TEXT COLLATE "C",  -- JSON
  reason TEXT COLLATE "C",
  hash TEXT COLLATE "C" NOT NULL  -- SHA-256 over the hash of the row before and the canonical JSON of this one
);

CREATE INDEX desk_sessions_name ON desk_sessions (name);
CREATE INDEX desk_tokens_name ON desk_tokens (name);
CREATE INDEX desk_alerts_view ON desk_alerts (view_id);
CREATE INDEX desk_deliveries_due ON desk_deliveries (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX desk_deliveries_at ON desk_deliveries (alert_id, at);

-- What was done stays said.
CREATE FUNCTION desk_audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;
CREATE TRIGGER desk_audit_no_change BEFORE UPDATE OR DELETE ON desk_audit
  FOR EACH ROW EXECUTE FUNCTION desk_audit_refuses();
CREATE TRIGGER desk_audit_no_truncate BEFORE TRUNCATE ON desk_audit
  FOR EACH STATEMENT EXECUTE FUNCTION desk_audit_refuses();
