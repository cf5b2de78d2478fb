/**
 * Web storage that never throws. Where the browser refuses it (blocked, full, sandboxed) values live in memory, so that
 * everything still works until the page is left. What is read back is only ever shown as text or sent to the service.
 */

class Store {
  constructor(area) {
    this.area = area;
    this.memory = new Map();
  }

  /** The value stored under `key`, or null. */
  get(key) {
    if (this.memory.has(key)) return this.memory.get(key);
    try {
      return JSON.parse(globalThis[this.area].getItem(key));
    } catch {
      return null;
    }
  }

  /** Store `value` (anything JSON can hold); null removes. */
  set(key, value) {
    this.memory.delete(key);
    try {
      if (value === null) globalThis[this.area].removeItem(key);
      else globalThis[this.area].setItem(key, JSON.stringify(value));
    } catch {
      if (value !== null) this.memory.set(key, value);
    }
  }
}

/** Ends with the tab: what the reader is in the middle of. */
export const session = new Store("sessionStorage");

/** Stays on the device: written only after the reader ticked the box for it. */
export const device = new Store("localStorage");
