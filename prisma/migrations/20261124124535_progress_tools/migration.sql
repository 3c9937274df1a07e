-- DropIndex
DROP INDEX "progress_cohort_id_idx";

-- AlterTable
ALTER TABLE "cohort" ADD COLUMN     "done_at_percent" INTEGER NOT NULL DEFAULT 90,
ALTER COLUMN "progress_visibility" SET DEFAULT 'counts';

-- AlterTable
ALTER TABLE "progress" ADD COLUMN     "done_at" TIMESTAMPTZ(3),
ADD COLUMN     "length_seconds" INTEGER,
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "stopped_moment" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "question" ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "watched_day" (
    "member_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "seconds" INTEGER NOT NULL,

    CONSTRAINT "watched_day_pkey" PRIMARY KEY ("member_id","day")
);

-- CreateTable
CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "resource_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "at_seconds" INTEGER,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "watched_day_cohort_id_day_idx" ON "watched_day"("cohort_id", "day");

-- CreateIndex
CREATE INDEX "note_member_id_resource_id_idx" ON "note"("member_id", "resource_id");

-- CreateIndex
CREATE INDEX "note_resource_id_idx" ON "note"("resource_id");

-- CreateIndex
CREATE INDEX "note_cohort_id_idx" ON "note"("cohort_id");

-- CreateIndex
CREATE INDEX "progress_cohort_id_updated_at_idx" ON "progress"("cohort_id", "updated_at");

-- AddForeignKey
ALTER TABLE "watched_day" ADD CONSTRAINT "watched_day_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_resource_id_cohort_id_fkey" FOREIGN KEY ("resource_id", "cohort_id") REFERENCES "resource"("id", "cohort_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- What Prisma's language cannot say
ALTER TABLE "note" ALTER CONSTRAINT "note_resource_id_cohort_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "note"
  ADD CONSTRAINT "note_has_words" CHECK (btrim(body) <> ''),
  ADD CONSTRAINT "note_point_sane" CHECK (at_seconds >= 0);
ALTER TABLE "cohort" ADD CONSTRAINT "cohort_done_at_percent_sane" CHECK (done_at_percent BETWEEN 50 AND 100);
ALTER TABLE "watched_day" ADD CONSTRAINT "watched_day_counts_up" CHECK (seconds >= 0);
ALTER TABLE "progress"
  ADD CONSTRAINT "progress_length_sane" CHECK (length_seconds BETWEEN 1 AND 172800),
  ADD CONSTRAINT "progress_stop_has_moment" CHECK (stopped_moment IS NULL OR stopped_at_seconds IS NOT NULL);
-- Who marked a member's resource, and when: the story of one cell of the matrix.
CREATE INDEX "audit_of_progress" ON "audit" (subject_id, (after ->> 'member'), at DESC) WHERE action LIKE 'progress.%';

-- A mark that is there was made when its row was last changed; from now on the row itself remembers, whoever writes it.
UPDATE "progress" SET done_at = updated_at WHERE state = 'done';
CREATE FUNCTION progress_remembers_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.done_at := CASE WHEN NEW.state = 'done' THEN coalesce(NEW.done_at, NEW.updated_at) END;
  RETURN NEW;
END $$;
CREATE TRIGGER "progress_done" BEFORE INSERT OR UPDATE ON "progress" FOR EACH ROW EXECUTE FUNCTION progress_remembers_done();
