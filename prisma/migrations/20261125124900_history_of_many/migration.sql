-- What Prisma cannot say: that records were entered is noted by one statement for all rows of an insert. With a trigger
-- for each row, an import spent most of its time there.
CREATE FUNCTION note_new_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO change (at, by_id, act, doing, table_name, record_id, kind, fields)
  SELECT coalesce(NULLIF(current_setting('sangsaeng.at', true), '')::timestamptz, now()),
    NULLIF(current_setting('sangsaeng.by', true), '')::int,
    NULLIF(current_setting('sangsaeng.act', true), ''),
    NULLIF(current_setting('sangsaeng.doing', true), ''),
    TG_TABLE_NAME, made.id, 'CREATED', '{}'
  FROM made
  ON CONFLICT (table_name, record_id, doing) DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION watch_new_records(watched name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER notes_new AFTER INSERT ON %I REFERENCING NEW TABLE AS made FOR EACH STATEMENT
    WHEN (coalesce(current_setting(''sangsaeng.by'', true), '''') <> '''') EXECUTE FUNCTION note_new_records()', watched);
END $$;

-- As before, but for the notes of new records.
CREATE OR REPLACE FUNCTION watch_changes() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  watched record;
BEGIN
  FOR watched IN
    SELECT c.oid, c.relname, (
      SELECT string_agg(quote_literal(attname), ', ') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND (a.atttypid = 'bytea'::regtype OR a.attname LIKE '%\_hash' OR a.attname = ANY (ARRAY['id', 'version', 'created_at', 'updated_at',
          'last_used_at', 'oidc_subject', 'totp_since', 'totp_last_step', 'person_id', 'sex', 'age_band', 'public_value']))
    ) AS left_out
    FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'saved_filter'
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'version')
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'id')
      AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'notes_change')
  LOOP
    EXECUTE format('CREATE TRIGGER notes_change AFTER UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION note_record(%s)', watched.relname, watched.left_out);
    PERFORM watch_new_records(watched.relname);
  END LOOP;
END $$;

SELECT watch_new_records(c.relname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgname = 'notes_new' AND t.tgfoid = 'note_record'::regproc AND c.relnamespace = current_schema()::regnamespace;
