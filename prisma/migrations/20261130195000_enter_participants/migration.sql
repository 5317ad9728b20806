-- What Prisma cannot say: an import enters its participants, and logs them, by functions that look up once what all rows
-- refer to. To ask the foreign keys row by row took a third of PostgreSQL's time for an import.
--
-- While such a function inserts, foreign keys are not asked (session_replication_role), where its owner may tell PostgreSQL
-- so: a superuser, or who was granted SET on that parameter. Where it may not, where something is not there or a trigger
-- would not fire (a restored dump can leave it so), or for fewer than 50 rows (PostgreSQL forgets its plans when that
-- parameter changes), they are asked row by row as ever. The functions do what the caller's role could do by INSERT, and
-- nothing else.

-- Whether all these rows are there, which none can take away until the transaction is over: what a foreign key asks.
CREATE FUNCTION holds(referred regclass, ids int[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  sought int[] := ARRAY(SELECT DISTINCT id FROM unnest(ids) id WHERE id IS NOT NULL);
  held int;
BEGIN
  EXECUTE format('SELECT count(*) FROM (SELECT FROM %s WHERE id = ANY ($1) FOR KEY SHARE) held', referred)
    INTO held USING sought;
  RETURN held = cardinality(sought);
END $$;

-- Whether foreign keys need not be asked when rows come into these tables: PostgreSQL may be told so, and whatever else is
-- to be done then is done all the same.
CREATE FUNCTION may_skip_keys(of_tables regclass[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT has_parameter_privilege('session_replication_role', 'SET') AND NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = ANY (of_tables) AND NOT tgisinternal AND tgenabled = 'O' AND tgtype & 4 <> 0)
$$;

CREATE FUNCTION refuse_unless_may_insert(into_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT has_table_privilege(session_user, into_table, 'INSERT') THEN
    RAISE insufficient_privilege USING MESSAGE = format('permission denied for table %s', into_table);
  END IF;
END $$;

-- Enters participants, each with its first step and its target groups (pairs of a participant and a group), for the act
-- that the transaction is signed with.
CREATE FUNCTION enter_participants(
  ids int[], programs int[], cohorts int[], persons int[], numbers text[], hashes text[],
  stages "ParticipantStage"[], days date[], notes text[], grouped int[], groups int[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  this_at timestamptz := current_setting('sangsaeng.at');
  this_by int := current_setting('sangsaeng.by');
  held boolean := false;
BEGIN
  PERFORM refuse_unless_may_insert('participant'), refuse_unless_may_insert('stage_change'),
    refuse_unless_may_insert('participant_target_group');
  IF cardinality(ids) >= 50 AND may_skip_keys('{participant, stage_change, participant_target_group, change, register_entry,
    register_total, participant_count}')
  THEN
    held := NOT EXISTS (SELECT unnest(grouped) EXCEPT SELECT unnest(ids)) AND holds('target_group', groups)
      AND holds('program', programs) AND holds('cohort', cohorts) AND holds('person', persons)
      AND holds('app_user', ARRAY[this_by]);
  END IF;
  IF held THEN SET LOCAL session_replication_role = replica; END IF;
  INSERT INTO participant
    (id, program_id, cohort_id, person_id, own_number, import_hash, stage, stage_on, note, created_at, updated_at)
  SELECT row.*, this_at, this_at
  FROM unnest(ids, programs, cohorts, persons, numbers, hashes, stages, days, notes) row;
  INSERT INTO stage_change (participant_id, stage, on_date, recorded_at, recorded_by_id)
  SELECT row.*, this_at, this_by FROM unnest(ids, stages, days) row;
  INSERT INTO participant_target_group (participant_id, target_group_id)
  SELECT row.* FROM unnest(grouped, groups) row;
  IF held THEN SET LOCAL session_replication_role = origin; END IF;
END $$;

-- Writes rows of the access log, numbered from `first` on: what one account did at once.
CREATE FUNCTION log_accesses(
  first int, at timestamptz, account int, email text, role "Role", address text, kind "AccessKind", reason text,
  persons int[], participants int[], hashes bytea[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  held boolean := false;
BEGIN
  PERFORM refuse_unless_may_insert('access_log');
  IF cardinality(participants) >= 50 AND may_skip_keys('{access_log}') THEN
    held := holds('app_user', ARRAY[account]) AND holds('participant', participants);
  END IF;
  IF held THEN SET LOCAL session_replication_role = replica; END IF;
  INSERT INTO access_log (id, at, account_id, email, role, address, kind, person_id, participant_id, reason, batch, hash)
  SELECT first + place - 1, at, account, email, role, address, kind, person, participant, reason, first, hash
  FROM unnest(persons, participants, hashes) WITH ORDINALITY AS row (person, participant, hash, place);
  IF held THEN SET LOCAL session_replication_role = origin; END IF;
END $$;

DO $$
DECLARE
  own record;
BEGIN
  -- No table that a role makes for its session is taken for one of ours.
  FOR own IN SELECT oid::regprocedure AS called FROM pg_proc WHERE proname IN ('enter_participants', 'log_accesses') LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', own.called, current_schema());
  END LOOP;
  -- History, counts and entries are kept for what these functions enter too, but not for what comes by replication,
  -- which brings its own along and is signed by nobody.
  FOR own IN
    SELECT tgrelid::regclass AS of_table, tgname, pg_get_triggerdef(oid) AS said FROM pg_trigger
    WHERE tgname IN ('notes_new', 'notes_participants_new', 'notes_steps_new', 'notes_entries_new') AND tgrelid IN (
      'participant'::regclass, 'participant_target_group'::regclass, 'stage_change'::regclass, 'register_entry'::regclass)
  LOOP
    IF own.tgname <> 'notes_new' THEN
      EXECUTE replace(replace(own.said, 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER'), ' EXECUTE FUNCTION ',
        ' WHEN (current_setting(''session_replication_role'') <> ''replica'''
        || ' OR coalesce(current_setting(''sangsaeng.by'', true), '''') <> '''') EXECUTE FUNCTION ');
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', own.of_table, own.tgname);
  END LOOP;
END $$;
