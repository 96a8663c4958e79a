-- Events of an actor by month hold what a series shows, so that asking for one adds up months and not each kind of doing
-- in them. Filled by faleme/store/sql_months.py for what was stored before, which the opening asks for.

DROP TABLE event_months;

CREATE TABLE event_months (            -- only of events that happened
  whom TEXT NOT NULL,                  -- as report_actors.who; a bar and a code: all of a country
  role TEXT NOT NULL,                  -- actor or recipient
  month TEXT NOT NULL,                 -- 2024-03; 2024 for what is no closer known; blank where even that is not
  events INTEGER NOT NULL,
  quad1 INTEGER NOT NULL,              -- by class, of types that come with faleme
  quad2 INTEGER NOT NULL,
  quad3 INTEGER NOT NULL,
  quad4 INTEGER NOT NULL,
  plus INTEGER NOT NULL,               -- sums of their scores above and below zero, in tenths
  minus INTEGER NOT NULL,
  dated INTEGER NOT NULL,              -- of the events, by a date that the text gives
  doubted INTEGER NOT NULL,            -- hedged, or told by a speaker
  PRIMARY KEY (whom, role, month)
) WITHOUT ROWID;

CREATE TABLE month_own (               -- of types that a desk added, whose class and score its list says when it is asked
  whom TEXT NOT NULL,
  role TEXT NOT NULL,
  month TEXT NOT NULL,
  doing INTEGER NOT NULL REFERENCES doings (n),
  events INTEGER NOT NULL,
  PRIMARY KEY (whom, role, month, doing)
) WITHOUT ROWID;

-- With what both do together, which one side's list asks for.
DROP INDEX event_dyads_countries;
DROP INDEX event_dyads_whos;
CREATE INDEX event_dyads_countries ON event_dyads (actor_country, recipient_country, event_n, mutual);
CREATE INDEX event_dyads_whos ON event_dyads (actor_who, recipient_who, event_n, mutual);
