/* Which witnesses count, and how many are wanted (commentsvc/ledger/witness_policy.py; part of C2SP tlog-policy). */

import { toHex } from "./encoding.js";
import { NoteError } from "./errors.js";
import { COSIGNATURE_V1, Verifier } from "./note.js";
import { lines, quoted, words } from "./text.js";

const MAX_WITNESSES = 100;
const NUMBER = /^[1-9][0-9]{0,2}$/;

/** `{threshold, witnesses}`; it wants nobody where no text was given. Throws NoteError, naming the line. */
export async function parsePolicy(text) {
  if (!text) return policy(0, []);
  const reader = new PolicyReader();
  for (const [number, line] of lines(text).entries()) {
    try {
      await reader.line(words(line.split("#", 1)[0]));
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      throw new NoteError(`line ${number + 1} of the policy: ${error.message}`);
    }
  }
  return reader.quorum ?? fail("the policy has no `quorum`");
}

class PolicyReader {
  witnesses = new Map();
  groups = new Map();
  quorum = null;

  async line([kind, name, third, ...rest]) {
    if (kind === undefined) return;
    if (this.quorum) fail(`nothing comes after \`quorum\`, and here is ${quoted(kind)}`);
    if (kind === "witness" && third !== undefined && rest.length < 2) {
      this.checkNew(name);
      this.witnesses.set(name, await Verifier.parse(third));
    } else if (kind === "group" && rest.length && !this.groups.size) {
      this.checkNew(name);
      this.groups.set(name, this.group(third, rest));
    } else if (kind === "quorum" && name !== undefined && third === undefined) {
      this.quorum = this.wanted(name);
    } else {
      fail("expected witness, one group, quorum");
    }
  }

  checkNew(name) {
    if (this.witnesses.has(name) || this.groups.has(name) || name === "none") fail(`the name ${quoted(name)} is taken`);
  }

  group(wanted, members) {
    const unknown = members.find((name) => !this.witnesses.has(name));
    if (unknown !== undefined) fail(`there is no witness ${quoted(unknown)}`);
    const count = { any: "1", all: String(members.length) }[wanted] ?? wanted;
    if (!NUMBER.test(count)) fail("a group wants `all`, `any` or a number of its members");
    return policy(Number(count), members.map((name) => this.witnesses.get(name)));
  }

  wanted(name) {
    if (name === "none") return policy(0, [...this.witnesses.values()]);
    if (this.groups.has(name)) return this.groups.get(name);
    if (this.witnesses.has(name)) return policy(1, [this.witnesses.get(name)]);
    return fail(`there is no witness or group ${quoted(name)}`);
  }
}

function policy(threshold, witnesses) {
  if (witnesses.some((witness) => witness.algorithm !== COSIGNATURE_V1)) fail("a witness's key has the type 0x04");
  if (new Set(witnesses.map((witness) => toHex(witness.publicKey))).size !== witnesses.length) {
    fail("one witness counts once: two of these keys are the same");
  }
  if (witnesses.length > MAX_WITNESSES) fail(`a policy has at most ${MAX_WITNESSES} witnesses`);
  if (threshold > witnesses.length) fail(`${threshold} of ${witnesses.length} witnesses cannot be asked for`);
  return { threshold, witnesses };
}

function fail(message) {
  throw new NoteError(message);
}
