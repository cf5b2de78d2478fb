/* Check Merkle proofs (commentsvc/ledger/proof.py). Sizes and indices are BigInt, hashes 32 bytes. */

import { sameBytes } from "./encoding.js";
import { ProofError } from "./errors.js";
import { HASH_BYTES, emptyRoot, nodeHash } from "./tree.js";

/** Return when `leaf` is entry `index` of the log of `size` (RFC 9162 2.1.3.2); else throw ProofError. */
export async function verifyInclusion(leaf, index, size, proof, root) {
  if (index >= size) throw new ProofError(`entry ${index} is not in a log of ${size}`);
  checkHashes(leaf, root, ...proof);
  let [node, last, computed] = [index, size - 1n, leaf];
  for (const step of proof) {
    if (last === 0n) throw new ProofError("the inclusion proof is too long");
    if (node & 1n || node === last) {
      computed = await nodeHash(step, computed);
      while (!(node & 1n) && node) [node, last] = [node >> 1n, last >> 1n];
    } else {
      computed = await nodeHash(computed, step);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  if (last !== 0n) throw new ProofError("the inclusion proof is too short");
  if (!sameBytes(computed, root)) throw new ProofError("the inclusion proof leads to another root");
}

/** Return when the log of `newSize` begins with that of `oldSize` (RFC 9162 2.1.4.2), the empty one too; else throw. */
export async function verifyConsistency(oldSize, newSize, oldRoot, newRoot, proof) {
  if (oldSize > newSize) throw new ProofError(`a log of ${oldSize} cannot have shrunk to ${newSize}`);
  if (oldSize === 0n || oldSize === newSize) {
    await verifyTrivial(oldSize, newSize, oldRoot, newRoot, proof);
  } else {
    await verifyGrowth(oldSize, newSize, oldRoot, newRoot, proof);
  }
}

async function verifyTrivial(oldSize, newSize, oldRoot, newRoot, proof) {
  if (proof.length) throw new ProofError("this consistency proof must be empty");
  if (oldSize === 0n) {
    checkHashes(newRoot);
    if (!sameBytes(oldRoot, await emptyRoot())) throw new ProofError("this is not the root of the empty log");
  }
  if (oldSize === newSize && !sameBytes(oldRoot, newRoot)) {
    throw new ProofError("two roots for one size: the log was forked");
  }
}

async function verifyGrowth(oldSize, newSize, oldRoot, newRoot, proof) {
  if (!proof.length) throw new ProofError("the consistency proof is empty");
  checkHashes(oldRoot, newRoot, ...proof);
  // A power of two is a whole subtree: the old root is the first node, and the prover left it out.
  const [first, ...steps] = oldSize & (oldSize - 1n) ? proof : [oldRoot, ...proof];
  let [node, last] = [oldSize - 1n, newSize - 1n];
  while (node & 1n) [node, last] = [node >> 1n, last >> 1n];
  let [oldComputed, newComputed] = [first, first];
  for (const step of steps) {
    if (last === 0n) throw new ProofError("the consistency proof is too long");
    if (node & 1n || node === last) {
      oldComputed = await nodeHash(step, oldComputed);
      newComputed = await nodeHash(step, newComputed);
      while (!(node & 1n) && node) [node, last] = [node >> 1n, last >> 1n];
    } else {
      newComputed = await nodeHash(newComputed, step);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  if (last !== 0n) throw new ProofError("the consistency proof is too short");
  if (!sameBytes(oldComputed, oldRoot)) throw new ProofError("the consistency proof leads to another old root");
  if (!sameBytes(newComputed, newRoot)) throw new ProofError("the consistency proof leads to another new root");
}

function checkHashes(...hashes) {
  for (const value of hashes) {
    if (value.length !== HASH_BYTES) throw new ProofError(`a hash is ${HASH_BYTES} bytes, not ${value.length}`);
  }
}
