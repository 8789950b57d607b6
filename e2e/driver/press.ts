import type { Locator } from "playwright";

/**
 * Clicks a control once React has taken it over: until then a page that came from the server looks
 * ready and hears nothing.
 */
export async function press(control: Locator): Promise<void> {
  await control.evaluate(async (element) => {
    while (!Object.keys(element).some((key) => key.startsWith("__reactProps$"))) {
      await new Promise(requestAnimationFrame);
    }
  });
  await control.click();
}
