/* The moderators' desk: the queue's page, by keyboard, without reloading. Without this the page is plain forms. */

import { begin, page } from "./ask.js";
import { Decisions, offers } from "./decide.js";
import { Feed, idOf } from "./feed.js";
import { Follower } from "./follow.js";
import { keysAct, letKeysAct, listen } from "./keys.js";
import { News } from "./news.js";
import { Panel } from "./panel.js";
import { Sheet } from "./sheet.js";
import { Told } from "./tell.js";

const DECIDING = new Set(["publish", "reject", "spam", "remove", "restore"]);
const SURPRISE_MS = 1500; // a key that was meant for what stood there before somebody else's decision came in
const at = (id) => document.getElementById(id);

const told = new Told(at("toasts"), at("told"));
const signIn = `/admin/sign-in?next=${encodeURIComponent(location.pathname)}`;
const decisions = new Decisions(told, signIn);
const panel = new Panel(at("context"), told);
const sheet = new Sheet(at("sheet"), told, signIn, () => {
  follower.look();
  toList();
});
let feed = null;
let follower = null;

/** Make what was just drawn a desk. */
function start() {
  const desk = at("desk");
  begin(desk);
  feed?.close();
  feed = decisions.feed = new Feed(desk);
  document.body.classList.add("live");
  desk.addEventListener("submit", (event) => {
    event.preventDefault();
    const [action, id] = (event.submitter?.value ?? "").split(":");
    if (id) decide(action, [feed.row(id)]);
  });
  desk.addEventListener("focusin", ({ target }) => {
    const row = target.closest("article.item");
    if (row) feed.select(row);
  });
  desk.addEventListener("click", (event) => {
    const row = event.target.closest("article.item");
    if (!row) return;
    if (event.target.matches("[name=comment]")) event.shiftKey ? feed.tickTo(row) : feed.tick(row, event.target.checked);
    else if (event.target.closest("a.context") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      feed.select(row);
      panel.toggle(row);
    } else if (!event.target.closest("a, button, input, label")) feed.select(row);
  });
  feed.addEventListener("ticked", showTray);
  feed.addEventListener("current", () => panel.follow(feed.current));
  follower?.close();
  const news = new News(feed, decisions, told, () => go(location.href, { push: false }));
  follower = new Follower(desk.dataset.news, desk.dataset.follow, (told) => news.take(told));
  showTray();
  showKeys();
  decisions.redraw();
}

/** Decide about these rows, and go on to the next that waits. */
async function decide(action, rows, reasons) {
  const last = rows.at(-1);
  decisions.decide(action, rows, reasons);
  if (last === feed.current) await goOn(last);
}

async function goOn(from) {
  if (!(await feed.undecided(from))) told.say("Nothing more waits here.");
}

/** What a key or a button of the tray means for what is ticked, else for the current comment. */
async function decideHere(action, reasons) {
  if (feed.ticked.size) {
    const seen = [...feed.ticked.values()];
    decisions.decideSeen(action, seen, reasons);
    feed.untick();
    return goOn(feed.current);
  }
  const row = feed.current;
  if (!row) return feed.step(1);
  if (row.matches(".settled:not(.opened)") || performance.now() - feed.changedAt(row) < SURPRISE_MS)
    return told.say("This was just decided. Look at it again: Enter opens it.");
  if (row.classList.contains("sending")) return told.say("This is being decided.");
  if (!offers(row, action)) return told.say(`This cannot be done: the comment is ${row.dataset.status}.`);
  return decide(action, [row], reasons);
}

/** Ask for reasons first. */
function askReasons(action) {
  const many = feed.ticked.size;
  if (!many && !feed.current) return;
  const dialog = at("reasons");
  const form = dialog.querySelector("form");
  form.reset();
  form.elements.action.value = action;
  const name = feed.current?.querySelector(".author")?.textContent ?? "nobody";
  at("reasons-whom").textContent = many ? `For ${many} ticked comments` : `For the comment by ${name}`;
  showTold(form);
  dialog.showModal();
  form.elements.reason.focus();
}

