-- AlterTable
ALTER TABLE "outcome" ADD COLUMN     "public_value" DECIMAL(15,3);

-- AlterTable
ALTER TABLE "source" ADD COLUMN     "published" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "register_count" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "basis" "CountingBasis" NOT NULL,
    "dimension" "Dimension",
    "category" VARCHAR(40),
    "value" INTEGER,
    "as_of" DATE NOT NULL,
    "known_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_count_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "register_count_program_id_idx" ON "register_count"("program_id");

-- AddForeignKey
ALTER TABLE "register_count" ADD CONSTRAINT "register_count_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Documents with a day of publication are open to everyone, and so are the newspapers among the seeds whose day is not known.
UPDATE "source" SET "published" = true WHERE "published_on" IS NOT NULL OR "address" IN (
    'news21tongsin idx=114380', 'siminilbo ncode=1065598035264827', 'japolicenews.kr number=16580',
    'kmib.co.kr arcid=0015484787', 'kyeonggi.com 201902121042444', '24news.kr idxno=191457'
);
