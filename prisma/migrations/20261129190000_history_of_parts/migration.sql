-- What Prisma cannot say: that parts were added is noted by one statement for all rows of an insert, one change for each
-- record that they belong to. A record that the same act made says by that alone what it was made with.
CREATE FUNCTION note_new_parts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  this_doing text := NULLIF(current_setting('sangsaeng.doing', true), '');
BEGIN
  INSERT INTO change AS c (at, by_id, act, doing, table_name, record_id, kind, fields)
  SELECT coalesce(NULLIF(current_setting('sangsaeng.at', true), '')::timestamptz, now()),
    NULLIF(current_setting('sangsaeng.by', true), '')::int,
    NULLIF(current_setting('sangsaeng.act', true), ''),
    this_doing, TG_ARGV[0], p.record, 'UPDATED',
    jsonb_build_object(TG_ARGV[2], jsonb_build_object('removed', '[]'::jsonb, 'added', jsonb_agg((
      SELECT jsonb_object_agg(key, value) FROM jsonb_each(p.part) WHERE key = ANY (TG_ARGV[3:])) ORDER BY p.place)))
  FROM (
    SELECT (part ->> TG_ARGV[1])::int AS record, part, place
    FROM (SELECT to_jsonb(made) AS part, row_number() OVER () AS place FROM made) m
    OFFSET 0) p
  -- Looked up for each part, as no estimate of how many changes there are may lead to reading all of them.
  WHERE 'CREATED' IS DISTINCT FROM (
    SELECT n.kind FROM change n WHERE n.table_name = TG_ARGV[0] AND n.record_id = p.record AND n.doing = this_doing)
  GROUP BY p.record ORDER BY min(p.place)
  ON CONFLICT (table_name, record_id, doing) DO UPDATE SET
    fields = CASE c.kind WHEN 'CREATED' THEN c.fields ELSE merged_changes(c.fields, EXCLUDED.fields) END;
  RETURN NULL;
END $$;

CREATE FUNCTION watch_new_parts(part name, arguments text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER notes_new AFTER INSERT ON %I REFERENCING NEW TABLE AS made FOR EACH STATEMENT
    WHEN (coalesce(current_setting(''sangsaeng.by'', true), '''') <> '''') EXECUTE FUNCTION note_new_parts(%s)', part, arguments);
END $$;

-- As before, but for the notes of new parts.
CREATE OR REPLACE FUNCTION watch_part(part text, of_table text, of_column text, called text, VARIADIC said text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT string_agg(quote_literal(x), ', ') FROM unnest(ARRAY[of_table, of_column, called] || said) x);
BEGIN
  EXECUTE format('CREATE TRIGGER notes_change AFTER UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION note_part(%s)', part, arguments);
  PERFORM watch_new_parts(part, arguments);
END $$;

SELECT watch_new_parts(c.relname, (regexp_match(pg_get_triggerdef(t.oid), 'note_part\((.*)\)$'))[1])
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgname = 'notes_new' AND t.tgfoid = 'note_part'::regproc AND c.relnamespace = current_schema()::regnamespace;
