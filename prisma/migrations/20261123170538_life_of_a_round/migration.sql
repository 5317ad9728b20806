-- CreateEnum
CREATE TYPE "DistrictEventKind" AS ENUM ('SPLIT', 'MERGE', 'RENAME', 'RECODE');

-- CreateEnum
CREATE TYPE "FundingSource" AS ENUM ('CITY', 'DISTRICT', 'OWN', 'OTHER');

-- CreateEnum
CREATE TYPE "LineChange" AS ENUM ('NEW', 'CONTINUED', 'CHANGED', 'ENDED');

-- CreateEnum
CREATE TYPE "OrganizationKind" AS ENUM ('GOVERNMENT', 'PUBLIC_BODY', 'COMPANY', 'SOCIAL_ENTERPRISE', 'NONPROFIT', 'SCHOOL', 'OTHER');

-- CreateEnum
CREATE TYPE "OrganizationRole" AS ENUM ('FUNDING', 'ACCOUNTABLE', 'EXTENDING', 'IMPLEMENTING', 'PARTNER');

-- CreateEnum
CREATE TYPE "FeedbackDecision" AS ENUM ('CONTINUE', 'CHANGE', 'END', 'NEW');

-- CreateEnum
CREATE TYPE "Sex" AS ENUM ('FEMALE', 'MALE');

