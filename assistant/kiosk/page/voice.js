// Plays what the server says, piece after piece, and tells which word is being spoken.

const LEAD = 0.06;
const TICK = 60;
const BRIEF = 0.16;
const LOUD = 0.12;

export class Voice {
  #handlers;
  #context = null;
  #analyser = null;
  #sources = new Set();
  #speech = null;
  #timer = 0;

  /** handlers: started(), ended(), at(offset) with the index of the word in the spoken text. */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  get isPlaying() {
    return this.#speech !== null;
  }

  /** Browsers let a page sound only after a touch or a key: call this from one. */
  async wake() {
    this.#context ??= this.#make();
    if (this.#context.state === "suspended") await this.#context.resume();
  }

  /** A short, soft tone: now one may speak. */
  tone() {
    this.#context ??= this.#make();
    const { currentTime: now, destination } = this.#context;
    const sound = new OscillatorNode(this.#context, { frequency: 660 });
    const gain = new GainNode(this.#context, { gain: 0 });
    gain.gain.setValueCurveAtTime([0, LOUD, LOUD, 0], now, BRIEF);
    sound.connect(gain).connect(destination);
    sound.start(now);
    sound.stop(now + BRIEF);
  }

  /** A new text begins. */
  begin(message) {
    this.stop();
    this.#context ??= this.#make();
    this.#context.resume();
    const start = this.#context.currentTime + LEAD;
    this.#speech = { rate: message.rate, start, next: start, marks: [], complete: false, last: -1 };
    this.#timer = setInterval(() => this.#tick(), TICK);
    this.#handlers.started();
  }

  /** Sound of the text. */
  add(buffer) {
    const speech = this.#speech;
    if (!speech || buffer.byteLength < 2) return;
    const samples = new Int16Array(buffer);
    const piece = this.#context.createBuffer(1, samples.length, speech.rate);
    const channel = piece.getChannelData(0);
    samples.forEach((sample, index) => (channel[index] = sample / 32768));
    const source = new AudioBufferSourceNode(this.#context, { buffer: piece });
    source.connect(this.#analyser);
    this.#sources.add(source);
    source.addEventListener("ended", () => this.#sources.delete(source));
    speech.next = Math.max(speech.next, this.#context.currentTime);
    source.start(speech.next);
    speech.next += piece.duration;
  }

  /** When words of the text are spoken. */
  mark(marks) {
    this.#speech?.marks.push(...marks);
  }

  /** All sound has come. */
  complete() {
    if (this.#speech) this.#speech.complete = true;
  }

  /** Silence, at once. */
  stop() {
    for (const source of this.#sources) source.stop();
    this.#sources.clear();
    this.#end();
  }

  /** Loudness now, 0 to 1. */
  get level() {
    if (!this.#speech || !this.#analyser) return 0;
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    const mean = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return Math.max(0, Math.min(1, (10 * Math.log10(mean + 1e-9) + 50) / 40));
  }

  #make() {
    const context = new AudioContext();
    this.#analyser = new AnalyserNode(context, { fftSize: 1024 });
    this.#analyser.connect(context.destination);
    return context;
  }

  #tick() {
    const speech = this.#speech;
    const now = this.#context.currentTime - (this.#context.outputLatency || 0);
    const word = speech.marks.findLast((mark) => speech.start + mark.time <= now);
    if (word && word.offset !== speech.last) {
      speech.last = word.offset;
      this.#handlers.at(word.offset);
    }
    const silent = this.#context.state !== "running";
    if (speech.complete && (silent || now >= speech.next)) this.#end();
  }

  #end() {
    if (!this.#speech) return;
    clearInterval(this.#timer);
    this.#speech = null;
    this.#handlers.ended();
  }
}
