"use strict";
/* Checks a council's ledger from its public files alone, in a browser or in Node. It shares no code with Beholden: it is
   written from RFC 6962 (the tree), RFC 8785 (canonical JSON) and, of c2sp.org, tlog-tiles, tlog-checkpoint, signed-note
   and tlog-cosignature. read(name) gives the bytes of a file of the ledger, null where there is none, or an error with
   unread set where that cannot be told; key is the council's public key, since a checkpoint from earlier, witnesses the
   keys of who is believed, and all three may be left out.
   verifyLedger({read, key, since, witnesses, progress}) → {ok, size, root, faults: [{entry, what}], vouched} */
const WIDTH = 256, HASH = 32, SIZE = /^(0|[1-9][0-9]{0,14})$/;
const LEAF = Uint8Array.of(0), NODE = Uint8Array.of(1), EMPTY = new Uint8Array();
const bytesOf = text => new TextEncoder().encode(text);
const textOf = bytes => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const toBase64 = bytes => btoa(String.fromCharCode(...bytes));
const fromBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
};

// The tree of RFC 6962, section 2.1. A "row" is any number of hashes, one after the other.
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const rowOf = async promises => joined(...(await Promise.all(promises)));
const hashAt = (row, index) => row.subarray(index * HASH, (index + 1) * HASH);
async function topOf(row) { // the root over a power of two of hashes
  const pair = (_, at) => sha256(NODE, row.subarray(at * 2 * HASH, (at + 1) * 2 * HASH));
  while (row.length > HASH) row = await rowOf(Array.from({ length: row.length / HASH / 2 }, pair));
  return row;
}
async function rootOf(edges) { // the root from the last, partial tile of each level, the lowest first
  let root = null;
  for (const row of edges) {
    for (let end = row.length / HASH, width = 1; end > 0; width *= 2) {
      if (!(end & width)) continue; // a tile is complete subtrees of falling width, side by side
      const top = await topOf(row.subarray((end - width) * HASH, end * HASH));
      root = root ? await sha256(NODE, top, root) : top;
      end -= width;
    }
  }
  return root ?? sha256(EMPTY);
}

// Keys and notes: C2SP signed-note, tlog-checkpoint, tlog-cosignature. Kind 1 is a ledger's key, 4 a witness's.
async function readKey(text, kind) {
  const [name, id, ...rest] = text.trim().split("+"), material = fromBase64(rest.join("+"));
  const right = hex((await sha256(bytesOf(`${name}\n`), material)).subarray(0, 4)) === id;
  if (!right || material[0] !== kind || material.length !== 33) throw Error("This is not a public key of that kind.");
  return { name, id, kind, public: await crypto.subtle.importKey("raw", material.subarray(1), "Ed25519", false, ["verify"]) };
}
function readNote(note) {
  const at = note.lastIndexOf("\n\n"), body = note.slice(0, at + 1), lines = note.slice(at + 2).split("\n");
  const [origin, size, root] = note.split("\n"), signed = lines.slice(0, -1).map(line => /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line));
  if (at < 0 || lines.at(-1) || !signed.length || !signed.every(Boolean) || !origin || !SIZE.test(size) || fromBase64(root).length !== HASH)
    throw Error("This is not a signed checkpoint.");
  return { note, body, origin, size: Number(size), root, lines: signed.map(([, name, value]) => ({ name, value: fromBase64(value) })) };
}
async function signedBy(note, key) { // the times at which a key signed (0 for a ledger's); an error where one is wrong
  const mine = note.lines.filter(line => line.name === key.name && hex(line.value.subarray(0, 4)) === key.id);
  return Promise.all(mine.map(async ({ value }) => {
    const time = key.kind === 4 ? new DataView(value.buffer).getBigUint64(4) : 0n, signature = value.subarray(key.kind === 4 ? 12 : 4);
    const message = bytesOf(key.kind === 4 ? `cosignature/v1\ntime ${time}\n${note.body}` : note.body);
    if (await crypto.subtle.verify("Ed25519", key.public, signature, message)) return Number(time);
    throw Error(`A signature by ${key.name} is not right.`);
  }));
}
async function readSigned(text, key) {
  const note = readNote(text);
  if (!(await signedBy(note, key)).length || note.origin !== key.name) throw Error("The checkpoint is not signed by the council's key.");
  return note;
}

// The files: C2SP tlog-tiles. A tile that was partial may have become full since; its beginning is the same.
function pathOf(level, index, width) {
  const groups = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0").match(/.../g);
  return `tile/${level}/${groups.map((group, at) => (at < groups.length - 1 ? "x" : "") + group).join("/")}${width < WIDTH ? `.p/${width}` : ""}`;
}
async function readTile(read, level, index, width) {
  return await read(pathOf(level, index, width)) ?? await read(pathOf(level, index, WIDTH)) ?? EMPTY;
}
function entriesIn(bundle) { // each after its length, a big-endian uint16
  const entries = [];
  for (let at = 0; at < bundle.length; at += 2 + entries.at(-1).length)
    entries.push(bundle.subarray(at + 2, at + 2 + (bundle[at] << 8 | bundle[at + 1])));
  return entries;
}

