-- In which weeks anything was read, and what was printed of late.
CREATE INDEX articles_published ON articles (published);
