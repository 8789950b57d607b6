import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, test } from "@playwright/test";
import { addNode, createFlow, inspector, openNode, setTemplated } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let erp: Server;
let origin = "";
const received: { action: unknown; body: string }[] = [];

test.beforeAll(async () => {
  erp = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += String(piece);
    received.push({ action: request.headers.soapaction, body });
    response.setHeader("content-type", "text/xml");
    response.end(
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a:Order xmlns:a="urn:erp"><a:State>shipped</a:State></a:Order></s:Body></s:Envelope>',
    );
  }).listen(0, "127.0.0.1");
  await once(erp, "listening");
  const address = erp.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  const env = { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${address.port}` };
  product = await startProduct({ env });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  erp?.closeAllConnections();
  erp?.close();
});

test("a SOAP service is described by hand, called in a flow, and changed afterwards", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const dialog = page.getByRole("dialog");

  await test.step("an operation is described, and what is wrong is said", async () => {
    await page.goto("/systems");
    await press(page.getByRole("button", { name: "Import a system" }));
    await dialog.getByRole("radio", { name: "By hand" }).click();
    await dialog.getByRole("textbox", { name: /^Address of the system/ }).fill(`${origin}/erp`);
    await press(dialog.getByRole("button", { name: "Add operation" }));
    await dialog.getByRole("textbox", { name: "Operation 1: Name" }).fill("Get an order");
    await dialog.getByRole("textbox", { name: "Operation 1: SOAP action" }).fill("urn:erp/Get");
    const body = dialog.getByRole("textbox", { name: "Operation 1: Body" });
    await body.fill("<Get xmlns='urn:erp'><Number>{{ number }}</Number></Get>");
    await dialog.getByRole("textbox", { name: /^Name/ }).last().fill("Old ERP");
    await press(dialog.getByRole("button", { name: "Import" }));
    await expect(dialog.getByRole("alert")).toContainText("it has no field “number”");
    await expect(dialog.getByRole("alert")).toBeInViewport();
    await press(dialog.getByRole("button", { name: "Add field" }));
    await dialog.getByRole("textbox", { name: "Field 1: Name" }).fill("number");
    await press(dialog.getByRole("button", { name: "Import" }));
    await expect(page.getByRole("heading", { name: "Old ERP" })).toBeVisible();
  });

  await test.step("a step fills in its field, and gets what stands in the envelope", async () => {
    await createFlow(page, "Order state", "empty");
    await addNode(page, "Start by hand");
    await addNode(page, "Connect");
    await openNode(page, "Connect");
    await inspector(page).getByLabel("System").selectOption({ label: "Old ERP" });
    await press(inspector(page).getByRole("button", { name: /Choose an operation/ }));
    await press(page.getByRole("option", { name: /Get an order/ }));
    await press(inspector(page).getByRole("button", { name: "Show 1 optional field" }));
    await setTemplated(page, "number", "7 & 8");
    await press(page.getByRole("button", { name: "Test", exact: true }));
    const panel = page.getByRole("region", { name: "Run", exact: true });
    await press(
      panel.getByRole("list", { name: "Steps" }).getByRole("button", { name: /Connect/ }),
    );
    await expect(panel.getByRole("tree", { name: "output" })).toContainText('State: "shipped"');
    expect(received.at(-1)?.action).toBe('"urn:erp/Get"');
    expect(received.at(-1)?.body).toContain("<Number>7 &amp; 8</Number>");
  });

  await test.step("a change says what is different, and which flow uses it", async () => {
    await page.goto("/systems");
    await page.getByRole("link", { name: "Old ERP" }).click();
    await press(page.getByRole("button", { name: "Edit" }));
    await press(dialog.getByRole("button", { name: "Add field" }));
    await dialog.getByRole("textbox", { name: "Field 2: Name" }).fill("language");
    await press(dialog.getByRole("button", { name: "Save" }));
    await expect(dialog).toContainText("“language” is new, optional");
    await expect(dialog).toContainText("Order state");
  });
});
