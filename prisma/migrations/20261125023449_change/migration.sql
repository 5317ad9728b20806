-- CreateEnum
CREATE TYPE "ChangeKind" AS ENUM ('CREATED', 'UPDATED', 'DELETED');

-- CreateTable
CREATE TABLE "change" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by_id" INTEGER,
    "act" VARCHAR(60),
    "doing" VARCHAR(36),
    "table_name" VARCHAR(63) NOT NULL,
    "record_id" INTEGER NOT NULL,
    "kind" "ChangeKind" NOT NULL,
    "fields" JSONB NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_filter" (
    "id" SERIAL NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "list" VARCHAR(40) NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "filter" JSONB NOT NULL,
    "sort" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_filter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "change_table_name_record_id_id_idx" ON "change"("table_name", "record_id", "id");

-- CreateIndex
CREATE INDEX "change_by_id_idx" ON "change"("by_id");

-- CreateIndex
CREATE UNIQUE INDEX "change_table_name_record_id_doing_key" ON "change"("table_name", "record_id", "doing");

-- CreateIndex
CREATE UNIQUE INDEX "saved_filter_owner_id_list_name_key" ON "saved_filter"("owner_id", "list", "name");

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_filter" ADD CONSTRAINT "saved_filter_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma cannot say: the history of every record. Triggers write it, so no mutation can forget it, and no table with
-- a version is left out: the product asks watch_changes() after its migrations. Inserts are noted only within a mutation,
-- so that loading seeds costs nothing.

