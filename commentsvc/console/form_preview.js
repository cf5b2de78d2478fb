/**
 * Inside the frame of the notice editor's preview: lets the widget's own script draw a form from a notice that nobody
 * published. Its requests are answered here, so that nothing leaves the frame, and nothing can be posted.
 */
"use strict";

const OPENING_MS = 10000;
const { notice, words } = JSON.parse(document.getElementById("preview-notice").textContent);
const thread = { key: "preview", url: "https://preview.invalid/", title: null, count: 0, closed: false };

function answer(status, document) {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(document), { status, headers: { "Content-Type": type } });
}

window.fetch = async (address, { method = "GET" } = {}) => {
  const { pathname } = new URL(address, "https://preview.invalid");
  if (method !== "GET") return answer(403, { slug: "preview", title: "This is a preview: nothing is sent.", status: 403 });
  if (pathname.endsWith("/comments")) return answer(200, { thread, comments: [], next: null, prev: null });
  if (pathname.endsWith("/notice")) return answer(200, notice);
  if (words && pathname.includes("/words/")) return answer(200, words);
  return answer(404, { slug: "not-found", title: "Not in a preview", status: 404 });
};

const sheet = new CSSStyleSheet();
sheet.replaceSync("body { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }");
document.adoptedStyleSheets = [sheet];

/** The form draws itself from the notice once its text box is used. */
function open(until) {
  const text = document.querySelector("comment-thread")?.shadowRoot?.querySelector("textarea");
  if (text) text.dispatchEvent(new Event("focus"));
  else if (performance.now() < until) requestAnimationFrame(() => open(until));
}
open(performance.now() + OPENING_MS);
