// The program itself, for tests that need its server or its numbers: `SUNWARD_BINARY`, or what was built last.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const built = ["target/release/sunward", "target/debug/sunward"].map((path) => `${root}${path}`);

/** Its path; `null` where there is none, and why. */
export const program = process.env.SUNWARD_BINARY ?? built.find((path) => existsSync(path)) ?? null;
export const missing = "there is no program: build it, or name it in SUNWARD_BINARY";

/** What it prints as JSON. */
export function document(...words) {
  return JSON.parse(execFileSync(program, [...words, "--format", "json"], { cwd: root, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] }));
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts its server on a port and waits until it answers; gives a way to end it. Ends no other process. */
export async function start(port) {
  const child = spawn(program, ["serve", "--port", String(port)], { cwd: root, stdio: "ignore" });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  for (let attempt = 0; ; attempt++) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/api/health`)).ok) {
        break;
      }
    } catch {
      if (attempt > 100 || child.exitCode !== null) {
        child.kill("SIGKILL");
        throw new Error(`the server did not come up on port ${port}`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    /** At once, as a machine that fails; politely otherwise. */
    end: async (signal = "SIGTERM") => {
      child.kill(signal);
      await gone;
    },
  };
}
