-- What stood twice stands once: sentences and clauses are spans of the article's text, the word index holds no text,
-- an article's shingles are found by the article without an index, and indexes that no question asks for are gone.

ALTER TABLE reports ADD COLUMN told TEXT NOT NULL DEFAULT '[]';    -- JSON list of spans: the sentences that tell it
ALTER TABLE statements ADD COLUMN told TEXT NOT NULL DEFAULT '[]';
UPDATE reports SET told = told_before((SELECT sentences FROM articles WHERE n = article_n), body);
UPDATE statements SET told = told_before((SELECT sentences FROM articles WHERE n = article_n), body);
ALTER TABLE evidence DROP COLUMN clause;

ALTER TABLE articles ADD COLUMN signature BLOB NOT NULL DEFAULT x''; -- its shingles, 8 bytes each, big-endian, sorted
UPDATE articles SET signature = (SELECT signature_of(shingle) FROM shingles WHERE article_n = n)
  WHERE n IN (SELECT article_n FROM shingles);
DROP INDEX shingles_article;

DROP TABLE report_words;
DROP TABLE statement_words;
CREATE VIEW report_sentences AS SELECT r.n AS n, words_told(a.text, r.told) AS sentence, coalesce(a.title, '') AS title
  FROM reports r JOIN articles a ON a.n = r.article_n;
CREATE VIEW statement_sentences AS SELECT s.n AS n, words_told(a.text, s.told) AS sentence,
  coalesce(a.title, '') AS title FROM statements s JOIN articles a ON a.n = s.article_n;
-- Accents are folded: who types "Falemé" finds "Falémé".
CREATE VIRTUAL TABLE report_words USING fts5 (sentence, title, content = 'report_sentences', content_rowid = 'n',
  tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE statement_words USING fts5 (sentence, title, content = 'statement_sentences', content_rowid = 'n',
  tokenize = "unicode61 remove_diacritics 2");
INSERT INTO report_words (report_words) VALUES ('rebuild');
INSERT INTO statement_words (statement_words) VALUES ('rebuild');

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
