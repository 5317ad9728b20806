-- CreateTable
CREATE TABLE "register_entry" (
    "participant_id" INTEGER NOT NULL,
    "program_id" INTEGER NOT NULL,
    "applied" BOOLEAN NOT NULL,
    "selected" BOOLEAN NOT NULL,
    "in_training" BOOLEAN NOT NULL,
    "trained" BOOLEAN NOT NULL,
    "placed" BOOLEAN NOT NULL,
    "retained" BOOLEAN NOT NULL,
    "last_on" DATE NOT NULL,
    "last_known" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_entry_pkey" PRIMARY KEY ("participant_id")
);

-- CreateTable
CREATE TABLE "register_total" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "applied" INTEGER NOT NULL,
    "selected" INTEGER NOT NULL,
    "in_training" INTEGER NOT NULL,
    "trained" INTEGER NOT NULL,
    "placed" INTEGER NOT NULL,
    "retained" INTEGER NOT NULL,
    "last_on" DATE NOT NULL,
    "last_known" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_total_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "register_entry_program_id_idx" ON "register_entry"("program_id");

-- CreateIndex
CREATE INDEX "register_total_program_id_idx" ON "register_total"("program_id");

-- AddForeignKey
ALTER TABLE "register_entry" ADD CONSTRAINT "register_entry_participant_id_fkey" FOREIGN KEY ("participant_id") REFERENCES "participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "register_total" ADD CONSTRAINT "register_total_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- On which bases participants count by all steps that hold: in training are those whose latest step it is.
CREATE FUNCTION keep_register_entries(touched int[]) RETURNS void LANGUAGE plpgsql AS $$
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
  DELETE FROM register_entry e WHERE e.participant_id = ANY (touched)
    AND NOT EXISTS (SELECT 1 FROM stage_change s WHERE s.participant_id = e.participant_id);
END $$;

CREATE FUNCTION note_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM keep_register_entries(array_agg(DISTINCT participant_id)) FROM come;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM keep_register_entries(array_agg(DISTINCT participant_id)) FROM gone;
  ELSE
    PERFORM keep_register_entries(array_agg(DISTINCT touched.id)) FROM gone o JOIN come n ON n.id = o.id
      CROSS JOIN LATERAL (VALUES (o.participant_id), (n.participant_id)) AS touched (id)
      WHERE (o.participant_id, o.stage, o.on_date, o.recorded_at, o.retracted_at)
        IS DISTINCT FROM (n.participant_id, n.stage, n.on_date, n.recorded_at, n.retracted_at)
      HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;

-- Nobody waits for the total of a program: where another writer has its row, a further one is begun.
CREATE FUNCTION keep_register_totals(gone register_entry[], come register_entry[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  added record;
BEGIN
  FOR added IN
    SELECT program_id, sum(n * applied::int) AS applied, sum(n * selected::int) AS selected, sum(n * in_training::int) AS in_training,
      sum(n * trained::int) AS trained, sum(n * placed::int) AS placed, sum(n * retained::int) AS retained,
      max(last_on) AS last_on, max(last_known) AS last_known
    FROM (SELECT *, -1 AS n FROM unnest(gone) UNION ALL SELECT *, 1 FROM unnest(come)) entry
    GROUP BY program_id
  LOOP
    UPDATE register_total t SET applied = t.applied + added.applied, selected = t.selected + added.selected,
      in_training = t.in_training + added.in_training, trained = t.trained + added.trained,
      placed = t.placed + added.placed, retained = t.retained + added.retained,
      last_on = GREATEST(t.last_on, added.last_on), last_known = GREATEST(t.last_known, added.last_known)
    WHERE t.id = (SELECT id FROM register_total WHERE program_id = added.program_id ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
      INSERT INTO register_total (program_id, applied, selected, in_training, trained, placed, retained, last_on, last_known)
      VALUES (added.program_id, added.applied, added.selected, added.in_training, added.trained, added.placed, added.retained,
        added.last_on, added.last_known);
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION note_register_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before register_entry[];
  after register_entry[];
BEGIN
  IF TG_OP <> 'INSERT' THEN SELECT array_agg(ROW(gone.*)::register_entry) INTO before FROM gone; END IF;
  IF TG_OP <> 'DELETE' THEN SELECT array_agg(ROW(come.*)::register_entry) INTO after FROM come; END IF;
  PERFORM keep_register_totals(before, after);
  RETURN NULL;
END $$;

CREATE FUNCTION move_register_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE register_entry SET program_id = NEW.program_id WHERE participant_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER notes_entries_new AFTER INSERT ON "register_entry" REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_register_entries();
CREATE TRIGGER notes_entries AFTER UPDATE ON "register_entry" REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_register_entries();
CREATE TRIGGER notes_entries_gone AFTER DELETE ON "register_entry" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_register_entries();

SELECT keep_register_entries(array_agg(id)) FROM participant HAVING count(*) > 0;

CREATE TRIGGER notes_steps_new AFTER INSERT ON "stage_change" REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_steps();
CREATE TRIGGER notes_steps AFTER UPDATE ON "stage_change" REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_steps();
CREATE TRIGGER notes_steps_gone AFTER DELETE ON "stage_change" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_steps();
CREATE TRIGGER moves_register_entry AFTER UPDATE OF program_id ON "participant" FOR EACH ROW
  WHEN (OLD.program_id <> NEW.program_id) EXECUTE FUNCTION move_register_entry();

-- The counts of whole programs, which are few among those of their parts.
CREATE INDEX "register_count_whole_idx" ON "register_count"("program_id") INCLUDE ("basis", "value", "as_of", "known_at") WHERE dimension IS NULL;
