/**
 * The form that a box (see box.js) becomes once it is used, drawn from the notice in force and nothing else. Nothing is
 * checked here that the service would explain better.
 */
import { Problem } from "./api.js";
import { button, el, fill, focusOn, textButton } from "./dom.js";
import { Fields, errorPlace } from "./field.js";
import { posted } from "./follow.js";
import { drawNotice, unchanged } from "./notice.js";
import { loadPart } from "./part.js";
import { PURPOSE } from "./remember.js";
import { Stopped, deliver, newKey } from "./send.js";
import { direction } from "./words.js";

const VERSION = "__COMMENTSVC_VERSION__";
const SLUGS = {
  "consent-required": "check_fields",
  "origin-not-allowed": "not_allowed",
  "rate-limited": "too_many",
  "thread-closed": "closed",
  "token-invalid": "form_expired",
  "token-used": "form_expired",
  validation: "check_fields",
};
const AUTHOR = ["name", "email", "website"];

export class Form {
  constructor(box) {
    const { thread, parent, place, prefix, node, text, label, rest, said, foot } = box;
    Object.assign(this, { box, thread, parent, place, prefix, node, text, label, rest, said, foot });
    Object.assign(this, { notice: null, busy: false, choices: {}, author: {}, proofs: 0 });
    this.body = { mark: errorPlace(box.field, text) };
    const onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    node.addEventListener("submit", onsubmit);
    node.addEventListener("input", () => this.keep());
  }

  keep() {
    const changes = { body: this.text.value };
    for (const name of AUTHOR) if (this.author[name]) changes[name] = this.author[name].input.value;
    this.thread.drafts.update(this.place, changes);
  }

  /** The form is in `lang` now, which need not be that of the thread. */
  speak(lang) {
    Object.assign(this.node, { lang, dir: direction(lang) });
  }

  /** Draw everything but the text box from `notice`; boxes of `chosen` purposes stay ticked, typed text stays. */
  show(notice, chosen = []) {
    const { labels, buttons } = notice;
    const kept = { ...this.thread.remembered.heed(notice), ...this.thread.drafts.get(this.place) };
    const typed = this.author;
    const fields = new Fields(this.prefix, `(${labels.optional})`);
    this.notice = notice;
    this.speak(notice.lang);
    this.label.textContent = this.parent ? fill(labels.reply_to, { name: this.box.answered }) : labels.body;
    this.text.placeholder = this.parent ? labels.reply_placeholder : labels.placeholder;
    this.author = {
      name: fields.line("author.name", labels.name, { autocomplete: "name", "aria-required": "true" }),
      email: fields.line("author.email", labels.email, { type: "email", autocomplete: "email" }, labels.email_hint),
      website: fields.line("author.website", labels.website, { type: "url", autocomplete: "url" }),
    };
    for (const name of AUTHOR) this.author[name].input.value = typed[name]?.input.value || kept[name] || "";
    const { allowed } = this.thread.remembered;
    const purposes = notice.purposes.filter(({ id }) => allowed || id !== PURPOSE);
    const { node, choices } = drawNotice({ ...notice, purposes }, this.prefix, fields, chosen);
    this.choices = choices;
    const who = el("div", { class: "who" }, AUTHOR.map((name) => this.author[name].node));
    this.trap = trap();
    this.rest.replaceChildren(who, this.trap.parentNode, ...this.forgetLine(), node);
    this.sender = button(this.parent ? buttons.reply : buttons.submit, { primary: true, type: "submit" });
    this.cancel = textButton(buttons.cancel, () => this.close());
    this.foot.replaceChildren(this.sender, this.cancel);
  }

  /** While something is remembered on this device: say so, with the way back. */
  forgetLine() {
    const { thread, notice } = this;
    if (!thread.remembered.author()) return [];
    const line = el("p", { class: "hint" }, notice.messages.remembered, " ");
    const forget = textButton(notice.buttons.forget, () => {
      thread.remembered.forget();
      for (const name of AUTHOR) this.author[name].input.value = "";
      this.keep();
      line.replaceChildren(notice.messages.forgotten);
      focusOn(line, false);
    });
    line.append(forget);
    return [line];
  }

