-- Who is meant stands in one column, so that actors are counted without reading reports. The rows of actors are an
-- index of what people judged; `body` keeps what the machine said.

ALTER TABLE report_actors ADD COLUMN office TEXT;
ALTER TABLE report_actors ADD COLUMN who TEXT NOT NULL DEFAULT '';      -- faleme/store/persons.py says what
ALTER TABLE report_actors ADD COLUMN named INTEGER NOT NULL DEFAULT 0;  -- a person by full name, not of the registry
ALTER TABLE statement_actors ADD COLUMN office TEXT;
ALTER TABLE statement_actors ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE statement_actors ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fact_parties ADD COLUMN office TEXT;
ALTER TABLE fact_parties ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE fact_parties ADD COLUMN named INTEGER NOT NULL DEFAULT 0;

UPDATE report_actors SET who = actor_who(actor_id, name, country), named = actor_named(actor_id, name), office =
  (SELECT json_extract(body, '$.' || role || '[' || position || '].office') FROM reports WHERE n = report_n);
UPDATE statement_actors SET who = actor_who(actor_id, name, country), named = actor_named(actor_id, name), office =
  (SELECT json_extract(body, '$.' || role || '[' || position || '].office') FROM statements WHERE n = statement_n);
UPDATE fact_parties SET who = actor_who(actor_id, name, country), named = actor_named(actor_id, name), office =
  (SELECT json_extract(body, '$.parties[' || position || '].office') FROM facts WHERE n = fact_n);

CREATE INDEX report_actors_who ON report_actors (who, report_n);
CREATE INDEX report_actors_named ON report_actors (who, country, office, sectors, named) WHERE named;
CREATE INDEX statement_actors_who ON statement_actors (who, statement_n);
CREATE INDEX fact_parties_who ON fact_parties (who, fact_n);

-- Links of reports that a judgement put into another event, as the machine had made them.
CREATE TABLE moved (
  report_n INTEGER PRIMARY KEY REFERENCES reports (n) ON DELETE CASCADE,
  event_n INTEGER NOT NULL REFERENCES events (n),
  score REAL NOT NULL,
  reasons TEXT NOT NULL
);
CREATE INDEX moved_event ON moved (event_n);
