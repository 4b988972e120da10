// Builds what the pages can do without: the live map and the screen font. Into build/, which git ignores.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const target = "../build/static/frontend";

/** A packed twin beside each text file: WhiteNoise sends it to a browser that can unpack it. */
function packed() {
  return {
    name: "packed",
    closeBundle() {
      const folder = join(import.meta.dirname, target, "assets");
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css)$/.test(name)) continue;
        const path = join(folder, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  build: {
    outDir: target,
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: { input: ["src/map.ts", "src/fonts.css"] },
  },
  plugins: [packed()],
});
