/**
 * The kinds that a step which makes a web request can use, in the order the form offers them. By name
 * alone: the editor needs no forms of credentials.
 */
export const httpKindIds: readonly string[] = [
  ...["bearer", "basic", "digest", "api-key-header", "api-key-query", "custom-headers"],
  ...["client-certificate", "signing-secret", "openai", "google-service-account", "caldav"],
  ...["oauth2", "oauth2-app", "google", "microsoft"],
];
