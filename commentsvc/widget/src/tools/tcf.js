/**
 * IAB TCF 2: the consent for purpose 1, "store and/or access information on a device". Where the tool says that the
 * GDPR does not apply, nobody was asked, and that is not a consent.
 */
import { watching, whenThere } from "../answer.js";

const VERSION = 2;
const SETTLED = ["tcloaded", "useractioncomplete"];

export function watch(report) {
  return watching(report, (tell, signal) => {
    whenThere(() => globalThis.__tcfapi, signal, (api) => {
      api("addEventListener", VERSION, (data, success) => {
        if (signal.aborted) return leave(data);
        signal.addEventListener("abort", () => leave(data), { once: true });
        if (success !== true) tell(() => null);
        else if (SETTLED.includes(data?.eventStatus)) tell(() => consent(data));
      });
    });
  });
}

/** Purposes that are not named are not consented to (TCF, "TCData"); without a TC string nobody has answered yet. */
function consent({ gdprApplies, tcString, purpose }) {
  return gdprApplies === true && tcString ? (purpose.consents[1] ?? false) : null;
}

function leave(data) {
  globalThis.__tcfapi?.("removeEventListener", VERSION, () => {}, data?.listenerId);
}