  /** Put the form away; the text is kept. */
  close() {
    this.aborting?.abort();
    this.notice = null;
    this.mark({});
    this.speak(this.thread.words.lang);
    this.box.shut();
  }

  payload() {
    const { thread, notice } = this;
    const { url, key, title } = thread.page;
    const [name, email, website] = AUTHOR.map((field) => this.author[field].input.value.trim());
    const purposes = Object.fromEntries(notice.purposes.map(({ id }) => [id, this.ticked(id)]));
    const unseen = thread.remembered.allowed ? undefined : [PURPOSE];
    return {
      page: { url, key, title },
      parent: this.parent?.comment.id ?? null,
      author: { name, email: email || null, website: website ? withScheme(website) : null },
      body: this.text.value,
      consent: {
        notice: notice.sha256,
        token: this.token(),
        purposes,
        not_offered: unseen,
        minor: this.choices["consent.minor"]?.input.checked,
      },
      widget: { version: VERSION },
      form: { trap: this.trap.value },
      signals: { gpc: navigator.globalPrivacyControl === true, tool: thread.tool },
    };
  }

  ticked(purpose) {
    return this.choices[`consent.purposes.${purpose}`]?.input.checked ?? false;
  }

  /** The token to send: that of an attempt nobody knows the end of, so that the service takes only one of the two. */
  token() {
    const { attempt } = this.thread.drafts.get(this.place);
    const earlier = attempt ? JSON.parse(attempt.payload).consent : null;
    return earlier?.notice === this.notice.sha256 ? earlier.token : this.notice.token;
  }

  submit() {
    if (this.busy || !this.notice) return;
    this.proofs = 0;
    const payload = JSON.stringify(this.payload());
    const { attempt } = this.thread.drafts.get(this.place);
    return this.send(attempt?.payload === payload ? attempt : { key: newKey(), payload }, attempt);
  }

  /** Send `attempt` until it has an answer. `lost`: an earlier, different attempt whose outcome is not known. */
  async send(attempt, lost = null, refreshed = false) {
    const { thread, place } = this;
    this.mark({});
    this.tell("");
    this.lock(true);
    this.aborting = new AbortController();
    thread.drafts.update(place, { attempt });
    const options = { signal: this.aborting.signal, onwait: () => this.waiting() };
    try {
      const answer = await deliver(thread.api, attempt, options);
      this.lock(false);
      this.accepted(answer, JSON.parse(attempt.payload));
    } catch (error) {
      this.lock(false);
      if (error instanceof Stopped) return this.tell("");
      if (!(error instanceof Problem)) throw error;
      if (error.slug === "token-used" && lost) return this.send(lost);
      thread.drafts.update(place, { attempt: null });
      return this.refused(error, attempt, refreshed);
    }
  }

  lock(busy) {
    this.busy = busy;
    for (const field of this.node.querySelectorAll("input, textarea")) {
      if (field.type === "checkbox") field.disabled = busy;
      else field.readOnly = busy;
    }
    if (this.sender) this.sender.disabled = busy;
    this.node.setAttribute("aria-busy", String(busy));
  }

  waiting() {
    if (!this.notice || this.said.firstChild) return;
    const { messages, buttons } = this.notice;
    this.tell(messages.offline, " ", textButton(buttons.stop, () => this.aborting.abort()));
  }

  /** The service said no. What was typed stays; a form that only grew old is sent again once by itself. */
  async refused(problem, attempt, refreshed) {
    const { slug, notice, challenge } = problem;
    if (challenge && this.notice) return this.prove(challenge, attempt);
    if (notice && this.notice && notice.sha256 === this.notice.sha256) {
      this.notice = notice;
      const again = { ...JSON.parse(attempt.payload) };
      again.consent.token = notice.token;
      if (!refreshed) return this.send({ key: newKey(), payload: JSON.stringify(again) }, null, true);
    } else if (notice) {
      return this.changeNotice(notice, problem);
    }
    if (slug === "token-used" || slug === "token-invalid") {
      try {
        Object.assign(this.notice ?? {}, await this.box.freshNotice());
      } catch {
        // The next attempt will say what is wrong.
      }
    }
    this.explain(problem);
  }

