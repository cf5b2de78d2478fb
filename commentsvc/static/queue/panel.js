/* The context of the current comment, beside the list: the page of it that works without us, its heart shown here. */

import { page } from "./ask.js";
import { idOf } from "./feed.js";

const REST_MS = 120; // who runs through the list does not want each one's context

export class Panel {
  constructor(box, told) {
    this.box = box;
    this.told = told;
    this.row = null;
    this.shown = "";
  }

  get open() {
    return !this.box.hidden;
  }

  /** Show this row's context, or put it away where it is shown already. */
  toggle(row) {
    if (this.open && this.shown === idOf(row)) return this.close();
    this.box.hidden = false;
    document.body.classList.add("with-context");
    this.#load(row);
  }

  /** The current row is another one: follow it, once it stays. */
  follow(row) {
    if (!this.open || this.shown === idOf(row)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(row), REST_MS);
  }

  /** Read it anew where it is about this comment: something was decided. */
  renew(id) {
    if (this.open && this.shown === id && this.row) this.#load(this.row);
  }

  close() {
    const inside = this.box.contains(document.activeElement);
    this.box.hidden = true;
    this.shown = "";
    document.body.classList.remove("with-context");
    return inside;
  }

  async #load(row) {
    this.row = row;
    const id = (this.shown = idOf(row));
    const body = this.box.querySelector("#context-body");
    this.box.ariaBusy = "true";
    try {
      const fresh = await page(row.querySelector("a.context").href);
      if (this.shown !== id) return;
      body.replaceWith(fresh.getElementById("context-body"));
      this.box.scrollTop = 0;
    } catch (problem) {
      if (this.shown !== id) return;
      body.replaceChildren(`${problem.message} The context is shown when you open it again.`);
      this.shown = "";
    } finally {
      this.box.ariaBusy = "false";
    }
  }
}
