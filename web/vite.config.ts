import { existsSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { type Plugin, defineConfig } from "vite";

/**
 * What the page may load: itself, and WebAssembly compiled from itself. The server sends the same words as a header; here they stand for
 * pages that are served as plain files. `vite dev` puts styles into the page while it is written, so the rule is for builds only.
 */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

function policy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
    ],
  };
}

/** A `sunward serve` that answers while the page is written. It takes only what is said to its own address by a page of its own address. */
const SERVER = process.env["SUNWARD_SERVER"] ?? "http://127.0.0.1:8080";
const behind = { target: SERVER, ws: true, changeOrigin: true, headers: { origin: SERVER } };
const engines = ["sunward.wasm", "quick.wasm"].filter((name) => !existsSync(new URL(`./public/${name}`, import.meta.url)));
const proxy = { "/api": behind, ...Object.fromEntries(engines.map((name) => [`/${name}`, behind])) };

// `--mode recorded` answers from recorded replies: for work on the page and for tests without an engine. No other build holds them.
export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [svelte(), policy()],
  define: { RECORDED: JSON.stringify(mode === "recorded" || mode === "test") },
  build: {
    outDir: mode === "recorded" ? "dist-recorded" : "dist",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: { proxy },
  preview: { proxy },
}));
