/** The embed: defines `<comment-thread>` and, for a script tag with `data-site`, puts one after that tag. */
import { el } from "./dom.js";
import { pageOf } from "./page.js";
import { script } from "./part.js";
import sheet from "./style.css" with { type: "css" };
import { Thread } from "./thread.js";
import { turn } from "./turn.js";

const NAME = "comment-thread";

class CommentThread extends HTMLElement {
  static observedAttributes = ["site", "page", "lang"];

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.begin();
  }

  disconnectedCallback() {
    this.thread?.stop();
    this.thread = null;
  }

  attributeChangedCallback(name, before, after) {
    if (this.thread && before !== after) this.begin();
  }

  begin() {
    this.thread?.stop();
    this.thread = null;
    const { src, dataset } = this.script ?? script;
    const site = this.getAttribute("site") ?? dataset.site;
    if (!site) return console.error(`<${NAME}> without site`);
    const page = pageOf(this.getAttribute("page"), this.dataset.title);
    const lang = this.closest("[lang]")?.lang || navigator.language;
    const { consentTool: tool, consentCategory: category } = { ...dataset, ...this.dataset };
    const options = { base: new URL(".", src).href, site, page, lang, sort: this.dataset.sort, tool, category };
    this.thread = new Thread(this.shadowRoot, options);
    this.thread.start();
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, CommentThread);

function embed() {
  const { site, key, lang, title, sort } = script.dataset;
  const node = el(NAME, { site, page: key ? `key:${key}` : null, lang, "data-title": title, "data-sort": sort });
  node.script = script; // another service's script may have defined the element first
  if (document.head.contains(script)) document.body.append(node);
  else script.after(node);
}

if ("cookieNotice" in script.dataset) import(new URL("choices.js", script.src));

if (script.dataset.site) {
  if (document.body) turn().then(embed);
  else addEventListener("DOMContentLoaded", embed);
}
