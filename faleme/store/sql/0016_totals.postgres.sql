-- How many events two sides have and in how many reports an actor stands, so that the strongest dyads, an actor's
-- neighbours and the list of actors need no count. Written with the event (faleme/store/sql_pairs.py) and the report
-- (faleme/store/sql_actor_totals.py), and filled by them for what was stored before, which the opening asks for.

DROP TABLE IF EXISTS dyad_totals;

CREATE TABLE dyad_pairs (            -- only of events that happened
  one TEXT COLLATE "C" NOT NULL,                 -- the earlier in the alphabet: report_actors.who; a bar and a code: all of a country
  other TEXT COLLATE "C" NOT NULL,
  countries INTEGER NOT NULL,        -- 1: both are countries
  events INTEGER NOT NULL,
  forth INTEGER NOT NULL,            -- those that one did to other
  back INTEGER NOT NULL,
  quad1 INTEGER NOT NULL,            -- by class, of types that come with faleme
  quad2 INTEGER NOT NULL,
  quad3 INTEGER NOT NULL,
  quad4 INTEGER NOT NULL,
  tenths BIGINT NOT NULL,           -- sum of their scores
  PRIMARY KEY (one, other)
);
CREATE INDEX dyad_pairs_other ON dyad_pairs (other, one);
CREATE INDEX dyad_pairs_events ON dyad_pairs (countries, events DESC, one, other);

CREATE TABLE dyad_own (              -- of types that a desk added, whose class and score its list says when it is asked
  one TEXT COLLATE "C" NOT NULL,
  other TEXT COLLATE "C" NOT NULL,
  doing BIGINT NOT NULL REFERENCES doings (n),
  events INTEGER NOT NULL,
  PRIMARY KEY (one, other, doing)
);

CREATE TABLE actor_totals (
  who TEXT COLLATE "C" PRIMARY KEY,              -- as report_actors.who
  reports INTEGER NOT NULL
);
CREATE INDEX actor_totals_reports ON actor_totals (reports DESC, who);

CREATE TABLE actor_sectors (         -- whatever reports say of an actor's sectors
  who TEXT COLLATE "C" NOT NULL,
  sectors TEXT COLLATE "C" NOT NULL,
  reports INTEGER NOT NULL,
  PRIMARY KEY (who, sectors)
);
