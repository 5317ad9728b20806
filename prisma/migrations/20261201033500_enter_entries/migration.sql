-- What Prisma cannot say: participants that an import enters bring their entries of the register with them, made of what
-- they are entered with. To read their steps again for it, and whether their records are new, took a sixth of
-- PostgreSQL's time for an import.

-- As before, but for the triggers whose work `enter_participants` does: these must not fire then.
CREATE OR REPLACE FUNCTION may_skip_keys(of_tables regclass[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT has_parameter_privilege('session_replication_role', 'SET') AND NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = ANY (of_tables) AND NOT tgisinternal AND tgtype & 4 <> 0
      AND tgenabled = CASE WHEN (tgrelid::regclass::text, tgname) IN (
        ('stage_change', 'notes_steps_new'), ('participant_target_group', 'notes_new')) THEN 'A' ELSE 'O' END::"char")
$$;

CREATE OR REPLACE FUNCTION enter_participants(
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
    register_total, participant_count, participant_total}')
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
  IF held THEN
    -- What note_steps would do. Nor does note_new_parts have anything to note of a record that came with its parts.
    INSERT INTO register_entry (participant_id, program_id, applied, selected, in_training, trained, placed, retained, last_on, last_known)
    SELECT id, program, stage = 'APPLIED', stage = 'SELECTED', stage = 'IN_TRAINING', stage = 'TRAINED', stage = 'PLACED',
      stage = 'RETAINED', day, this_at
    FROM unnest(ids, programs, stages, days) AS row (id, program, stage, day);
    SET LOCAL session_replication_role = origin;
  END IF;
END $$;

DO $$ BEGIN
  EXECUTE format('ALTER FUNCTION enter_participants SET search_path = %I, pg_temp', current_schema());
END $$;

-- Neither is asked while foreign keys are not.
CREATE OR REPLACE TRIGGER notes_steps_new AFTER INSERT ON "stage_change" REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_steps();
ALTER TABLE "stage_change" ENABLE TRIGGER notes_steps_new;
ALTER TABLE "participant_target_group" ENABLE TRIGGER notes_new;
