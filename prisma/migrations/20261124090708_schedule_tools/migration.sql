-- CreateEnum
CREATE TYPE "LinkState" AS ENUM ('ok', 'broken', 'refused');

-- AlterTable
ALTER TABLE "cohort" ADD COLUMN     "calendar_nonce" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "calendar_public" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "change" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "calendar_nonce" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "progress" ADD COLUMN     "minutes_taken" INTEGER;

-- AlterTable
ALTER TABLE "resource" ADD COLUMN     "merged_into_id" UUID;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "pinned" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "break" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,

    CONSTRAINT "break_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_setting" (
    "cohort_id" UUID NOT NULL,
    "columns" JSONB NOT NULL DEFAULT '{}',
    "day_first" BOOLEAN,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_setting_pkey" PRIMARY KEY ("cohort_id")
);

-- CreateTable
CREATE TABLE "link_check" (
    "resource_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "state" "LinkState" NOT NULL,
    "problem" TEXT NOT NULL DEFAULT '',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_check_pkey" PRIMARY KEY ("resource_id")
);

-- CreateIndex
CREATE INDEX "break_cohort_id_first_day_idx" ON "break"("cohort_id", "first_day");

-- CreateIndex
CREATE INDEX "link_check_cohort_id_idx" ON "link_check"("cohort_id");

-- CreateIndex
CREATE INDEX "link_check_checked_at_idx" ON "link_check"("checked_at");

-- CreateIndex
CREATE UNIQUE INDEX "link_check_resource_id_cohort_id_key" ON "link_check"("resource_id", "cohort_id");

-- CreateIndex
CREATE INDEX "resource_merged_into_id_idx" ON "resource"("merged_into_id");

-- AddForeignKey
ALTER TABLE "break" ADD CONSTRAINT "break_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_setting" ADD CONSTRAINT "import_setting_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_merged_into_id_cohort_id_fkey" FOREIGN KEY ("merged_into_id", "cohort_id") REFERENCES "resource"("id", "cohort_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "link_check" ADD CONSTRAINT "link_check_resource_id_cohort_id_fkey" FOREIGN KEY ("resource_id", "cohort_id") REFERENCES "resource"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's language cannot say
ALTER TABLE "break"
  ADD CONSTRAINT "break_ends_after_it_begins" CHECK (last_day >= first_day),
  ADD CONSTRAINT "break_has_title" CHECK (btrim(title) <> '');
ALTER TABLE "resource"
  ADD CONSTRAINT "resource_merged_is_deleted" CHECK (merged_into_id IS NULL OR deleted_at IS NOT NULL),
  ADD CONSTRAINT "resource_not_merged_into_itself" CHECK (merged_into_id <> id);
ALTER TABLE "progress" ADD CONSTRAINT "progress_minutes_taken_sane" CHECK (minutes_taken BETWEEN 1 AND 6000);
ALTER TABLE "link_check" ADD CONSTRAINT "link_check_failures_count" CHECK (failures >= 0);
CREATE INDEX "change_of_page" ON "change" (cohort_id, at DESC) WHERE deleted_at IS NULL;
