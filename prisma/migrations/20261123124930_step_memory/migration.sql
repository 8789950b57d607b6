-- CreateTable
CREATE TABLE "step_memory" (
    "workspace_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB,
    "claim" JSONB,
    "holder" TEXT NOT NULL DEFAULT '',
    "held_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "step_memory_pkey" PRIMARY KEY ("flow_id","node_id","mode","key")
);

-- AddForeignKey
ALTER TABLE "step_memory" ADD CONSTRAINT "step_memory_flow_id_fkey" FOREIGN KEY ("flow_id") REFERENCES "flows"("id") ON DELETE CASCADE ON UPDATE CASCADE;
