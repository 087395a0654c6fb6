// Runs beside the page: floats of the microphone in, 100 ms frames of 16-bit samples at 16 kHz out.

const RATE = 16000;
const FRAME = 1600;

class Pcm extends AudioWorkletProcessor {
  #frame = new Int16Array(FRAME);
  #filled = 0;
  #sum = 0;
  #count = 0;
  #phase = 0;

  process([input]) {
    if (!input[0]) return true;
    for (const sample of input[0]) this.#take(sample);
    return true;
  }

  // Where the browser cannot run at 16 kHz, samples are averaged down to it.
  #take(sample) {
    this.#sum += sample;
    this.#count += 1;
    this.#phase += RATE;
    if (this.#phase < sampleRate) return;
    this.#phase -= sampleRate;
    const mean = Math.max(-1, Math.min(1, this.#sum / this.#count));
    this.#sum = this.#count = 0;
    this.#frame[this.#filled++] = Math.round(mean * 32767);
    if (this.#filled === FRAME) this.#post();
  }

  #post() {
    this.port.postMessage(this.#frame.buffer, [this.#frame.buffer]);
    this.#frame = new Int16Array(FRAME);
    this.#filled = 0;
  }
}

registerProcessor("pcm", Pcm);
