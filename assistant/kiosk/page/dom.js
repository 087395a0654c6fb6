// Small helpers. Text only ever becomes text: nothing here or elsewhere makes HTML out of it.

export const byId = (id) => document.getElementById(id);

// The panels come into the page after its first paint, which they made a fifth later.
const panels = byId("panels");
panels.replaceWith(panels.content);

/** An element with its attributes and children (nodes or text). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the page's drawings; it says nothing that the words beside it do not say. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Say something to a screen reader, once. */
export function announce(text) {
  byId("status").textContent = text;
}
