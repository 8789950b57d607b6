-- The audit log only grows: a row is never changed, and only the pruning function takes rows away.
CREATE FUNCTION patchbay_audit_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('patchbay.audit_pruning', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_entries is append-only (% refused)', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER audit_entries_append_only
  BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION patchbay_audit_append_only();

CREATE TRIGGER audit_entries_no_truncate
  BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION patchbay_audit_append_only();

-- Removes entries older than a point in time and leaves an entry that says so. Refuses the last
-- 30 days, so that nobody can wipe fresh traces with it. Returns how many were removed.
CREATE FUNCTION patchbay_prune_audit(older_than timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  removed bigint;
BEGIN
  IF older_than IS NULL OR older_than > now() - interval '30 days' THEN
    RAISE EXCEPTION 'audit entries of the last 30 days are kept'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM set_config('patchbay.audit_pruning', 'on', true);
  DELETE FROM audit_entries WHERE at < older_than;
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('patchbay.audit_pruning', 'off', true);
  IF removed > 0 THEN
    INSERT INTO audit_entries (action, target_type, target_id, target_name, actor_name, after)
    VALUES ('audit.prune', 'audit', '', '', 'Patchbay',
            jsonb_build_object('removed', removed, 'olderThan', older_than));
  END IF;
  RETURN removed;
END;
$$;
