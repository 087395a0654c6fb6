// How this visitor wants to read and hear: a form, the page's look, and the server's knowledge.

import { byId } from "./dom.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const more = matchMedia("(prefers-contrast: more)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Settings {
  #form = byId("settings-form");
  #onChange;
  #start = {};
  display = { text_size: 1, contrast: "system", captions: true, calm: false, sound: true, everything: false, keep_listening: false, rate: 150, volume: 1 };

  /** onChange: takes the display after the visitor changed it here. */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#form.addEventListener("input", () => this.#changed());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    for (const wish of [dark, more]) wish.addEventListener("change", () => this.#apply());
    this.begin(this.display);
  }

  /** What a new visitor starts with. */
  begin(display) {
    this.#start = { ...display, calm: display.calm || still.matches };
    this.reset();
  }

  /** The next visitor's settings are nobody's yet. */
  reset() {
    this.set(this.#start);
  }

  /** Settings that were changed by voice. */
  set(display) {
    this.display = { ...display };
    for (const [name, value] of Object.entries(display)) this.#show(name, value);
    this.#apply();
  }

  #show(name, value) {
    const field = this.#form.elements.namedItem(name);
    if (typeof value === "boolean") field.checked = value;
    else if (typeof value === "number") field.value = nearest(field, value);
    else field.value = value;
  }

  #changed() {
    const fields = this.#form.elements;
    for (const [name, value] of Object.entries(this.display)) {
      const field = fields.namedItem(name);
      if (typeof value === "boolean") this.display[name] = field.checked;
      else if (typeof value === "string") this.display[name] = field.value;
      else if (nearest(field, value) !== field.value) this.display[name] = Number(field.value);
    }
    this.#apply();
    this.#onChange(this.display);
  }

  #apply() {
    const root = document.documentElement;
    const { contrast, text_size: size, calm } = this.display;
    const system = more.matches ? "high" : dark.matches ? "dark" : "light";
    root.dataset.contrast = contrast === "system" ? system : contrast;
    root.dataset.size = size;
    root.toggleAttribute("data-calm", calm);
  }
}

/** The choice that comes closest to a number which voice commands set. */
function nearest(radios, value) {
  const values = [...radios].map((radio) => radio.value);
  return values.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
}
