-- How many events two sides have in all, so that the strongest dyads and an actor's neighbours need no count of events.
-- Written with the event (faleme/store/sql_dyads.py). Only of events that happened.

CREATE TABLE dyad_totals (
  one TEXT NOT NULL,                 -- the actor as report_actors.who; a bar and a code: all of a country
  other TEXT NOT NULL,               -- the recipient; of talks, whose parties have no order, the later in the alphabet
  mutual INTEGER NOT NULL,           -- 1: both are actors, as in talks
  doing INTEGER NOT NULL REFERENCES doings (n),
  events INTEGER NOT NULL,
  PRIMARY KEY (one, other, mutual, doing)
) WITHOUT ROWID;
CREATE INDEX dyad_totals_other ON dyad_totals (other, one);

-- In which weeks anything was read, and what was printed of late.
CREATE INDEX articles_published ON articles (published);

INSERT INTO dyad_totals
  WITH sides AS (
    SELECT event_n, actor_who AS one, recipient_who AS other, mutual FROM event_dyads
      WHERE actor_who <> '' AND recipient_who <> ''
    UNION SELECT event_n, '|' || actor_country, '|' || recipient_country, mutual FROM event_dyads
      WHERE actor_country IS NOT NULL AND recipient_country IS NOT NULL),
  ways AS (
    SELECT DISTINCT event_n, CASE WHEN mutual = 1 AND other < one THEN other ELSE one END AS one,
      CASE WHEN mutual = 1 AND other < one THEN one ELSE other END AS other, mutual FROM sides)
  SELECT w.one, w.other, w.mutual, o.n AS doing, count(*) AS events FROM ways w JOIN events e ON e.n = w.event_n
  JOIN doings o ON o.event_type = e.event_type AND o.mode = coalesce(e.mode, '')
  WHERE e.auxiliary IS NULL GROUP BY 1, 2, 3, 4;
