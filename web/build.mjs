// Bundles the desk into ../src/riftline/web/static, which is committed: `npm ci && npm run build`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "../src/riftline/web/static");
const options = {
  absWorkingDir: here,
  entryPoints: { desk: "src/main.js" },
  outdir: out,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  loader: { ".css": "css" },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await esbuild.build(options);
cpSync(path.join(here, "src/index.html"), path.join(out, "index.html"));
cpSync(path.join(here, "src/icon.svg"), path.join(out, "icon.svg"));
// The shapes of states, 1:110 million, from Natural Earth (public domain) by way of world-atlas.
cpSync(path.join(here, "node_modules/world-atlas/countries-110m.json"), path.join(out, "world.json"));
writeFileSync(path.join(out, "LICENSES.txt"), licenses());
for (const name of ["desk.js", "desk.css", "world.json"]) {
  const whole = readFileSync(path.join(out, name));
  console.log(name, whole.length, "bytes,", gzipSync(whole, { level: 9 }).length, "compressed");
}

function licenses() {
  const lock = JSON.parse(readFileSync(path.join(here, "package-lock.json"), "utf8"));
  const packages = Object.entries(lock.packages).filter(([where, each]) => where.startsWith("node_modules/") && !each.dev && !each.devOptional);
  return packages
    .map(([where, each]) => {
      const folder = path.join(here, where);
      let text = "";
      for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]) {
        try {
          text = readFileSync(path.join(folder, name), "utf8");
          break;
        } catch {
          // not under this name
        }
      }
      return `${path.basename(where)} ${each.version} (${each.license})\n\n${text.trim()}\n`;
    })
    .join("\n----\n\n");
}
