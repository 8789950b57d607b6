-- AlterTable
ALTER TABLE "run_steps" ADD COLUMN     "backup" JSON;

-- AlterTable
ALTER TABLE "connections" ADD COLUMN     "next_probe_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "probe_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "probe_minutes" INTEGER;

-- CreateTable
CREATE TABLE "circuit_states" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL DEFAULT '',
    "host" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'closed',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "openings" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "half_open_at" TIMESTAMPTZ(3),
    "half_open_until" TIMESTAMPTZ(3),
    "probe_id" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "circuit_states_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_care" (
    "workspace_id" TEXT NOT NULL,
    "circuit_failures" INTEGER NOT NULL DEFAULT 5,
    "circuit_open_seconds" INTEGER NOT NULL DEFAULT 30,
    "muted_events" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "by_mail" BOOLEAN NOT NULL DEFAULT true,
    "mail_to" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "webhook_url" TEXT NOT NULL DEFAULT '',
    "webhook_seed" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "connection_care_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL DEFAULT '',
    "title" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "addressed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_deliveries" (
    "id" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT NOT NULL DEFAULT '',
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "circuit_states_workspace_id_connection_id_host_key" ON "circuit_states"("workspace_id", "connection_id", "host");

-- CreateIndex
CREATE INDEX "alerts_workspace_id_at_idx" ON "alerts"("workspace_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "alerts_workspace_id_dedupe_key_key" ON "alerts"("workspace_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "alert_deliveries_alert_id_channel_target_key" ON "alert_deliveries"("alert_id", "channel", "target");

-- AddForeignKey
ALTER TABLE "circuit_states" ADD CONSTRAINT "circuit_states_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_care" ADD CONSTRAINT "connection_care_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Indexes over the few rows that matter; Prisma's schema cannot say WHERE.

-- What a process keeps in mind of circuits.
CREATE INDEX circuit_states_amiss ON circuit_states (workspace_id) WHERE state <> 'closed' OR failures > 0;

-- Whom to test next.
CREATE INDEX connections_probe_due ON connections (next_probe_at) WHERE deleted_at IS NULL;

-- What is still to be told, and to whom.
CREATE INDEX alerts_unaddressed ON alerts (at) WHERE addressed_at IS NULL;
CREATE INDEX alert_deliveries_due ON alert_deliveries (next_at) WHERE state = 'pending';

-- Connections that are there already are not all tested at once.
UPDATE connections SET next_probe_at = now() + random() * interval '6 hours';
