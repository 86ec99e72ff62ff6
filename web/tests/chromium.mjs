import { chromium } from "playwright-core";

/** The system's browser, without a window. */
export function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"] });
}

/** What goes wrong in a page: errors, refusals of the policy, requests to elsewhere. */
export function faults(page, address) {
  const found = [];
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/sunward\.wasm|api\/health|404/.test(message.text())) {
      found.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("blob:")) {
      found.push(`elsewhere: ${request.url()}`);
    }
  });
  return found;
}
