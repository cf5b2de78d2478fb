/**
 * Klaro: whether the reader accepted the service the site named. Only what was saved counts: the tool's own
 * `getConsent` also tells of defaults and of switches that the reader is still moving.
 */
import { governedBy, whenThere } from "../govern.js";

export const govern = governedBy((tell, signal, category) => {
  whenThere(() => globalThis.klaro.getManager(), signal, (manager) => {
    const look = () => tell(() => (manager.confirmed === true ? manager.savedConsents[category] : null));
    const watcher = { update: look };
    manager.watch(watcher);
    signal.addEventListener("abort", () => manager.unwatch(watcher));
    look();
  });
});
