/**
 * What stays of a choice on the device: the bare choice for six months, and a receipt that lets it be taken back in the
 * log too, in this tab only, or longer if the reader ticked the box for that.
 */
import { device, session } from "./store.js";

const MONTHS = 6;

export class KeptChoice {
  constructor(site) {
    this.key = `commentsvc:${site}:choice`;
    this.receiptKey = `commentsvc:${site}:choice-receipt`;
  }

  /** `{lang, version, purposes, gpc, until}` while it holds, else null. */
  choice() {
    const kept = device.get(this.key);
    if (!kept || typeof kept.purposes !== "object" || !kept.purposes) return null;
    if (String(kept.until) > today()) return kept;
    device.set(this.key, null);
    return null;
  }

  /** Keep the bare choice: no number, no time of day. `gpc`: it was made although the browser says no. */
  keep({ lang, version }, purposes, gpc, until = today(MONTHS)) {
    device.set(this.key, { lang, version, purposes, gpc, until: until.slice(0, 10) });
  }

  /** The receipt of the record behind the choice, or null. */
  receipt() {
    return session.get(this.receiptKey) ?? device.get(this.receiptKey);
  }

  isOnDevice() {
    return device.get(this.receiptKey) !== null;
  }

  /** Keep the receipt in this tab; with `onDevice`, which is the reader's to say, on the device. */
  keepReceipt(receipt, onDevice) {
    session.set(this.receiptKey, receipt);
    device.set(this.receiptKey, onDevice ? receipt : null);
  }

  dropReceipt() {
    session.set(this.receiptKey, null);
    device.set(this.receiptKey, null);
  }
}

/** The day that is `months` from now, as `2026-11-29`. */
function today(months = 0) {
  const day = new Date();
  day.setMonth(day.getMonth() + months);
  return day.toISOString().slice(0, 10);
}
