-- The address that a page was asked for by, before redirects and before it named its own.
CREATE INDEX IF NOT EXISTS articles_key ON articles (key);
