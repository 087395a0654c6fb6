// The connection to the server; comes back by itself after a break.

const LONGEST_PAUSE = 5000;

export class Socket {
  #handlers;
  #socket = null;
  #pause = 300;
  #waiting = [];
  #isReady = false; // the server has said hello, and this page how it is set

  /** handlers: message type -> function; also "sound" (frames), "open" and "lost". */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#connect();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Send a message. While the connection is away, a question waits; the rest has no use later. */
  send(type, fields = {}) {
    const text = JSON.stringify({ type, ...fields });
    if (this.#isReady) this.#socket.send(text);
    else if (type === "ask") this.#waiting = [text];
  }

  /** Send a frame of sound, unless the server is behind: old sound is worth nothing. */
  sendSound(buffer) {
    if (this.isOpen && this.#socket.bufferedAmount < 160000) this.#socket.send(buffer);
  }

  /** The server has said hello: send this first, then the question that waited. */
  begin(type, fields) {
    this.#isReady = true;
    this.send(type, fields);
    for (const text of this.#waiting.splice(0)) this.#socket.send(text);
  }

  /** Forget what waits to be sent. */
  forget() {
    this.#waiting = [];
  }

  #connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws`);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#received(event.data));
    socket.addEventListener("close", () => this.#closed());
    this.#socket = socket;
  }

  #opened() {
    this.#pause = 300;
    this.#handlers.open?.();
  }

  #received(data) {
    if (data instanceof ArrayBuffer) return this.#handlers.sound?.(data);
    const message = JSON.parse(data);
    return this.#handlers[message.type]?.(message);
  }

  #closed() {
    this.#isReady = false;
    this.#handlers.lost?.();
    setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