  /** The service asks for a proof of work: do it, say so meanwhile, and send again. */
  async prove(challenge, attempt) {
    const { words } = this.thread;
    if (this.proofs++ > 1) return this.tell(words.proof_failed);
    const said = el("p", { class: "quiet", role: "status", lang: words.lang });
    this.lock(true);
    this.aborting = new AbortController();
    const { signal } = this.aborting;
    this.foot.append(said);
    said.textContent = words.proving; // after it is there, so that it is read out
    try {
      const { solve } = await loadPart("proof");
      const again = JSON.parse(attempt.payload);
      again.form = { ...again.form, proof: await solve(challenge, signal) };
      said.remove();
      return this.send({ key: newKey(), payload: JSON.stringify(again) });
    } catch {
      this.lock(false);
      if (signal.aborted) return;
      this.tell(words.proof_failed);
      focusOn(this.said);
    } finally {
      said.remove();
    }
  }

  /** The notice changed while the form was open: show the new one, keep the text, untick what has changed. */
  changeNotice(notice, problem) {
    const before = this.notice;
    const still = before ? unchanged(before, notice).filter((id) => this.ticked(id)) : [];
    this.keep();
    this.show(notice, still);
    this.tell(notice.messages.notice_changed ?? problem.message);
    focusOn(this.said);
  }

  /** Put each message beside its field, the others above the buttons, and go to the first field that is wrong. */
  explain(problem) {
    if (!this.notice) return this.tell(problem.message);
    const { messages, purposes } = this.notice;
    const fields = { ...problem.fields };
    if (problem.slug === "consent-required") {
      const { id } = purposes.find((purpose) => purpose.required);
      fields[`consent.purposes.${id}`] = messages.consent_required;
    }
    if (fields.body && !this.text.value.trim()) fields.body = messages.body_required;
    if (fields["author.name"] && !this.author.name.input.value.trim()) fields["author.name"] = messages.name_required;
    const placed = this.mark(fields);
    const others = Object.entries(fields).filter(([path]) => !placed.has(path));
    this.tell(others.flatMap(([, texts]) => texts).join(" ") || messages[SLUGS[problem.slug]] || problem.message);
    const wrong = this.node.querySelector("[aria-invalid]");
    focusOn(wrong ?? this.said);
  }

  /** Mark exactly the fields of `texts` (dotted path → list) as wrong; returns the paths that have a field. */
  mark(texts) {
    const all = { body: this.body, ...this.choices };
    for (const name of AUTHOR) if (this.author[name]) all[`author.${name}`] = this.author[name];
    for (const [path, field] of Object.entries(all)) field.mark([texts[path] ?? []].flat());
    return new Set(Object.keys(texts).filter((path) => path in all));
  }

  tell(...content) {
    this.said.replaceChildren(...content.filter(Boolean));
  }

  /** The comment is stored. The form is put away; text that differs from what was sent stays as a draft. */
  accepted(answer, sent) {
    const { thread, notice, parent } = this;
    const same = this.text.value === sent.body;
    thread.drafts.clear(this.place);
    if (same) this.text.value = "";
    this.close();
    if (!same) this.keep();
    if (!same && parent) parent.slot.append(this.node);
    posted(thread, answer, sent, notice);
  }
}

/** A field that no person, no screen reader and no password manager meets; what fills it in is a program. */
function trap() {
  const alone = { autocomplete: "off", "data-1p-ignore": true, "data-bwignore": true, "data-form-type": "other" };
  const input = el("input", { name: "subject", tabindex: "-1", "data-lpignore": "true", ...alone });
  el("div", { class: "unseen", "aria-hidden": "true" }, input);
  return input;
}

/** People write `example.org`; whatever names a scheme goes as it is, and the service says what it thinks of it. */
function withScheme(address) {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
}
