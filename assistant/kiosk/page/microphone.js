// The browser's microphone: open only while somebody is to be heard.

const WHY = {
  NotAllowedError: "This browser may not use the microphone. Please type your question.",
  NotFoundError: "There is no microphone here. Please type your question.",
  NotReadableError: "The microphone is in use by something else. Please type your question.",
  ended: "The microphone went away. Please type your question.",
  insecure: "The microphone works only at http://localhost or over https. Please type your question.",
};

export class Microphone {
  #onFrame;
  #onLost;
  #stream = null;
  #context = null;
  #opening = null;
  #wanted = false;
  /** Loudness now, 0 to 1. */
  level = 0;

  /** onFrame: takes the ArrayBuffer of 100 ms of sound; onLost: why it ended, where nobody closed it. */
  constructor(onFrame, onLost) {
    this.#onFrame = onFrame;
    this.#onLost = onLost;
  }

  get isOpen() {
    return this.#stream !== null;
  }

  /** Open it. Returns why that cannot be, in words for the visitor; empty where it is open, or closed again. */
  async open() {
    this.#wanted = true;
    while (this.#opening) await this.#opening;
    if (this.isOpen || !this.#wanted) return "";
    this.#opening = this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Close it, even while it is being opened: the browser's own sign for the microphone goes out, too. */
  close() {
    this.#wanted = false;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#context?.close();
    this.#stream = this.#context = null;
    this.level = 0;
  }

  async #open() {
    if (!navigator.mediaDevices) return WHY.insecure;
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      if (this.#wanted) await this.#connect();
    } catch (error) {
      if (this.#wanted) return this.#failed(error.name);
    }
    if (!this.#wanted) this.close();
    return "";
  }

  #failed(reason) {
    this.close();
    return WHY[reason] ?? "The microphone does not work. Please type your question.";
  }

  async #connect() {
    const context = context16() ?? new AudioContext();
    const stream = this.#stream;
    this.#context = context;
    stream.getAudioTracks()[0].addEventListener("ended", () => this.#onLost(this.#failed("ended")));
    await context.audioWorklet.addModule("pcm.js");
    const frames = new AudioWorkletNode(context, "pcm", { numberOfOutputs: 0 });
    frames.port.onmessage = ({ data }) => {
      this.level = loudness(new Int16Array(data));
      this.#onFrame(data);
    };
    context.createMediaStreamSource(stream).connect(frames);
    await context.resume();
  }
}

function context16() {
  try {
    return new AudioContext({ sampleRate: 16000 });
  } catch {
    return null;
  }
}

/** Root mean square in decibels, from -60 (0) to -10 (1): even steps for the ear. */
export function loudness(samples) {
  let sum = 0;
  for (const sample of samples) sum += (sample / 32768) ** 2;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
  return Math.max(0, Math.min(1, (decibels + 60) / 50));
}
