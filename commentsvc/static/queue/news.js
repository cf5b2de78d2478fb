/* What others did, shown in the list as it stands: a decided comment becomes one line in its place, a new one is added
   where it belongs, and nothing moves under the moderator's hand. */

import { read } from "./ask.js";
import { idOf } from "./feed.js";

const AT_ONCE = 100;

export class News {
  constructor(feed, decisions, told, anew) {
    Object.assign(this, { feed, decisions, told, anew, arrived: new Set() });
  }

  /** Take the answer to one asking. The same change may be told twice: it is a state, not a step. */
  take({ changes, counts, reload }) {
    if (counts) showCounts(counts);
    if (reload) this.#lookAround();
    for (const change of changes) this.#change(change);
  }

  /** More happened than is told one by one: look at what is near, and offer to read everything anew. */
  async #lookAround() {
    const url = new URL(this.feed.rowsUrl, location.href);
    const waiting = [...this.feed.box.querySelectorAll("article[data-waits]")].map(idOf);
    for (let at = 0; at < waiting.length; at += AT_ONCE) {
      url.search = new URLSearchParams(waiting.slice(at, at + AT_ONCE).map((id) => ["comment", id]));
      const { rows } = await read(url).catch(() => ({ rows: {} }));
      for (const [comment, row] of Object.entries(rows)) this.#change({ comment, row, by: "" });
    }
    if (!this.feed.next) this.told.note("Much has changed meanwhile.", ["Read the list anew", this.anew]);
  }

  #change({ comment, listed, mine, by, row }) {
    const shown = this.feed.seen(comment);
    if (shown === null) return listed && this.#arrive(comment, row);
    if (row.includes(`value="${shown}"`) || this.decisions.concerns(comment)) return;
    const fresh = this.feed.replace(comment, row);
    if (mine) return;
    this.feed.changed.set(comment, performance.now());
    if (fresh !== this.feed.current) return;
    const settled = fresh.classList.contains("settled");
    this.told.note(settled && by ? `${by} has just decided this comment.` : "This comment has just changed.");
  }

  #arrive(comment, row) {
    const { feed } = this;
    if (this.arrived.has(comment)) return;
    this.arrived.add(comment);
    if (feed.total >= 0) feed.total += 1;
    if (feed.desk.dataset.order !== "oldest") this.told.note("New comments came in.", ["Show them", this.anew]);
    else if (!feed.next) feed.append(row);
    document.getElementById("nothing").hidden = true;
  }
}

function showCounts(counts) {
  const every = Object.values(counts).reduce((sum, one) => sum + one, 0);
  for (const place of document.querySelectorAll("[data-count]")) {
    const count = place.dataset.count === "all" ? every : (counts[place.dataset.count] ?? 0);
    const most = Number(place.dataset.most);
    place.textContent = count >= most ? `${most.toLocaleString("en")}+` : count ? String(count) : "";
  }
}
