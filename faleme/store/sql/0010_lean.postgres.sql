-- What stood twice stands once: sentences and clauses are spans of the article's text, the word index holds no text,
-- an article's shingles are found by the article without an index, and indexes that no question asks for are gone.

ALTER TABLE reports ADD COLUMN told TEXT COLLATE "C" NOT NULL DEFAULT '[]'; -- JSON list of spans: what tells it
ALTER TABLE statements ADD COLUMN told TEXT COLLATE "C" NOT NULL DEFAULT '[]';

-- Sentences that overlap the spans, in the order of the spans; a span in no sentence stands for itself.
CREATE FUNCTION pg_temp.told_before(sentences JSON, spans JSON) RETURNS TEXT LANGUAGE sql AS $$
  SELECT coalesce('[' || string_agg('[' || start || ',' || stop || ']', ',' ORDER BY first, start) || ']', '[]') FROM (
    SELECT start, stop, min(place) AS first FROM (
      SELECT coalesce((s.value -> 'span' ->> 0)::int, (a.value ->> 0)::int) AS start,
        coalesce((s.value -> 'span' ->> 1)::int, (a.value ->> 1)::int) AS stop, a.place
      FROM json_array_elements(spans) WITH ORDINALITY a (value, place) LEFT JOIN json_array_elements(sentences) s (value)
        ON (s.value -> 'span' ->> 0)::int < (a.value ->> 1)::int AND (a.value ->> 0)::int < (s.value -> 'span' ->> 1)::int
    ) whole GROUP BY start, stop) once
$$;
UPDATE reports r SET told = pg_temp.told_before(a.sentences::json,
    (SELECT json_agg(t.value -> 'anchor') FROM json_array_elements(r.body::json -> 'evidence') t (value)))
  FROM articles a WHERE a.n = r.article_n;
UPDATE statements s SET told = pg_temp.told_before(a.sentences::json, json_build_array(s.body::json -> 'content'))
  FROM articles a WHERE a.n = s.article_n;
ALTER TABLE evidence DROP COLUMN clause;

ALTER TABLE articles ADD COLUMN signature BYTEA NOT NULL DEFAULT ''; -- its shingles, 8 bytes each, big-endian, sorted
UPDATE articles a SET signature = s.numbers FROM (SELECT article_n, string_agg(int8send(shingle), '' ORDER BY shingle)
  AS numbers FROM shingles GROUP BY article_n) s WHERE s.article_n = a.n;
DROP INDEX shingles_article;

ALTER TABLE report_words DROP COLUMN sentence, DROP COLUMN title;
ALTER TABLE statement_words DROP COLUMN sentence, DROP COLUMN title;

-- Somebody with an id is asked for by `who`, which then is the id.
DROP INDEX report_actors_id;
DROP INDEX report_actors_name;
DROP INDEX statement_actors_id;
DROP INDEX fact_parties_id;

-- Linking asks for reports of a type and days: of one day, over several, of none. What else it asks of each stands there
-- as well: thousands are weighed for one new report.
DROP INDEX reports_day;
CREATE INDEX reports_dated ON reports (event_type, first_day, place_country, geonameid, article_n)
  WHERE first_day IS NOT NULL;
CREATE INDEX reports_lasting ON reports (event_type, first_day, last_day, place_country, geonameid, article_n)
  WHERE last_day > first_day;
CREATE INDEX reports_undated ON reports (event_type, filed_day, place_country, geonameid, article_n, first_day)
  WHERE first_day IS NULL;
