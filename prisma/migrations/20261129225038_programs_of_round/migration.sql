-- DropIndex
DROP INDEX "program_round_id_district_id_idx";

-- CreateIndex
CREATE INDEX "program_round_id_code_id_idx" ON "program"("round_id", "code", "id");

-- CreateIndex
CREATE INDEX "program_round_id_district_id_code_id_idx" ON "program"("round_id", "district_id", "code", "id");
