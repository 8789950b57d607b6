-- CreateTable
CREATE TABLE "rate_budgets" (
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "starts" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "paused_until" BIGINT NOT NULL DEFAULT 0,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rate_budgets_pkey" PRIMARY KEY ("workspace_id","connection_id","host")
);

-- CreateTable
CREATE TABLE "rate_leases" (
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_leases_pkey" PRIMARY KEY ("workspace_id","connection_id","host","place")
);

-- AddForeignKey
ALTER TABLE "rate_budgets" ADD CONSTRAINT "rate_budgets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rate_leases" ADD CONSTRAINT "rate_leases_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
