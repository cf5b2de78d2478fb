/** One page's comments: reads them, draws them, and is what its comments and forms talk to. */
import { Api, Problem } from "./api.js";
import { Box } from "./box.js";
import { drawing, redraw, register } from "./comment.js";
import { el, focusOn, layOut, textButton } from "./dom.js";
import { Drafts } from "./draft.js";
import { OwnComments } from "./own.js";
import { linkedComment } from "./page.js";
import { Remembered } from "./remember.js";
import { prepareTimes, refreshTimes } from "./time.js";
import { nextFrame, turn } from "./turn.js";
import { direction, english, plural, wordsFor } from "./words.js";

const MINUTE_MS = 60000;
const WORDS_MS = 1000; // how long a thread that is here waits for its words
const AT_ONCE = 3; // comments drawn in a task, two of which are for one frame: each well below 50 ms of a slow phone
const AT_FIRST = 4; // at least so many are there when a list is shown,
const LEAST_PX = 80; // or more where the screen has room for more; hardly a comment is less high

export class Thread {
  /** `options`: {base, site, page, lang, sort, tool, category}; `root` is the shadow root to draw into. */
  constructor(root, options) {
    const { base, site, page, lang, tool: name, category } = options;
    Object.assign(this, { root, base, site, page, lang, sort: options.sort === "newest" ? "newest" : "oldest" });
    this.words = null; // until it is settled which language this drawing is in
    this.api = new Api(base, site);
    this.drafts = new Drafts(site, page);
    this.own = new OwnComments(this.api, site, page);
    this.tool = name === undefined ? name : { name, category, answer: null };
    this.remembered = new Remembered(this.api, site, !this.tool);
    this.views = new Map();
    this.undrawn = new Set(); // what is still being drawn, see show()
    this.sought = null; // the comment to go to once it is drawn
    this.shown = false;
    this.ended = new AbortController();
  }

