-- The latest figures of some programs, for results of a year or a district: without it those of all programs are read.
CREATE INDEX "outcome_latest_of_program_idx" ON "outcome"("program_id")
  WHERE approved_at IS NOT NULL AND superseded_at IS NULL AND overtaken_at IS NULL;
