/** Hand a text to the reader: into the clipboard, or as a file. */
import { el } from "./dom.js";

/** Copy `text`; where the browser refuses, show it selected in `box`, so that the reader can. True: it was copied. */
export async function copyText(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const shown = box.querySelector("textarea") ?? el("textarea", { rows: 6, readonly: true, dir: "ltr" });
    shown.value = text;
    box.append(shown);
    shown.select();
    return false;
  }
}

/** Save `text` (JSON) as a file of this `name`. */
export function saveFile(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
