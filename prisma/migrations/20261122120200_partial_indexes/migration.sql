-- Indexes over the few rows that matter; Prisma's schema cannot say WHERE.

-- What no run has taken in yet: looked for every few seconds.
CREATE INDEX messages_inbox ON messages (conversation_id, seq)
  WHERE direction = 'in' AND processed_at IS NULL;

-- Most runs belong to no conversation.
CREATE INDEX runs_conversation ON runs (conversation_id) WHERE conversation_id IS NOT NULL;

-- What a process that died may have left behind.
CREATE INDEX runs_running ON runs (owner_id) WHERE state = 'running';
