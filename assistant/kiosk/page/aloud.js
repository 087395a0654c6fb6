// For people who neither see the page nor have a screen reader: what gets the focus by a key is said,
// and so is what stands in a panel that opens.

const FEW = 4;
const LONGEST = 1500;

let panel = null;

/** say: takes words to be read aloud, where the visitor wants that. */
export function readAloud(say) {
  addEventListener("focusin", ({ target }) => {
    const before = panel;
    panel = target.closest("dialog");
    if (!target.matches("button:focus-visible, input:focus-visible")) return;
    const opened = panel && panel !== before ? `${contents(panel)} ` : "";
    say(`${opened}${name(target)}`.slice(0, LONGEST));
  });
  addEventListener("change", ({ target }) => target.matches("[type=radio], [type=checkbox]") && say(name(target)));
}

/** All that a notice says; of a panel full of buttons only its heading, as each is said in its turn. */
function contents(dialog) {
  const words = dialog.querySelectorAll("button, input").length > FEW ? "h2" : "h2, h3, p:not(:has(button))";
  return [...dialog.querySelectorAll(words)].map((one) => ended(one.textContent)).join(" ");
}

function name(control) {
  if (control.type === "text") return `${label(control)}: ${control.value || "empty"}.`;
  if (control.type === "radio") return `${legend(control)}: ${label(control)}, ${control.checked ? "chosen" : "not chosen"}.`;
  if (control.type === "checkbox") return `${label(control)}: ${control.checked ? "on" : "off"}.`;
  return ended(control.textContent);
}

const label = (field) => field.labels[0].textContent.trim();

const legend = (field) => field.closest("fieldset").querySelector("legend").textContent;

const ended = (text) => (/[.?!]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
