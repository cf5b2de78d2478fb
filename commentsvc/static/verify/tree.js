/* The hashes of the Merkle tree (RFC 9162 2.1.1). */

import { sha256 } from "./digest.js";
import { joined } from "./encoding.js";

export const HASH_BYTES = 32;

export const leafHash = (data) => sha256(joined(0, data));

export const nodeHash = (left, right) => sha256(joined(1, left, right));

export const emptyRoot = () => sha256(new Uint8Array());
