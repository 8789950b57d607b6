/**
 * Every stable error code with the HTTP status our own surfaces answer it with. A code is never
 * renamed; a new failure gets a new line here.
 */
const statuses = {
  // access
  not_signed_in: 401,
  wrong_credentials: 401,
  account_locked: 429,
  not_permitted: 403,
  origin_refused: 403,
  invalid_token: 401,
  weak_password: 422,
  already_set_up: 409,
  email_taken: 409,
  already_member: 409,
  last_owner: 409,
  last_workspace: 409,
  no_workspace: 403,
  second_factor_required: 401,
  second_factor_due: 403,
  second_factor_on: 409,
  wrong_code: 401,
  rate_limited: 429,
  // requests
  not_found: 404,
  invalid_input: 422,
  method_not_allowed: 405,
  invalid_json: 400,
  invalid_form: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  stale_write: 409,
  name_taken: 409,
  in_use: 409,
  // flows
  invalid_document: 422,
  unknown_node_type: 422,
  not_published: 404,
  has_problems: 422,
  nothing_to_undo: 409,
  // templates and mappings
  template_syntax: 422,
  template_unknown_variable: 422,
  template_unknown_filter: 422,
  template_limit: 422,
  template_failed: 422,
  division_by_zero: 422,
  unsafe_address: 422,
  invalid_value: 422,
  invalid_pattern: 422,
  forbidden_key: 422,
  // the engine
  activation_limit: 422,
  step_timeout: 504,
  step_uncertain: 500,
  too_many_items: 422,
  calls_too_deep: 422,
  called_flow_failed: 422,
  session_ended: 409,
  stopped_by_flow: 422,
  callback_used: 410,
  run_canceled: 409,
  run_not_found: 404,
  stale_fence: 409,
  journal_refused: 500,
  invalid_config: 422,
  no_trigger: 422,
  no_response: 504,
  executor_failed: 500,
  shutting_down: 503,
  overloaded: 503,
  not_ready: 503,
  runs_paused: 503,
  queue_full: 429,
  run_abandoned: 500,
  // outbound
  egress_refused: 422,
  invalid_url: 422,
  invalid_header: 422,
  insecure_credentials: 422,
  too_many_redirects: 502,
  response_too_large: 502,
  unknown_charset: 502,
  dns_failed: 502,
  tls_failed: 502,
  upstream_unreachable: 502,
  upstream_closed: 502,
  upstream_timeout: 504,
  upstream_status: 502,
  html_instead_of_data: 502,
  upstream_invalid_json: 502,
  upstream_invalid_xml: 502,
  upstream_protocol: 502,
  offload_timeout: 422,
  offload_failed: 500,
  // connections
  connection_missing: 422,
  connection_wrong_kind: 422,
  connection_unreadable: 500,
  encryption_key_missing: 500,
  // mail
  mail_failed: 502,
  // chat
  conversation_not_found: 404,
  chat_closed: 409,
  message_too_long: 413,
  // ours
  database_unavailable: 503,
  internal: 500,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof statuses;

/** The HTTP status for a code; unknown codes are our own fault, 500. */
export function httpStatusOf(code: string): number {
  return code in statuses ? statuses[code as ErrorCode /* checked by `in` just before */] : 500;
}
