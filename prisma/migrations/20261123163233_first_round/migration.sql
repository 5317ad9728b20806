-- CreateEnum
CREATE TYPE "DistrictKind" AS ENUM ('GU', 'GUN');

-- CreateEnum
CREATE TYPE "RoundState" AS ENUM ('PLANNED', 'CALL_OPEN', 'SCREENING', 'SELECTED', 'RUNNING', 'REPORTED', 'EVALUATED', 'CLOSED');

-- CreateEnum
CREATE TYPE "ProgramStage" AS ENUM ('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'SELECTED', 'RESERVE', 'REJECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "ParticipantStage" AS ENUM ('APPLIED', 'SELECTED', 'WAITLISTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED', 'LEFT');

-- CreateEnum
CREATE TYPE "Population" AS ENUM ('PARTICIPANTS', 'SERVICE_USERS', 'SERVICE_EVENTS', 'MONEY');

-- CreateEnum
CREATE TYPE "CountingBasis" AS ENUM ('APPLIED', 'SELECTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED', 'TARGET', 'REACHED', 'DELIVERED', 'OTHER');

-- CreateEnum
CREATE TYPE "IndicatorKind" AS ENUM ('FLOW', 'RUNNING_TOTAL', 'POINT_IN_TIME', 'RATE');

-- CreateEnum
CREATE TYPE "JobCategory" AS ENUM ('DIRECT_JOB', 'VOCATIONAL_TRAINING', 'EMPLOYMENT_SERVICE', 'HIRING_INCENTIVE', 'STARTUP_SUPPORT', 'INFRASTRUCTURE', 'OTHER');

-- CreateEnum
CREATE TYPE "FigureState" AS ENUM ('PRESENT', 'MISSING', 'SUPPRESSED', 'NOT_APPLICABLE', 'NOT_DERIVABLE');

-- CreateEnum
CREATE TYPE "OutcomeStatus" AS ENUM ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED');

-- CreateEnum
CREATE TYPE "CitationMethod" AS ENUM ('COUNTED', 'REPORTED', 'QUOTED', 'COMPUTED');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('CITY', 'DISTRICT');

-- CreateTable
CREATE TABLE "district" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(5) NOT NULL,
    "kostat_code" VARCHAR(5) NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "kind" "DistrictKind" NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "district_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "round" (
    "id" SERIAL NOT NULL,
    "year" INTEGER NOT NULL,
    "title_ko" TEXT NOT NULL,
    "title_en" TEXT,
    "state" "RoundState" NOT NULL DEFAULT 'PLANNED',
    "call_opens_on" DATE,
    "call_closes_on" DATE,
    "city_share_pct" DECIMAL(5,2),
    "city_share_note" TEXT,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(12) NOT NULL,
    "round_id" INTEGER NOT NULL,
    "district_id" INTEGER NOT NULL,
    "title_ko" TEXT NOT NULL,
    "title_en" TEXT,
    "summary_ko" TEXT,
    "summary_en" TEXT,
    "dong" TEXT,
    "dong_note" TEXT,
    "stage" "ProgramStage" NOT NULL DEFAULT 'DRAFT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target_group" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(40) NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "sensitive" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "target_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_target_group" (
    "program_id" INTEGER NOT NULL,
    "target_group_id" INTEGER NOT NULL,

    CONSTRAINT "program_target_group_pkey" PRIMARY KEY ("program_id","target_group_id")
);

