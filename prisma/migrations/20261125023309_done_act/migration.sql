-- CreateTable
CREATE TABLE "done_act" (
    "user_id" INTEGER NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "record_ids" INTEGER[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "done_act_pkey" PRIMARY KEY ("user_id","key_hash")
);

-- CreateIndex
CREATE INDEX "done_act_at_idx" ON "done_act"("at");

-- AddForeignKey
ALTER TABLE "done_act" ADD CONSTRAINT "done_act_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
