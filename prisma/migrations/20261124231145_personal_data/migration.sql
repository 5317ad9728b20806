-- CreateEnum
CREATE TYPE "AccessKind" AS ENUM ('REVEAL', 'EXPORT', 'SEARCH', 'ENROLL', 'UPDATE', 'DESTROY', 'PRUNE');

-- AlterTable
ALTER TABLE "participant" ADD COLUMN     "age_band" INTEGER,
ADD COLUMN     "destroyed_at" TIMESTAMPTZ(3),
ADD COLUMN     "sex" "Sex",
ALTER COLUMN "person_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "program" ADD COLUMN     "destroy_on" DATE;

-- CreateTable
CREATE TABLE "access_log" (
    "id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "account_id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "address" VARCHAR(64) NOT NULL,
    "kind" "AccessKind" NOT NULL,
    "person_id" INTEGER,
    "participant_id" INTEGER,
    "reason" TEXT,
    "batch" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "access_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_log_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "last_id" INTEGER NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "seal" BYTEA NOT NULL,

    CONSTRAINT "access_log_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_log_checkpoint" (
    "last_id" INTEGER NOT NULL,
    "first_id" INTEGER NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "before" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,
    "email" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,

    CONSTRAINT "access_log_checkpoint_pkey" PRIMARY KEY ("last_id")
);

-- CreateTable
CREATE TABLE "access_review" (
    "id" SERIAL NOT NULL,
    "month" VARCHAR(7) NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_by_id" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,

    CONSTRAINT "access_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "destruction_certificate" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "destroyed_by_id" INTEGER NOT NULL,
    "program_id" INTEGER,
    "reason" TEXT NOT NULL,
    "persons" INTEGER NOT NULL,
    "participations" INTEGER NOT NULL,
    "kept" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "legal_basis" TEXT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,

    CONSTRAINT "destruction_certificate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "access_log_at_id_idx" ON "access_log"("at", "id");

-- CreateIndex
CREATE INDEX "access_log_account_id_at_idx" ON "access_log"("account_id", "at");

-- CreateIndex
CREATE INDEX "access_log_person_id_idx" ON "access_log"("person_id");

-- CreateIndex
CREATE INDEX "access_log_participant_id_idx" ON "access_log"("participant_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_review_month_key" ON "access_review"("month");

-- CreateIndex
CREATE INDEX "access_review_signed_by_id_idx" ON "access_review"("signed_by_id");

-- CreateIndex
CREATE INDEX "access_review_month_id_idx" ON "access_review"("month", "id");

-- CreateIndex
CREATE INDEX "destruction_certificate_destroyed_by_id_idx" ON "destruction_certificate"("destroyed_by_id");

-- CreateIndex
CREATE INDEX "destruction_certificate_program_id_idx" ON "destruction_certificate"("program_id");

-- CreateIndex
CREATE INDEX "destruction_certificate_at_id_idx" ON "destruction_certificate"("at", "id");

-- AddForeignKey
ALTER TABLE "access_log" ADD CONSTRAINT "access_log_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_log" ADD CONSTRAINT "access_log_participant_id_fkey" FOREIGN KEY ("participant_id") REFERENCES "participant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_review" ADD CONSTRAINT "access_review_signed_by_id_fkey" FOREIGN KEY ("signed_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destruction_certificate" ADD CONSTRAINT "destruction_certificate_destroyed_by_id_fkey" FOREIGN KEY ("destroyed_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "destruction_certificate" ADD CONSTRAINT "destruction_certificate_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- What Prisma cannot say.
ALTER TABLE "participant" ADD CONSTRAINT "participant_destroyed" CHECK (("person_id" IS NULL) = ("destroyed_at" IS NOT NULL));
ALTER TABLE "access_log_head" ADD CONSTRAINT "access_log_head_one" CHECK ("id" = 1);

-- The access log is only ever added to. Rows older than two years may go, but only by the product's own pruning, which
-- says so for its transaction and leaves a checkpoint.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'access_log' THEN
    IF OLD.at < NULLIF(current_setting('sangsaeng.prune_before', true), '')::timestamptz
      AND OLD.at < now() - INTERVAL '2 years' THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "access_log" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "access_log" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "access_log_checkpoint" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "access_log_checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "access_review" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "access_review" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "destruction_certificate" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "destruction_certificate" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_removed BEFORE DELETE ON "access_log_head" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "access_log_head" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
