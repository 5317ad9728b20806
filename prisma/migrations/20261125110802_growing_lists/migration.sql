-- CreateIndex
CREATE INDEX "access_log_email_id_idx" ON "access_log"("email", "id");

-- CreateIndex
CREATE INDEX "access_log_kind_at_id_idx" ON "access_log"("kind", "at", "id");

-- CreateIndex
CREATE INDEX "outcome_updated_at_id_idx" ON "outcome"("updated_at", "id");

-- CreateIndex
CREATE INDEX "outcome_status_idx" ON "outcome"("status");

-- CreateIndex
CREATE INDEX "outcome_superseded_at_idx" ON "outcome"("superseded_at");

-- CreateIndex
CREATE INDEX "participant_created_at_id_idx" ON "participant"("created_at", "id");
