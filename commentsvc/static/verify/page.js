/* The page that checks a receipt: takes a file, and what its reader had from elsewhere, and shows the verdict.

   Everything is loaded with the page; from then on it asks nobody for anything. */

import { canVerify } from "./digest.js";
import { utf8 } from "./encoding.js";
import { drawRecord, make } from "./record.js";
import { MAX_BYTES } from "./strict_json.js";
import { visible } from "./text.js";
import { holdsSecret, isArchive, trustOf, verifyFile } from "./verify_files.js";

const at = (id) => document.getElementById(id);
const GOOD = new Set(["proven", "operators-word", "self-attested"]);
const MAX_ARCHIVE_BYTES = 200_000_000;
const OWN_COPY =
  "This is the short receipt with your secret, which opens your receipt's page. Open that page with it and choose “Save " +
  "the receipt as a file”: that file is what can be checked.";

let chosen = null; // {name, data}
let turn = 0; // the newest check wins, however long an older one takes

async function read(file) {
  const begin = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const most = isArchive(begin) ? MAX_ARCHIVE_BYTES : MAX_BYTES;
  if (file.size > most) throw new RangeError(`${file.name} is larger than what this page reads.`);
  return { name: file.name, data: new Uint8Array(await file.arrayBuffer()) };
}

async function take(file) {
  try {
    chosen = await read(file);
    at("pasted").value = "";
    await check({ asked: true });
  } catch (error) {
    refuse(error);
  }
}

/** Check what was chosen or pasted, if anything was. `asked`: its reader waits for the verdict, so it gets the focus. */
async function check({ asked }) {
  const mine = ++turn;
  const pasted = at("pasted").value;
  const given = pasted.trim() ? { name: "", data: utf8(pasted) } : chosen;
  say("");
  if (!given) {
    if (asked) say("Choose a file first, or paste its text.");
    return;
  }
  try {
    const files = await Promise.all([...at("kept").files].map(read));
    const trust = trustOf({ keys: at("keys").value, policy: at("policy").value, files: files.map((one) => one.data) });
    const found = await verifyFile(given.data, trust);
    if (mine === turn) show(found, given, asked);
  } catch (error) {
    if (mine === turn) refuse(error);
  }
}

/** Say why there is no verdict, and take the last one away: it was about another file. */
function refuse(error) {
  at("result").hidden = true;
  at("record").replaceChildren();
  const known = error instanceof RangeError || error instanceof DOMException;
  say(known ? error.message : "This file cannot be checked here. commentsvc verify may be able to.");
  if (!known) throw error;
}

function show(found, given, asked) {
  const told = at("outcomes").parentElement.querySelector(`[data-outcome="${found.outcome}"]`);
  const [label, next] = [told.querySelector("dt"), told.querySelector("dd span")];
  const sentence = visible(found.sentence);
  const opening = `${label.textContent}: `;
  const rest = sentence.startsWith(opening) ? sentence.slice(opening.length) : sentence;
  at("verdict").textContent = label.textContent;
  at("sentence").textContent = rest[0].toUpperCase() + rest.slice(1);
  at("next").textContent = next.textContent;
  const details = holdsSecret(given.data) ? [OWN_COPY, ...found.details] : found.details;
  at("details").replaceChildren(...details.map((detail) => make("li", {}, [visible(detail)])));
  at("details").hidden = !details.length;
  at("checked").textContent = given.name ? `Checked on this device: ${visible(given.name)}` : "Checked on this device.";
  at("result").dataset.outcome = found.outcome;
  at("result").classList.toggle("bad", !GOOD.has(found.outcome));
  at("result").hidden = false;
  const heading = found.outcome === "self-attested" ? "What the receipt says" : "What was recorded";
  at("record").replaceChildren(...(found.receipt ? drawRecord(found.receipt, heading) : []));
  at("said").textContent = sentence;
  if (!asked) return;
  at("verdict").focus({ preventScroll: true });
  at("result").scrollIntoView({ block: "nearest" });
}

function say(problem) {
  at("problem").textContent = problem;
}

function begin() {
  const form = at("check");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check({ asked: true });
  });
  at("file").addEventListener("change", () => {
    if (at("file").files.length) take(at("file").files[0]);
  });
  for (const id of ["keys", "policy", "kept"]) at(id).addEventListener("change", () => check({ asked: false }));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  for (const over of ["dragleave", "drop"]) document.addEventListener(over, () => form.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (!file) return;
    at("file").value = "";
    take(file);
  });
  form.hidden = false;
}

if (await canVerify()) begin();
else at("cannot").hidden = false;
