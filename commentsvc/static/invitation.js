/* The page works without this. It puts an invitation's link from the address's fragment into the form, so that nobody
   has to paste it; nothing is sent before the button is pressed: programs that look at mail run scripts. */
"use strict";

const form = document.querySelector("form[data-invitation]");
const link = location.hash.slice(1);
if (form && link) {
  history.replaceState(null, "", location.pathname); // the secret leaves the address bar and the history
  form.elements.link.value = decodeURIComponent(link);
  form.elements.link.closest(".field").hidden = true;
  form.querySelector("button").focus();
}
