-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('person', 'job', 'token', 'cli');

-- CreateEnum
CREATE TYPE "TokenPurpose" AS ENUM ('sign_in', 'sign_up', 'setup');

-- CreateEnum
CREATE TYPE "CohortState" AS ENUM ('draft', 'open', 'running', 'archived');

-- CreateEnum
CREATE TYPE "ProgressVisibility" AS ENUM ('self', 'partner', 'counts', 'names');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('follower', 'learner', 'organizer');

-- CreateEnum
CREATE TYPE "MemberState" AS ENUM ('pending', 'active', 'paused', 'left');

-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('confirm', 'sign_in', 'invitation', 'welcome', 'weekly_prep', 'change', 'recap', 'pairing', 'pairing_check', 'announcement', 'digest');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('queued', 'leased', 'accepted', 'deferred', 'failed', 'suppressed', 'expired', 'unknown', 'held', 'cancelled');

-- CreateEnum
CREATE TYPE "RoundState" AS ENUM ('draft', 'published', 'closed');

-- CreateEnum
CREATE TYPE "ProgressState" AS ENUM ('todo', 'started', 'done', 'skipped');

-- CreateEnum
CREATE TYPE "ProgressSource" AS ENUM ('member', 'organizer', 'player', 'mail', 'demo');

-- CreateEnum
CREATE TYPE "ResourceKind" AS ENUM ('video', 'article', 'paper', 'notebook', 'task', 'other');

-- CreateEnum
CREATE TYPE "SessionFormat" AS ENUM ('presentation', 'discussion', 'journal_club', 'workshop', 'project', 'social', 'no_session');

-- CreateEnum
CREATE TYPE "SessionState" AS ENUM ('draft', 'published', 'cancelled');

-- CreateEnum
CREATE TYPE "Slot" AS ENUM ('before', 'session', 'after', 'deep_dive');

-- CreateEnum
CREATE TYPE "Answer" AS ENUM ('yes', 'video', 'no');

-- CreateEnum
CREATE TYPE "TalkState" AS ENUM ('offered', 'scheduled', 'held', 'withdrawn');

-- CreateTable
CREATE TABLE "audit" (
    "id" UUID NOT NULL,
    "cohort_id" UUID,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "user_agent" TEXT NOT NULL DEFAULT '',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token" (
    "id" UUID NOT NULL,
    "purpose" "TokenPurpose" NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "cohort_id" UUID,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "nonce" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "browser_hash" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "cohort" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "starts_at" TEXT NOT NULL,
    "length_minutes" INTEGER NOT NULL DEFAULT 60,
    "place" TEXT NOT NULL DEFAULT '',
    "meeting_url" TEXT NOT NULL DEFAULT '',
    "state" "CohortState" NOT NULL DEFAULT 'draft',
    "progress_visibility" "ProgressVisibility" NOT NULL DEFAULT 'partner',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "cohort_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "section" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "section_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "session_id" UUID,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "timezone" TEXT,
    "may_create_cohorts" BOOLEAN NOT NULL DEFAULT false,
    "email_verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "state" "MemberState" NOT NULL,
    "lab" TEXT NOT NULL DEFAULT '',
    "timezone" TEXT,
    "purpose" TEXT NOT NULL DEFAULT '',
    "wants_partner" BOOLEAN NOT NULL DEFAULT true,
    "shares_address" BOOLEAN NOT NULL DEFAULT false,
    "paused_until" DATE,
    "progress_visibility" "ProgressVisibility",
    "version" INTEGER NOT NULL DEFAULT 1,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "member_id" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("member_id","kind")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "cohort_id" UUID,
    "kind" "NoticeKind" NOT NULL,
    "subject_key" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "local_date" DATE,
    "local_time" TEXT,
    "timezone" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "tzdata" TEXT NOT NULL DEFAULT '',
    "payload" JSONB NOT NULL DEFAULT '{}',
    "planned_at" TIMESTAMPTZ(3),
    "planned" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "person_id" UUID,
    "address" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "state" "DeliveryState" NOT NULL DEFAULT 'queued',
    "reason" TEXT NOT NULL DEFAULT '',
    "mime_hash" TEXT,
    "lease" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "data_started_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_reply" TEXT NOT NULL DEFAULT '',
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "accepted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "address_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("address_hash")
);

