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
  const names = drop.querySelector("[data-names]");
  input.addEventListener("change", () => {
    if (names) names.textContent = Array.from(input.files, (file) => file.name).join("、");
  });
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
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
  const text = document.getElementById("text");
  const line = event.target.closest("button[data-line]");
  if (line && text) {
    const above = text.form?.elements.front?.value || "";
    const below = Number(line.dataset.line) - (above.match(/\n|.$/g) || []).length;
    const before = text.value.split("\n").slice(0, Math.max(below - 1, 0)).join("\n");
    const start = before ? before.length + 1 : 0;
    const end = text.value.indexOf("\n", start);
    text.focus();
    text.setSelectionRange(start, end < 0 ? text.value.length : end);
    text.scrollTop = (text.scrollHeight * start) / Math.max(text.value.length, 1) - text.clientHeight / 3;
  }
  const button = event.target.closest("button[data-insert]");
  if (!button || !text) return;
  event.preventDefault();
  const begun = text.value.slice(0, text.selectionStart).match(BEGUN);
  const from = text.selectionStart - (begun ? begun[0].length : 0);
  text.setRangeText(button.dataset.insert, from, text.selectionEnd, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-print]")) print();
});

// A figure is looked for while its name is typed after two braces.
const BEGUN = /\{\{([^{}|:\n]{1,30})$/;
document.addEventListener("input", (event) => {
  const words = document.querySelector(".insert input[name=q]");
  if (event.target.id !== "text" || !words) return;
  const begun = event.target.value.slice(0, event.target.selectionStart).match(BEGUN);
  if (!begun || words.value === begun[1]) return;
  words.value = begun[1];
  words.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  event.target.closest("button[data-empties]")?.closest(".look")?.replaceChildren();
});

for (const button of document.querySelectorAll("button[data-print]")) button.hidden = false;

// A paper's findings by keyboard: j the next, k the one before, a accepts, i waives for the reason written.
const findings = document.querySelector("form[data-findings]");
const each = findings ? [...findings.querySelectorAll(".finding")] : [];
let current = -1;

function go(step) {
  for (const one of findings.querySelectorAll(".now")) one.classList.remove("now");
  current = Math.min(Math.max(current + step, 0), each.length - 1);
  const finding = each[current];
  finding.classList.add("now");
  const mark = findings.querySelector(`[data-of="${finding.dataset.key}"]`);
  mark?.classList.add("now");
  mark?.scrollIntoView({ block: "center" });
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "center" });
}

async function settle(button) {
  const finding = each[current];
  const reason = findings.elements.reason;
  if (button.value === "waive" && !reason.value.trim()) return reason.focus();
  const body = new FormData(findings);
  body.delete("key");
  body.set("key", finding.dataset.key);
  body.set("do", button.value);
  const answer = await fetch(location.href, { method: "POST", body, headers: { "X-By-Key": "1" } });
  if (answer.status !== 204) {
    finding.querySelector("input").checked = true;
    return findings.requestSubmit(button);
  }
  finding.classList.toggle("waived", button.value === "waive");
  finding.querySelector("[data-decided]").textContent = ` · ${button.dataset.says}`;
  return go(1);
}

document.addEventListener("keydown", (event) => {
  if (!each.length || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (current >= 0 && (event.key === "a" || event.key === "i")) {
    event.preventDefault();
    settle(findings.querySelector(`button[value=${event.key === "a" ? "accept" : "waive"}]`));
  }
});
