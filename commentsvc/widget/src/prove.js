/**
 * Do the proof of work that the service asks for, as ALTCHA's protocol (version 2, PBKDF2) has it: find the counter
 * whose derived key begins as the challenge says. The browser derives outside of this thread, so the page stays free.
 */

/** What to send for `challenge` ({parameters, signature}); rejects once `signal` is aborted. */
export async function solve({ parameters, signature }, signal) {
  const { subtle } = crypto;
  if (!subtle) return "unable"; // a page without https
  const { nonce, salt, cost, keyLength, keyPrefix } = parameters;
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter++) {
    signal.throwIfAborted();
    for (let i = 1; i < 5; i++) password[password.length - i] = counter >>> (8 * (i - 1));
    const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await subtle.deriveBits(how, key, keyLength * 8));
    const solution = { counter, derivedKey };
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
  }
}

function bytes(text) {
  return new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
