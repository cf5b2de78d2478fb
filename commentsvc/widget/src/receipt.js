/** The receipt of a consent: shown once, to be copied, saved, or kept on this device if the reader says so. */
import { button, el, textButton, webAddress } from "./dom.js";
import { copyText, saveFile } from "./hand.js";
import { direction } from "./words.js";

const ELSEWHERE = { rel: "noopener noreferrer", target: "_blank" };

/**
 * The box below a new comment: the receipt itself, which takes the consent back, and the evidence, which shows others
 * what was recorded. `receipt` is the answer's; `facts` go into the copy: {service, check, site, page, comment, notice}.
 */
export function receiptBox(thread, receipt, facts, notice) {
  const { labels, buttons, messages } = notice;
  const text = JSON.stringify({ ...facts, at: new Date().toISOString(), receipt }, null, 2);
  const said = el("span", { class: "quiet", role: "status" });
  const tell = (done) => {
    said.textContent = done ? messages.copied : messages.copy_failed;
  };
  const copy = button(buttons.copy, { onclick: () => copyText(text, box).then(tell) });
  const save = button(buttons.save_file, { onclick: () => saveFile(text, `receipt-${receipt.id}.json`) });
  const keep = el("input", { type: "checkbox", id: `keep-${receipt.id}`, part: "checkbox" });
  keep.addEventListener("change", () => {
    if (keep.checked) thread.remembered.keepReceipt(keptReceipt(receipt, facts, notice));
    else thread.remembered.dropReceipt(facts.comment);
    thread.place(thread.views.get(facts.comment).comment);
  });
  const close = textButton(buttons.close, () => box.remove());
  const page = { href: webAddress(receipt.url), ...ELSEWHERE };
  const title = el("h4", { id: `receipt-${receipt.id}` }, el("a", page, labels.receipt));
  const tick = el("div", { class: "tick" }, keep, el("label", { for: keep.id }, labels.keep_receipt));
  const spoken = { lang: notice.lang, dir: direction(notice.lang) };
  const box = el("div", { part: "receipt", role: "group", "aria-labelledby": title.id, ...spoken });
  const row = el("div", { class: "buttons" }, copy, save, said);
  box.append(title, el("p", null, messages.receipt), row, tick, evidence(thread, receipt, facts, close));
  return box;
}

/** What the evidence is for, the button that fetches and saves it, and the page that checks it; `close` ends the row. */
function evidence(thread, receipt, { check }, close) {
  const { words } = thread;
  const said = el("span", { class: "quiet", role: "status" });
  const save = button(words.evidence_save, {
    onclick: async () => {
      said.textContent = "";
      try {
        const file = await thread.api.evidence(receipt);
        saveFile(JSON.stringify(file, null, 2), `evidence-${receipt.id}.json`);
      } catch {
        said.textContent = words.evidence_failed;
      }
    },
  });
  const row = el("div", { class: "buttons" }, save, el("a", { href: check, ...ELSEWHERE }, words.check), close, said);
  return el("div", { class: "evidence", lang: words.lang }, el("p", { class: "quiet" }, words.evidence), row);
}

function keptReceipt({ id, secret, url }, { comment }, { buttons, messages }) {
  const { withdraw, withdraw_confirm: yes, cancel: no } = buttons;
  const words = { withdraw, question: messages.withdraw_confirm, yes, no, done: messages.withdrawn };
  return { id, secret, url, comment, words };
}
