-- Whom a statement is spoken to is one of its actors. SQLite alters no CHECK, so the table is made anew.
CREATE TABLE statement_actors_anew (
  statement_n INTEGER NOT NULL REFERENCES statements (n) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('speaker', 'about', 'audience')),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  actor_id TEXT,
  country TEXT,
  sectors TEXT NOT NULL,
  office TEXT,
  who TEXT NOT NULL DEFAULT '',
  named INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (statement_n, role, position)
) WITHOUT ROWID;
INSERT INTO statement_actors_anew
  SELECT statement_n, role, position, name, actor_id, country, sectors, office, who, named FROM statement_actors;
DROP TABLE statement_actors;
ALTER TABLE statement_actors_anew RENAME TO statement_actors;
CREATE INDEX statement_actors_country ON statement_actors (country, statement_n);
CREATE INDEX statement_actors_who ON statement_actors (who, statement_n);