-- CreateEnum
CREATE TYPE "FollowUpResult" AS ENUM ('EMPLOYED', 'NOT_EMPLOYED', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "Dimension" AS ENUM ('SEX', 'AGE_BAND', 'TARGET_GROUP');

-- CreateEnum
CREATE TYPE "Treatment" AS ENUM ('LEAVE_OUT', 'ADD');

-- CreateEnum
CREATE TYPE "ReleaseAudience" AS ENUM ('PRESS', 'COUNCIL', 'PUBLIC');

-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'REVIEWER';

-- AlterTable
ALTER TABLE "cohort" ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "ends_on" DATE,
ADD COLUMN     "starts_on" DATE,
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "indicator" ADD COLUMN     "dimensions" "Dimension"[],
ADD COLUMN     "limits" TEXT,
ADD COLUMN     "method" TEXT,
ADD COLUMN     "verification" TEXT;

-- AlterTable
ALTER TABLE "outcome" ADD COLUMN     "category" VARCHAR(40),
ADD COLUMN     "correction_reason" TEXT,
ADD COLUMN     "dimension" "Dimension",
ADD COLUMN     "editor_id" INTEGER,
ADD COLUMN     "return_note" TEXT,
ADD COLUMN     "submitted_at" TIMESTAMPTZ(3),
ADD COLUMN     "superseded_at" TIMESTAMPTZ(3),
ADD COLUMN     "supersedes_id" INTEGER;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "sex" "Sex";

-- AlterTable
ALTER TABLE "program" ADD COLUMN     "line_change" "LineChange",
ADD COLUMN     "line_id" INTEGER,
ADD COLUMN     "target_jobs" INTEGER;

-- AlterTable
ALTER TABLE "round" ADD COLUMN     "job_target" INTEGER,
ADD COLUMN     "screening_from" DATE,
ADD COLUMN     "screening_to" DATE;

-- AlterTable
ALTER TABLE "target_group" ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "stage_change" ADD COLUMN     "retracted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "district_event" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(60) NOT NULL,
    "kind" "DistrictEventKind" NOT NULL,
    "on_date" DATE NOT NULL,
    "law" TEXT,
    "note" TEXT,

    CONSTRAINT "district_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "district_succession" (
    "id" SERIAL NOT NULL,
    "event_id" INTEGER NOT NULL,
    "from_id" INTEGER NOT NULL,
    "to_id" INTEGER NOT NULL,
    "whole" BOOLEAN NOT NULL,
    "dong" TEXT[],
    "former_name_ko" TEXT,
    "former_name_en" TEXT,

    CONSTRAINT "district_succession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "round_step" (
    "id" SERIAL NOT NULL,
    "round_id" INTEGER NOT NULL,
    "from_state" "RoundState" NOT NULL,
    "to_state" "RoundState" NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by_id" INTEGER,

    CONSTRAINT "round_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "criterion" (
    "id" SERIAL NOT NULL,
    "round_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT,
    "weight_pct" DECIMAL(5,2) NOT NULL,
    "max_score" INTEGER NOT NULL,

    CONSTRAINT "criterion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "reviewer_id" INTEGER NOT NULL,
    "comment" TEXT,
    "submitted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_score" (
    "review_id" INTEGER NOT NULL,
    "criterion_id" INTEGER NOT NULL,
    "score" DECIMAL(6,2) NOT NULL,

    CONSTRAINT "review_score_pkey" PRIMARY KEY ("review_id","criterion_id")
);

-- CreateTable
CREATE TABLE "ranking" (
    "id" SERIAL NOT NULL,
    "round_id" INTEGER NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "frozen_by_id" INTEGER,

    CONSTRAINT "ranking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ranking_entry" (
    "ranking_id" INTEGER NOT NULL,
    "program_id" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "tied" BOOLEAN NOT NULL,
    "score" DECIMAL(7,4),
    "reviews" INTEGER NOT NULL,

    CONSTRAINT "ranking_entry_pkey" PRIMARY KEY ("ranking_id","program_id")
);

-- CreateTable
CREATE TABLE "funding_line" (
    "id" SERIAL NOT NULL,
    "round_id" INTEGER NOT NULL,
    "program_id" INTEGER,
    "source" "FundingSource" NOT NULL,
    "planned" BIGINT,
    "granted" BIGINT,
    "spent" BIGINT,
    "returned" BIGINT,
    "document_id" INTEGER,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funding_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_line" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(40) NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_step" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "name" VARCHAR(40) NOT NULL,
    "from_stage" "ProgramStage" NOT NULL,
    "to_stage" "ProgramStage" NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by_id" INTEGER,
    "ranking_id" INTEGER,

    CONSTRAINT "program_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" SERIAL NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT,
    "kind" "OrganizationKind" NOT NULL,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_organization" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "organization_id" INTEGER NOT NULL,
    "role" "OrganizationRole" NOT NULL,

    CONSTRAINT "program_organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreement" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "title_ko" TEXT NOT NULL,
    "signed_on" DATE NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "document_id" INTEGER,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreement_party" (
    "agreement_id" INTEGER NOT NULL,
    "organization_id" INTEGER NOT NULL,

    CONSTRAINT "agreement_party_pkey" PRIMARY KEY ("agreement_id","organization_id")
);

-- CreateTable
CREATE TABLE "evaluation" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "evaluated_on" DATE NOT NULL,
    "satisfaction" DECIMAL(5,2),
    "findings" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flagship_award" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "awarded_on" DATE NOT NULL,
    "criteria" TEXT,
    "evidence" TEXT,
    "document_id" INTEGER,
    "revoked_on" DATE,
    "revoked_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flagship_award_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "finding" TEXT NOT NULL,
    "decision" "FeedbackDecision",
    "decision_text" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "figures_as_of" DATE,
    "owner" TEXT,
    "due_on" DATE,
    "next_program_id" INTEGER,
    "change" TEXT,
    "done_on" DATE,
    "decided_by_id" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target_group_definition" (
    "id" SERIAL NOT NULL,
    "target_group_id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "target_group_definition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target_statement" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "document_id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "target_statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "participant_target_group" (
    "participant_id" INTEGER NOT NULL,
    "target_group_id" INTEGER NOT NULL,

    CONSTRAINT "participant_target_group_pkey" PRIMARY KEY ("participant_id","target_group_id")
);

-- CreateTable
CREATE TABLE "follow_up" (
    "id" SERIAL NOT NULL,
    "participant_id" INTEGER NOT NULL,
    "months" INTEGER NOT NULL,
    "result" "FollowUpResult" NOT NULL,
    "on_date" DATE NOT NULL,
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "superseded_at" TIMESTAMPTZ(3),
    "recorded_by_id" INTEGER,

    CONSTRAINT "follow_up_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "period_lock" (
    "id" SERIAL NOT NULL,
    "round_id" INTEGER NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE NOT NULL,
    "locked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "locked_by_id" INTEGER,
    "unlocked_at" TIMESTAMPTZ(3),
    "unlocked_by_id" INTEGER,
    "unlock_reason" TEXT,

    CONSTRAINT "period_lock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "indicator_id" INTEGER NOT NULL,
    "question" TEXT NOT NULL,
    "chosen_id" INTEGER,
    "reason" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conflict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict_member" (
    "conflict_id" INTEGER NOT NULL,
    "outcome_id" INTEGER NOT NULL,

    CONSTRAINT "conflict_member_pkey" PRIMARY KEY ("conflict_id","outcome_id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" SERIAL NOT NULL,
    "outcome_id" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uploaded_by_id" INTEGER,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" SERIAL NOT NULL,
    "code" VARCHAR(60) NOT NULL,
    "round_id" INTEGER NOT NULL,
    "title_ko" TEXT NOT NULL,
    "title_en" TEXT,
    "value" DECIMAL(15,3) NOT NULL,
    "unit_ko" TEXT NOT NULL,
    "unit_en" TEXT NOT NULL,
    "population" "Population" NOT NULL,
    "basis" "CountingBasis" NOT NULL,
    "as_of" DATE NOT NULL,
    "document_id" INTEGER NOT NULL,
    "quote" TEXT,
    "known_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by_id" INTEGER,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_treatment" (
    "id" SERIAL NOT NULL,
    "claim_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "treatment" "Treatment" NOT NULL,
    "basis" "CountingBasis",
    "outcome_id" INTEGER,
    "reason" TEXT NOT NULL,
    "inferred" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "claim_treatment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "release" (
    "id" SERIAL NOT NULL,
    "title_ko" TEXT NOT NULL,
    "audience" "ReleaseAudience" NOT NULL,
    "released_on" DATE NOT NULL,
    "as_of" DATE NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "query" JSONB NOT NULL,
    "created_by_id" INTEGER,

    CONSTRAINT "release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "release_value" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "program_id" INTEGER NOT NULL,
    "indicator_id" INTEGER NOT NULL,
    "cohort_id" INTEGER,
    "outcome_id" INTEGER,
    "state" "FigureState" NOT NULL,
    "value" DECIMAL(15,3),

    CONSTRAINT "release_value_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "district_event_code_key" ON "district_event"("code");

-- CreateIndex
CREATE INDEX "district_event_on_date_idx" ON "district_event"("on_date");

-- CreateIndex
CREATE INDEX "district_succession_from_id_idx" ON "district_succession"("from_id");

-- CreateIndex
CREATE INDEX "district_succession_to_id_idx" ON "district_succession"("to_id");

-- CreateIndex
CREATE UNIQUE INDEX "district_succession_event_id_from_id_to_id_key" ON "district_succession"("event_id", "from_id", "to_id");

-- CreateIndex
CREATE INDEX "round_step_round_id_at_idx" ON "round_step"("round_id", "at");

-- CreateIndex
CREATE INDEX "round_step_by_id_idx" ON "round_step"("by_id");

-- CreateIndex
CREATE UNIQUE INDEX "criterion_round_id_position_key" ON "criterion"("round_id", "position");

-- CreateIndex
CREATE INDEX "review_reviewer_id_idx" ON "review"("reviewer_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_program_id_reviewer_id_key" ON "review"("program_id", "reviewer_id");

-- CreateIndex
CREATE INDEX "review_score_criterion_id_idx" ON "review_score"("criterion_id");

-- CreateIndex
CREATE INDEX "ranking_round_id_idx" ON "ranking"("round_id");

-- CreateIndex
CREATE INDEX "ranking_frozen_by_id_idx" ON "ranking"("frozen_by_id");

-- CreateIndex
CREATE INDEX "ranking_entry_program_id_idx" ON "ranking_entry"("program_id");

-- CreateIndex
CREATE INDEX "funding_line_round_id_idx" ON "funding_line"("round_id");

-- CreateIndex
CREATE INDEX "funding_line_document_id_idx" ON "funding_line"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "funding_line_program_id_source_key" ON "funding_line"("program_id", "source");

-- CreateIndex
CREATE UNIQUE INDEX "program_line_code_key" ON "program_line"("code");

-- CreateIndex
CREATE INDEX "program_step_program_id_at_idx" ON "program_step"("program_id", "at");

-- CreateIndex
CREATE INDEX "program_step_by_id_idx" ON "program_step"("by_id");

-- CreateIndex
CREATE INDEX "program_step_ranking_id_idx" ON "program_step"("ranking_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_name_ko_key" ON "organization"("name_ko");

-- CreateIndex
CREATE INDEX "program_organization_organization_id_idx" ON "program_organization"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "program_organization_program_id_organization_id_role_key" ON "program_organization"("program_id", "organization_id", "role");

-- CreateIndex
CREATE INDEX "agreement_document_id_idx" ON "agreement"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "agreement_program_id_title_ko_signed_on_key" ON "agreement"("program_id", "title_ko", "signed_on");

-- CreateIndex
CREATE INDEX "agreement_party_organization_id_idx" ON "agreement_party"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "evaluation_program_id_key" ON "evaluation"("program_id");

-- CreateIndex
CREATE INDEX "flagship_award_document_id_idx" ON "flagship_award"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "flagship_award_program_id_year_key" ON "flagship_award"("program_id", "year");

-- CreateIndex
CREATE INDEX "feedback_program_id_idx" ON "feedback"("program_id");

-- CreateIndex
CREATE INDEX "feedback_next_program_id_idx" ON "feedback"("next_program_id");

-- CreateIndex
CREATE INDEX "feedback_decided_by_id_idx" ON "feedback"("decided_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "target_group_definition_target_group_id_valid_from_key" ON "target_group_definition"("target_group_id", "valid_from");

-- CreateIndex
CREATE INDEX "target_statement_document_id_idx" ON "target_statement"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "target_statement_program_id_document_id_key" ON "target_statement"("program_id", "document_id");

-- CreateIndex
CREATE INDEX "participant_target_group_target_group_id_idx" ON "participant_target_group"("target_group_id");

-- CreateIndex
CREATE INDEX "follow_up_recorded_by_id_idx" ON "follow_up"("recorded_by_id");

-- CreateIndex
CREATE INDEX "follow_up_participant_id_months_idx" ON "follow_up"("participant_id", "months");

-- CreateIndex
CREATE INDEX "period_lock_round_id_from_date_to_date_idx" ON "period_lock"("round_id", "from_date", "to_date");

-- CreateIndex
CREATE INDEX "period_lock_locked_by_id_idx" ON "period_lock"("locked_by_id");

-- CreateIndex
CREATE INDEX "period_lock_unlocked_by_id_idx" ON "period_lock"("unlocked_by_id");

-- CreateIndex
CREATE INDEX "conflict_indicator_id_idx" ON "conflict"("indicator_id");

-- CreateIndex
CREATE INDEX "conflict_chosen_id_idx" ON "conflict"("chosen_id");

-- CreateIndex
CREATE INDEX "conflict_resolved_by_id_idx" ON "conflict"("resolved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "conflict_program_id_indicator_id_question_key" ON "conflict"("program_id", "indicator_id", "question");

-- CreateIndex
CREATE INDEX "conflict_member_outcome_id_idx" ON "conflict_member"("outcome_id");

-- CreateIndex
CREATE INDEX "evidence_uploaded_by_id_idx" ON "evidence"("uploaded_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_outcome_id_sha256_key" ON "evidence"("outcome_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "claim_code_key" ON "claim"("code");

-- CreateIndex
CREATE INDEX "claim_round_id_idx" ON "claim"("round_id");

-- CreateIndex
CREATE INDEX "claim_document_id_idx" ON "claim"("document_id");

-- CreateIndex
CREATE INDEX "claim_published_by_id_idx" ON "claim"("published_by_id");

-- CreateIndex
CREATE INDEX "claim_treatment_outcome_id_idx" ON "claim_treatment"("outcome_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_treatment_claim_id_position_key" ON "claim_treatment"("claim_id", "position");

-- CreateIndex
CREATE INDEX "release_created_by_id_idx" ON "release"("created_by_id");

-- CreateIndex
CREATE INDEX "release_value_program_id_idx" ON "release_value"("program_id");

-- CreateIndex
CREATE INDEX "release_value_indicator_id_idx" ON "release_value"("indicator_id");

-- CreateIndex
CREATE INDEX "release_value_outcome_id_idx" ON "release_value"("outcome_id");

-- CreateIndex
CREATE UNIQUE INDEX "release_value_release_id_program_id_indicator_id_cohort_id_key" ON "release_value"("release_id", "program_id", "indicator_id", "cohort_id");

-- CreateIndex
CREATE INDEX "release_value_cohort_id_idx" ON "release_value"("cohort_id");

-- CreateIndex
CREATE INDEX "outcome_editor_id_idx" ON "outcome"("editor_id");

-- CreateIndex
CREATE INDEX "outcome_supersedes_id_idx" ON "outcome"("supersedes_id");

-- CreateIndex
CREATE INDEX "program_line_id_idx" ON "program"("line_id");

-- AddForeignKey
ALTER TABLE "district_succession" ADD CONSTRAINT "district_succession_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "district_event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "district_succession" ADD CONSTRAINT "district_succession_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "district_succession" ADD CONSTRAINT "district_succession_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "district"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "round_step" ADD CONSTRAINT "round_step_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "round_step" ADD CONSTRAINT "round_step_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "criterion" ADD CONSTRAINT "criterion_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_score" ADD CONSTRAINT "review_score_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_score" ADD CONSTRAINT "review_score_criterion_id_fkey" FOREIGN KEY ("criterion_id") REFERENCES "criterion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking" ADD CONSTRAINT "ranking_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking" ADD CONSTRAINT "ranking_frozen_by_id_fkey" FOREIGN KEY ("frozen_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking_entry" ADD CONSTRAINT "ranking_entry_ranking_id_fkey" FOREIGN KEY ("ranking_id") REFERENCES "ranking"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking_entry" ADD CONSTRAINT "ranking_entry_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "funding_line" ADD CONSTRAINT "funding_line_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "funding_line" ADD CONSTRAINT "funding_line_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "funding_line" ADD CONSTRAINT "funding_line_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program" ADD CONSTRAINT "program_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "program_line"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_step" ADD CONSTRAINT "program_step_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_step" ADD CONSTRAINT "program_step_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_step" ADD CONSTRAINT "program_step_ranking_id_fkey" FOREIGN KEY ("ranking_id") REFERENCES "ranking"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_organization" ADD CONSTRAINT "program_organization_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_organization" ADD CONSTRAINT "program_organization_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_party" ADD CONSTRAINT "agreement_party_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_party" ADD CONSTRAINT "agreement_party_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation" ADD CONSTRAINT "evaluation_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flagship_award" ADD CONSTRAINT "flagship_award_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flagship_award" ADD CONSTRAINT "flagship_award_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_next_program_id_fkey" FOREIGN KEY ("next_program_id") REFERENCES "program"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target_group_definition" ADD CONSTRAINT "target_group_definition_target_group_id_fkey" FOREIGN KEY ("target_group_id") REFERENCES "target_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target_statement" ADD CONSTRAINT "target_statement_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target_statement" ADD CONSTRAINT "target_statement_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant_target_group" ADD CONSTRAINT "participant_target_group_participant_id_fkey" FOREIGN KEY ("participant_id") REFERENCES "participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant_target_group" ADD CONSTRAINT "participant_target_group_target_group_id_fkey" FOREIGN KEY ("target_group_id") REFERENCES "target_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_participant_id_fkey" FOREIGN KEY ("participant_id") REFERENCES "participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_recorded_by_id_fkey" FOREIGN KEY ("recorded_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "outcome"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_lock" ADD CONSTRAINT "period_lock_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_lock" ADD CONSTRAINT "period_lock_locked_by_id_fkey" FOREIGN KEY ("locked_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_lock" ADD CONSTRAINT "period_lock_unlocked_by_id_fkey" FOREIGN KEY ("unlocked_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict" ADD CONSTRAINT "conflict_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict" ADD CONSTRAINT "conflict_indicator_id_fkey" FOREIGN KEY ("indicator_id") REFERENCES "indicator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict" ADD CONSTRAINT "conflict_chosen_id_fkey" FOREIGN KEY ("chosen_id") REFERENCES "outcome"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict" ADD CONSTRAINT "conflict_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_member" ADD CONSTRAINT "conflict_member_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_member" ADD CONSTRAINT "conflict_member_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "outcome"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "outcome"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_uploaded_by_id_fkey" FOREIGN KEY ("uploaded_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_published_by_id_fkey" FOREIGN KEY ("published_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_treatment" ADD CONSTRAINT "claim_treatment_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_treatment" ADD CONSTRAINT "claim_treatment_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "outcome"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_value" ADD CONSTRAINT "release_value_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_value" ADD CONSTRAINT "release_value_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_value" ADD CONSTRAINT "release_value_indicator_id_fkey" FOREIGN KEY ("indicator_id") REFERENCES "indicator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_value" ADD CONSTRAINT "release_value_outcome_id_fkey" FOREIGN KEY ("outcome_id") REFERENCES "outcome"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_value" ADD CONSTRAINT "release_value_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_editor_id_fkey" FOREIGN KEY ("editor_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_value_or_state" CHECK (("state" = 'PRESENT') = ("value" IS NOT NULL));
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_breakdown" CHECK (("dimension" IS NULL) = ("category" IS NULL));
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_period" CHECK ("period_start" <= "as_of");
ALTER TABLE "funding_line" ADD CONSTRAINT "funding_line_amounts" CHECK (LEAST("planned", "granted", "spent", "returned") >= 0);
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_months" CHECK ("months" IN (3, 6, 12));
ALTER TABLE "claim_treatment" ADD CONSTRAINT "claim_treatment_object" CHECK (("basis" IS NULL) <> ("outcome_id" IS NULL));
