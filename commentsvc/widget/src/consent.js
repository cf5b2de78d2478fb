/**
 * What the reader chose, for every other script of the page: `window.commentsvc.consent`, the event
 * `commentsvc:consent` on `window`, and scripts that wait in `<script type="text/plain" data-consent="statistics">`.
 *
 * Knows nothing of where a choice comes from: whoever has one calls `tell`. Nothing told yet means no.
 */

const EVENT = "commentsvc:consent";
const WAITING = 'script[type="text/plain"][data-consent]';
let state = null;
let showNotice = () => {};
let releasing = Promise.resolve();

/** What the page's scripts see. */
export const consent = {
  /** True only where the reader said yes to this purpose. */
  get: (purpose) => state?.purposes[purpose] === true,
  /** `{purposes, answered, gpc}`, or null before anything is known. */
  state: () => state && { ...state, purposes: { ...state.purposes } },
  /** Call `listener(detail)` at each change, and now if something is known; returns a function that ends this. */
  on(listener) {
    const heard = (event) => listener(event.detail);
    if (state) listener(detailOf([], []));
    addEventListener(EVENT, heard);
    return () => removeEventListener(EVENT, heard);
  },
  /** Show the notice, so that the reader can choose anew. */
  open: () => showNotice(),
};

/** Make the API the page's; false if another script of ours has. `open` shows the notice. */
export function offer(open) {
  const shared = (window.commentsvc ??= {});
  if (shared.consent) return false;
  shared.consent = consent;
  showNotice = open;
  return true;
}

/**
 * What holds from now on: `purposes` maps ids to true or false; `answered`: the reader has chosen; `gpc`: the browser
 * says no. Tells everybody and releases the scripts that waited for a purpose that is on.
 */
export function tell({ purposes, answered, gpc }) {
  const before = state?.purposes ?? {};
  state = { purposes: { ...purposes }, answered, gpc };
  const now = Object.keys(purposes).filter((id) => purposes[id] === true);
  const given = now.filter((id) => before[id] !== true);
  const withdrawn = Object.keys(before).filter((id) => before[id] === true && purposes[id] !== true);
  dispatchEvent(new CustomEvent(EVENT, { detail: detailOf(given, withdrawn) }));
  release();
}

function detailOf(given, withdrawn) {
  return { ...consent.state(), given, withdrawn };
}

/** Run, in the order of the page, what may run by now; a script runs once, and waits for the one before it to load. */
export function release() {
  releasing = releasing.then(async () => {
    for (const waiting of document.querySelectorAll(WAITING)) {
      const wanted = waiting.dataset.consent.split(/[\s,]+/).filter(Boolean);
      if (waiting.isConnected && wanted.length && wanted.every(consent.get)) await run(waiting);
    }
  });
}

/** Put a script that runs in the place of the one that waits. */
async function run(waiting) {
  const script = document.createElement("script");
  const { src, nonce, dataset, textContent } = waiting;
  for (const { name, value } of waiting.attributes) {
    if (!["type", "src", "data-consent", "data-type"].includes(name)) script.setAttribute(name, value);
  }
  if (dataset.type) script.type = dataset.type;
  script.nonce = nonce; // browsers hide it from getAttribute
  script.async = waiting.hasAttribute("async");
  const loaded = src && !script.async && new Promise((done) => (script.onload = script.onerror = done));
  try {
    if (src) script.src = runnable("createScriptURL", src);
    else script.text = runnable("createScript", textContent);
  } catch (error) {
    waiting.removeAttribute("data-consent");
    return console.error("Trusted Types: allow the policy commentsvc-consent", error);
  }
  waiting.replaceWith(script);
  await loaded;
}

let runner;

function runnable(kind, text) {
  if (!globalThis.trustedTypes) return text;
  runner ??= globalThis.trustedTypes.createPolicy("commentsvc-consent", {
    createScript: (source) => source,
    createScriptURL: (address) => address,
  });
  return runner[kind](text);
}
