/* SHA-256, HMAC and Ed25519 by the browser's WebCrypto: nothing here is our own arithmetic. */

const ED25519 = { name: "Ed25519" };
const publicKeys = new Map();

/** SHA-256, 32 bytes. */
export const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

/** HMAC-SHA-256, 32 bytes. */
export async function hmacSha256(key, data) {
  const made = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
}

/** Whether `signature` (64 bytes) is that of the Ed25519 key (32 bytes) over `message`. */
export async function signedBy(publicKey, signature, message) {
  const name = publicKey.join();
  try {
    if (!publicKeys.has(name)) {
      publicKeys.set(name, await crypto.subtle.importKey("raw", publicKey, ED25519, false, ["verify"]));
    }
    return await crypto.subtle.verify(ED25519, publicKeys.get(name), signature, message);
  } catch {
    return false; // bytes that are no key signed nothing
  }
}

/** Whether this browser can do all that is needed: a secure context, and Ed25519 (RFC 8032, 7.1, test 1). */
export async function canVerify() {
  if (!globalThis.crypto?.subtle) return false;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => Number.parseInt(byte, 16));
  const key = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const signature = bytes(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
  return (await signedBy(key, signature, new Uint8Array())) && !(await signedBy(key, signature, bytes("00")));
}
