/* The list: which comment is current, which are ticked, and how ten thousand of them scroll as well as ten. Rows come
   from the server and are never drawn here; they lie in leaves, and a leaf far from the window is only its height. */

import { read } from "./ask.js";

const LEAF = 25;
const AHEAD = "1800px"; // what is nearer to the window than this is there
const SHORT = 160; // what the window loses to bars, in pixels

export class Feed extends EventTarget {
  constructor(desk) {
    super();
    const { shown, rows, next, total } = desk.dataset;
    Object.assign(this, { desk, shown, next, total: total === "" ? -1 : Number(total) });
    this.rowsUrl = rows;
    this.box = desk.querySelector("#feed");
    this.leaves = []; // {list, first, count, markup}: `markup` while it is only its height
    this.leafOf = new Map(); // by comment
    this.ticked = new Map(); // what was shown of each ticked comment, by comment
    this.anchor = null; // the comment ticked last: where a range begins
    this.current = null;
    this.changed = new Map(); // when somebody else's decision came in, by comment
    this.loading = null;
    this.near = new IntersectionObserver((seen) => this.#park(seen), { rootMargin: AHEAD });
    this.end = document.createElement("p");
    this.end.className = "feed-end";
    this.box.after(this.end);
    this.ending = new IntersectionObserver(([seen]) => seen.isIntersecting && this.more(), { rootMargin: AHEAD });
    for (const list of this.box.querySelectorAll("ul.leaf")) this.#adopt(list);
    this.ending.observe(this.end);
  }

  /** No more of it: another list takes its place. */
  close() {
    this.near.disconnect();
    this.ending.disconnect();
  }

  /** How many rows are loaded. */
  get count() {
    return this.leafOf.size;
  }

  /** The row of this comment, fetched back from where it is kept; null when it is not in this list. */
  row(id) {
    const leaf = this.leafOf.get(id);
    if (!leaf) return null;
    this.#unpark(leaf);
    return document.getElementById(`comment-${id}`);
  }

  /** Make it the current one and show it. */
  focus(row) {
    this.select(row);
    row.focus({ preventScroll: true });
    const tall = row.getBoundingClientRect().height > innerHeight - SHORT;
    row.scrollIntoView({ block: tall ? "start" : "nearest" });
  }

  /** Make it the current one. */
  select(row) {
    if (row === this.current) return;
    for (const one of this.current ? [this.current] : []) mark(one, false);
    this.current = row;
    mark(row, true);
    this.dispatchEvent(new Event("current"));
  }

  /** The row `by` steps from this one (1 or -1), or null. */
  beside(row, by) {
    const item = row.parentElement;
    const near = by > 0 ? item.nextElementSibling : item.previousElementSibling;
    if (near) return near.firstElementChild;
    const leaf = this.leaves[this.leaves.indexOf(this.leafOf.get(idOf(row))) + by];
    if (!leaf) return null;
    this.#unpark(leaf);
    return (by > 0 ? leaf.list.firstElementChild : leaf.list.lastElementChild).firstElementChild;
  }

  /** Go `by` steps; at the end, load more first. */
  async step(by) {
    const from = this.#here();
    if (!from) return;
    if (from !== this.current) return this.focus(from);
    let to = this.beside(from, by);
    if (!to && by > 0 && (await this.more())) to = this.beside(from, by);
    if (to) this.focus(to);
  }

  /** Go to the next row that waits for a decision here: below `from`, else from the top. False when there is none. */
  async undecided(from = this.#here()) {
    for (let row = from; row; row = this.beside(row, 1)) {
      if (row !== from && waits(row)) return this.focus(row), true;
      if (!this.beside(row, 1)) await this.more();
    }
    for (const leaf of this.leaves) {
      const row = rowsOf(leaf).find(waits);
      if (row) return this.focus(this.row(idOf(row))), true;
    }
    return false;
  }

  /** Load what comes behind; true when there was more. */
  async more() {
    if (!this.next) return false;
    this.loading ??= this.#load().finally(() => (this.loading = null));
    return this.loading;
  }

  /** Put `markup`, the row as it is now, in the place of the comment's row; returns the row, or null. */
  replace(id, markup) {
    const old = this.row(id);
    if (!old) return null;
    if (!markup) return old;
    const item = itemsOf(markup)[0];
    const row = item.firstElementChild;
    const focused = old.contains(document.activeElement);
    old.parentElement.replaceWith(item);
    this.#dress(row, this.#place(id));
    if (old === this.current) {
      this.current = row;
      mark(row, true);
      if (focused) row.focus({ preventScroll: true });
    }
    return row;
  }

  /** When the row was last changed by somebody else, in this page's time. */
  changedAt(row) {
    return this.changed.get(idOf(row)) ?? -Infinity;
  }

  /** What was shown of the comment, as decisions tell it; null when it is not in this list. */
  seen(id) {
    const leaf = this.leafOf.get(id);
    const row = leaf && rowsOf(leaf).find((one) => idOf(one) === id);
    return row ? (row.querySelector("[name=seen]")?.value ?? "") : null;
  }

  /** Tick it or not. */
  tick(row, on = !this.ticked.has(idOf(row))) {
    const box = row.querySelector("[name=comment]");
    const seen = row.querySelector("[name=seen]")?.value;
    if (!box || !seen) return;
    box.checked = on;
    row.classList.toggle("ticked", on);
    if (on) this.ticked.set(idOf(row), seen);
    else this.ticked.delete(idOf(row));
    this.anchor = on ? idOf(row) : this.anchor;
    this.dispatchEvent(new Event("ticked"));
  }

  /** Tick what waits between the comment ticked last and this one. */
  tickTo(row) {
    const ids = [...this.leafOf.keys()];
    const ends = [ids.indexOf(this.anchor ?? idOf(row)), ids.indexOf(idOf(row))].sort((a, b) => a - b);
    this.#tickThose(new Set(ids.slice(ends[0], ends[1] + 1)));
  }

  /** Tick everything that is loaded and waits here: what was never shown cannot be decided. */
  tickAll() {
    this.#tickThose(this.leafOf);
  }

  /** Tick nothing. */
  untick() {
    for (const leaf of this.leaves)
      for (const row of rowsOf(leaf)) if (this.ticked.has(idOf(row))) this.tick(row, false);
    this.anchor = null;
  }

  /** Add rows at the end of the list; those it has already are left out. */
  append(markup) {
    const items = itemsOf(markup).filter((item) => !this.leafOf.has(idOf(item.firstElementChild)));
    while (items.length) {
      const list = document.createElement("ul");
      list.className = "plain leaf";
      list.append(...items.splice(0, LEAF));
      this.box.append(list);
      this.#adopt(list);
    }
  }

  async #load() {
    this.box.ariaBusy = "true";
    this.end.replaceChildren("Loading more…");
    try {
      const url = new URL(this.rowsUrl, location.href);
      for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.append(name, value);
      url.searchParams.set("cursor", this.next);
      const found = await read(url);
      this.next = found.next ?? "";
      this.append(found.rows.join(""));
      this.end.replaceChildren();
      // The observer speaks only when something crosses its line: a short page would wait for ever.
      this.ending.unobserve(this.end);
      this.ending.observe(this.end);
      return found.rows.length > 0;
    } catch (problem) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Load more";
      again.addEventListener("click", () => this.more());
      this.end.replaceChildren(`${problem.message} `, again);
      return false;
    } finally {
      this.box.ariaBusy = "false";
    }
  }

  #adopt(list) {
    this.box.role = "feed"; // once there is something in it: an empty one is none
    this.box.ariaLabel = "Comments";
    list.role = "none";
    const leaf = { list, first: this.count + 1, count: list.children.length, markup: "" };
    this.leaves.push(leaf);
    for (const item of list.children) this.leafOf.set(idOf(item.firstElementChild), leaf);
    this.#dressAll(leaf);
    this.near.observe(list);
  }

  #dressAll(leaf) {
    [...leaf.list.children].forEach((item, index) => this.#dress(item.firstElementChild, leaf.first + index));
  }

  #dress(row, place) {
    const id = idOf(row);
    const settled = this.shown !== "all" && row.dataset.status !== this.shown;
    row.parentElement.role = "none";
    row.tabIndex = -1;
    row.ariaPosInSet = String(place);
    row.ariaSetSize = String(this.next || this.total > this.count ? this.total : this.count);
    row.classList.toggle("settled", settled);
    row.toggleAttribute("data-waits", !settled && row.dataset.status !== "erased");
    if (settled && this.ticked.delete(id)) this.dispatchEvent(new Event("ticked"));
    const box = row.querySelector("[name=comment]");
    if (box) box.checked = this.ticked.has(id);
    row.classList.toggle("ticked", this.ticked.has(id));
  }

  #place(id) {
    const leaf = this.leafOf.get(id);
    const items = [...leaf.list.children];
    return leaf.first + items.findIndex((item) => idOf(item.firstElementChild) === id);
  }

  #park(seen) {
    for (const { target, isIntersecting, boundingClientRect } of seen) {
      const leaf = this.leaves.find((one) => one.list === target);
      if (isIntersecting) this.#unpark(leaf);
      else if (!leaf.markup && !target.contains(this.current) && !target.querySelector(".sending, .clash")) {
        leaf.markup = target.innerHTML;
        target.style.blockSize = `${boundingClientRect.height}px`;
        target.replaceChildren();
      }
    }
  }

  #unpark(leaf) {
    if (!leaf.markup) return;
    leaf.list.replaceChildren(...itemsOf(leaf.markup));
    leaf.list.style.blockSize = "";
    leaf.markup = "";
    this.#dressAll(leaf);
    this.near.unobserve(leaf.list); // so that it is looked at again: it may be far from the window
    this.near.observe(leaf.list);
  }

  #tickThose(ids) {
    for (const leaf of this.leaves)
      for (const row of rowsOf(leaf)) if (ids.has(idOf(row)) && waits(row)) this.tick(row, true);
  }

  /** Where the moderator is: the current row, else the first that shows in the window. */
  #here() {
    if (this.current?.isConnected) return this.current;
    const rows = [...this.box.querySelectorAll("article")];
    return rows.find((row) => row.getBoundingClientRect().bottom > 0) ?? null;
  }

}

/** The comment that a row is of. */
export const idOf = (row) => row.id.slice("comment-".length);

/** Whether it waits for a decision in this list, and none is on its way. */
const waits = (row) => row.hasAttribute("data-waits") && !row.classList.contains("sending");

function mark(row, on) {
  row.classList.toggle("current", on);
  row.tabIndex = on ? 0 : -1;
}

/** The leaf's rows; of one that is only its height, copies to read. */
const rowsOf = ({ list, markup }) => (markup ? itemsOf(markup) : [...list.children]).map((item) => item.firstElementChild);

function itemsOf(markup) {
  const held = document.createElement("template");
  held.innerHTML = markup; // rows that our own template drew, as in the page itself; nothing in them runs
  return [...held.content.children];
}
