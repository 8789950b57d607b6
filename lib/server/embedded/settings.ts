/**
 * Settings of the built-in server: durable, for a machine of about two cores that it shares with
 * the application. Loopback only; no socket files, whose place would have to be writable.
 */
export const durableSettings: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // Nothing replicates from here; whoever wants replicas sets DATABASE_URL.
  wal_level: "minimal",
  max_wal_senders: "0",
  wal_compression: "on",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  // Queries are short: compiling them costs more than it saves.
  jit: "off",
  // Readers in our own backends: no pool of extra processes on a small machine.
  io_method: "sync",
  max_parallel_workers_per_gather: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_checkpoints: "off",
};

/** For unit tests only: nothing survives a crash, everything is faster. */
export const throwawaySettings: Record<string, string> = {
  ...durableSettings,
  shared_buffers: "64MB",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
};
