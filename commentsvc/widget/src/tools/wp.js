/**
 * The WP Consent API. Its `wp_has_consent` says true where no consent type is set and, under "optout", of readers who
 * were never asked: true counts only beside a choice the reader made, which the API keeps as `allow` or `deny`.
 */
import { governedBy, whenThere } from "../govern.js";

const EVENTS = ["wp_consent_type_defined", "wp_listen_for_consent_change"];

export const govern = governedBy((tell, signal, category) => {
  const look = () => tell(() => chosen(category || "preferences"));
  for (const name of EVENTS) document.addEventListener(name, look, { signal });
  whenThere(() => globalThis.wp_has_consent, signal, look);
});

function chosen(category) {
  const { wp_consent_type: type, wp_fallback_consent_type: otherwise, consent_api: api } = globalThis;
  if (!(type ?? otherwise)) return null;
  const choice = globalThis.consent_api_get_cookie(`${api.cookie_prefix}_${category}`);
  if (choice === "deny") return false;
  return choice === "allow" ? globalThis.wp_has_consent(category) : null;
}