  start() {
    const { signal } = this.ended;
    this.status = el("p", { class: "hidden", role: "status" });
    this.section = el("section", { part: "thread", dir: direction(this.lang) });
    this.root.replaceChildren(this.section);
    addEventListener("hashchange", () => this.follow(), { signal });
    const timer = setInterval(() => refreshTimes(this.section, this.words?.lang), MINUTE_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
    this.remember();
    return this.open();
  }

  /** What is on the device is looked at while the thread is on its way: a page's first look takes a while. */
  async remember() {
    await turn();
    await turn();
    if (this.ended.signal.aborted) return;
    this.remembered.report();
    await turn();
    if (this.remembered.kept()) this.govern();
  }

  stop() {
    this.ended.abort();
    this.undrawn.clear();
  }

  /** Where the site has a consent tool of its own, let it govern what is remembered: see govern.js. */
  govern() {
    const failed = () => {}; // a tool that cannot be read has not answered
    if (this.tool) this.governed ??= import(new URL(`tools/${this.tool.name}.js`, this.base)).then(({ govern }) => govern(this), failed);
  }

  /** First drawing: everything arrives before anything is drawn, so that nothing in sight moves afterwards. */
  async open() {
    const loading = el("p", { class: "quiet", role: "status" }, "…");
    this.shown = false;
    this.section.replaceChildren(loading);
    const words = this.settle().then(() => (loading.textContent = this.words.loading));
    const late = () => new Promise((resolve) => setTimeout(() => resolve(this.speak(english)), WORDS_MS));
    await turn();
    if (!this.section.isConnected) return;
    try {
      const waiting = turn().then(() => this.own.waiting());
      const arriving = Promise.all([this.readAround(linkedComment()), waiting]);
      await arriving.finally(() => Promise.race([words, late()]));
      await this.draw(...(await arriving));
      this.follow();
    } catch {
      if (!this.section.isConnected) return;
      const again = textButton(this.words.again, () => {
        focusOn(this.section, false); // the button goes
        this.open();
      });
      this.section.replaceChildren(el("p", { role: "alert" }, this.words.failed, " ", again));
    }
  }

  async settle() {
    this.speak(await wordsFor(this.base, this.lang));
  }

  /** Say everything with `words` from now on; what comes second comes too late, so that nothing changes its language. */
  speak(words) {
    if (this.words) return;
    this.words = words;
    this.section.lang = words.lang;
    this.section.ariaLabel = words.heading;
    prepareTimes(words.lang);
  }

  read(query) {
    return this.api.thread({ page: this.page.id, sort: this.sort, ...query });
  }

  /** The part of the thread around the comment a link named; the beginning if the service does not know it. */
  async readAround(id) {
    if (!id) return this.read();
    try {
      return await this.read({ around: id });
    } catch (error) {
      if (error instanceof Problem) return this.read();
      throw error;
    }
  }

  /**
   * Resolves when it is shown, with all that is in sight. Until then it is in the page behind a veil, so that its layout is
   * made in the tasks that draw it, and not at once when it is shown.
   */
  async draw({ thread, site, comments, next, prev }, waiting) {
    const { words } = this;
    this.count = thread.count;
    this.closed = thread.closed;
    this.facts = site ?? {};
    this.title = el("h2", { part: "title" });
    this.list = el("ol", { part: "list", role: "list" });
    this.before = el("div", { class: "more" });
    this.after = el("div", { class: "more" });
    this.empty = el("p", { class: "quiet" });
    this.box = this.closed ? null : new Box(this, null);
    const top = this.closed ? el("p", { class: "quiet", part: "closed" }, words.closed) : this.box.node;
    await turn();
    const head = el("header", { class: "top" }, this.title, this.sortChoice());
    const below = [this.status, this.before, this.list, this.empty, this.after];
    const all = el("div", { class: "all veiled" }, head);
    const room = innerHeight - this.section.getBoundingClientRect().top;
    this.section.append(all);
    this.counted(0);
    for (const more of [[top], below]) {
      await turn();
      layOut(all); // which loads fonts, so not all at once
      all.append(...more);
    }
    await turn();
    if (this.ended.signal.aborted) return;
    await new Promise((shown, failed) => {
      const reveal = () => {
        all.previousSibling.remove();
        all.classList.remove("veiled");
        this.shown = true;
        shown();
      };
      const whole = this.fill(comments, next, prev, room, reveal);
      for (const comment of waiting) this.place(comment);
      this.counted(0);
      whole.then((done) => done && !this.status.textContent && this.say(this.title.textContent, "hidden"), failed);
    });
    this.box?.resume();
  }

  /** Replace what the list shows; of the new, `room` pixels are in sight. `reveal` and what it resolves to: see show(). */
  fill(comments, next, prev, room, reveal) {
    this.undrawn.clear();
    this.views.clear();
    this.list.replaceChildren();
    this.offer(this.before, this.words.earlier, prev, true);
    this.after.replaceChildren();
    const { whole } = this.add(comments, false, room, reveal);
    whole.then((done) => done && this.offer(this.after, this.words.more, next, false));
    return whole;
  }

  /**
   * Append (or, for earlier pages, put in front) top-level comments. Returns the `first` new view, and `whole`, which
   * resolves as show() does.
   */
  add(comments, inFront = false, room = innerHeight, reveal = null) {
    const fresh = register(this, comments);
    const place = document.createComment("");
    if (inFront) this.list.prepend(place);
    else this.list.append(place);
    const whole = this.show(drawing(this, fresh, (item) => place.before(item)), room, reveal);
    whole.then(() => place.remove());
    return { first: this.views.get(fresh[0]?.id), whole };
  }

  /**
   * Do the `steps` of a drawing (see comment.js): what fills `room` pixels of the screen now, the rest below it, a little
   * after each frame. A list that is behind the veil is shown by `reveal`, once it has what is in sight: that is drawn in
   * many small tasks, since all that draws is new to the browser. Layout is never left to a frame, which has to paint.
   * Resolves when it has ended, with false if something else is shown instead.
   */
  async show(steps, room = innerHeight, reveal = null) {
    this.undrawn.add(steps);
    let most = Math.max(AT_FIRST, Math.min(room, innerHeight) / LEAST_PX);
    let ended = false;
    while (reveal && most > 0 && !ended) {
      const { value, done } = steps.next();
      ended = done;
      most -= value;
      layOut(this.list);
      await turn();
      if (!this.undrawn.has(steps)) return false;
    }
    reveal?.();
    for (let framed = true; !(ended ||= spend(steps, most)); framed = !framed) {
      this.list.ariaBusy = "true";
      if (this.views.get(this.sought)?.item) this.follow();
      await turn();
      if (framed) {
        layOut(this.list);
        await nextFrame();
      }
      if (!this.undrawn.has(steps)) return false;
      most = AT_ONCE;
    }
    this.undrawn.delete(steps);
    if (!this.undrawn.size) this.list.ariaBusy = null;
    if (this.sought) this.follow();
    return true;
  }

  /** Draw now what is still undrawn. */
  finish() {
    for (const steps of this.undrawn) spend(steps, Infinity);
  }

  /** Put the button for another page into `slot`, or empty it. */
  offer(slot, label, cursor, inFront) {
    slot.replaceChildren();
    if (!cursor) return;
    const ask = textButton(label, () =>
      this.busily(ask, async () => {
        const answer = await this.read({ cursor });
        const { first, whole } = this.add(answer.comments, inFront);
        slot.replaceChildren();
        if (first) focusOn(first.article, false);
        if (await whole) this.offer(slot, label, inFront ? answer.prev : answer.next, inFront);
      }),
    );
    slot.append(ask);
  }

  /** Do `work` while `control` is off; a failure is said and leaves everything as it was. */
  async busily(control, work) {
    if (control.ariaBusy === "true") return;
    control.ariaBusy = "true";
    try {
      await work();
    } catch (error) {
      this.say(error instanceof Problem ? error.message : this.words.failed, "said");
    } finally {
      control.ariaBusy = null;
    }
  }

  sortChoice() {
    const { words } = this;
    const choices = ["oldest", "newest"].map((sort) => {
      const pick = () => this.busily(pressed, () => this.sortBy(sort, choices));
      const pressed = textButton(words[sort], pick, { "data-sort": sort, "aria-pressed": String(sort === this.sort) });
      return pressed;
    });
    return el("div", { part: "sort", role: "group", "aria-label": words.sort }, choices);
  }

  async sortBy(sort, choices) {
    const before = this.sort;
    this.sort = sort;
    try {
      const { comments, next, prev } = await this.read();
      const held = [...this.views.values()].filter((view) => view.pending).map((view) => view.comment);
      this.fill(comments, next, prev);
      held.forEach((comment) => this.place(comment));
      for (const choice of choices) choice.ariaPressed = String(choice.dataset.sort === sort);
    } catch (error) {
      this.sort = before;
      throw error;
    }
  }

  /** Draw a comment of the reader where it belongs: below its parent if that is here, else first in the list. */
  place(comment) {
    const known = this.views.get(comment.id);
    if (known) {
      Object.assign(known.comment, comment);
      known.pending = comment.status !== "published";
      if (known.item) redraw(this, known);
      return known;
    }
    const whole = { placeholder: false, replies: [], more_replies: 0, ...comment };
    const parent = this.views.get(comment.parent);
    register(this, [whole], comment.status !== "published");
    const put = (item) => (parent ? parent.replies.append(item) : this.list.prepend(item));
    if (parent && !parent.item) parent.comment.replies.push(whole);
    else spend(drawing(this, [whole], put), Infinity);
    return this.views.get(comment.id);
  }

  /** The number of public comments changed by `difference`. */
  counted(difference) {
    this.count = Math.max(0, this.count + difference);
    this.title.textContent = this.count ? plural(this.words.count, this.count, this.words.lang) : this.words.heading;
    this.empty.textContent = this.words.empty;
    this.empty.hidden = this.closed || this.views.size > 0;
    this.section.querySelector(".sort").hidden = this.views.size < 2;
  }

  /** Say `text` to screen readers only (`hidden`), or to everybody as news (`told`) or as a failure (`said`). */
  say(text, look = "told") {
    this.status.className = look;
    this.status.textContent = text;
  }

  /** Go to the comment the address names, if it is one of ours. */
  async follow() {
    const id = linkedComment();
    if (!id || !this.shown) return;
    if (!this.views.has(id) && this.asked !== id) {
      this.asked = id; // once: a comment of another thread on this page is not here
      try {
        const { comments, next, prev } = await this.read({ around: id });
        const holds = (list) => list.some((comment) => comment.id === id || holds(comment.replies ?? []));
        if (holds(comments)) this.fill(comments, next, prev);
      } catch {
        return;
      }
    }
    const view = this.views.get(id);
    this.sought = view && !view.item ? id : null;
    if (!view?.item) return;
    for (const other of this.views.values()) other.article?.classList.toggle("linked", other === view);
    focusOn(view.article, false);
    view.article.scrollIntoView({ block: "start" });
  }
}

/** Do `steps` until they have done the work of `most` short comments; true when there are none left. */
function spend(steps, most) {
  for (let left = most; left > 0; ) {
    const { value, done } = steps.next();
    if (done) return true;
    left -= value;
  }
  return false;
}
