// Small conveniences; every page works without them.
"use strict";

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("select[data-submits]")) field.form.requestSubmit();
  if (field.matches("input[data-all]")) {
    for (const box of document.querySelectorAll('input[name="matter"][form="bulk"]')) box.checked = field.checked;
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form.filters")) {
    // What asks nothing stays out of the address, so that it can be read and sent.
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
    return;
  }
  if (form.method !== "post") return;
  // The form carries its own identifier, so a second click would do no harm; it only confuses.
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => delete form.dataset.sent, 4000);
});

for (const drop of document.querySelectorAll("[data-drop]")) {
  const input = drop.querySelector("input");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
  });
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  const close = event.target.closest("button[data-close]");
  if (close) document.getElementById(close.dataset.close)?.replaceChildren();
  const button = event.target.closest("button[data-insert]");
  const text = document.getElementById("text");
  if (!button || !text) return;
  text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-print]")) print();
});
