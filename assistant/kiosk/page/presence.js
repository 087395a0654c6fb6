// Whether somebody is there: tells the server of touches and keys, asks, and forgets.

import { byId } from "./dom.js";

const EVERY = 2000;
const WATCHDOG = 1000;

export class Presence {
  #handlers;
  #dialog = byId("still-dialog");
  #told = 0;
  #touched = 0;
  #counter = 0;
  #seconds = 0;
  #active = false;

  /** handlers: touched() at most every two seconds, finish(), forget() where the server is away. */
  constructor(handlers) {
    this.#handlers = handlers;
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      addEventListener(kind, () => this.#touch(), { capture: true, passive: true });
    }
    byId("still-yes").addEventListener("click", () => this.here());
    byId("still-no").addEventListener("click", () => handlers.finish());
    this.#dialog.addEventListener("cancel", () => this.here());
    addEventListener("pagehide", () => handlers.forget());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  /** Whether there is a visitor, whose silence is to be watched. */
  set active(active) {
    this.#active = active;
    this.#touched = Date.now();
  }

  /** Where the server is away, this page forgets by itself after so many milliseconds. */
  watch(limit, isAway) {
    setInterval(() => {
      if (this.#active && isAway() && Date.now() - this.#touched > limit) this.#handlers.forget();
    }, WATCHDOG);
  }

  /** The server asks. */
  ask(text, seconds) {
    byId("still-title").textContent = text;
    this.#seconds = seconds;
    this.count();
    if (!this.#dialog.open) this.#dialog.showModal();
    byId("still-yes").focus();
  }

  /** The time to answer begins: again, once the question was read aloud. */
  count() {
    let left = Math.round(this.#seconds);
    const tell = () => (byId("still-left").textContent = `Otherwise I will forget everything in ${left} seconds.`);
    tell();
    clearInterval(this.#counter);
    this.#counter = setInterval(() => {
      left = Math.max(left - 1, 0);
      tell();
    }, 1000);
  }

  /** Somebody answered. */
  here() {
    clearInterval(this.#counter);
    if (this.#dialog.open) this.#dialog.close();
  }

  #touch() {
    this.#touched = Date.now();
    if (this.#touched - this.#told < EVERY && !this.#dialog.open) return;
    this.#told = this.#touched;
    this.#handlers.touched();
  }
}
