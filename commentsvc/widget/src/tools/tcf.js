/**
 * IAB TCF 2: the consent for purpose 1, "store and/or access information on a device". Where the tool says that the
 * GDPR does not apply, nobody was asked, and that is not a consent.
 */
import { governedBy, whenThere } from "../govern.js";

const VERSION = 2;
const SETTLED = ["tcloaded", "useractioncomplete"];

export const govern = governedBy((tell, signal) => {
  whenThere(() => globalThis.__tcfapi, signal, (api) => {
    const leave = (data) => globalThis.__tcfapi("removeEventListener", VERSION, () => {}, data.listenerId);
    api("addEventListener", VERSION, (data, success) => {
      if (signal.aborted) leave(data);
      else if (success !== true) tell(() => null);
      else if (SETTLED.includes(data?.eventStatus)) tell(() => consent(data));
    });
  });
});

/** Purposes that are not named are not consented to (TCF, "TCData"); without a TC string nobody has answered yet. */
function consent({ gdprApplies, tcString, purpose }) {
  return gdprApplies === true && tcString ? (purpose.consents[1] ?? false) : null;
}
