import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vite.config.ts";

export default defineConfig((environment) =>
  mergeConfig(base(environment), {
    test: { environment: "node", testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false },
    resolve: { conditions: ["browser"] },
  }),
);
