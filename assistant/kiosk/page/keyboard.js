// Keys: those on the screen, for kiosks that have no others, and what some of the real ones do.

import { byId, make } from "./dom.js";

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm'?"];

/** actions: key -> what it does, wherever one is; letters go to the text box, unless one is at a control. */
export function onKeys(actions) {
  addEventListener("keydown", (event) => {
    actions[event.key]?.();
    const free = !document.activeElement.matches("button, input") && !document.querySelector("dialog[open]");
    const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (free && letter) byId("question").focus();
  });
}

/** Build the keys; they write into the text box. */
export function buildKeyboard() {
  const field = byId("question");
  const board = byId("keyboard");
  const rows = ROWS.map((row) => make("div", {}, ...[...row].map((key) => button(key, () => write(field, key)))));
  const last = make("div", {}, button("Space", () => write(field, " "), "wide-key"), button("Delete", () => remove(field), "long"));
  board.append(...rows, last);
  byId("keys").addEventListener("click", () => showKeyboard(board.hidden));
}

/** Show the keys, or take them away. */
export function showKeyboard(on) {
  byId("keyboard").hidden = !on;
  byId("keys").setAttribute("aria-expanded", String(on));
}

function button(text, onclick, kind) {
  return make("button", { type: "button", class: kind, onclick }, text);
}

function write(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
}

function remove(field) {
  const { selectionStart: start, selectionEnd: end } = field;
  if (start === end && start > 0) field.setRangeText("", start - 1, end, "end");
  else field.setRangeText("", start, end, "end");
}
