-- CreateIndex
CREATE INDEX "outcome_program_id_as_of_id_idx" ON "outcome"("program_id", "as_of", "id");

-- CreateIndex
CREATE INDEX "participant_stage_stage_on_id_idx" ON "participant"("stage", "stage_on", "id");
