/**
 * What stays on the reader's device, each part only after the reader ticked its box: name and addresses (the purpose
 * `remember-me`, once the comment that carried it was accepted) and kept receipts. Where the site has a consent tool of
 * its own, nobody is remembered, and nothing remembered is used, unless that says yes (see govern.js).
 */
import { Problem } from "./api.js";
import { device } from "./store.js";

export const PURPOSE = "remember-me";

export class Remembered {
  /** `allowed`: whether the reader may be remembered; the site's consent tool changes it. */
  constructor(api, site, allowed) {
    Object.assign(this, { api, allowed });
    this.me = `commentsvc:${site}:me`;
    this.owed = `commentsvc:${site}:withdrawing`;
    this.receipts = `commentsvc:${site}:receipts`;
  }

  /** `{name, email, website, receipts, notice}` or null. */
  author() {
    return this.allowed ? this.kept() : null;
  }

  /** The same, whether it may be used or not. */
  kept() {
    return device.get(this.me);
  }

  /**
   * Remember the `author` of an accepted post, the receipt that can take this back, and the `[lang, version]` of the
   * notice. Where the reader may not be remembered after all, it is taken back at once.
   */
  keepAuthor(author, { id, secret }, notice) {
    if (!this.allowed) return this.withdraw([{ id, secret }]);
    const earlier = this.author()?.receipts ?? [];
    device.set(this.me, { ...author, receipts: [...earlier, { id, secret }], notice });
  }

  /** The author; dropped where the site asked again since they were remembered, as the served notice tells. */
  heed({ lang, forget_before: before }) {
    const [kept, version] = this.kept()?.notice ?? [lang, 0];
    if (version < before?.[kept]) device.set(this.me, null);
    return this.author();
  }

  /** Remove name and addresses now; the withdrawal is reported, again at the next visit if the line is dead. */
  forget() {
    const receipts = this.kept()?.receipts ?? [];
    device.set(this.me, null);
    return this.withdraw(receipts);
  }

  withdraw(receipts) {
    this.owe([...(device.get(this.owed) ?? []), ...receipts]);
    return this.report();
  }

  owe(receipts) {
    device.set(this.owed, receipts.length ? receipts : null);
  }

  /** Tell the service about withdrawals it has not heard of. */
  async report() {
    for (const receipt of device.get(this.owed) ?? []) {
      try {
        await this.api.withdraw(receipt, PURPOSE);
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 429) return;
      }
      this.owe((device.get(this.owed) ?? []).filter((other) => other.id !== receipt.id));
    }
  }

  /** The kept receipt of the comment `id`, or null. */
  receipt(id) {
    return (device.get(this.receipts) ?? []).find((kept) => kept.comment === id) ?? null;
  }

  keepReceipt(kept) {
    device.set(this.receipts, [...(device.get(this.receipts) ?? []), kept]);
  }

  dropReceipt(id) {
    const rest = (device.get(this.receipts) ?? []).filter((kept) => kept.comment !== id);
    device.set(this.receipts, rest.length ? rest : null);
  }
}
