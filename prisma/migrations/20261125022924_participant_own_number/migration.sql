-- AlterTable
ALTER TABLE "participant" ADD COLUMN     "import_hash" VARCHAR(32),
ADD COLUMN     "own_number" VARCHAR(40);

-- CreateIndex
CREATE UNIQUE INDEX "participant_program_id_own_number_key" ON "participant"("program_id", "own_number");
