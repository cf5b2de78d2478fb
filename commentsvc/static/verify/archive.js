/* A zip with a manifest that names every file with its SHA-256 (commentsvc/ledger/archive.py). Nothing is unpacked but
   what is read, and nothing beyond what it says and may be. */

import { sha256 } from "./digest.js";
import { fromUtf8Loosely, toHex } from "./encoding.js";
import { Found, LedgerError } from "./errors.js";
import { strictJson } from "./strict_json.js";
import { quoted } from "./text.js";

export const PERSON_SCHEMA = "commentsvc-person/1";
const OTHERS = ["commentsvc-evidence/1", "commentsvc-log/1"];
const MANIFEST = "manifest.json";
const SIGNATURE = "manifest.note";
const SAFE = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const DIGEST = /^[0-9a-f]{64}$/;
const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const SPARE = 20_000_000;
const OTHER =
  "This page checks receipts and what a person took along. This archive is of another kind: unpack it and choose a " +
  "receipt in it, or check the whole with: commentsvc verify FILE.zip";

/** An archive of what a person took along. `files` is what its manifest says, `manifest` the SHA-256 of that. Throws
    LedgerError, and RangeError for an archive of another kind. */
export async function openArchive(data) {
  const archive = new Archive(data, listed(data));
  const written = await archive.bytes(MANIFEST);
  const told = strictJson(written);
  const schema = told instanceof Map ? told.get("schema") : null;
  if (OTHERS.includes(schema)) throw new RangeError(OTHER);
  const files = told instanceof Map ? told.get("files") : null;
  if (schema !== PERSON_SCHEMA) throw new LedgerError("its manifest is of no kind that is known here");
  if (!(files instanceof Map) || files.has(MANIFEST) || files.has(SIGNATURE)) {
    throw new LedgerError("its manifest names no files");
  }
  for (const [name, digest] of files) {
    if (SAFE.test(name) && typeof digest === "string" && DIGEST.test(digest)) continue;
    throw new LedgerError(`its manifest says of ${quoted(name)} what is no SHA-256`);
  }
  return Object.assign(archive, { files, manifest: toHex(await sha256(written)) });
}

class Archive {
  constructor(data, found) {
    Object.assign(this, { data, found });
  }

  /** Files that only archive or manifest has: `[name, what is wrong]`. */
  differences() {
    const absent = [...this.files.keys()].filter((name) => !this.found.has(name));
    const own = [MANIFEST, SIGNATURE];
    const more = [...this.found.keys()].filter((name) => !this.files.has(name) && !own.includes(name));
    return [
      ...absent.map((name) => [name, "is missing"]),
      ...more.map((name) => [name, "was added: the manifest does not name it"]),
    ];
  }

  under = (folder) => [...this.files.keys()].filter((name) => name.startsWith(folder) && this.found.has(name));

  /** A file's content, which is what the manifest says. */
  async read(name) {
    const content = await this.bytes(name);
    if (name !== SIGNATURE && toHex(await sha256(content)) !== this.files.get(name)) {
      throw new Found("altered", `Altered: ${name} is not the file that the manifest names.`);
    }
    return content;
  }

  text = async (name) => fromUtf8Loosely(await this.read(name));

  async bytes(name) {
    const entry = this.found.get(name);
    if (!entry) throw new LedgerError(`${name} is missing`);
    const view = new DataView(this.data.buffer, this.data.byteOffset, this.data.byteLength);
    const broken = () => new LedgerError(`${name} cannot be read`);
    if (entry.at + 30 > this.data.length || view.getUint32(entry.at, true) !== LOCAL) throw broken();
    const named = entry.at + 30;
    const begin = named + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
    const here = fromUtf8Loosely(this.data.subarray(named, named + view.getUint16(entry.at + 26, true)));
    if (here !== name || begin + entry.packed > this.data.length) throw broken();
    const packed = this.data.subarray(begin, begin + entry.packed);
    if (entry.method === 0 && entry.packed === entry.size) return packed;
    const content = entry.method === 8 ? await inflated(packed, entry.size) : null;
    if (!content) throw broken();
    return content;
  }
}

/** The inflated bytes, or null where they are not exactly so many. */
async function inflated(packed, size) {
  const content = new Uint8Array(size);
  let filled = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (filled + next.value.length > size) {
        reader.cancel().catch(() => {});
        return null;
      }
      content.set(next.value, filled);
      filled += next.value.length;
    }
  } catch {
    return null;
  }
  return filled === size ? content : null;
}

/** The zip's list of files: name → where it is, and how it is packed. */
function listed(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let end = data.length - 22;
  while (end >= 0 && end > data.length - 65_558 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0 || view.getUint32(end, true) !== END) throw new LedgerError("this is not a zip");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw new LedgerError("it is too large for this page");
  const found = new Map();
  let [packed, unpacked] = [0, 0];
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > data.length || view.getUint32(at, true) !== ENTRY) throw new LedgerError("this is not a zip");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const length = view.getUint16(at + 28, true);
    const name = fromUtf8Loosely(data.subarray(at + 46, at + 46 + length));
    if (!SAFE.test(name)) throw new LedgerError(`${quoted(name.slice(0, 100))} may not name a file`);
    if (found.has(name)) throw new LedgerError(`${name} is there twice`);
    if (![0, 8].includes(method) || flags & 1) throw new LedgerError(`${name} is packed in a way that is not read`);
    const entry = { method, packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true) };
    found.set(name, { ...entry, at: view.getUint32(at + 42, true) });
    packed += entry.packed;
    unpacked += entry.size;
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (packed > data.length || unpacked > SPARE + 200 * data.length) {
    throw new LedgerError("it would unpack to far more than its size");
  }
  return found;
}
