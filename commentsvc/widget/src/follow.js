/** What follows on the page when a comment was posted, changed, or taken away. */
import { redraw } from "./comment.js";
import { focusOn } from "./dom.js";
import { receiptBox } from "./receipt.js";

/** A post was stored: show it with its receipt. `sent` is what was posted, `notice` what the reader had seen. */
export async function posted(thread, answer, sent, notice) {
  const { comment, receipt } = answer;
  if (thread.own.get(comment.id)) return; // the same post, answered to two forms
  const { lang, version, labels, buttons, messages } =
    notice ?? (await thread.api.archivedNotice(sent.consent.notice));
  const words = { lang, labels, buttons, messages };
  if (sent.consent.purposes["remember-me"]) thread.remembered.keepAuthor(sent.author, receipt, [lang, version]);
  const { id, parent, status } = comment;
  thread.own.put({ id, parent, status, token: answer.edit_token, until: answer.edit_until, words });
  thread.finish(); // it may be among what is still to be drawn
  const view = thread.place(comment);
  const { page, consent } = sent;
  const check = new URL("verify", thread.base).href;
  const facts = { service: thread.api.root, check, site: thread.site, page: page.url, comment: id, notice: consent.notice };
  view.article.after(receiptBox(thread, receipt, facts, words));
  thread.counted(view.pending ? 0 : 1);
  thread.say(answer.said ?? (view.pending ? messages.pending : messages.published));
  focusOn(view.article);
}

/** The reader changed their comment; it may wait for approval again. */
export function changed(thread, view, { comment, edit_until: until, receipt }, messages) {
  const before = view.pending;
  view.recorded = Boolean(receipt);
  thread.own.put({ ...thread.own.get(comment.id), status: comment.status, until });
  thread.place(comment);
  thread.counted(Number(before) - Number(view.pending));
  thread.say(view.pending ? messages.pending : messages.published);
  focusOn(view.article);
}

/**
 * Take a comment that is gone off the page; its replies stay under the words for a gone comment. The keyboard goes to what
 * stands in its place or beside it.
 */
export function removed(thread, view) {
  const { comment, item } = view;
  let next = item;
  thread.own.remove(comment.id);
  thread.remembered.dropReceipt(comment.id);
  if (!view.pending) thread.counted(-1);
  if (view.replies.hasChildNodes()) {
    Object.assign(comment, { placeholder: true, html: "", author: { name: null, website: null } });
    redraw(thread, view);
  } else {
    next = item.nextElementSibling ?? item.previousElementSibling ?? item.parentNode.closest("li");
    item.remove();
    thread.views.delete(comment.id);
  }
  thread.counted(0);
  focusOn(next?.querySelector("article") ?? thread.title, false);
}
