/**
 * The reader's own comments of this tab: `{id, parent, token, until, status, words}`, where `token` is the edit token
 * and `words` are the notice's words for editing and deleting. They end with the tab.
 */
import { Problem } from "./api.js";
import { session } from "./store.js";

export class OwnComments {
  constructor(api, site, page) {
    this.api = api;
    this.key = `commentsvc:${site}:${page.id}:own`;
  }

  all() {
    return session.get(this.key) ?? [];
  }

  get(id) {
    return this.all().find((entry) => entry.id === id) ?? null;
  }

  put(entry) {
    session.set(this.key, [...this.all().filter((other) => other.id !== entry.id), entry]);
  }

  remove(id) {
    const rest = this.all().filter((entry) => entry.id !== id);
    session.set(this.key, rest.length ? rest : null);
  }

  /** Those that readers do not see yet, asked anew from the service. What the service no longer knows is dropped. */
  async waiting() {
    const entries = this.all().filter((entry) => entry.status !== "published");
    const answers = await Promise.all(entries.map((entry) => this.ask(entry)));
    return answers.filter(Boolean);
  }

  async ask(entry) {
    try {
      const { comment } = await this.api.own(entry.id, entry.token);
      this.put({ ...entry, status: comment.status });
      return comment;
    } catch (error) {
      if (error instanceof Problem && error.status !== 429) this.remove(entry.id);
      return null;
    }
  }
}
