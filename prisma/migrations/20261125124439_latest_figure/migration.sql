-- AlterTable
ALTER TABLE "outcome" ADD COLUMN     "overtaken_at" TIMESTAMPTZ(3),
ADD COLUMN     "overtaken_on" DATE;

-- Which figures are the latest is kept, so that results need not read all earlier ones. A figure for a later day that
-- is valid now has been since it was known and approved, and the earlier one was of no use from then on. Nothing is lost
-- when two transactions do not see each other: then an earlier figure is merely read in vain.
CREATE FUNCTION keep_overtaken(programs int[], indicators int[]) RETURNS void LANGUAGE sql AS $$
  UPDATE outcome o SET overtaken_on = next.as_of, overtaken_at = next.known
  FROM (
    SELECT a.id, later.as_of, later.known
    FROM unnest(programs, indicators) AS touched (program_id, indicator_id)
    JOIN indicator i ON i.id = touched.indicator_id AND i.kind <> 'FLOW'
    JOIN outcome a ON a.program_id = touched.program_id AND a.indicator_id = touched.indicator_id
    LEFT JOIN LATERAL (
      SELECT b.as_of, min(GREATEST(b.approved_at, b.known_at)) AS known FROM outcome b
      WHERE b.program_id = a.program_id AND b.indicator_id = a.indicator_id AND b.as_of > a.as_of
        AND b.cohort_id IS NOT DISTINCT FROM a.cohort_id AND b.dimension IS NOT DISTINCT FROM a.dimension
        AND b.category IS NOT DISTINCT FROM a.category AND b.approved_at IS NOT NULL AND b.superseded_at IS NULL
      GROUP BY b.as_of ORDER BY b.as_of LIMIT 1
    ) later ON TRUE
  ) next
  WHERE o.id = next.id AND (o.overtaken_on, o.overtaken_at) IS DISTINCT FROM (next.as_of, next.known)
$$;

CREATE FUNCTION note_overtaken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  programs int[];
  indicators int[];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(program_id), array_agg(indicator_id) INTO programs, indicators FROM (
      SELECT DISTINCT touched.program_id, touched.indicator_id
      FROM gone o JOIN come n ON n.id = o.id
        CROSS JOIN LATERAL (VALUES (o.program_id, o.indicator_id), (n.program_id, n.indicator_id)) AS touched (program_id, indicator_id)
      WHERE COALESCE(o.approved_at, n.approved_at) IS NOT NULL AND
        (o.program_id, o.indicator_id, o.cohort_id, o.dimension, o.category, o.as_of, o.known_at, o.approved_at, o.superseded_at)
        IS DISTINCT FROM
        (n.program_id, n.indicator_id, n.cohort_id, n.dimension, n.category, n.as_of, n.known_at, n.approved_at, n.superseded_at)
    ) pair;
  ELSIF TG_OP = 'INSERT' THEN
    SELECT array_agg(program_id), array_agg(indicator_id) INTO programs, indicators
      FROM (SELECT DISTINCT program_id, indicator_id FROM come WHERE approved_at IS NOT NULL) pair;
  ELSE
    SELECT array_agg(program_id), array_agg(indicator_id) INTO programs, indicators
      FROM (SELECT DISTINCT program_id, indicator_id FROM gone WHERE approved_at IS NOT NULL) pair;
  END IF;
  IF programs IS NOT NULL THEN PERFORM keep_overtaken(programs, indicators); END IF;
  RETURN NULL;
END $$;

-- What the database itself keeps up is no change of the figure.
DROP TRIGGER notes_change ON "outcome";
SELECT keep_overtaken(array_agg(program_id), array_agg(indicator_id)) FROM (SELECT DISTINCT program_id, indicator_id FROM outcome) pair;
CREATE TRIGGER notes_change AFTER UPDATE OR DELETE ON "outcome" FOR EACH ROW
  EXECUTE FUNCTION note_record('id', 'version', 'created_at', 'updated_at', 'public_value', 'overtaken_on', 'overtaken_at');

CREATE TRIGGER notes_latest_new AFTER INSERT ON "outcome" REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_overtaken();
CREATE TRIGGER notes_latest AFTER UPDATE ON "outcome" REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION note_overtaken();
CREATE TRIGGER notes_latest_gone AFTER DELETE ON "outcome" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_overtaken();

-- The latest figures with all that results read of them.
CREATE INDEX "outcome_latest_idx" ON "outcome"("indicator_id", "program_id", "dimension", "category", "cohort_id", "as_of" DESC)
  INCLUDE ("period_start", "known_at", "id", "status", "state", "value", "public_value", "approved_at", "superseded_at", "overtaken_on", "overtaken_at")
  WHERE approved_at IS NOT NULL AND superseded_at IS NULL AND overtaken_at IS NULL;
-- Whether anything became known, or is for a day, after a question's.
CREATE INDEX "outcome_overtaken_at_idx" ON "outcome"("overtaken_at") WHERE overtaken_at IS NOT NULL;
CREATE INDEX "outcome_overtaken_on_idx" ON "outcome"("overtaken_on") WHERE overtaken_on IS NOT NULL;
