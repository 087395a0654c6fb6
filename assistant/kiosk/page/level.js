// A picture of the voice, and in words what it shows: whether one is heard, and who speaks.

import { byId } from "./dom.js";

const BARS = 64;
const QUIET = 0.3;
const LOUD = 0.92;
const PATIENCE = 4000;

export class Level {
  #canvas = byId("level");
  #read;
  #history = new Array(BARS).fill(0);
  #calm = false;
  #heardAt = 0;
  #timer = 0;

  /** read: returns {level, who}, who being "visitor", "assistant" or "". */
  constructor(read) {
    this.#read = read;
  }

  /** In calm mode the picture is one meter that changes twice a second. */
  set calm(calm) {
    this.#calm = calm;
    if (this.#timer) this.start();
  }

  start() {
    clearInterval(this.#timer);
    this.#heardAt = performance.now();
    this.#timer = setInterval(() => this.#step(), this.#calm ? 500 : 66);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#history.fill(0);
    this.#draw("", 0);
  }

  /** What the microphone brings, in words. */
  get words() {
    const { level, who } = this.#read();
    if (who !== "visitor") return "";
    if (level >= LOUD) return "Very loud";
    if (performance.now() - this.#heardAt < 1500 && level >= QUIET) return "I hear you";
    return performance.now() - this.#heardAt > PATIENCE ? "I hear nothing. Please come closer." : "";
  }

  #step() {
    const { level, who } = this.#read();
    if (level >= QUIET) this.#heardAt = performance.now();
    this.#history.push(level);
    this.#history.shift();
    this.#draw(who, level);
  }

  #draw(who, level) {
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    context.fillStyle = getComputedStyle(this.#canvas).color;
    if (!who) return;
    const step = width / BARS;
    const bars = this.#calm ? this.#history.map((_, i) => (i / BARS < level ? 0.8 : 0.06)) : this.#history;
    bars.forEach((bar, index) => {
      const tall = Math.max(3, bar * height);
      // The assistant's voice is drawn hollow: told apart by shape, not by colour.
      if (who === "assistant") context.fillRect(index * step, height / 2 - tall / 2, step * 0.25, tall);
      else context.fillRect(index * step, height / 2 - tall / 2, step * 0.6, tall);
    });
  }
}
