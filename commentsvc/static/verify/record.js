/* A receipt's record in plain words. Called only once its snapshots were found to be what was committed to. */

import { LedgerError } from "./errors.js";
import { strictJson } from "./strict_json.js";
import { part } from "./verify_receipt.js";

const EVENTS = {
  given: "The reader agreed",
  acknowledged: "The reader was told how the data are used",
  renewed: "The reader agreed again",
  refused: "The reader refused",
  withdrawn: "The reader took something back",
  expired: "It ended by itself",
  invalidated: "It was declared void",
  erased: "What was stored of the reader was erased",
  imported: "The comment was brought over from another system",
  corrected: "The comment was changed by its author",
  stated: "The site said this itself",
};

const CHANGED = { body: "the text", "author.name": "the name", "author.website": "the website" };

/** The elements that tell the record, under a heading. */
export function drawRecord(receipt, heading) {
  const told = receipt.events.map((event) => strictJson(event.snapshot));
  const last = told.at(-1);
  const record = told.map((one) => part(one, "record")).findLast((one) => one.has("purposes")) ?? part(last, "record");
  return [
    section("recorded", heading, [facts(receipt, record), ...happened(receipt, told)]),
    ...purposes(record, part(part(last, "event"), "purposes")),
    ...notices(receipt, record),
  ];
}

function facts(receipt, record) {
  const [controller, notice, context] = ["controller", "notice", "context"].map((name) => part(record, name));
  const rows = [
    ["Number", receipt.record],
    ["Log", receipt.origin],
    ["Responsible", joinedTexts(controller, ["name", "address", "contact"])],
    ["Page", joinedTexts(context, ["origin", "page"], "")],
    ["Notice", notice.has("version") ? `version ${notice.get("version")}, ${notice.get("lang") ?? ""}` : ""],
    ["In force from", moment(notice.get("effective_from"))],
    ["Indicated by", text(record.get("indication_method"))],
  ];
  const list = make("dl", { class: "facts" });
  for (const [name, value] of rows) {
    if (!value) continue;
    list.append(make("div", {}, [make("dt", {}, [name]), make("dd", {}, [value])]));
  }
  return list;
}

function happened(receipt, told) {
  const items = receipt.events.map((event, at) => {
    const changed = part(told[at], "event").get("corrected");
    const what = Array.isArray(changed) ? `: ${changed.map((one) => CHANGED[one] ?? text(one)).join(", ")}` : "";
    const when = make("time", { datetime: event.at }, [moment(event.at)]);
    return make("li", { class: "title" }, [
      make("span", {}, [(EVENTS[event.type] ?? event.type) + what]),
      make("span", { class: "end muted" }, [when]),
    ]);
  });
  return [make("h3", {}, ["What happened"]), make("ol", { class: "plain happened" }, items)];
}

/** Each purpose, and whether it was given after the last event. */
function purposes(record, now) {
  const list = record.get("purposes");
  if (!Array.isArray(list) || !list.length) return [];
  const items = list.map((purpose) => {
    const one = purpose instanceof Map ? purpose : new Map();
    const given = now.has(one.get("id")) ? now.get(one.get("id")) : one.get("given");
    const state = make("span", { class: `status ${given === true ? "given" : "off"}` }, [
      given === true ? "given" : "not given",
    ]);
    const words = { lang: text(record.get("language")), dir: "auto" };
    return make("li", { class: "agreed" }, [
      make("h3", words, [text(one.get("label")) || text(one.get("id"))]),
      make("p", {}, [state]),
      make("p", { class: "small-print", ...words }, [text(one.get("description"))]),
    ]);
  });
  return [section("agreed", "For what", [make("ul", { class: "plain ruled" }, items)])];
}

/** The notices whose texts came with the receipt, each found to have the hash that the record names. */
function notices(receipt, record) {
  const named = part(record, "notice").get("sha256");
  const manifest = receipt.notices.has(named) ? readNotice(receipt.notices.get(named)) : null;
  if (!manifest) return [];
  const prose = make("div", { class: "prose", lang: manifest.lang, dir: "auto" }, [
    make("p", {}, [make("strong", {}, [manifest.summary])]),
    ...manifest.text.replaceAll("\r\n", "\n").split(/\n\n+/).flatMap(blocks),
  ]);
  const hash = make("p", { class: "small-print" }, ["SHA-256 ", make("span", { class: "mono" }, [named])]);
  const shown = make("details", {}, [make("summary", {}, ["Read it here"]), prose]);
  return [section("shown", "What the reader was shown", [hash, shown])];
}

/** A notice's block: a paragraph; one that begins with `## ` has its heading in the first line. */
function blocks(block) {
  const [, heading, rest] = /^## ([^\n]*)\n?([^]*)$/.exec(block) ?? [null, "", block];
  const found = heading ? [make("h3", {}, [heading.trim()])] : [];
  return rest.trim() ? [...found, make("p", {}, [rest.trim()])] : found;
}

function readNotice(body) {
  try {
    const value = strictJson(body);
    if (!(value instanceof Map)) return null;
    const [lang, summary, words] = ["lang", "summary", "text"].map((name) => text(value.get(name)));
    return words ? { lang, summary, text: words } : null;
  } catch (error) {
    if (error instanceof LedgerError) return null; // another kind of notice: its text is in the file
    throw error;
  }
}

const text = (value) => (typeof value === "string" ? value : "");

function joinedTexts(value, names, between = ", ") {
  return names.map((name) => text(value.get(name))).filter(Boolean).join(between);
}

/** `2026-03-14, 09:30 UTC` for a time as the log writes it; else what stands there. */
const moment = (value) => text(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z$/, "$1, $2 UTC");

function section(id, heading, content) {
  return make("section", { "aria-labelledby": id }, [make("h2", { id }, [heading]), ...content]);
}

/** An element; texts become text and nothing else. */
export function make(name, attributes = {}, content = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
  element.append(...content.map((one) => (typeof one === "string" ? one.replace(REORDERING, "\ufffd") : one)));
  return element;
}

// what could draw over other words, or turn their order round
const REORDERING = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/gu;
