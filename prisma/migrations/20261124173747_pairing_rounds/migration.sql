-- CreateEnum
CREATE TYPE "MetAnswer" AS ENUM ('yes', 'planned', 'no', 'silent');

-- CreateEnum
CREATE TYPE "PairingCadence" AS ENUM ('by_hand', 'term', 'sessions', 'weekly');

-- CreateEnum
CREATE TYPE "PairingLabs" AS ENUM ('mix', 'same', 'any');

-- CreateEnum
CREATE TYPE "PairingLevels" AS ENUM ('near', 'apart', 'any');

-- CreateEnum
CREATE TYPE "MeetingWay" AS ENUM ('either', 'in_person', 'remote');

-- CreateEnum
CREATE TYPE "WishKind" AS ENUM ('never', 'again', 'ask');

-- CreateEnum
CREATE TYPE "RuleKind" AS ENUM ('never', 'keep');

-- DropIndex
DROP INDEX "pair_group_member_group_id_place_key";

-- AlterTable
ALTER TABLE "round" ADD COLUMN     "check_on" DATE,
ADD COLUMN     "publish_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "pair_group" ADD COLUMN     "locked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "points" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "pair_group_member" DROP CONSTRAINT "pair_group_member_pkey",
ADD COLUMN     "left_at" TIMESTAMPTZ(3),
ADD CONSTRAINT "pair_group_member_pkey" PRIMARY KEY ("group_id", "member_id");

-- CreateTable
CREATE TABLE "pairing_check" (
    "group_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "answer" "MetAnswer" NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pairing_check_pkey" PRIMARY KEY ("group_id","member_id")
);

-- CreateTable
CREATE TABLE "pairing_setting" (
    "cohort_id" UUID NOT NULL,
    "cadence" "PairingCadence" NOT NULL DEFAULT 'by_hand',
    "every_sessions" INTEGER NOT NULL DEFAULT 2,
    "draft_days" INTEGER NOT NULL DEFAULT 3,
    "publishes_itself" BOOLEAN NOT NULL DEFAULT true,
    "labs" "PairingLabs" NOT NULL DEFAULT 'mix',
    "levels" "PairingLevels" NOT NULL DEFAULT 'near',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pairing_setting_pkey" PRIMARY KEY ("cohort_id")
);

-- CreateTable
CREATE TABLE "pairing_profile" (
    "member_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "interests" TEXT NOT NULL DEFAULT '',
    "level" INTEGER,
    "meets" "MeetingWay" NOT NULL DEFAULT 'either',
    "free" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pairing_profile_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "pairing_wish" (
    "member_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "kind" "WishKind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pairing_wish_pkey" PRIMARY KEY ("member_id","other_id")
);

-- CreateTable
CREATE TABLE "pairing_rule" (
    "one_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "kind" "RuleKind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pairing_rule_pkey" PRIMARY KEY ("one_id","other_id")
);

-- CreateIndex
CREATE INDEX "pairing_check_member_id_idx" ON "pairing_check"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "pairing_profile_member_id_cohort_id_key" ON "pairing_profile"("member_id", "cohort_id");

-- CreateIndex
CREATE INDEX "pairing_wish_other_id_idx" ON "pairing_wish"("other_id");

-- CreateIndex
CREATE INDEX "pairing_wish_cohort_id_idx" ON "pairing_wish"("cohort_id");

-- CreateIndex
CREATE INDEX "pairing_rule_other_id_idx" ON "pairing_rule"("other_id");

-- CreateIndex
CREATE INDEX "pairing_rule_cohort_id_idx" ON "pairing_rule"("cohort_id");

-- CreateIndex
CREATE UNIQUE INDEX "pair_group_id_cohort_id_key" ON "pair_group"("id", "cohort_id");

-- CreateIndex
CREATE INDEX "pair_group_member_round_id_idx" ON "pair_group_member"("round_id");

-- AddForeignKey
ALTER TABLE "pairing_check" ADD CONSTRAINT "pairing_check_group_id_cohort_id_fkey" FOREIGN KEY ("group_id", "cohort_id") REFERENCES "pair_group"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_check" ADD CONSTRAINT "pairing_check_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_setting" ADD CONSTRAINT "pairing_setting_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_profile" ADD CONSTRAINT "pairing_profile_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_wish" ADD CONSTRAINT "pairing_wish_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_wish" ADD CONSTRAINT "pairing_wish_other_id_cohort_id_fkey" FOREIGN KEY ("other_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_rule" ADD CONSTRAINT "pairing_rule_one_id_cohort_id_fkey" FOREIGN KEY ("one_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pairing_rule" ADD CONSTRAINT "pairing_rule_other_id_cohort_id_fkey" FOREIGN KEY ("other_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's language cannot say
-- A member sits in one group of a round at a time, and a group has three places; who left keeps neither.
CREATE UNIQUE INDEX "pair_group_member_once_a_round" ON "pair_group_member" (round_id, member_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX "pair_group_member_place" ON "pair_group_member" (group_id, place) WHERE left_at IS NULL;
-- One draft at a time, so that two organizers draw on the same board.
CREATE UNIQUE INDEX "round_one_draft" ON "round" (cohort_id) WHERE state = 'draft';
ALTER TABLE "pairing_setting"
  ADD CONSTRAINT "pairing_every_sessions_sane" CHECK (every_sessions BETWEEN 1 AND 52),
  ADD CONSTRAINT "pairing_draft_days_sane" CHECK (draft_days BETWEEN 0 AND 14);
ALTER TABLE "pairing_profile"
  ADD CONSTRAINT "pairing_level_sane" CHECK (level BETWEEN 1 AND 3),
  ADD CONSTRAINT "pairing_free_sane" CHECK (cardinality(free) <= 336 AND 0 <= ALL (free) AND 335 >= ALL (free));
ALTER TABLE "pairing_wish" ADD CONSTRAINT "pairing_wish_of_another" CHECK (member_id <> other_id);
ALTER TABLE "pairing_rule" ADD CONSTRAINT "pairing_rule_in_order" CHECK (one_id < other_id);
