// A stand-in for the WP Consent API: its functions, cookies and events, as the plug-in documents them.
window.consent_api = { cookie_prefix: "wp_consent" };
function consent_api_get_cookie(name) {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}
function wp_has_consent(category) {
  const type = window.wp_consent_type ?? window.wp_fallback_consent_type;
  const choice = consent_api_get_cookie(`${consent_api.cookie_prefix}_${category}`);
  if (!type) return true;
  return type.includes("optout") && choice === "" ? true : choice === "allow";
}
function wp_set_consent(category, value) {
  document.cookie = `${consent_api.cookie_prefix}_${category}=${value}; path=/`;
  document.dispatchEvent(new CustomEvent("wp_listen_for_consent_change", { detail: { [category]: value } }));
}
