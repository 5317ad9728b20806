-- CreateTable
CREATE TABLE "participant_count" (
    "entry" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "stage" "ParticipantStage" NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "participant_count_pkey" PRIMARY KEY ("entry")
);

-- CreateIndex
CREATE INDEX "participant_count_stage_program_id_idx" ON "participant_count"("stage", "program_id");

-- AddForeignKey
ALTER TABLE "participant_count" ADD CONSTRAINT "participant_count_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: the counts are kept by what is written.

-- Nobody waits: where another writer has the count of a stage, a further one is begun.
CREATE FUNCTION add_participant_counts(added participant_count[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF added IS NULL THEN RETURN; END IF;
  WITH one AS (
    SELECT a.program_id, a.stage, a.count, (
        SELECT c.entry FROM participant_count c WHERE c.stage = a.stage AND c.program_id = a.program_id
        LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
      ) AS kept
    FROM unnest(added) a
  ), changed AS (
    UPDATE participant_count c SET count = c.count + one.count FROM one WHERE c.entry = one.kept
  )
  INSERT INTO participant_count (program_id, stage, count)
  SELECT program_id, stage, count FROM one WHERE kept IS NULL;
END $$;

CREATE FUNCTION note_participants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM add_participant_counts(array_agg(ROW(0, program_id, stage, n)::participant_count)) FROM (
      SELECT program_id, stage, count(*) AS n FROM come GROUP BY program_id, stage) added;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM add_participant_counts(array_agg(ROW(0, program_id, stage, -n)::participant_count)) FROM (
      SELECT program_id, stage, count(*) AS n FROM gone GROUP BY program_id, stage) taken;
  ELSE
    PERFORM add_participant_counts(array_agg(ROW(0, program_id, stage, n)::participant_count)) FROM (
      SELECT program_id, stage, sum(n) AS n
      FROM (SELECT program_id, stage, 1 AS n FROM come UNION ALL SELECT program_id, stage, -1 FROM gone) either
      GROUP BY program_id, stage HAVING sum(n) <> 0) moved;
  END IF;
  RETURN NULL;
END $$;

INSERT INTO participant_count (program_id, stage, count)
  SELECT program_id, stage, count(*) FROM participant GROUP BY program_id, stage;

CREATE TRIGGER notes_participants_new AFTER INSERT ON "participant" REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_participants();
CREATE TRIGGER notes_participants AFTER UPDATE ON "participant" REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_participants();
CREATE TRIGGER notes_participants_gone AFTER DELETE ON "participant" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_participants();
