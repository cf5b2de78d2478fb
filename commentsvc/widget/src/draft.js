/**
 * What the reader is typing, kept for this tab, and the attempt to send it whose outcome is not known yet.
 * A draft is `{body, name, email, website, attempt: {key, payload}}`; every member may be absent.
 */
import { session } from "./store.js";

export class Drafts {
  constructor(site, page) {
    this.key = `commentsvc:${site}:${page.id}:drafts`;
  }

  /** The draft of one `place`: "" for the page's form, a comment's id for a reply, `edit:<id>` for changing one. */
  get(place) {
    return session.get(this.key)?.[place] ?? {};
  }

  has(place) {
    return Boolean(session.get(this.key)?.[place]);
  }

  /** Change some members; a draft with neither text nor attempt left is removed. */
  update(place, changes) {
    const drafts = { ...session.get(this.key) };
    const draft = { ...drafts[place], ...changes };
    if (draft.body || draft.attempt) drafts[place] = draft;
    else delete drafts[place];
    session.set(this.key, Object.keys(drafts).length ? drafts : null);
  }

  clear(place) {
    this.update(place, { body: "", attempt: null });
  }
}
