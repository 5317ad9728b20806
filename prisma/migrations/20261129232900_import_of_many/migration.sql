-- DropForeignKey
ALTER TABLE "register_entry" DROP CONSTRAINT "register_entry_participant_id_fkey";

-- What Prisma cannot say: what an import of many spends on its notes and counts.

-- Settings are read once, not for each record; no act makes a record twice.
CREATE OR REPLACE FUNCTION note_new_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  this_at timestamptz := coalesce(NULLIF(current_setting('sangsaeng.at', true), '')::timestamptz, now());
  this_by int := NULLIF(current_setting('sangsaeng.by', true), '')::int;
  this_act text := NULLIF(current_setting('sangsaeng.act', true), '');
  this_doing text := NULLIF(current_setting('sangsaeng.doing', true), '');
BEGIN
  INSERT INTO change (at, by_id, act, doing, table_name, record_id, kind, fields)
  SELECT this_at, this_by, this_act, this_doing, TG_TABLE_NAME, made.id, 'CREATED', '{}' FROM made;
  RETURN NULL;
END $$;

-- Entries go with the steps, and so with their participant: see note_steps.
CREATE OR REPLACE FUNCTION keep_register_entries(touched int[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever else writes steps of the same participants waits here, and then reads these as well.
  PERFORM FROM participant WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO register_entry AS e (participant_id, program_id, applied, selected, in_training, trained, placed, retained, last_on, last_known)
  SELECT s.participant_id, a.program_id, bool_or(holds AND s.stage = 'APPLIED'), bool_or(holds AND s.stage = 'SELECTED'),
    bool_or(holds AND s.stage = 'IN_TRAINING' AND place = 1), bool_or(holds AND s.stage = 'TRAINED'),
    bool_or(holds AND s.stage = 'PLACED'), bool_or(holds AND s.stage = 'RETAINED'),
    max(on_date), max(GREATEST(recorded_at, retracted_at))
  FROM (
    SELECT *, retracted_at IS NULL AS holds,
      row_number() OVER (PARTITION BY participant_id, retracted_at IS NULL ORDER BY on_date DESC, id DESC) AS place
    FROM stage_change WHERE participant_id = ANY (touched)
  ) s JOIN participant a ON a.id = s.participant_id
  GROUP BY s.participant_id, a.program_id
  ON CONFLICT (participant_id) DO UPDATE SET applied = EXCLUDED.applied, selected = EXCLUDED.selected,
    in_training = EXCLUDED.in_training, trained = EXCLUDED.trained, placed = EXCLUDED.placed,
    retained = EXCLUDED.retained, last_on = EXCLUDED.last_on, last_known = EXCLUDED.last_known
  WHERE e IS DISTINCT FROM EXCLUDED;
END $$;

CREATE OR REPLACE FUNCTION note_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched int[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM keep_register_entries(array_agg(DISTINCT participant_id)) FROM come;
    RETURN NULL;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(DISTINCT participant_id) INTO touched FROM gone;
  ELSE
    SELECT array_agg(DISTINCT t.id) INTO touched FROM gone o JOIN come n ON n.id = o.id
      CROSS JOIN LATERAL (VALUES (o.participant_id), (n.participant_id)) AS t (id)
      WHERE (o.participant_id, o.stage, o.on_date, o.recorded_at, o.retracted_at)
        IS DISTINCT FROM (n.participant_id, n.stage, n.on_date, n.recorded_at, n.retracted_at);
  END IF;
  IF touched IS NULL THEN RETURN NULL; END IF;
  PERFORM keep_register_entries(touched);
  DELETE FROM register_entry e WHERE e.participant_id = ANY (touched)
    AND NOT EXISTS (SELECT 1 FROM stage_change s WHERE s.participant_id = e.participant_id);
  RETURN NULL;
END $$;

-- Nobody waits for the total of a program: where another writer has its row, a further one is begun.
CREATE OR REPLACE FUNCTION keep_register_totals(gone register_entry[], come register_entry[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF gone IS NULL AND come IS NULL THEN RETURN; END IF;
  WITH added AS (
    SELECT program_id, sum(n * applied::int) AS applied, sum(n * selected::int) AS selected, sum(n * in_training::int) AS in_training,
      sum(n * trained::int) AS trained, sum(n * placed::int) AS placed, sum(n * retained::int) AS retained,
      max(last_on) AS last_on, max(last_known) AS last_known, (
        SELECT t.id FROM register_total t WHERE t.program_id = entry.program_id ORDER BY t.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
      ) AS total_id
    FROM (SELECT *, -1 AS n FROM unnest(gone) UNION ALL SELECT *, 1 FROM unnest(come)) entry
    GROUP BY program_id
  ), changed AS (
    UPDATE register_total t SET applied = t.applied + a.applied, selected = t.selected + a.selected,
      in_training = t.in_training + a.in_training, trained = t.trained + a.trained,
      placed = t.placed + a.placed, retained = t.retained + a.retained,
      last_on = GREATEST(t.last_on, a.last_on), last_known = GREATEST(t.last_known, a.last_known)
    FROM added a WHERE t.id = a.total_id
  )
  INSERT INTO register_total (program_id, applied, selected, in_training, trained, placed, retained, last_on, last_known)
  SELECT program_id, applied, selected, in_training, trained, placed, retained, last_on, last_known FROM added
  WHERE total_id IS NULL;
END $$;
