/* What others do meanwhile: asked for every two seconds while the page is looked at, more rarely while nobody answers.
   Asking holds no worker in between, as an open stream would (ADR 0060). */

import { read } from "./ask.js";

const SOON_MS = 2000;
const LATEST_MS = 30000;

export class Follower {
  /** `tell` gets the news: changes, counts, and whether to read the page anew. */
  constructor(url, cursor, tell) {
    this.url = url;
    this.cursor = cursor;
    this.tell = tell;
    this.wait = SOON_MS;
    this.closed = false;
    this.asking = false;
    this.#later();
    document.addEventListener("visibilitychange", this.look);
  }

  /** Ask now: the page is looked at again, or something was done that others' rows may show. */
  look = () => {
    if (document.visibilityState === "visible") this.#ask();
  };

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.look);
  }

  async #ask() {
    if (this.asking || this.closed) return;
    this.asking = true;
    clearTimeout(this.timer);
    try {
      const url = new URL(this.url, location.href);
      for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.append(name, value);
      url.searchParams.set("cursor", this.cursor);
      const news = await read(url);
      if (this.closed) return;
      this.cursor = news.cursor;
      this.wait = SOON_MS;
      this.tell(news);
    } catch {
      this.wait = Math.min(this.wait * 2, LATEST_MS); // what one does oneself says what is wrong; here it is waited for
    } finally {
      this.asking = false;
      if (!this.closed) this.#later();
    }
  }

  #later() {
    this.timer = setTimeout(this.look, this.wait);
  }
}
