/* Passkeys need this; everything else about signing in works without it. A form with `data-passkey` ("get" or "create")
   asks the server what to ask the browser, and sends the browser's answer in its field `credential`. */
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const letters = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const described = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function create(asked) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: described(asked.excludeCredentials),
    },
  });
  return answer(made, {
    attestationObject: letters(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get(asked) {
  const found = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: described(asked.allowCredentials) },
  });
  return answer(found, {
    authenticatorData: letters(found.response.authenticatorData),
    signature: letters(found.response.signature),
    userHandle: letters(found.response.userHandle),
  });
}

function answer(credential, more) {
  const response = { clientDataJSON: letters(credential.response.clientDataJSON), ...more };
  const { id, type, authenticatorAttachment } = credential;
  return JSON.stringify({
    id,
    rawId: letters(credential.rawId),
    type,
    response,
    authenticatorAttachment,
    clientExtensionResults: {},
  });
}

async function ask(form) {
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  try {
    const reply = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
    if (!reply.ok || !reply.headers.get("Content-Type")?.startsWith("application/json")) throw new Error();
    const asked = await reply.json();
    form.elements.credential.value = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
  } catch (error) {
    said.textContent = form.dataset[error.name === "InvalidStateError" ? "known" : "failed"] ?? form.dataset.failed;
    return;
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  for (const other of document.querySelectorAll("[data-no-passkeys]")) other.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      said.textContent = button.dataset.said;
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = button.dataset.failed;
    }
  });
}
