/**
 * How the answer of a site's own consent tool governs what may be remembered. Each file of `tools/` reads one tool with
 * a function `watch(tell, signal, category)`: it calls `tell(read)` whenever there may be an answer, where `read()`
 * returns true (the reader said yes), false (the reader said no) or null (not known), until `signal` is aborted. It
 * reads what the tool says and never guesses: whatever is not plainly true or false, an error too, is not known.
 */

const PAUSE_MS = 500;
const TRIES = 120;

/** What a file of `tools/` exports: begins to let `watch` govern the `thread` it is given. */
export function governedBy(watch) {
  return (thread) => {
    const { signal } = thread.ended;
    const tell = (read) => {
      if (signal.aborted) return;
      const answer = attempt(read);
      follow(thread, typeof answer === "boolean" ? answer : null);
    };
    attempt(() => watch(tell, signal, thread.tool.category));
  };
}

/** Do as `answer` says: what is remembered is forgotten on a no; only a yes lets it be used, and the box be offered. */
function follow({ tool, remembered, box, views, root }, answer) {
  const allowed = answer === true;
  const changed = allowed !== remembered.allowed;
  tool.answer = answer;
  remembered.allowed = allowed;
  if (answer === false && remembered.kept()) remembered.forget();
  if (!changed) return;
  const boxes = [box, ...[...views.values()].map((view) => view.box)];
  for (const open of boxes) if (open?.form?.notice) redraw(open.form, root);
}

/** Draw the open `form` again; what was typed, ticked and focused stays. */
function redraw(form, root) {
  const focused = root.activeElement;
  const ticked = Object.entries(form.choices).filter(([, { input }]) => input.checked);
  form.show(form.notice);
  for (const [path] of ticked) if (form.choices[path]) form.choices[path].input.checked = true;
  form.lock(form.busy);
  if (!focused?.isConnected) root.getElementById(focused?.id)?.focus({ preventScroll: true });
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
