-- CreateTable
CREATE TABLE "set_aside_drafts" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "saved_by" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "set_aside_by" TEXT,
    "set_aside_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "set_aside_drafts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "set_aside_drafts_flow_id_set_aside_at_idx" ON "set_aside_drafts"("flow_id", "set_aside_at");

-- AddForeignKey
ALTER TABLE "set_aside_drafts" ADD CONSTRAINT "set_aside_drafts_flow_id_fkey" FOREIGN KEY ("flow_id") REFERENCES "flows"("id") ON DELETE CASCADE ON UPDATE CASCADE;