-- CreateTable
CREATE TABLE "notice_setting" (
    "cohort_id" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "lead_days" INTEGER,
    "local_time" TEXT,
    "opening" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_setting_pkey" PRIMARY KEY ("cohort_id","kind")
);

-- CreateTable
CREATE TABLE "sending" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "paused" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sending_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "round" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "RoundState" NOT NULL DEFAULT 'draft',
    "seed" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pair_group" (
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "pair_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pair_group_member" (
    "group_id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,

    CONSTRAINT "pair_group_member_pkey" PRIMARY KEY ("round_id","member_id")
);

-- CreateTable
CREATE TABLE "progress" (
    "member_id" UUID NOT NULL,
    "resource_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "state" "ProgressState" NOT NULL,
    "watched" int4multirange NOT NULL DEFAULT '{}'::int4multirange,
    "stopped_at_seconds" INTEGER,
    "source" "ProgressSource" NOT NULL DEFAULT 'member',
    "marked_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "progress_pkey" PRIMARY KEY ("member_id","resource_id")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "resource_id" UUID,
    "at_seconds" INTEGER,
    "body" TEXT NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "kind" "ResourceKind" NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT,
    "match_key" TEXT NOT NULL,
    "minutes" INTEGER,
    "author" TEXT NOT NULL DEFAULT '',
    "stop_points" INTEGER[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "starts_at" TEXT,
    "length_minutes" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "format" "SessionFormat",
    "state" "SessionState" NOT NULL DEFAULT 'draft',
    "notes" TEXT NOT NULL DEFAULT '',
    "materials" TEXT NOT NULL DEFAULT '',
    "recording_url" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "use" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "resource_id" UUID NOT NULL,
    "slot" "Slot" NOT NULL,
    "position" INTEGER NOT NULL,
    "optional" BOOLEAN NOT NULL DEFAULT false,
    "from_seconds" INTEGER,
    "to_seconds" INTEGER,
    "label" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "use_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presenter" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "member_id" UUID,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "presenter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance" (
    "session_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "answer" "Answer" NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attendance_pkey" PRIMARY KEY ("session_id","member_id")
);

-- CreateTable
CREATE TABLE "talk" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "session_id" UUID,
    "title" TEXT NOT NULL,
    "abstract" TEXT NOT NULL DEFAULT '',
    "state" "TalkState" NOT NULL DEFAULT 'offered',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "talk_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_cohort_id_at_idx" ON "audit"("cohort_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_subject_kind_subject_id_idx" ON "audit"("subject_kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_token_hash_key" ON "sign_in"("token_hash");

-- CreateIndex
CREATE INDEX "sign_in_person_id_idx" ON "sign_in"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "token_token_hash_key" ON "token"("token_hash");

-- CreateIndex
CREATE INDEX "token_email_purpose_created_at_idx" ON "token"("email", "purpose", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "cohort_slug_key" ON "cohort"("slug");

-- CreateIndex
CREATE INDEX "section_cohort_id_position_idx" ON "section"("cohort_id", "position");

-- CreateIndex
CREATE INDEX "change_cohort_id_at_idx" ON "change"("cohort_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "member_person_id_idx" ON "member"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_cohort_id_person_id_key" ON "member"("cohort_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_id_cohort_id_key" ON "member"("id", "cohort_id");

-- CreateIndex
CREATE INDEX "notice_due_at_idx" ON "notice"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_message_id_key" ON "delivery"("message_id");

-- CreateIndex
CREATE INDEX "delivery_person_id_idx" ON "delivery"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notice_id_person_id_key" ON "delivery"("notice_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notice_id_address_key" ON "delivery"("notice_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "round_cohort_id_number_key" ON "round"("cohort_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "round_id_cohort_id_key" ON "round"("id", "cohort_id");

-- CreateIndex
CREATE INDEX "pair_group_round_id_idx" ON "pair_group"("round_id");

-- CreateIndex
CREATE UNIQUE INDEX "pair_group_id_round_id_key" ON "pair_group"("id", "round_id");

-- CreateIndex
CREATE INDEX "pair_group_member_member_id_idx" ON "pair_group_member"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "pair_group_member_group_id_place_key" ON "pair_group_member"("group_id", "place");

-- CreateIndex
CREATE INDEX "progress_resource_id_state_idx" ON "progress"("resource_id", "state");

-- CreateIndex
CREATE INDEX "progress_cohort_id_idx" ON "progress"("cohort_id");

-- CreateIndex
CREATE INDEX "question_session_id_idx" ON "question"("session_id");

-- CreateIndex
CREATE INDEX "question_member_id_idx" ON "question"("member_id");

-- CreateIndex
CREATE INDEX "question_cohort_id_idx" ON "question"("cohort_id");

-- CreateIndex
CREATE UNIQUE INDEX "resource_id_cohort_id_key" ON "resource"("id", "cohort_id");

-- CreateIndex
CREATE UNIQUE INDEX "resource_cohort_id_match_key_key" ON "resource"("cohort_id", "match_key");

-- CreateIndex
CREATE INDEX "session_cohort_id_date_idx" ON "session"("cohort_id", "date");

-- CreateIndex
CREATE UNIQUE INDEX "session_id_cohort_id_key" ON "session"("id", "cohort_id");

-- CreateIndex
CREATE INDEX "use_cohort_id_idx" ON "use"("cohort_id");

-- CreateIndex
CREATE INDEX "use_resource_id_idx" ON "use"("resource_id");

-- CreateIndex
CREATE UNIQUE INDEX "use_session_id_slot_resource_id_key" ON "use"("session_id", "slot", "resource_id");

-- CreateIndex
CREATE INDEX "presenter_session_id_idx" ON "presenter"("session_id");

-- CreateIndex
CREATE INDEX "attendance_member_id_idx" ON "attendance"("member_id");

-- CreateIndex
CREATE INDEX "talk_cohort_id_state_idx" ON "talk"("cohort_id", "state");

-- CreateIndex
CREATE INDEX "talk_member_id_idx" ON "talk"("member_id");

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "section" ADD CONSTRAINT "section_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_session_id_cohort_id_fkey" FOREIGN KEY ("session_id", "cohort_id") REFERENCES "session"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_setting" ADD CONSTRAINT "notice_setting_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "round" ADD CONSTRAINT "round_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_group" ADD CONSTRAINT "pair_group_round_id_cohort_id_fkey" FOREIGN KEY ("round_id", "cohort_id") REFERENCES "round"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_group_member" ADD CONSTRAINT "pair_group_member_group_id_round_id_fkey" FOREIGN KEY ("group_id", "round_id") REFERENCES "pair_group"("id", "round_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_group_member" ADD CONSTRAINT "pair_group_member_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "progress" ADD CONSTRAINT "progress_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "progress" ADD CONSTRAINT "progress_resource_id_cohort_id_fkey" FOREIGN KEY ("resource_id", "cohort_id") REFERENCES "resource"("id", "cohort_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_session_id_cohort_id_fkey" FOREIGN KEY ("session_id", "cohort_id") REFERENCES "session"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_resource_id_cohort_id_fkey" FOREIGN KEY ("resource_id", "cohort_id") REFERENCES "resource"("id", "cohort_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "use" ADD CONSTRAINT "use_session_id_cohort_id_fkey" FOREIGN KEY ("session_id", "cohort_id") REFERENCES "session"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "use" ADD CONSTRAINT "use_resource_id_cohort_id_fkey" FOREIGN KEY ("resource_id", "cohort_id") REFERENCES "resource"("id", "cohort_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presenter" ADD CONSTRAINT "presenter_session_id_cohort_id_fkey" FOREIGN KEY ("session_id", "cohort_id") REFERENCES "session"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presenter" ADD CONSTRAINT "presenter_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_session_id_cohort_id_fkey" FOREIGN KEY ("session_id", "cohort_id") REFERENCES "session"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "talk" ADD CONSTRAINT "talk_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "talk" ADD CONSTRAINT "talk_member_id_cohort_id_fkey" FOREIGN KEY ("member_id", "cohort_id") REFERENCES "member"("id", "cohort_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "talk" ADD CONSTRAINT "talk_session_id_cohort_id_fkey" FOREIGN KEY ("session_id", "cohort_id") REFERENCES "session"("id", "cohort_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- What Prisma's schema language cannot say. Each constraint names the rule it keeps.

-- Cohorts
ALTER TABLE "cohort"
  ADD CONSTRAINT "cohort_slug_form" CHECK (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$'),
  ADD CONSTRAINT "cohort_title_given" CHECK (btrim(title) <> ''),
  ADD CONSTRAINT "cohort_weekday_iso" CHECK (weekday BETWEEN 1 AND 7),
  ADD CONSTRAINT "cohort_starts_at_form" CHECK (starts_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  ADD CONSTRAINT "cohort_length_sane" CHECK (length_minutes BETWEEN 5 AND 1440);

-- Sessions: one on a date, unless it was deleted or cancelled
CREATE UNIQUE INDEX "session_one_per_date" ON "session" (cohort_id, date, coalesce(starts_at, ''))
  WHERE deleted_at IS NULL AND state <> 'cancelled';
ALTER TABLE "session"
  ADD CONSTRAINT "session_starts_at_form" CHECK (starts_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  ADD CONSTRAINT "session_length_sane" CHECK (length_minutes BETWEEN 5 AND 1440);

ALTER TABLE "use"
  ADD CONSTRAINT "use_part_in_order" CHECK (coalesce(from_seconds, 0) >= 0 AND (to_seconds IS NULL OR to_seconds > coalesce(from_seconds, 0))),
  ADD CONSTRAINT "use_position_counts" CHECK (position >= 0);

-- Resources: a length is known and positive, or unknown; never zero
ALTER TABLE "resource"
  ADD CONSTRAINT "resource_title_given" CHECK (btrim(title) <> ''),
  ADD CONSTRAINT "resource_minutes_positive" CHECK (minutes > 0),
  ADD CONSTRAINT "resource_url_is_web" CHECK (url ~* '^https?://');

-- People: one address, one account, whatever its case
ALTER TABLE "person"
  ADD CONSTRAINT "person_email_lower" CHECK (email = lower(email)),
  ADD CONSTRAINT "person_email_one_mailbox" CHECK (email ~ '^[^@[:space:],;<>"]+@[^@[:space:],;<>"]+$');
ALTER TABLE "token" ADD CONSTRAINT "token_email_lower" CHECK (email = lower(email));

-- Progress: where the player stopped is a place in the resource
ALTER TABLE "progress" ADD CONSTRAINT "progress_stopped_at_counts" CHECK (stopped_at_seconds >= 0);
CREATE INDEX "progress_member_open" ON "progress" (member_id) WHERE state IN ('todo', 'started');

-- Pairing: two members, or three
ALTER TABLE "pair_group_member" ADD CONSTRAINT "pair_group_at_most_three" CHECK (place BETWEEN 1 AND 3);

ALTER TABLE "question"
  ADD CONSTRAINT "question_asks" CHECK (btrim(body) <> ''),
  ADD CONSTRAINT "question_place_has_resource" CHECK (at_seconds IS NULL OR (resource_id IS NOT NULL AND at_seconds >= 0));
ALTER TABLE "talk" ADD CONSTRAINT "talk_scheduled_has_session" CHECK (state NOT IN ('scheduled', 'held') OR session_id IS NOT NULL);

-- Notices: one of a kind about one thing; a mail to somebody without a cohort counts as well
CREATE UNIQUE INDEX "notice_once" ON "notice" (cohort_id, kind, subject_key, revision) NULLS NOT DISTINCT;
ALTER TABLE "notice"
  ADD CONSTRAINT "notice_expires_after_due" CHECK (expires_at >= due_at),
  ADD CONSTRAINT "notice_planned_counts" CHECK (planned >= 0);
CREATE INDEX "notice_unplanned" ON "notice" (due_at) WHERE planned_at IS NULL;

-- Deliveries: what a state says is also true of the row
CREATE INDEX "delivery_waiting" ON "delivery" (next_attempt_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX "delivery_leased" ON "delivery" (lease_until) WHERE state = 'leased';
ALTER TABLE "delivery"
  ADD CONSTRAINT "delivery_leased_has_lease" CHECK ((state = 'leased') = (lease IS NOT NULL)),
  ADD CONSTRAINT "delivery_lease_ends" CHECK ((lease IS NULL) = (lease_until IS NULL)),
  ADD CONSTRAINT "delivery_accepted_has_time" CHECK ((state = 'accepted') = (accepted_at IS NOT NULL)),
  ADD CONSTRAINT "delivery_attempts_count" CHECK (attempts >= 0),
  ADD CONSTRAINT "delivery_one_mailbox" CHECK (address ~ '^[^@[:space:],;<>"]+@[^@[:space:],;<>"]+$');

ALTER TABLE "sending" ADD CONSTRAINT "sending_one_row" CHECK (id = 1);
ALTER TABLE "notice_setting"
  ADD CONSTRAINT "notice_setting_lead_sane" CHECK (lead_days BETWEEN 0 AND 30),
  ADD CONSTRAINT "notice_setting_time_form" CHECK (local_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');

-- The audit log is only ever added to; only the end of its cohort removes rows.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER "audit_append_only" BEFORE UPDATE ON "audit" FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

-- Whatever the public page of a cohort shows: every web process is told when it changes, whoever changed it.
CREATE FUNCTION announce_page() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record := coalesce(NEW, OLD);
  page text;
BEGIN
  IF TG_TABLE_NAME = 'cohort' THEN
    page := changed.slug;
  ELSE
    SELECT slug INTO page FROM cohort WHERE id = changed.cohort_id;
  END IF;
  PERFORM pg_notify('convene_page', coalesce(page, ''));
  RETURN NULL;
END $$;
CREATE TRIGGER "cohort_page" AFTER INSERT OR UPDATE OR DELETE ON "cohort" FOR EACH ROW EXECUTE FUNCTION announce_page();
CREATE TRIGGER "section_page" AFTER INSERT OR UPDATE OR DELETE ON "section" FOR EACH ROW EXECUTE FUNCTION announce_page();
CREATE TRIGGER "session_page" AFTER INSERT OR UPDATE OR DELETE ON "session" FOR EACH ROW EXECUTE FUNCTION announce_page();
CREATE TRIGGER "use_page" AFTER INSERT OR UPDATE OR DELETE ON "use" FOR EACH ROW EXECUTE FUNCTION announce_page();
CREATE TRIGGER "resource_page" AFTER INSERT OR UPDATE OR DELETE ON "resource" FOR EACH ROW EXECUTE FUNCTION announce_page();
CREATE TRIGGER "presenter_page" AFTER INSERT OR UPDATE OR DELETE ON "presenter" FOR EACH ROW EXECUTE FUNCTION announce_page();
CREATE TRIGGER "change_page" AFTER INSERT OR UPDATE OR DELETE ON "change" FOR EACH ROW EXECUTE FUNCTION announce_page();

-- The instant of a local date and time. Of a time that the clock repeats Postgres takes the second, RFC 5545 and
-- Temporal's `compatible` the first; the repeats of all zones are half an hour, one hour or two.
CREATE FUNCTION local_instant(day date, clock text, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT later - step
       FROM unnest(ARRAY[interval '2 hours', interval '1 hour', interval '30 minutes']) AS step
      WHERE (later - step) AT TIME ZONE zone = day + clock::time
      LIMIT 1), later)
    FROM (SELECT (day + clock::time) AT TIME ZONE zone AS later) AS second
$$;

-- A resource that is used, or that somebody has progress on, cannot go; a whole cohort can. Both are true only when the
-- question is asked at the end of the transaction.
ALTER TABLE "use" ALTER CONSTRAINT "use_resource_id_cohort_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "progress" ALTER CONSTRAINT "progress_resource_id_cohort_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "question" ALTER CONSTRAINT "question_resource_id_cohort_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "talk" ALTER CONSTRAINT "talk_session_id_cohort_id_fkey" DEFERRABLE INITIALLY DEFERRED;
