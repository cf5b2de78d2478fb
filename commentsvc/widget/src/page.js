/** Which page a thread belongs to, as the service wants it named when reading (`id`) and when posting. */
import { webAddress } from "./dom.js";

/**
 * `named` is the owner's attribute: an http(s) URL, a path, `key:<key>`, any other text (a key too), or null for the
 * page itself. Returns `{id, url, key, title, here}`; `here` is the URL that permalinks point to.
 */
export function pageOf(named, title) {
  const own = ownUrl();
  if (!named) return { id: own, url: own, key: null, title: title ?? document.title, here: withoutHash(location.href) };
  if (/^https?:\/\//i.test(named) || named.startsWith("/")) {
    const url = withoutHash(new URL(named, location.href).href);
    const current = url === own;
    return { id: url, url, key: null, title: title ?? (current ? document.title : null), here: current ? withoutHash(location.href) : url };
  }
  const key = named.replace(/^key:/, "");
  return { id: `key:${key}`, url: own, key, title: title ?? document.title, here: withoutHash(location.href) };
}

/** The canonical address if the page names one of its own origin, else where we are; never with a fragment. */
function ownUrl() {
  const canonical = document.querySelector('link[rel~="canonical"][href]')?.href;
  const usable = webAddress(canonical) && new URL(canonical).origin === location.origin;
  return withoutHash(usable ? canonical : location.href);
}

function withoutHash(address) {
  const url = new URL(address);
  url.hash = "";
  return url.href;
}

/** The comment id named by the address's fragment (`#comment-<id>`), or null. */
export function linkedComment() {
  return /^#comment-([\w-]+)$/.exec(location.hash)?.[1] ?? null;
}
