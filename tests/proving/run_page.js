// Runs the page's own script with a stand-in for the browser: fills in its fields, submits, writes what it says.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const [, , docs] = process.argv;

function element(field) {
  const made = { hidden: true, files: [], value: "", lines: [], dataset: {}, ...field };
  made.append = (...parts) => parts.forEach(one => made.lines.push(one.textContent ?? one.lines));
  made.replaceChildren = (...parts) => { made.lines = parts.flatMap(one => one.lines.flat()); };
  made.addEventListener = (_, handler) => { made.handler = handler; };
  made.focus = () => {};
  return made;
}

const bytesOf = file => fs.readFileSync(file);
const picked = file => ({ text: async () => bytesOf(file).toString("utf8"), arrayBuffer: async () => new Uint8Array(bytesOf(file)).buffer });
const inFolder = folder => fs.readdirSync(folder, { recursive: true }).filter(name => fs.statSync(path.join(folder, name)).isFile())
  .map(name => ({ ...picked(path.join(folder, name)), webkitRelativePath: `ledger/${name.split(path.sep).join("/")}` }));

async function submitted({ address, key, witness, folder, since, proof, words }) {
  const fields = { address: { value: address ?? "" }, key: { value: key ?? "" }, witness: { value: witness ?? "" },
    folder: { files: folder ? inFolder(folder) : [] }, told: { dataset: words ?? {} }, since: { files: since ? [picked(since)] : [] }, proof: { files: proof ? [picked(proof)] : [] } };
  const parts = Object.fromEntries(["form", "keep", "progress", ...Object.keys(fields)].map(id => [id, element(fields[id])]));
  const page = vm.createContext({ document: { getElementById: id => parts[id], createElement: () => element({}) },
    crypto, TextEncoder, TextDecoder, btoa, atob, Uint8Array, DataView, fetch, Blob, Error, TypeError, URL: { createObjectURL: () => "blob:kept" } });
  for (const name of ["verify-ledger.js", "check-proof.js", "verify-ledger-page.js"])
    vm.runInContext(fs.readFileSync(path.join(docs, name), "utf8"), page);
  await parts.form.handler({ preventDefault() {} });
  return { said: parts.told.lines, kept: !parts.keep.hidden, bar: !parts.progress.hidden };
}

(async () => {
  const told = [];
  for (const job of JSON.parse(fs.readFileSync(0, "utf8"))) told.push(await submitted(job));
  process.stdout.write(JSON.stringify(told));
})();