-- CreateTable
CREATE TABLE "cohort" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "half" INTEGER NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT,
    "capacity" INTEGER,

    CONSTRAINT "cohort_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" SERIAL NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "name_hash" BYTEA NOT NULL,
    "phone_hash" BYTEA,
    "fingerprint" BYTEA NOT NULL,
    "masked_name" VARCHAR(20) NOT NULL,
    "birth_year" INTEGER,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "participant" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "cohort_id" INTEGER,
    "person_id" INTEGER NOT NULL,
    "stage" "ParticipantStage" NOT NULL DEFAULT 'APPLIED',
    "stage_on" DATE NOT NULL,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "participant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_change" (
    "id" SERIAL NOT NULL,
    "participant_id" INTEGER NOT NULL,
    "stage" "ParticipantStage" NOT NULL,
    "on_date" DATE NOT NULL,
    "reason" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by_id" INTEGER,

    CONSTRAINT "stage_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "indicator" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(40) NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "unit_ko" TEXT NOT NULL,
    "unit_en" TEXT NOT NULL,
    "population" "Population" NOT NULL,
    "basis" "CountingBasis" NOT NULL,
    "kind" "IndicatorKind" NOT NULL,
    "job_category" "JobCategory",
    "definition" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "indicator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outcome" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "indicator_id" INTEGER NOT NULL,
    "cohort_id" INTEGER,
    "period_start" DATE,
    "as_of" DATE NOT NULL,
    "state" "FigureState" NOT NULL DEFAULT 'PRESENT',
    "value" DECIMAL(15,3),
    "status" "OutcomeStatus" NOT NULL DEFAULT 'DRAFT',
    "known_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approved_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "author_id" INTEGER,
    "approver_id" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" SERIAL NOT NULL,
    "publisher" TEXT NOT NULL,
    "title" TEXT,
    "published_on" DATE,
    "address" TEXT NOT NULL,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "citation" (
    "id" SERIAL NOT NULL,
    "outcome_id" INTEGER NOT NULL,
    "source_id" INTEGER NOT NULL,
    "method" "CitationMethod" NOT NULL,
    "quote" TEXT,
    "page" TEXT,

    CONSTRAINT "citation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "password_hash" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_district" (
    "user_id" INTEGER NOT NULL,
    "district_id" INTEGER NOT NULL,

    CONSTRAINT "user_district_pkey" PRIMARY KEY ("user_id","district_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" SERIAL NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "district_code_key" ON "district"("code");

-- CreateIndex
CREATE UNIQUE INDEX "round_year_key" ON "round"("year");

-- CreateIndex
CREATE UNIQUE INDEX "program_code_key" ON "program"("code");

-- CreateIndex
CREATE INDEX "program_round_id_district_id_idx" ON "program"("round_id", "district_id");

-- CreateIndex
CREATE INDEX "program_district_id_idx" ON "program"("district_id");

-- CreateIndex
CREATE INDEX "program_title_ko_id_idx" ON "program"("title_ko", "id");

-- CreateIndex
CREATE INDEX "program_updated_at_id_idx" ON "program"("updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "target_group_code_key" ON "target_group"("code");

-- CreateIndex
CREATE INDEX "program_target_group_target_group_id_idx" ON "program_target_group"("target_group_id");

-- CreateIndex
CREATE UNIQUE INDEX "cohort_program_id_half_key" ON "cohort"("program_id", "half");

-- CreateIndex
CREATE INDEX "person_name_hash_idx" ON "person"("name_hash");

-- CreateIndex
CREATE INDEX "person_phone_hash_idx" ON "person"("phone_hash");

-- CreateIndex
CREATE INDEX "person_fingerprint_idx" ON "person"("fingerprint");

-- CreateIndex
CREATE INDEX "participant_program_id_stage_idx" ON "participant"("program_id", "stage");

-- CreateIndex
CREATE INDEX "participant_cohort_id_idx" ON "participant"("cohort_id");

-- CreateIndex
CREATE INDEX "participant_person_id_idx" ON "participant"("person_id");

-- CreateIndex
CREATE INDEX "participant_stage_on_id_idx" ON "participant"("stage_on", "id");

-- CreateIndex
CREATE INDEX "participant_updated_at_id_idx" ON "participant"("updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "participant_program_id_person_id_key" ON "participant"("program_id", "person_id");

-- CreateIndex
CREATE INDEX "stage_change_participant_id_on_date_idx" ON "stage_change"("participant_id", "on_date");

-- CreateIndex
CREATE INDEX "stage_change_recorded_by_id_idx" ON "stage_change"("recorded_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "indicator_code_key" ON "indicator"("code");

-- CreateIndex
CREATE INDEX "outcome_program_id_indicator_id_as_of_idx" ON "outcome"("program_id", "indicator_id", "as_of");

-- CreateIndex
CREATE INDEX "outcome_indicator_id_as_of_idx" ON "outcome"("indicator_id", "as_of");

-- CreateIndex
CREATE INDEX "outcome_cohort_id_idx" ON "outcome"("cohort_id");

-- CreateIndex
CREATE INDEX "outcome_author_id_idx" ON "outcome"("author_id");

-- CreateIndex
CREATE INDEX "outcome_approver_id_idx" ON "outcome"("approver_id");

-- CreateIndex
CREATE INDEX "outcome_as_of_id_idx" ON "outcome"("as_of", "id");

-- CreateIndex
CREATE INDEX "outcome_known_at_id_idx" ON "outcome"("known_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "source_address_key" ON "source"("address");

-- CreateIndex
CREATE INDEX "citation_source_id_idx" ON "citation"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "citation_outcome_id_source_id_key" ON "citation"("outcome_id", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "user_district_district_id_idx" ON "user_district"("district_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- AddForeignKey
ALTER TABLE "program" ADD CONSTRAINT "program_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program" ADD CONSTRAINT "program_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_target_group" ADD CONSTRAINT "program_target_group_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_target_group" ADD CONSTRAINT "program_target_group_target_group_id_fkey" FOREIGN KEY ("target_group_id") REFERENCES "target_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cohort" ADD CONSTRAINT "cohort_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant" ADD CONSTRAINT "participant_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant" ADD CONSTRAINT "participant_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant" ADD CONSTRAINT "participant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_change" ADD CONSTRAINT "stage_change_participant_id_fkey" FOREIGN KEY ("participant_id") REFERENCES "participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_change" ADD CONSTRAINT "stage_change_recorded_by_id_fkey" FOREIGN KEY ("recorded_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_indicator_id_fkey" FOREIGN KEY ("indicator_id") REFERENCES "indicator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_approver_id_fkey" FOREIGN KEY ("approver_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "outcome"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_district" ADD CONSTRAINT "user_district_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_district" ADD CONSTRAINT "user_district_district_id_fkey" FOREIGN KEY ("district_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
