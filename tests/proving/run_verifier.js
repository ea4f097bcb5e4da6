// Runs the public verifier on jobs that the tests name on the standard input; writes what it says.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const [, , docs] = process.argv;
const { verifyLedger } = require(path.join(docs, "verify-ledger.js"));
const { checkProof } = require(path.join(docs, "check-proof.js"));

const readerOf = folder => async name => {
  try {
    return new Uint8Array(fs.readFileSync(path.join(folder, name)));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(error.code)) return null;
    throw error;
  }
};

async function done(job) {
  if (!job.proof) return verifyLedger({ ...job, read: readerOf(job.folder) });
  try {
    return { ok: true, ...(await checkProof(job.proof, job.key, job.witnesses)) };
  } catch (error) {
    return { ok: false, why: error.message };
  }
}

(async () => {
  const told = [];
  for (const job of JSON.parse(fs.readFileSync(0, "utf8"))) told.push(await done(job));
  process.stdout.write(JSON.stringify(told));
})();
