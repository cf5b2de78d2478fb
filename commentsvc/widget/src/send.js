/** Get one comment to the service exactly once, however bad the line is. */
import { Unreachable } from "./api.js";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;

/** The reader asked to stop trying; whether the comment arrived is not known. */
export class Stopped extends Error {}

/** An Idempotency-Key: 128 random bits, base64url. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/**
 * Post `attempt` ({key, payload}) until the service answers: the same bytes with the same key, so that a comment that
 * arrived while its answer was lost is answered again and not stored twice. Pauses grow to half a minute and end at
 * once when the browser is back online. `onwait` is called before each pause; aborting `signal` throws `Stopped`; a
 * refusal throws the service's `Problem`.
 */
export async function deliver(api, attempt, { signal, onwait }) {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await api.post(attempt.payload, attempt.key);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      onwait();
      await rest(pause * (0.75 + Math.random() / 2), signal);
    }
  }
}

function rest(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const end = (settle) => () => {
      clearTimeout(timer);
      settled.abort();
      settle(new Stopped());
    };
    const timer = setTimeout(end(resolve), milliseconds);
    addEventListener("online", end(resolve), { signal: settled.signal });
    signal.addEventListener("abort", end(reject), { signal: settled.signal });
    if (signal.aborted) end(reject)();
  });
}