// Canonical JSON (RFC 8785): keys in order, no spaces, numbers and texts as ECMAScript writes them.
const canonical = value => value === null || typeof value !== "object" ? JSON.stringify(value)
  : Array.isArray(value) ? `[${value.map(canonical)}]` : `{${Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`;
function isCanonical(entry) {
  try {
    const text = textOf(entry);
    return text[0] === "{" && canonical(JSON.parse(text)) === text && !/(^|[^\\])(\\\\)*\\ud[89a-f]/.test(text);
  } catch { return false; }
}
async function signedTexts(file, key, since, witnesses) { // the checkpoint, and what others saw earlier, all signed
  const council = await readKey(key ?? await file("verifier.key"), 1), current = await readSigned(await file("checkpoint"), council);
  const earlier = since ? [{ ...await readSigned(since, council), by: "you" }] : [];
  for (const one of witnesses ?? (await file("witnesses")).split("\n").filter(Boolean)) {
    const witness = await readKey(one, 4), texts = [current.note, await file(`witnessed/${witness.id}`)].filter(Boolean);
    for (const note of await Promise.all(texts.map(text => readSigned(text, council)))) {
      const times = await signedBy(note, witness);
      if (times.length) { earlier.push({ ...note, by: witness.name, at: Math.max(...times) }); break; }
    }
  }
  return [current, ...earlier];
}
async function verifyLedger({ read, key, since, witnesses, progress = () => {} }) {
  const faults = [], vouched = [], fault = (what, entry = null) => faults.push({ entry, what });
  const told = (size, root) => ({ ok: !faults.length, size, root, faults, vouched }), file = async name => textOf(await read(name) ?? EMPTY);
  const leaves = async (index, width) => {
    const all = entriesIn(await readTile(read, "entries", index, width)), entries = all.slice(0, width);
    if (![width, WIDTH].includes(all.length)) fault(`The bundle ${pathOf("entries", index, width)} does not hold ${width} entries.`);
    entries.forEach((entry, at) => isCanonical(entry) || fault("This entry is not canonical JSON (RFC 8785).", index * WIDTH + at));
    return rowOf(entries.map(entry => sha256(LEAF, entry)));
  };
  const notes = await signedTexts(file, key, since, witnesses).catch(error => { if (error.unread) throw error; fault(error.message); return []; });
  if (!notes.length) return told(0, "");
  const [{ size, root }, ...earlier] = notes, edges = notes.map(() => []);
  let row = EMPTY; // the hashes of a level above the lowest: the tops of all full tiles below it
  for (let level = 0, count = size; count; level += 1, count = Math.floor(count / WIDTH)) {
    const tops = [];
    for (let index = 0; index * WIDTH < count && faults.length < 100; index += 1) {
      const width = Math.min(WIDTH, count - index * WIDTH), start = index * WIDTH * HASH;
      const hashes = level ? row.subarray(start, start + width * HASH) : await leaves(index, width);
      const tile = await readTile(read, level, index, width), held = tile.subarray(0, width * HASH);
      if (!same(held, hashes) || ![width, WIDTH].includes(tile.length / HASH)) {
        const first = Math.max(0, Array.from(Array(width), (_, at) => same(hashAt(held, at), hashAt(hashes, at))).indexOf(false));
        fault(`${pathOf(level, index, width)} does not go with what is below it.`, level ? null : index * WIDTH + first);
      }
      const counts = notes.map(note => Math.floor(note.size / WIDTH ** level));
      counts.forEach((there, at) => { if (Math.floor(there / WIDTH) === index) edges[at][level] = hashes.slice(0, there % WIDTH * HASH); });
      if (width === WIDTH) tops.push(await topOf(hashes));
      if (!level) progress(index + 1, Math.ceil(size / WIDTH));
    }
    row = joined(...tops);
  }
  const roots = await Promise.all(edges.map(edge => rootOf(Array.from(edge, hashes => hashes ?? EMPTY))));
  if (toBase64(roots[0]) !== root) fault("The entries do not lead to the root that the checkpoint signs.");
  earlier.forEach(({ by, at, ...one }, number) => {
    if (one.size > size) fault(`The ledger was put back: ${by} saw ${one.size} entries, and it has ${size}.`, size);
    else if (toBase64(roots[number + 1]) !== one.root) fault(`The first ${one.size} entries are not those that ${by} saw.`);
    else if (at) vouched.push({ witness: by, size: one.size, at });
  });
  return told(size, root);
}

if (typeof module !== "undefined") module.exports = { verifyLedger, readKey, readSigned, signedBy, sha256, fromBase64, toBase64, textOf, HASH, LEAF, NODE };
