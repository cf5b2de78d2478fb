/* Check what a person took along (commentsvc/ledger/verify_person.py): the operator's signature under its list of files,
   every file against that list, and every receipt. */

import { openArchive } from "./archive.js";
import { compare, logKeys, openBelieved, openedChanges } from "./believe.js";
import { parseCheckpoint } from "./checkpoint.js";
import { sha256 } from "./digest.js";
import { sameBytes, toHex } from "./encoding.js";
import { Found, LedgerError, NoteError } from "./errors.js";
import { believeKeys, openHistory } from "./key_change.js";
import { Verifier, openNote, parseNote } from "./note.js";
import { parseKeyChange, parseReceipt } from "./receipt.js";
import { strictJson } from "./strict_json.js";
import { parseTlogProof } from "./tlog_proof.js";
import { verdict } from "./verdict.js";
import { verifyReceipt } from "./verify_receipt.js";

const FIRST_LINE = "commentsvc-manifest v1";
const GRAVITY = [
  "proven", "operators-word", "self-attested", "malformed", "unknown-key", "promise-broken", "not-in-log", "altered",
  "rolled-back", "log-rewritten", "split-view",
];
const GOOD = GRAVITY.slice(0, 3);
const SHOWN = 20;

/** The verdict on an archive's bytes. Never throws for what is in it, but RangeError for one of another kind. */
export async function verifyPerson(data, trust) {
  try {
    const archive = await openArchive(data);
    const checked = new Checked(archive, trust, await keysOf(archive, trust));
    const said = await checked.signature();
    return summary(await checked.run(), said, trust.keys.length === 0);
  } catch (error) {
    if (error instanceof Found) return verdict(error.outcome, error.message);
    if (!(error instanceof LedgerError)) throw error;
    return verdict("malformed", `Malformed, so nothing is shown either way: ${error.message}.`);
  }
}

/** The log that the archive says it is of, its key of today, and the keys that are believed. */
async function keysOf(archive, trust) {
  const told = strictJson(await archive.read("log/keys.json"));
  const [origin, key, changes] = ["origin", "key", "key_changes"].map((name) => told instanceof Map && told.get(name));
  if (typeof origin !== "string" || typeof key !== "string" || !Array.isArray(changes)) {
    throw new LedgerError("this is not an answer of log/keys");
  }
  const opened = [...(await openHistory(origin, key, changes.map(parseKeyChange))), ...(await openedChanges(trust))];
  const today = await Verifier.parse(key);
  const known = await logKeys(trust);
  return { origin, today, ring: believeKeys(known.length ? known : [today], opened).of(origin) };
}

class Checked {
  constructor(archive, trust, { origin, today, ring }) {
    Object.assign(this, { archive, trust, origin, today, ring, records: new Set(), roots: new Map(), receipts: 0 });
  }

  /** What the log's key of today signed about the manifest, in a sentence. */
  async signature() {
    const note = await this.archive.text("manifest.note");
    const lines = parseNote(note).text.split("\n");
    if (lines.length !== 5 || lines[0] !== FIRST_LINE || lines[4]) {
      throw new NoteError("this is no signature of a manifest");
    }
    if (lines[1] !== this.origin || lines[2] !== this.archive.manifest) {
      throw new Found(
        "altered",
        "Altered: the list of files in this archive is not the one that the operator signed.",
      );
    }
    if (!this.ring.has(this.today)) {
      throw new Found(
        "unknown-key",
        `Unknown key: this archive is of the log ${this.origin} with the key ${this.today.vkey}, which is none of those ` +
          `you trust, so nothing in it counts.${this.ring.whyUnknown()}`,
      );
    }
    try {
      await openNote(note, [this.today]);
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      const why = `does not hold (${error.message}).`;
      throw new Found("altered", `Altered: the signature under this archive's list of files ${why}`);
    }
    return `${this.origin} signed at ${lines[3]} that it handed out exactly these files.`;
  }

  /** `[name, verdict]` of every receipt, and of every file that is not as it should be. */
  async run() {
    const wrong = this.archive.differences().map(([name, why]) => [name, verdict("altered", `Altered: ${name} ${why}.`)]);
    for (const name of this.archive.under("")) {
      if (name.startsWith("receipts/")) wrong.push(...(await this.lines(name)));
      else wrong.push(...(await judged(name, () => this.file(name))));
    }
    return wrong;
  }

