-- Every save asks whether its article was taken down: a judgement of kind `forget`, with what is left of the article.
CREATE INDEX judgements_subject ON judgements (subject);
