/* The receipt as a file (commentsvc/ledger/receipt.py): taken apart strictly, believing nothing. */

import { fromBase64 } from "./encoding.js";
import { LedgerError } from "./errors.js";
import { strictJson } from "./strict_json.js";
import { isWellFormed, quoted } from "./text.js";

const SCHEMA = "commentsvc-receipt/1";
const MOMENT = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z$/;
const KINDS = {
  object: (value) => value instanceof Map,
  list: Array.isArray,
  text: (value) => typeof value === "string",
};

/** A receipt from the bytes or text of its file. Throws LedgerError. */
export function parseReceipt(data) {
  const value = strictJson(data);
  if (!KINDS.object(value) || value.get("schema") !== SCHEMA) fail(`this is not a ${SCHEMA}`);
  only(value, "schema", "record", "issued_at", "log", "events", "notices", "timestamps");
  const log = member(value, "log", "object");
  only(log, "origin", "key", "key_changes");
  const events = member(value, "events", "list");
  if (!events.length) fail("the receipt holds no event");
  const notices = member(value, "notices", "object");
  if (![...notices.values()].every((text) => KINDS.text(text) && isWellFormed(text))) fail("a notice is a text");
  return {
    record: member(value, "record", "text"),
    issuedAt: moment(value, "issued_at"),
    origin: member(log, "origin", "text"),
    key: member(log, "key", "text"),
    events: events.map(parseEvent),
    notices,
    keyChanges: member(log, "key_changes", "list").map(parseKeyChange),
    timestamps: member(value, "timestamps", "list").map(parseTimestamp),
  };
}

function parseEvent(value) {
  if (!KINDS.object(value)) fail("an event is an object");
  only(value, "type", "at", "snapshot", "salt", "leaf", "promise", "proof");
  const promise = value.get("promise");
  return {
    type: member(value, "type", "text"),
    at: moment(value, "at"),
    snapshot: member(value, "snapshot", "text"),
    salt: value.get("salt") === null ? null : bytes(value, "salt"),
    leaf: member(value, "leaf", "text"),
    promise: promise === null ? null : parsePromise(promise),
    proof: value.get("proof") === null ? null : member(value, "proof", "text"),
  };
}

/** A key change from its JSON value. */
export function parseKeyChange(value) {
  if (!KINDS.object(value)) fail("a key change is an object");
  only(value, "snapshot", "salt", "leaf", "proof");
  return {
    snapshot: member(value, "snapshot", "text"),
    salt: bytes(value, "salt"),
    leaf: member(value, "leaf", "text"),
    proof: member(value, "proof", "text"),
  };
}

function parseTimestamp(value) {
  if (!KINDS.object(value)) fail("a timestamp is an object");
  only(value, "size", "token");
  const size = value.get("size");
  if (typeof size !== "bigint") fail("the size of a timestamp's checkpoint is a whole number");
  return { size, token: bytes(value, "token") };
}

function parsePromise(value) {
  if (!KINDS.object(value)) fail("a promise is an object");
  only(value, "origin", "leaf", "deadline", "signature");
  return {
    origin: member(value, "origin", "text"),
    leaf: bytes(value, "leaf"),
    deadline: moment(value, "deadline"),
    signature: bytes(value, "signature"),
  };
}

/** Milliseconds since 1970 of a time as the log writes it. */
export function momentMs(text) {
  const parts = MOMENT.exec(text)?.slice(1).map(Number);
  const date = new Date(0);
  if (parts) {
    const [year, month, day, hour, minute, second, thousandth] = parts;
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second, thousandth);
    // 30 February and 25 o'clock become another day; no calendar here has a year 0
    if (year && date.toISOString() === text) return date.getTime();
  }
  return fail(`${quoted([...text].slice(0, 40).join(""))} is not a time such as 2026-01-31T09:30:00.000Z`);
}

function only(value, ...names) {
  if (value.size !== names.length || !names.every((name) => value.has(name))) {
    fail(`expected the members ${names.join(", ")}`);
  }
}

function member(value, name, kind) {
  const found = value.get(name);
  if (!KINDS[kind](found)) fail(`\`${name}\` is missing or of another kind`);
  if (kind === "text" && !isWellFormed(found)) fail(`\`${name}\` holds a lone surrogate`);
  return found;
}

function moment(value, name) {
  const text = member(value, name, "text");
  momentMs(text);
  return text;
}

const bytes = (value, name) => fromBase64(member(value, name, "text")) ?? fail(`\`${name}\` is not base64`);

function fail(message) {
  throw new LedgerError(message);
}