  async file(name) {
    const content = await this.archive.read(name);
    if (name.startsWith("notices/") && name !== `notices/${toHex(await sha256(content))}`) {
      throw new Found("altered", `Altered: ${name} is not the notice whose SHA-256 it bears.`);
    }
    if (name !== "log/checkpoint" && !name.startsWith("log/checkpoints/")) return null;
    const checkpoint = await openBelieved(await this.archive.text(name), this.ring);
    this.fits(checkpoint);
    const kept = [];
    for (const note of this.trust.checkpoints) kept.push(await openBelieved(note, this.ring));
    await compare([checkpoint], kept, this.trust.consistency, this.ring.checkpoints());
    return null;
  }

  /** Every line of a file of receipts. */
  async lines(name) {
    let text = "";
    const broken = await judged(name, async () => void (text = await this.archive.text(name)));
    if (broken.length) return broken;
    const found = [];
    const lines = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
    for (const [at, line] of lines.entries()) found.push(...(await judged(`${name}:${at + 1}`, () => this.receipt(line))));
    return found;
  }

  async receipt(line) {
    this.receipts += 1;
    const found = await verifyReceipt(line, this.trust, this.archive.files);
    if (!GOOD.includes(found.outcome)) return found;
    const { record, origin, events } = parseReceipt(line);
    if (this.records.has(record)) throw new LedgerError(`the record ${record} has two receipts here`);
    this.records.add(record);
    if (origin !== this.origin) {
      throw new Found("altered", `Altered: a receipt is of the log ${origin}, and the archive is of ${this.origin}.`);
    }
    for (const { proof } of events) {
      if (proof !== null) this.fits(parseCheckpoint(parseNote(parseTlogProof(proof).checkpoint).text));
    }
    return found;
  }

  fits({ origin, size, root }) {
    const here = `${size} ${origin}`;
    if (!this.roots.has(here)) this.roots.set(here, root);
    if (sameBytes(this.roots.get(here), root)) return;
    throw new Found(
      "split-view",
      `Split view: ${origin} signed two different logs of ${size} entries, and both are in this archive. Keep it.`,
    );
  }
}

async function judged(name, check) {
  try {
    const found = await check();
    return found ? [[name, found]] : [];
  } catch (error) {
    if (error instanceof Found) return [[name, verdict(error.outcome, error.message)]];
    if (!(error instanceof LedgerError)) throw error;
    return [[name, verdict("malformed", `Malformed: ${error.message}.`)]];
  }
}

function summary(files, said, selfAttested) {
  const bad = files.filter(([, found]) => !GOOD.includes(found.outcome));
  const gravity = ([, found]) => GRAVITY.indexOf(found.outcome);
  const receipts = files.length - bad.length;
  const counted = `${receipts} receipt${receipts === 1 ? "" : "s"}`;
  if (bad.length) {
    const worst = bad.reduce((one, other) => (gravity(other) > gravity(one) ? other : one));
    const [title] = worst[1].sentence.split(": ");
    const details = bad.slice(0, SHOWN).map(([name, found]) => `${name}: ${found.sentence}`);
    const many = `${bad.length} file${bad.length === 1 ? " is" : "s are"} not in order in this archive`;
    return verdict(worst[1].outcome, `${title}: ${many}. The gravest is ${worst[0]}.`, details);
  }
  const last = [said, "It shows what is in the archive, not that nothing was left out of it."];
  if (selfAttested) {
    const why = "all in this archive fit together, but the keys came with it, so anybody could have made all of it.";
    return verdict("self-attested", `Self-attested: ${counted} and ${why}`, last);
  }
  if (receipts && files.every(([, found]) => found.outcome === "proven")) {
    const what = "each exactly what was recorded and not changed since others whom you trust had seen the log";
    return verdict("proven", `Proven: ${counted} in this archive, ${what}.`, last);
  }
  const what = "handed out exactly so, and signed with the key you trust; nobody else shows since when";
  return verdict("operators-word", `Operator's word only: this archive with ${counted} was ${what}.`, last);
}
