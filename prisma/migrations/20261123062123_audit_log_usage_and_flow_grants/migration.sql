-- DropIndex
DROP INDEX "audit_entries_workspace_id_at_idx";

-- AlterTable
ALTER TABLE "flows" ADD COLUMN     "granted_people" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "granted_roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "limited" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "audit_policies" (
    "workspace_id" TEXT NOT NULL,
    "retention_days" INTEGER NOT NULL DEFAULT 365,

    CONSTRAINT "audit_policies_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "audit_streams" (
    "workspace_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL DEFAULT 0,
    "delivered_entry_id" BIGINT,
    "delivered_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_failure" JSONB,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_token" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_streams_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "audit_outbox" (
    "entry_id" BIGINT NOT NULL,
    "workspace_id" TEXT NOT NULL,

    CONSTRAINT "audit_outbox_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "connection_uses" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "host" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "status" INTEGER,
    "error_code" TEXT,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "connection_uses_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_streams_next_at_idx" ON "audit_streams"("next_at");

-- CreateIndex
CREATE INDEX "audit_outbox_workspace_id_entry_id_idx" ON "audit_outbox"("workspace_id", "entry_id");

-- CreateIndex
CREATE INDEX "connection_uses_workspace_id_at_id_idx" ON "connection_uses"("workspace_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "connection_uses_connection_id_at_id_idx" ON "connection_uses"("connection_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "connection_uses_at_idx" ON "connection_uses"("at");

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_at_id_idx" ON "audit_entries"("workspace_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_actor_id_at_id_idx" ON "audit_entries"("workspace_id", "actor_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_target_type_target_id_at_id_idx" ON "audit_entries"("workspace_id", "target_type", "target_id", "at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "audit_policies" ADD CONSTRAINT "audit_policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_streams" ADD CONSTRAINT "audit_streams_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- "connection", "flow", "session": what the log is narrowed to.
CREATE INDEX "audit_entries_workspace_id_group_at_id_idx"
  ON "audit_entries"("workspace_id", split_part("action", '.', 1), "at" DESC, "id" DESC);

-- Words of an entry, for searching by their beginnings.
CREATE INDEX "audit_entries_words_idx" ON "audit_entries" USING gin (
  to_tsvector('simple'::regconfig,
    translate("actor_name" || ' ' || "target_name" || ' ' || "action" || ' ' || "ip", '.@-_/:', '      ')));

-- An entry of a workspace that streams its log waits to be delivered from the moment it is written.
CREATE FUNCTION patchbay_audit_outbox() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_outbox (entry_id, workspace_id)
    SELECT NEW.id, s.workspace_id FROM audit_streams s WHERE s.workspace_id = NEW.workspace_id;
  RETURN NULL;
END;
$$;

CREATE TRIGGER audit_entries_outbox
  AFTER INSERT ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION patchbay_audit_outbox();

-- Removes entries of one workspace (or, with NULL, of none) that are older than a point in time, at
-- most so many, and leaves an entry that says so. Refuses the last 30 days, so that nobody can wipe
-- fresh traces with it. Returns how many were removed.
DROP FUNCTION patchbay_prune_audit(timestamptz);
CREATE FUNCTION patchbay_prune_audit(workspace text, older_than timestamptz, at_most int) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  removed bigint;
BEGIN
  IF older_than IS NULL OR older_than > now() - interval '30 days' THEN
    RAISE EXCEPTION 'audit entries of the last 30 days are kept'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM set_config('patchbay.audit_pruning', 'on', true);
  WITH gone AS (
    DELETE FROM audit_entries WHERE id IN (
      SELECT id FROM audit_entries
      WHERE at < older_than
        AND ((workspace IS NULL AND workspace_id IS NULL) OR workspace_id = workspace)
      ORDER BY at LIMIT at_most)
    RETURNING id)
  SELECT count(*) INTO removed FROM gone;
  DELETE FROM audit_outbox o
    WHERE o.workspace_id = workspace
      AND NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.id = o.entry_id);
  PERFORM set_config('patchbay.audit_pruning', 'off', true);
  IF removed > 0 THEN
    INSERT INTO audit_entries
        (workspace_id, action, target_type, target_id, target_name, actor_name, after)
      VALUES (workspace, 'audit.prune', 'audit', '', '', 'Patchbay',
        jsonb_build_object('removed', removed, 'olderThan', older_than));
  END IF;
  RETURN removed;
END;
$$;

-- At most so many of a workspace's entries with these words, in no order. By the index of words even
-- where the planner takes a rare word for a common one.
CREATE FUNCTION patchbay_find_audit(workspace text, words tsquery, at_most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off AS $$
  SELECT id FROM audit_entries
  WHERE workspace_id = workspace
    AND to_tsvector('simple'::regconfig,
      translate(actor_name || ' ' || target_name || ' ' || action || ' ' || ip, '.@-_/:', '      '))
      @@ words
  LIMIT at_most
$$;
