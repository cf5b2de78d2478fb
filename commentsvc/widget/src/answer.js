/**
 * What the adapters in `tools/` share. An adapter exports `watch(report, category)`: it calls `report` with true (the
 * reader said yes), false (the reader said no) or null (not known), at once or later, and again when that changes, and
 * returns a function that ends this. It reads what the tool says and never guesses: whatever is not plainly true or
 * false, an error too, is not known.
 */

const PAUSE_MS = 500;
const TRIES = 120;

/**
 * One `watch`: calls `begin(tell, signal)`, where `tell(read)` reports what `read()` returns and `signal` is aborted by
 * the function that is returned.
 */
export function watching(report, begin) {
  const ended = new AbortController();
  const { signal } = ended;
  const tell = (read) => {
    if (signal.aborted) return;
    const answer = attempt(read);
    report(typeof answer === "boolean" ? answer : null);
  };
  attempt(() => begin(tell, signal));
  return () => ended.abort();
}

/** Call `use` with what `seek()` returns once that is something; look for it twice a second, for one minute. */
export function whenThere(seek, signal, use) {
  let tries = TRIES;
  const look = () => {
    if (signal.aborted) return;
    const found = attempt(seek);
    if (found) attempt(() => use(found));
    else if (tries--) setTimeout(look, PAUSE_MS);
  };
  look();
}

/** What `work()` returns; null if the site's tool throws, which must not end us. */
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
