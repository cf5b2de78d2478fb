/**
 * orestbida/cookieconsent 3 (`vanilla-cookieconsent`): whether the reader accepted the category the site named. A site
 * that bundles the tool without its global is understood from the tool's events alone.
 */
import { governedBy } from "../govern.js";

const EVENTS = ["cc:onFirstConsent", "cc:onConsent", "cc:onChange"];

export const govern = governedBy((tell, signal, category) => {
  const look = (event) => tell(() => accepted(category, event?.detail.cookie));
  for (const name of EVENTS) addEventListener(name, look, { signal });
  look();
});

/** Without a valid consent the tool says "not accepted" of everything, which is no answer of the reader. */
function accepted(category, cookie) {
  const tool = globalThis.CookieConsent;
  if (!category) return null;
  if (tool) return tool.validConsent() === true ? tool.acceptedCategory(category) : null;
  return cookie.categories.includes(category);
}
