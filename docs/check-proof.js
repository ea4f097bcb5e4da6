"use strict";
/* Checks the proof that one entry is in a council's ledger, from the proof's text and the council's public key alone:
   c2sp.org tlog-proof, with the entry itself as its extra line, and RFC 9162, section 2.1.3.2. It needs verify-ledger.js.

   checkProof(text, key, witnesses) → {index, size, entry, vouched}, or an error that says why it proves nothing */

const ledger = typeof module !== "undefined" ? require("./verify-ledger.js")
  : { readKey, readSigned, signedBy, sha256, fromBase64, toBase64, textOf, HASH, LEAF, NODE };

async function checkProof(text, key, witnesses = []) {
  const [head, ...rest] = text.split("\n\n"), [kind, extra, number, ...lines] = head.split("\n");
  const checkpoint = await ledger.readSigned(rest.join("\n\n"), await ledger.readKey(key, 1));
  const entry = ledger.fromBase64(extra.replace(/^extra /, "")), index = Number(number.replace(/^index /, ""));
  let hash = await ledger.sha256(ledger.LEAF, entry), at = index, last = checkpoint.size - 1, whole = kind === "c2sp.org/tlog-proof@v1" && at <= last;
  for (const sibling of lines.map(ledger.fromBase64)) {
    if (!last || sibling.length !== ledger.HASH) whole = false;
    if (at % 2 || at === last) {
      hash = await ledger.sha256(ledger.NODE, sibling, hash);
      for (; at && at % 2 === 0; at /= 2) last = Math.floor(last / 2);
    } else hash = await ledger.sha256(ledger.NODE, hash, sibling);
    at = Math.floor(at / 2), last = Math.floor(last / 2);
  }
  if (!whole || last || ledger.toBase64(hash) !== checkpoint.root) throw Error("The proof does not lead from this entry to the signed root.");
  const vouched = [];
  for (const one of witnesses) if ((await ledger.signedBy(checkpoint, await ledger.readKey(one, 4))).length) vouched.push(one.split("+")[0]);
  return { index, size: checkpoint.size, entry: ledger.textOf(entry), vouched };
}

if (typeof module !== "undefined") module.exports = { checkProof };