-- Puts what an act changes of a record into one row, however many statements it takes: what was changed and changed back
-- is no change. A pair is a column's old and new value; an object is what was taken away and what was added.
CREATE FUNCTION merged_changes(earlier jsonb, later jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  field text;
  one jsonb;
  had jsonb;
  part jsonb;
BEGIN
  FOR field, one IN SELECT * FROM jsonb_each(later) LOOP
    had := earlier -> field;
    IF had IS NULL THEN
      earlier := jsonb_set(earlier, ARRAY[field], one);
    ELSIF jsonb_typeof(one) = 'array' THEN
      earlier := CASE WHEN had -> 0 = one -> 1 THEN earlier - field
        ELSE jsonb_set(earlier, ARRAY[field], jsonb_build_array(had -> 0, one -> 1)) END;
    ELSE
      FOR part IN SELECT value FROM jsonb_array_elements(one -> 'removed') LOOP
        had := CASE WHEN had -> 'added' @> jsonb_build_array(part) THEN jsonb_set(had, '{added}', without_part(had -> 'added', part))
          ELSE jsonb_set(had, '{removed}', (had -> 'removed') || jsonb_build_array(part)) END;
      END LOOP;
      FOR part IN SELECT value FROM jsonb_array_elements(one -> 'added') LOOP
        had := CASE WHEN had -> 'removed' @> jsonb_build_array(part) THEN jsonb_set(had, '{removed}', without_part(had -> 'removed', part))
          ELSE jsonb_set(had, '{added}', (had -> 'added') || jsonb_build_array(part)) END;
      END LOOP;
      earlier := CASE WHEN had = '{"removed": [], "added": []}' THEN earlier - field ELSE jsonb_set(earlier, ARRAY[field], had) END;
    END IF;
  END LOOP;
  RETURN earlier;
END $$;

CREATE FUNCTION without_part(parts jsonb, part jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(value), '[]') FROM jsonb_array_elements(parts) WHERE value <> part
$$;

CREATE FUNCTION note_change(noted text, record int, what "ChangeKind", changed jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO change AS c (at, by_id, act, doing, table_name, record_id, kind, fields)
  VALUES (
    coalesce(NULLIF(current_setting('sangsaeng.at', true), '')::timestamptz, now()),
    NULLIF(current_setting('sangsaeng.by', true), '')::int,
    NULLIF(current_setting('sangsaeng.act', true), ''),
    NULLIF(current_setting('sangsaeng.doing', true), ''),
    noted, record, what, changed
  )
  ON CONFLICT (table_name, record_id, doing) DO UPDATE SET
    kind = CASE WHEN EXCLUDED.kind = 'DELETED' THEN EXCLUDED.kind ELSE c.kind END,
    fields = CASE c.kind WHEN 'CREATED' THEN c.fields ELSE merged_changes(c.fields, EXCLUDED.fields) END
$$;

-- The functions that triggers call write as the owner of the tables, so that the product's own role needs no right to.

-- A record with a version. The arguments are the columns that are left out.
CREATE FUNCTION note_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  changed jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM note_change(TG_TABLE_NAME, NEW.id, 'CREATED', '{}');
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM note_change(TG_TABLE_NAME, OLD.id, 'DELETED', '{}');
  ELSE
    SELECT jsonb_object_agg(b.key, jsonb_build_array(b.value, a.value)) INTO changed
      FROM jsonb_each(to_jsonb(OLD)) b JOIN jsonb_each(to_jsonb(NEW)) a ON a.key = b.key
      WHERE a.value <> b.value AND b.key <> ALL (TG_ARGV);
    IF changed IS NOT NULL THEN PERFORM note_change(TG_TABLE_NAME, NEW.id, 'UPDATED', changed); END IF;
  END IF;
  RETURN NULL;
END $$;

-- What belongs to a record: its table, the column that names it, what the parts are called, and the columns that say a part.
CREATE FUNCTION note_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  before jsonb := CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  after jsonb := CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
  was jsonb;
  is_now jsonb;
BEGIN
  SELECT jsonb_agg(o) INTO was FROM (
    SELECT jsonb_object_agg(key, value) AS o FROM jsonb_each(before) WHERE key = ANY (TG_ARGV[3:])) x WHERE o IS NOT NULL;
  SELECT jsonb_agg(o) INTO is_now FROM (
    SELECT jsonb_object_agg(key, value) AS o FROM jsonb_each(after) WHERE key = ANY (TG_ARGV[3:])) x WHERE o IS NOT NULL;
  IF was IS NOT DISTINCT FROM is_now THEN RETURN NULL; END IF;
  PERFORM note_change(TG_ARGV[0], (coalesce(after, before) ->> TG_ARGV[1])::int, 'UPDATED', jsonb_build_object(TG_ARGV[2],
    jsonb_build_object('removed', coalesce(was, '[]'), 'added', coalesce(is_now, '[]'))));
  RETURN NULL;
END $$;

CREATE FUNCTION watch_part(part text, of_table text, of_column text, called text, VARIADIC said text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT string_agg(quote_literal(x), ', ') FROM unnest(ARRAY[of_table, of_column, called] || said) x);
BEGIN
  EXECUTE format('CREATE TRIGGER notes_change AFTER UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION note_part(%s)', part, arguments);
  EXECUTE format('CREATE TRIGGER notes_new AFTER INSERT ON %I FOR EACH ROW WHEN (coalesce(current_setting(''sangsaeng.by'', true), '''') <> '''') EXECUTE FUNCTION note_part(%s)', part, arguments);
END $$;

-- Watches every table with a version that is not watched yet; a person's own saved filters are no records of the work.
-- Left out are secrets, whatever points at a person, and what the product itself keeps up.
CREATE FUNCTION watch_changes() RETURNS void LANGUAGE plpgsql AS $$
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
    EXECUTE format('CREATE TRIGGER notes_new AFTER INSERT ON %I FOR EACH ROW WHEN (coalesce(current_setting(''sangsaeng.by'', true), '''') <> '''') EXECUTE FUNCTION note_record()', watched.relname);
  END LOOP;
END $$;

SELECT watch_changes();
SELECT watch_part('program_target_group', 'program', 'program_id', 'target_groups', 'target_group_id');
SELECT watch_part('program_organization', 'program', 'program_id', 'organizations', 'organization_id', 'role');
SELECT watch_part('participant_target_group', 'participant', 'participant_id', 'target_groups', 'target_group_id');
SELECT watch_part('agreement_party', 'agreement', 'agreement_id', 'parties', 'organization_id');
SELECT watch_part('criterion', 'round', 'round_id', 'criteria', 'name_ko', 'weight_pct', 'max_score');
SELECT watch_part('review_score', 'review', 'review_id', 'scores', 'criterion_id', 'score');
SELECT watch_part('citation', 'outcome', 'outcome_id', 'citations', 'source_id', 'method', 'quote', 'page');
SELECT watch_part('evidence', 'outcome', 'outcome_id', 'evidence', 'file_name');
SELECT watch_part('conflict_member', 'conflict', 'conflict_id', 'members', 'outcome_id');
SELECT watch_part('claim_treatment', 'claim', 'claim_id', 'treatments', 'treatment', 'basis', 'outcome_id', 'reason');
SELECT watch_part('target_group_definition', 'target_group', 'target_group_id', 'definitions', 'text', 'valid_from', 'valid_to');
SELECT watch_part('user_district', 'app_user', 'user_id', 'districts', 'district_id');

-- Notes of a participation go from its history too when the person is destroyed; its name makes this trigger the last one.
CREATE FUNCTION erase_notes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE change SET fields = jsonb_set(fields, '{note}', '[null, null]')
    WHERE table_name = 'participant' AND record_id = NEW.id AND fields ? 'note';
  RETURN NULL;
END $$;
CREATE TRIGGER then_erases_notes AFTER UPDATE OF "destroyed_at" ON "participant" FOR EACH ROW
  WHEN (OLD.destroyed_at IS NULL AND NEW.destroyed_at IS NOT NULL) EXECUTE FUNCTION erase_notes();

-- Otherwise the history is only ever added to.
CREATE FUNCTION guard_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.doing = current_setting('sangsaeng.doing', true) THEN RETURN NEW; END IF;
    IF to_jsonb(NEW) - 'fields' = to_jsonb(OLD) - 'fields' AND OLD.table_name = 'participant'
      AND OLD.fields ? 'note' AND NEW.fields = jsonb_set(OLD.fields, '{note}', '[null, null]') THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "change" FOR EACH ROW EXECUTE FUNCTION guard_history();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "change" FOR EACH STATEMENT EXECUTE FUNCTION guard_history();
REVOKE EXECUTE ON FUNCTION note_change(text, int, "ChangeKind", jsonb) FROM PUBLIC;
