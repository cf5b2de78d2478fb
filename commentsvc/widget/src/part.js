/**
 * What is loaded only when it is needed, each part once: `parts/<name>.js`, which the joiner builds so that it gets
 * from here what the script already has, instead of bringing its own.
 */
import { PATIENCE_MS } from "./api.js";

/** The tag that this script came from: its parts are there, under addresses made from their content. */
export const script = document.currentScript ?? document.querySelector('script[src*="/embed.js"]');

const PARTS = "__COMMENTSVC_PARTS__".split(" ");
const loaded = {};
let failures = 0;

/** What the part `name` exports. Rejects where it does not come; the next call asks anew. */
export function loadPart(name) {
  loaded[name] ??= load(name).catch((error) => {
    loaded[name] = null;
    failures += 1;
    throw error;
  });
  return loaded[name];
}

async function load(name) {
  const file = PARTS.find((known) => known.startsWith(name));
  const again = failures ? `?${failures}` : ""; // a browser may remember that an address failed
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
  const { start } = await Promise.race([import(new URL(`parts/${file}.js${again}`, script.src)), late]);
  return start(__COMMENTSVC_SHARED__);
}
