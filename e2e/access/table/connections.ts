import { gzipSync } from "node:zlib";
import { action, admins } from "../lines.ts";
import { newName } from "../things.ts";

const manage = { may: admins, stranger: "nothing", writes: true } as const;
const own = { ...manage, stranger: "own" } as const;
const values = { token: "another-token-nobody-knows", allowedHosts: "api.example.com" };
let failures = 1;

const alertSettings = () => ({
  ...{ mutedEvents: [], byMail: true, mailTo: [], circuitOpenSeconds: 30 },
  ...{ webhookUrl: "https://alerts.example.com/", circuitFailures: (failures++ % 90) + 1 },
});

/** Credentials, and what admins are told of them. */
export const connectionLines = [
  action("connections/actions.ts#createConnection", own, () => ({
    ...{ name: newName("Made"), kind: "bearer", values },
  })),
  action("connections/actions.ts#updateConnection", manage, async ({ stage }) => ({
    ...{ connectionId: (await stage.connection()).id, name: newName("Changed"), values },
  })),
  action("connections/actions.ts#duplicateConnection", manage, async ({ stage }) => ({
    connectionId: (await stage.connection()).id,
  })),
  action("connections/actions.ts#testConnection", manage, async ({ stage }) => ({
    connectionId: (
      await stage.connection({ values: { ...values, testUrl: "https://127.0.0.1:1/" } })
    ).id,
  })),
  action("connections/actions.ts#setConnectionProbing", manage, async ({ stage }) => ({
    ...{ connectionId: (await stage.connection()).id, everyMinutes: 10 },
  })),
  action("connections/actions.ts#removeConnection", manage, async ({ stage }) => ({
    connectionId: (await stage.connection()).id,
  })),
  action("connections/actions.ts#restoreConnection", manage, async ({ stage }) => {
    const { id } = await stage.connection();
    await stage.house.services.connections.remove(stage.owner, id);
    return { connectionId: id };
  }),
  action("connections/actions.ts#connectAccount", manage, async ({ stage }) => ({
    connectionId: (await stage.account()).id,
  })),
  action("connections/actions.ts#disconnectAccount", manage, async ({ stage }) => ({
    connectionId: (await stage.account()).id,
  })),
  action("connections/alerts/actions.ts#saveAlertSettings", own, alertSettings),
  action("connections/alerts/actions.ts#renewAlertSecret", own, () => ({})),
  action("connections/alerts/actions.ts#sendTestAlert", own, async ({ stage }) => {
    await stage.house.services.alerts.setSettings(stage.owner, alertSettings());
    return {};
  }),
];

const described = (title: string) =>
  gzipSync(
    JSON.stringify({
      ...{ openapi: "3.1.0", info: { title, version: "1" } },
      paths: { "/orders": { get: { operationId: "listOrders", responses: {} } } },
    }),
  ).toString("base64");

/** The systems whose operations steps call. */
export const systemLines = [
  action("systems/actions.ts#importSystem", own, () => ({
    ...{ name: newName("Shop"), source: { packed: described("Shop") } },
  })),
  action("systems/actions.ts#refreshSystem", manage, async ({ stage }) => ({
    ...{ systemId: (await stage.system()).id, source: { packed: described(newName("Shop")) } },
  })),
  action("systems/actions.ts#removeSystem", manage, async ({ stage }) => ({
    systemId: (await stage.system()).id,
  })),
];
