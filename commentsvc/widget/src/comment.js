/**
 * One comment with its replies. A view is `{comment, pending, box}` and, once it is drawn, `item, article, replies, slot`;
 * the `replies` of its comment are those it has a view for.
 */
import { Box } from "./box.js";
import { el, fill, focusOn, insertSanitised, textButton, webAddress } from "./dom.js";
import { ownActions, withdrawAction } from "./change.js";
import { timeElement } from "./time.js";
import { plural } from "./words.js";

const LONG = 1000; // so many characters are as much work as a comment without text

/** Give `thread` a view for each of `comments` that it has none for, and for all below; returns those, still undrawn. */
export function register(thread, comments, pending = false) {
  const fresh = comments.filter((comment) => !thread.views.has(comment.id));
  for (const comment of fresh) {
    thread.views.set(comment.id, { comment, pending, box: null });
    comment.replies = register(thread, comment.replies ?? []);
  }
  return fresh;
}

/**
 * Draw registered `comments` in the order in which they are read, one a step, which gives its work: 1 and more for a
 * long text. `put(item, comment)` places those on top; each is in the page before its replies are drawn.
 */
export function* drawing(thread, comments, put) {
  for (const comment of comments) {
    const view = thread.views.get(comment.id);
    draw(thread, view);
    put(view.item, comment);
    yield 1 + String(comment.html).length / LONG;
    const end = document.createComment(""); // what the reader adds meanwhile comes after those that are still to come
    if (comment.replies.length) view.replies.append(end);
    yield* drawing(thread, comment.replies, (item) => end.before(item));
    end.remove();
    if (comment.more_replies && comment.more_cursor) view.item.append(moreReplies(thread, view));
  }
}

function draw(thread, view) {
  const { comment } = view;
  view.article = el("article", { part: "comment", id: `comment-${comment.id}`, tabindex: "-1" });
  view.slot = el("div", { class: "slot" });
  view.replies = el("ol", { class: "replies", role: "list" });
  view.item = el("li", null, view.article, view.slot, view.replies);
  try {
    redraw(thread, view);
  } catch (error) {
    view.article.hidden = true; // the others, and the replies to it, are drawn all the same
    console.error(error);
  }
  if (!thread.closed && !comment.placeholder && thread.drafts.has(comment.id)) answer(thread, view).resume();
}

/** Draw the article of `view` anew from its comment; replies and an open form stay. */
export function redraw(thread, view) {
  const { comment, article } = view;
  if (comment.placeholder) {
    article.removeAttribute("aria-labelledby");
    article.replaceChildren(el("p", { class: "gone" }, thread.words.gone));
    return;
  }
  const body = el("div", { part: "body", dir: "auto", lang: document.documentElement.lang });
  insertSanitised(body, comment.html);
  view.body = body;
  view.actions = el("div", { part: "actions" }, actions(thread, view));
  article.setAttribute("aria-labelledby", `by-${comment.id} at-${comment.id}`);
  const { waiting, recorded } = thread.words;
  const notes = [view.pending && waiting, view.recorded && recorded].filter(Boolean).join(" ");
  const note = notes && el("p", { part: "note" }, notes);
  article.replaceChildren(...[head(thread, comment), note, body, view.actions].filter(Boolean));
}

function head(thread, comment) {
  const { words } = thread;
  const name = comment.author.name ?? words.guest;
  const address = webAddress(comment.author.website);
  const rel = "nofollow ugc noopener noreferrer";
  const shown = address ? el("a", { href: address, rel, dir: "auto" }, name) : el("span", { dir: "auto" }, name);
  const time = timeElement(comment.created_at, words.lang);
  const label = `${words.permalink}, ${time.textContent}`;
  const link = el("a", { href: `${thread.page.here}#comment-${comment.id}`, "aria-label": label }, time);
  const { edited_at: at } = comment;
  const edited = at && el("span", { title: timeElement(at, words.lang).title }, words.edited);
  const staff = comment.author.staff && el("span", { part: "staff" }, words.staff);
  return el(
    "header",
    { class: "head" },
    el("h3", { part: "name", id: `by-${comment.id}` }, shown, staff && " ", staff),
    el("span", { class: "when", part: "time" }, el("span", { id: `at-${comment.id}` }, link), edited),
  );
}

/** What can be done with a comment: reply, what its author in this tab or on this device may do, and reporting it. */
function actions(thread, view) {
  const { comment, pending } = view;
  const { words } = thread;
  const label = fill(words.reply_to, { name: comment.author.name ?? words.guest });
  const open = () => answer(thread, view).open(true);
  view.reply = thread.closed || pending ? null : textButton(words.reply, open, { "aria-label": label });
  const link = (path, text) => !pending && el("a", { href: thread.api.root + path }, text);
  const flag = link(`comments/${comment.id}/flags`, words.flag);
  const report = link(`reports?comment=${comment.id}`, words.report);
  return [view.reply, ...ownActions(thread, view), ...withdrawAction(thread, view), flag, report];
}

/** The form for a reply to `view`, in place; there is one at a time for each comment. */
function answer(thread, view) {
  if (!view.box) {
    view.box = new Box(thread, view);
    view.slot.append(view.box.node);
  }
  return view.box;
}

function moreReplies(thread, view) {
  const { more_replies: n, more_cursor: cursor } = view.comment;
  const ask = textButton(plural(thread.words.replies, n, thread.words.lang), () =>
    thread.busily(ask, async () => {
      const { comments, next } = await thread.read({ cursor });
      const fresh = register(thread, comments);
      const put = (item, { parent }) => (thread.views.get(parent) ?? view).replies.append(item);
      thread.show(drawing(thread, fresh, put));
      const left = n - fresh.length;
      Object.assign(view.comment, { more_replies: next ? Math.max(1, left) : 0, more_cursor: next });
      if (next) place.replaceWith(moreReplies(thread, view));
      else place.remove();
      if (fresh.length) focusOn(thread.views.get(fresh[0].id).article, false);
    }),
  );
  const place = el("div", { class: "more" }, ask);
  return place;
}
