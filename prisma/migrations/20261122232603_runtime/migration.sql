-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "caller_wait_id" TEXT,
ADD COLUMN     "dead_at" TIMESTAMPTZ(3),
ADD COLUMN     "depth" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "queued_at" TIMESTAMPTZ(3),
ADD COLUMN     "takeovers" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "run_steps" ADD COLUMN     "early" JSON;

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "assignee_id" TEXT,
ADD COLUMN     "contact_id" TEXT,
ADD COLUMN     "hand_over_note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "parked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "author_id" TEXT;

-- CreateTable
CREATE TABLE "run_inbox" (
    "run_id" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_inbox_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "schedules" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_listeners" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "watched_flow_id" TEXT,

    CONSTRAINT "run_listeners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_endings" (
    "run_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_endings_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "run_policies" (
    "workspace_id" TEXT NOT NULL,
    "max_running" INTEGER NOT NULL DEFAULT 200,
    "max_queued" INTEGER NOT NULL DEFAULT 10000,
    "retention_days" INTEGER NOT NULL DEFAULT 30,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by" TEXT,

    CONSTRAINT "run_policies_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "schedules_next_at_idx" ON "schedules"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "schedules_flow_id_node_id_key" ON "schedules"("flow_id", "node_id");

-- CreateIndex
CREATE INDEX "run_listeners_workspace_id_idx" ON "run_listeners"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_listeners_flow_id_node_id_key" ON "run_listeners"("flow_id", "node_id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_workspace_id_token_hash_key" ON "contacts"("workspace_id", "token_hash");

-- CreateIndex
CREATE INDEX "waits_run_id_idx" ON "waits"("run_id");

-- AddForeignKey
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_flow_id_fkey" FOREIGN KEY ("flow_id") REFERENCES "flows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_listeners" ADD CONSTRAINT "run_listeners_flow_id_fkey" FOREIGN KEY ("flow_id") REFERENCES "flows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_policies" ADD CONSTRAINT "run_policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Indexes over the few rows that matter; Prisma's schema cannot say WHERE.

-- What waits to be walked, in the order in which it came, by workspace.
CREATE INDEX runs_queued ON runs (workspace_id, queued_at) WHERE state = 'queued';

-- How many runs a workspace has under way.
CREATE INDEX runs_under_way ON runs (workspace_id) WHERE state = 'running';

-- Dead letters.
CREATE INDEX runs_dead ON runs (workspace_id, dead_at DESC) WHERE dead_at IS NOT NULL;

-- Delays that are over and waits that are given up: looked for several times a second.
CREATE INDEX waits_due ON waits (expires_at) WHERE consumed_at IS NULL AND expires_at IS NOT NULL;

-- Conversations that a person answers.
CREATE INDEX conversations_parked ON conversations (workspace_id, parked_at) WHERE state = 'parked';

-- What a workspace waits for.
CREATE INDEX waits_open ON waits (workspace_id, kind) WHERE consumed_at IS NULL;

-- Ended runs by when they ended; rows come nearly in that order.
CREATE INDEX runs_finished ON runs USING brin (finished_at);