function showTold(form) {
  const told = ["reject", "spam", "remove"].includes(form.elements.action.value);
  for (const part of form.querySelectorAll("[data-told]")) part.hidden = !told;
}

const ACTS = {
  next: () => feed.step(1),
  previous: () => feed.step(-1),
  undecided: () => goOn(),
  answer: () => openSheet("a"),
  ban: () => openSheet("b"),
  undo: () => decisions.undo(),
  tick: () => feed.current && feed.tick(feed.current),
  tickTo: () => feed.current && feed.tickTo(feed.current),
  tickAll: () => feed.tickAll(),
  untick: () => feed.untick(),
  search: () => at("q").select(),
  help: () => at("help").showModal(),
  reasons: () => askReasons("reject"),
  context: () => open(),
  leave: () => {
    if (document.activeElement.matches("input, select") || (panel.open && !feed.ticked.size)) toList();
    else feed.untick();
  },
};

/** Open what is current: a decided comment's words, and the context beside the list; or put it away. */
function open() {
  const row = feed.current;
  if (row?.classList.contains("settled")) row.classList.toggle("opened");
  else if (row) panel.toggle(row);
  if (!panel.open && row) feed.focus(row);
}

/** Fill in, over this page, the form that the current comment's link with this key leads to. */
function openSheet(key) {
  const link = feed.current?.querySelector(`a[data-sheet][aria-keyshortcuts="${key}"]`);
  if (link) sheet.open(link.href);
}

/** Out of a field, back to where the moderator was. */
function toList() {
  if (!document.activeElement.matches("input, select")) panel.close();
  if (feed.current) feed.focus(feed.current);
  else document.activeElement.blur();
}

function act(name, shifted) {
  if (!DECIDING.has(name)) return ACTS[name]();
  return shifted ? askReasons(name) : decideHere(name);
}

function showTray() {
  const count = feed.ticked.size;
  at("tray").hidden = count === 0;
  at("tray-count").textContent = String(count);
  const possible = feed.desk.dataset.actions;
  for (const button of at("tray").querySelectorAll("[data-action]"))
    button.hidden = possible !== "" && !possible.split(" ").includes(button.dataset.action);
}

function showKeys() {
  at("keys-hint").hidden = false;
  at("keys-on").checked = keysAct();
  document.body.classList.toggle("keys", keysAct());
}

/** Draw another list in place: other filters, without loading the page again. */
async function go(url, { push = true } = {}) {
  try {
    const fresh = await page(url);
    document.title = fresh.title;
    at("view").replaceWith(fresh.getElementById("view"));
    if (push) history.pushState(null, "", url);
    panel.close();
    start();
    scrollTo(0, 0);
  } catch {
    location.assign(url); // the whole page says what is wrong, or asks for the sign-in
  }
}

document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do], [data-action]");
  if (act) return act.dataset.action ? decideHere(act.dataset.action) : ACTS[act.dataset.do]();
  const link = event.target.closest("#view .filters a, #view a[data-swap], a[data-sheet]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.matches("[data-sheet]")) sheet.open(link.href);
  else go(link.href);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#view form[method=get]")) return;
  event.preventDefault();
  const asked = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value !== ""));
  go(`${event.target.getAttribute("action")}?${asked}`);
});

at("reasons").addEventListener("close", ({ target }) => {
  if (target.returnValue !== "send") return;
  const { action, ...reasons } = Object.fromEntries(new FormData(target.querySelector("form")));
  target.returnValue = "";
  decideHere(action, reasons);
});
at("reasons").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.querySelector("[value=send]").click();
});
at("reasons-action").addEventListener("change", ({ target }) => showTold(target.form));
at("keys-on").addEventListener("change", ({ target }) => {
  letKeysAct(target.checked);
  showKeys();
});
addEventListener("popstate", () => go(location.href, { push: false }));

listen(act);
start();
