-- DropIndex
DROP INDEX "participant_count_stage_program_id_idx";

-- CreateIndex
CREATE INDEX "participant_count_stage_program_id_count_idx" ON "participant_count"("stage", "program_id", "count");
