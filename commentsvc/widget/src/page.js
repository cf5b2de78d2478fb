/** Which page a thread belongs to, as the service wants it named when reading (`id`) and when posting. */
import { webAddress } from "./dom.js";

/**
 * `named` is the owner's attribute: an http(s) URL, a path, `key:<key>`, any other text (a key too), or null for the
 * page itself. Returns `{id, url, key, title, here}`; `here` is the URL that permalinks point to.
 */
export function pageOf(named, title) {
  const own = ownUrl();
  const address = !named || /^(https?:\/)?\//i.test(named);
  const url = address && named ? withoutHash(new URL(named, location.href).href) : own;
  const key = address ? null : named.replace(/^key:/, "");
  const current = url === own;
  title ??= current ? document.title : null;
  return { id: address ? url : `key:${key}`, url, key, title, here: current ? withoutHash(location.href) : url };
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
