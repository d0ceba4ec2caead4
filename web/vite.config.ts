import { defineConfig } from "vite";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: process.env["DUBAN_WEB_OUT"] ?? "dist",
    emptyOutDir: true,
    target: "es2022",
    // The content security policy forbids inline anything.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/v1": "http://127.0.0.1:7480", "/operator": "http://127.0.0.1:7480" } },
});
