// Builds both bundles from the locked packages into folders that git ignores and the wheel carries.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const bundles = {
  "src/taizhang/charts/built": "picture",
  "src/taizhang_site/static/taizhang/built": "screen",
};
const licences = ["echarts/LICENSE", "echarts/NOTICE", "zrender/LICENSE", "tslib/LICENSE.txt"]
  .map((path) => `${path}\n\n${readFileSync(`node_modules/${path}`, "utf8")}`).join(`\n${"-".repeat(80)}\n`);

for (const [folder, name] of Object.entries(bundles)) {
  const outfile = `${folder}/${name}.js`;
  await build({
    entryPoints: [`assets/${name}.js`], outfile, bundle: true, minify: true, format: "iife", target: "es2020",
    define: { "process.env.NODE_ENV": '"production"' }, legalComments: "none",
    banner: { js: "/* Carries Apache ECharts (Apache-2.0), zrender (BSD-3-Clause), tslib (0BSD): see LICENSES.txt. */" },
  });
  writeFileSync(`${folder}/LICENSES.txt`, licences);
  if (name === "screen") writeFileSync(`${outfile}.gz`, gzipSync(readFileSync(outfile), { level: 9 }));
}
