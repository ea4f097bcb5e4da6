// Verifies a log with the public verifier of docs/ and prints its verdict with what it cost, as JSON.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const [, , docs, folder] = process.argv;
const { verifyLedger } = require(path.join(docs, "verify-ledger.js"));

async function read(name) {
  try {
    return new Uint8Array(fs.readFileSync(path.join(folder, name)));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

(async () => {
  const begun = performance.now();
  const { ok, size, root } = await verifyLedger({ read });
  const peak = process.resourceUsage().maxRSS * 1024 / 1e6;
  process.stdout.write(JSON.stringify({ ok, size, root, seconds: (performance.now() - begun) / 1000, peak_mb: peak }));
})();
