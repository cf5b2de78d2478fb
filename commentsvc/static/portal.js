/* The readers' pages work without this. It puts a receipt's secret from the link's fragment into the form's body, so
   that nobody has to paste it, and copies a receipt's text. */
"use strict";

const form = document.querySelector("form[data-receipt]");
const secret = location.hash.slice(1);
if (form && secret) {
  history.replaceState(null, "", location.pathname); // the secret leaves the address bar and the history
  form.elements.receipt.value = decodeURIComponent(secret);
  form.requestSubmit();
}

const door = document.querySelector("form[data-link]");
if (door && secret) {
  history.replaceState(null, "", location.pathname + location.search);
  door.elements.receipt.value = decodeURIComponent(secret);
  door.elements.receipt.closest(".field").hidden = true;
  door.querySelector("button").focus(); // nothing is sent before it is pressed: programs that look at mail run scripts
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = button.dataset.said;
    } catch {
      text.select();
      said.textContent = button.dataset.failed;
    }
  });
}
