// Passkeys: asks the browser for a key and sends its answer with the form that carried the question.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
const opened = Date.now();
const FRESH = 9 * 60 * 1000;

async function answered(form) {
  const asked = JSON.parse(form.dataset.options).publicKey;
  asked.challenge = bytes(asked.challenge);
  const making = form.dataset.passkey === "make";
  if (making) {
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = named(asked.excludeCredentials);
  } else if (asked.allowCredentials) {
    asked.allowCredentials = named(asked.allowCredentials);
  }
  const found = await navigator.credentials[making ? "create" : "get"]({ publicKey: asked });
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (found.response[part]) response[part] = text(found.response[part]);
  }
  return { id: found.id, rawId: text(found.rawId), type: found.type, response };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // The question may have waited too long in an open page: a fresh one comes with the page.
    if (Date.now() - opened > FRESH) return location.reload();
    const told = form.querySelector("[data-told]");
    told.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await answered(form));
      form.submit();
    } catch (error) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
      told.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.cancelled;
    }
  });
}
