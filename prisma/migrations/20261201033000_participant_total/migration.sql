-- CreateTable
CREATE TABLE "participant_total" (
    "entry" SERIAL NOT NULL,
    "stage" "ParticipantStage" NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "participant_total_pkey" PRIMARY KEY ("entry")
);

-- What Prisma cannot say: the totals are kept with the counts. There are so few that no index but their key is needed.

-- Nobody waits: where another writer has the count of a stage, a further one is begun.
CREATE OR REPLACE FUNCTION add_participant_counts(added participant_count[]) RETURNS void LANGUAGE plpgsql AS $$
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
  WITH one AS (
    SELECT a.stage, sum(a.count) AS count, (
        SELECT t.entry FROM participant_total t WHERE t.stage = a.stage LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
      ) AS kept
    FROM unnest(added) a GROUP BY a.stage HAVING sum(a.count) <> 0
  ), changed AS (
    UPDATE participant_total t SET count = t.count + one.count FROM one WHERE t.entry = one.kept
  )
  INSERT INTO participant_total (stage, count)
  SELECT stage, count FROM one WHERE kept IS NULL;
END $$;

INSERT INTO participant_total (stage, count)
  SELECT stage, sum(count) FROM participant_count GROUP BY stage HAVING sum(count) <> 0;
