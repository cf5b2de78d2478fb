/**
 * The cookie notice: a script of its own, loaded where the owner asks for it. Draws the site's notice, keeps the bare
 * choice, has a yes recorded before anything is turned on, and tells the page's scripts (see consent.js).
 */
import { Api, Problem } from "./api.js";
import { ChoiceNotice } from "./choice-notice.js";
import { offer, release, tell } from "./consent.js";
import { KeptChoice } from "./kept-choice.js";

const VERSION = "__COMMENTSVC_VERSION__";
const tag = document.currentScript ?? document.querySelector("script[data-cookie-notice]");

class Choices {
  constructor(base, site, lang) {
    this.base = base;
    this.site = site;
    this.lang = lang;
    this.api = new Api(base, site);
    this.kept = new KeptChoice(site);
    this.notice = null;
    this.token = null;
  }

  /** Ask for the notice (the browser may have it in its cache), and act on the choice there is. */
  async start() {
    let notice = null;
    try {
      notice = await this.api.call(["choices"], { query: { lang: this.lang } });
    } catch (error) {
      console.warn(`commentsvc: no cookie notice: ${error.message}`);
    }
    this.use(notice);
    addEventListener("storage", (event) => event.key === this.kept.key && this.apply());
    if (!notice) return;
    this.settle();
    this.view = new ChoiceNotice(this);
    this.view.offerWay();
    if (!this.answered && !this.signal) this.view.show();
  }

  use(notice) {
    this.notice = notice;
    this.signal = navigator.globalPrivacyControl === true || notice?.gpc === true;
    this.apply();
  }

  /** The purposes that are on: a stored choice counts under this notice only, and not against a later signal. */
  apply() {
    const stored = this.kept.choice();
    this.outdated = Boolean(stored) && !this.holds(stored);
    this.answered = Boolean(stored) && !this.outdated && (!this.signal || stored.gpc === true);
    const ids = this.notice?.purposes.map(({ id }) => id) ?? Object.keys(stored?.purposes ?? {});
    const on = (id) => this.answered && stored.purposes[id] === true;
    this.purposes = Object.fromEntries(ids.map((id) => [id, on(id)]));
    tell({ purposes: this.purposes, answered: this.answered, gpc: this.signal });
  }

  /** Without a notice (the service is out of reach) what the reader chose stands. */
  holds({ lang, version, purposes }) {
    if (!this.notice) return true;
    const ids = (names) => [...names].sort().join();
    const same = ids(Object.keys(purposes)) === ids(this.notice.purposes.map(({ id }) => id));
    return same && (lang !== this.notice.lang || version === this.notice.version);
  }

  open() {
    this.view?.show(true);
  }

  /** Everything off, at once. Returns what is to be said: nothing, or how far a withdrawal went. */
  async refuse() {
    const had = Object.values(this.purposes).some(Boolean);
    const off = Object.fromEntries(this.notice.purposes.map(({ id }) => [id, false]));
    this.keep(off);
    const recorded = await this.withdraw();
    return had ? (recorded ? "withdrawn" : "withdrawn_here") : null;
  }

  /**
   * Turn on what is true in `wanted`, once it is recorded. `keepReceipt`: the box for that is ticked. Returns the name
   * of what is to be said; with "changed" there is another notice to be read first.
   */
  async save(wanted, keepReceipt) {
    if (!Object.values(wanted).some(Boolean)) return this.refuse();
    const less = Object.keys(wanted).filter((id) => this.purposes[id] && !wanted[id]);
    if (less.length) this.keep({ ...this.purposes, ...Object.fromEntries(less.map((id) => [id, false])) });
    try {
      const until = (await this.change(wanted, keepReceipt)) ?? (await this.record(wanted, keepReceipt));
      this.keep(wanted, until);
      return "given";
    } catch (error) {
      if (!error.notice) return "failed";
      this.token = error.notice.token;
      this.use({ ...error.notice, dir: error.notice.dir ?? this.notice.dir, gpc: this.notice.gpc });
      return "changed";
    }
  }

  keep(purposes, until) {
    this.kept.keep(this.notice, purposes, this.signal, until);
    this.apply();
  }

  /** A new record: a token, and with it the choice; the same token again brings the same record. */
  async record(wanted, keepReceipt) {
    await this.withdraw();
    if (!this.token) {
      const served = await this.api.call(["notice"], { query: { for: "choices", lang: this.notice.lang } });
      if (served.sha256 !== this.notice.sha256) throw Object.assign(new Error(), { notice: served });
      this.token = served.token;
    }
    const chosen = { notice: this.notice.sha256, token: this.token, purposes: wanted };
    const body = JSON.stringify({ consent: chosen, widget: { version: VERSION }, signals: { gpc: this.signal } });
    try {
      const { receipt, valid_until } = await this.api.call(["consents"], { method: "POST", body });
      this.token = null;
      this.kept.keepReceipt({ ...receipt, notice: this.notice.sha256, purposes: wanted }, keepReceipt);
      return valid_until;
    } catch (error) {
      if (error instanceof Problem) this.token = null;
      throw error;
    }
  }

  /** The same record with another choice, where its receipt is at hand; null where it is not, or is of no use. */
  async change(wanted, keepReceipt) {
    const receipt = this.kept.receipt();
    if (receipt?.notice !== this.notice.sha256 || receipt.owed) return null;
    const differ = (on) => Object.keys(wanted).filter((id) => wanted[id] === on && receipt.purposes[id] !== on);
    try {
      for (const [type, purposes] of [["withdrawn", differ(false)], ["given", differ(true)]]) {
        if (purposes.length) await this.event(receipt, type, purposes);
      }
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
    this.kept.keepReceipt({ ...receipt, purposes: wanted }, keepReceipt);
    return this.kept.choice()?.until;
  }

  /** Have the record say that everything is off. False where its receipt is not at hand, or the line is dead. */
  async withdraw() {
    const receipt = this.kept.receipt();
    if (!receipt) return false;
    const on = Object.keys(receipt.purposes).filter((id) => receipt.purposes[id]);
    try {
      if (on.length) await this.event(receipt, "withdrawn", on);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 429) {
        this.kept.keepReceipt({ ...receipt, owed: true }, this.kept.isOnDevice());
        return false;
      }
    }
    this.kept.dropReceipt();
    return true;
  }

  event({ id, secret }, type, purposes) {
    const body = JSON.stringify({ type, purposes });
    return this.api.call(["consents", id, "events"], { method: "POST", bearer: secret, body });
  }

  /** A withdrawal that the service has not heard of is told at the next visit. */
  settle() {
    if (this.kept.receipt()?.owed) this.withdraw();
  }
}

function begin() {
  const { site, lang, consentTool } = tag.dataset;
  if (consentTool !== undefined) return; // the site's own tool asks already; nobody is asked twice
  if (!site) return console.error("The cookie notice needs data-site on its script tag");
  const spoken = lang || document.documentElement.lang || navigator.language;
  const choices = new Choices(new URL(".", tag.src).href, site, spoken);
  if (!offer(() => choices.open())) return;
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => choices.start());
  else choices.start();
  addEventListener("load", release); // scripts that came into the page since
}

begin();
