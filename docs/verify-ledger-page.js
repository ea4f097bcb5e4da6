"use strict";
// What the page verify-ledger.html does: it reads what was chosen, has it checked, and says what was found.

const part = id => document.getElementById(id);
const typed = id => part(id).value.trim() || undefined;
const chosen = async id => (part(id).files[0] ? part(id).files[0].text() : undefined);

// A page in another language says its own words for these, as data-… of the element in which they are told.
const words = (code, english, values = {}) => (part("told").dataset[code] ?? english).replace(/\{(\w+)\}/g, (_, name) => values[name]);

// And its own words for each fault that is told by the check, which knows no language but its own: data-faults pairs them,
// with {…} for what stands in them. What neither knows, a browser's own error, is told as data-strange.
const pairs = Object.entries(JSON.parse(part("told").dataset.faults ?? "{}")).map(([english, said]) => {
  const plain = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+?)");
  return { like: RegExp(`^${plain}$`, "s"), said };
});
function inWords(what) {
  const known = pairs.find(({ like }) => like.test(what));
  if (!known) return part("told").dataset.strange ?? what;
  const values = { ...known.like.exec(what).groups };
  if (values.by === "you") values.by = words("you", "you");
  return known.said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const toldAlready = message => Object.assign(Error(message), { told: true }); // in the page's own words
const unread = message => Object.assign(Error(message), { unread: true });
const noAnswer = "There is no answer: the address may be wrong, or may not let other pages read it. Fetch the folder and choose it instead.";

function webReader(address) {
  const base = `${address.replace(/\/(checkpoint)?$/, "")}/`;
  return async name => {
    const answer = await fetch(base + name, { cache: "no-store" }).catch(() => { throw unread(noAnswer); });
    if (answer.status === 404 || answer.status === 410) return null;
    if (!answer.ok) throw unread(`The server answers ${answer.status} for ${name}.`);
    return new Uint8Array(await answer.arrayBuffer());
  };
}

function folderReader(files) {
  const byName = new Map(Array.from(files, file => [file.webkitRelativePath.replace(/^[^/]*\//, ""), file]));
  return async name => (byName.has(name) ? new Uint8Array(await byName.get(name).arrayBuffer()) : null);
}

function say(heading, lines) {
  const title = document.createElement("p"), list = document.createElement("ul");
  title.append(Object.assign(document.createElement("strong"), { textContent: heading }));
  list.append(...lines.map(line => Object.assign(document.createElement("li"), { textContent: line })));
  part("told").replaceChildren(title, list);
  part("told").focus();
}

async function checkEntry(proof) {
  const key = typed("key");
  if (!key) throw toldAlready(words("needsKey", "A proof is checked with the council's public key: type it in above."));
  const { index, size, entry, vouched } = await checkProof(proof, key, [typed("witness")].filter(Boolean));
  const proved = words("proved", "Proved: this is entry {index} of {size}.", { index, size });
  say(proved, [entry, ...vouched.map(name => words("vouches", "{name} vouches for the ledger that holds it.", { name }))]);
}

async function checkWhole() {
  const files = part("folder").files, read = files.length ? folderReader(files) : webReader(typed("address") ?? "");
  if (!files.length && !typed("address")) throw toldAlready(words("needsLog", "Give the ledger's address, or choose its folder."));
  const witnesses = typed("witness") && [typed("witness")], bar = part("progress");
  const progress = (done, of) => Object.assign(bar, { hidden: false, value: done, max: of });
  const found = await verifyLedger({ read, key: typed("key"), since: await chosen("since"), witnesses, progress });
  bar.hidden = true;
  if (!found.ok) {
    const faults = found.faults.map(({ entry, what }) => (entry === null ? inWords(what) : words("entry", "Entry {entry}: {what}", { entry, what: inWords(what) })));
    return say(words("notWhole", "NOT whole. Keep what you have, and tell the council and whoever else relies on the ledger."), faults);
  }
  const names = found.vouched.map(({ witness, size, at }) => words("vouchesFor", "{witness} vouches for the first {size} entries, as seen on {at}.", { witness, size, at: new Date(at * 1000).toISOString() }));
  say(words("whole", "Whole: {size} entries.", found), [words("root", "Root: {root}", found), ...names]);
  part("keep").href = URL.createObjectURL(new Blob([await read("checkpoint")]));
  part("keep").hidden = false;
}

part("form").addEventListener("submit", async event => {
  event.preventDefault();
  say(words("checking", "Checking …"), []);
  part("keep").hidden = true;
  try {
    const proof = await chosen("proof");
    await (proof ? checkEntry(proof) : checkWhole());
  } catch (error) {
    part("progress").hidden = true;
    say(words("unchecked", "It could not be checked."), [error.told ? error.message : inWords(error.message)]);
  }
});
