/* Decisions on their way. One is sent at a time, in the order in which they were made; what is done, the server said. A
   decision that could not be sent stays here, and its comment stays in the list, until it could. */

import { OutOfReach, Refused, SignedOut, SomebodyElse, goOnAsWhoever, send } from "./ask.js";
import { idOf } from "./feed.js";

const MOST_AT_ONCE = 200;
const AGAIN_MS = [1000, 2000, 4000, 8000, 15000];
const LEADS_TO = { publish: "published", reject: "rejected", spam: "spam", remove: "removed" };
const DOING = {
  publish: "Publishing…",
  reject: "Rejecting…",
  spam: "Marking as spam…",
  remove: "Removing…",
  restore: "Restoring…",
  undo: "Taking back…",
};

export class Decisions {
  constructor(told, signIn) {
    this.told = told;
    this.signIn = signIn;
    this.feed = null; // the list that is shown; it changes with the filters, the decisions go on
    this.waiting = [];
    this.sending = null;
    this.mine = []; // what can be undone, oldest first
    this.tries = 0;
    this.timer = 0; // until the next try; -1: until somebody asks for it
    this.problem = null;
    addEventListener("online", () => this.timer > 0 && this.again());
    addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault());
  }

  /** Have `action` done to these rows. `reasons` are fields of the form: reason, ground, rule, facts. */
  decide(action, rows, reasons = {}) {
    const seen = rows.map((row) => row.querySelector("[name=seen]")?.value).filter(Boolean);
    this.decideSeen(action, seen, reasons);
  }

  /** The same for comments by what was shown of them: `<comment>:<status>:<edited>`. */
  decideSeen(action, seen, reasons = {}) {
    for (let at = 0; at < seen.length; at += MOST_AT_ONCE) {
      const job = { action, seen: seen.slice(at, at + MOST_AT_ONCE), reasons, to: this.#address(), done: [] };
      this.waiting.push(job);
      if (action !== "undo") this.mine.push(job);
      this.#show(job, DOING[action]);
    }
    if (this.timer) this.#explain();
    this.#pump();
  }

  /** Take back what was decided last, then what came before; what was not sent yet is simply not sent. */
  undo() {
    let job = this.mine.pop();
    while (job?.answered && !job.done.length) job = this.mine.pop(); // of which nothing came to be
    if (!job) return this.told.say("There is nothing of yours to undo here. Every decided comment has its own Undo.");
    const unsent = this.waiting.indexOf(job);
    if (unsent >= 0) {
      this.waiting.splice(unsent, 1);
      this.#show(job, "");
      this.told.done("Taken back before it was sent.");
      this.#focus(job.seen[0].split(":")[0]);
      return;
    }
    this.waiting.push({ action: "undo", of: job, seen: [], reasons: {}, to: job.to, done: [] });
    this.#pump();
  }

  /** Whether something is on its way about this comment: its answer tells more than the news. */
  concerns(id) {
    return [this.sending, ...this.waiting].some((job) => job?.seen.some((seen) => seen.startsWith(id)));
  }

  /** Send what waits, now. */
  again() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.#pump();
  }

  /** Show of the rows of a list that was just drawn what is on its way. */
  redraw() {
    for (const job of [this.sending, ...this.waiting]) if (job) this.#show(job, DOING[job.action]);
  }

  async #pump() {
    if (this.sending || this.timer || !this.waiting.length) return;
    const job = (this.sending = this.#next());
    try {
      if (job.seen.length) this.#arrived(job, await send(job.to, fieldsOf(job)));
      this.tries = 0;
      this.told.resume();
    } catch (problem) {
      this.#failed(job, problem);
    } finally {
      this.sending = null;
    }
    this.#pump();
  }

  /** The job that waits longest, and with it those right behind that ask for the same of other comments. */
  #next() {
    const job = this.waiting.shift();
    if (job.of) job.seen = job.of.done.map(({ comment, status }) => `${comment}:${status}`);
    if (job.action === "undo") return job;
    const same = (other) => other?.action === job.action && JSON.stringify(other.reasons) === JSON.stringify(job.reasons);
    const joined = { ...job, parts: [job] };
    while (same(this.waiting[0]) && joined.seen.length + this.waiting[0].seen.length <= MOST_AT_ONCE) {
      const other = this.waiting.shift();
      joined.parts.push(other);
      joined.seen = [...joined.seen, ...other.seen];
    }
    return joined;
  }

  #arrived(job, answer) {
    if (answer.problem) throw new Refused(answer.problem);
    const clashes = [];
    for (const part of job.parts ?? []) part.answered = true;
    for (const outcome of answer.outcomes) {
      const row = this.feed.replace(outcome.comment, outcome.row);
      const stands = !outcome.done && outcome.status === LEADS_TO[job.action] && outcome.mine; // sent twice: it arrived
      const part = job.parts?.find((one) => one.seen.some((seen) => seen.startsWith(outcome.comment)));
      if (outcome.done || stands) part?.done.push(outcome);
      else clashes.push([outcome, row]);
    }
    if (answer.said) this.told.done(answer.said, ...(job.action === "undo" ? [] : [["Undo", () => this.undo(), "z"]]));
    for (const [outcome, row] of clashes) this.#clash(outcome, row);
    if (job.of && answer.outcomes.length) this.#focus(answer.outcomes[0].comment);
    dispatchEvent(new CustomEvent("decided"));
  }

  /** Somebody or something was faster: say so where the comment is, and for who is elsewhere by now. */
  #clash(outcome, row) {
    if (row) {
      const words = document.createElement("p");
      words.className = "clash";
      words.textContent = outcome.words;
      row.append(words);
    }
    const show = row ? [["Show it", () => this.#focus(outcome.comment)]] : [];
    this.told.bad(outcome.words, ...show);
  }

  #failed(job, problem) {
    const parts = job.parts ?? [job];
    if (problem instanceof Refused) {
      for (const part of parts) {
        this.#show(part, "");
        this.mine = this.mine.filter((one) => one !== part);
        if (part.of) this.mine.push(part.of);
      }
      return this.told.bad(`Not changed. ${problem.message}`);
    }
    this.waiting.unshift(...parts);
    this.problem = problem;
    const stopped = problem instanceof SignedOut || problem instanceof SomebodyElse;
    const wait = AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)];
    this.tries += stopped ? 0 : 1;
    this.timer = stopped ? -1 : setTimeout(() => this.again(), wait);
    this.#explain();
  }

  /** Say why nothing is sent, and how much waits for that. */
  #explain() {
    const { problem } = this;
    const count = this.waiting.reduce((sum, one) => sum + Math.max(one.seen.length, 1), 0);
    const kept = count === 1 ? "One decision is not sent yet" : `${count} decisions are not sent yet`;
    const now = ["Send now", () => this.again()];
    if (problem instanceof SignedOut) {
      this.told.pause(`You are signed out. ${kept}, and nothing is lost.`, ["Sign in, in a new tab", this.signIn], now);
    } else if (problem instanceof SomebodyElse) {
      this.told.pause(`Somebody else is signed in here now. ${kept}.`, ["Send in their name", () => this.#asThem()]);
    } else {
      if (!(problem instanceof OutOfReach)) reportError(problem);
      const words = problem instanceof OutOfReach ? problem.message : "Something went wrong on this page.";
      this.told.pause(`${words} ${kept}; they are tried again by themselves.`, now);
    }
  }

  async #asThem() {
    try {
      await goOnAsWhoever();
      this.again();
    } catch (problem) {
      this.#failed({ parts: [] }, problem);
    }
  }

  /** Where the form goes: the page's own address, so that a filter that is refused is the page's to explain. */
  #address() {
    return this.feed.desk.getAttribute("action").split("?")[0];
  }

  #focus(id) {
    const row = this.feed.row(id);
    if (row) this.feed.focus(row);
  }

  #show(job, words) {
    for (const seen of job.seen) {
      const row = this.feed.row(seen.split(":")[0]);
      if (!row) continue;
      row.classList.toggle("sending", words !== "");
      row.ariaBusy = words === "" ? null : "true";
      if (words) row.dataset.doing = words;
      else delete row.dataset.doing;
      if (words) this.feed.tick(row, false);
    }
  }
}

function fieldsOf({ action, seen, reasons, of }) {
  const undoes = of?.done.map(({ comment, decision }) => ["undoes", `${comment}:${decision}`]) ?? [];
  const fields = [["verb", `${action}:*`], ...seen.map((one) => ["seen", one]), ...undoes];
  return [...fields, ...Object.entries({ ground: "usual", ...reasons })];
}

/** Whether the row offers this. */
export const offers = (row, action) => row.querySelector(`button[name=verb][value="${action}:${idOf(row)}"]`) !== null;
