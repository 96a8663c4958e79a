-- Whom a statement is spoken to is one of its actors.
ALTER TABLE statement_actors DROP CONSTRAINT statement_actors_role_check;
ALTER TABLE statement_actors ADD CONSTRAINT statement_actors_role_check
  CHECK (role IN ('speaker', 'about', 'audience'));
