-- Public answers are kept as long as nothing is written (server/publicAnswers.ts). Every writing statement counts here,
-- and holds a lock until its transaction ends, so that one can tell whether something counted is still to be seen.
-- Counters, logs and secrets are in no public answer and are written with every request or sign-in.
CREATE SEQUENCE "written";

CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7204620);
  PERFORM nextval('written');
  RETURN NULL;
END $$;

-- Watches every table that is not watched yet; the product asks for it after its migrations.
CREATE FUNCTION watch_writes() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND c.relname <> ALL (ARRAY['_prisma_migrations', 'access_log', 'access_log_checkpoint', 'access_log_head', 'change', 'done_act',
        'rate_limit', 'recovery_code', 'session', 'sign_in_count'])
      AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'notes_written')
  LOOP
    EXECUTE format('CREATE TRIGGER notes_written AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_written()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER notes_written', name); -- what comes by replication counts too
  END LOOP;
END $$;

SELECT watch_writes();
