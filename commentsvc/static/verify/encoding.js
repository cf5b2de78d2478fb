/* Bytes and texts: UTF-8, hex, and base64 in exactly one spelling (commentsvc/ledger/encoding.py). */

const encoder = new TextEncoder();
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A text as UTF-8. */
export const utf8 = (text) => encoder.encode(text);

/** Bytes as text, or null when they are not UTF-8; a byte order mark stays and is no JSON. */
export function fromUtf8(data) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return null;
  }
}

/** Bytes as text, with U+FFFD for what is not UTF-8. */
export const fromUtf8Loosely = (data) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);

/** RFC 4648 section 4, with padding. */
export const toBase64 = (data) => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));

/** The bytes whose `toBase64` is `text`; null for any other spelling (spaces, no padding, stray bits). */
export function fromBase64(text) {
  if (typeof text !== "string" || !BASE64.test(text)) return null;
  const data = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return toBase64(data) === text ? data : null;
}

export const toHex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const sameBytes = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** One array of several, and of single bytes. */
export function joined(...parts) {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : Array.from(part))));
}
