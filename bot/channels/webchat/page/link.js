// The line to the server: a socket that comes back by itself, and plain requests where sockets do not get through.
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between tries
const CONNECTING = 10e3; // milliseconds a socket may take to open on one bar of signal
const ANSWERING = 20e3; // milliseconds until a silent line counts as dead
const ASLEEP = 60e3; // milliseconds in the background after which the socket is not trusted
const UNKNOWN_VISITOR = 4401;

export class Away extends Error {}

export class Link {
  // `on`: { hello(me), notice(frame), change(), gone() }
  constructor(on) {
    this.on = on;
    this.waiting = new Map(); // id -> what to do with its answer
    this.failed = 0;
    this.stopped = false;
    this.reached = false; // did the last try, by socket or request, reach the server?
    this.ears = new AbortController();
    const { signal } = this.ears;
    for (const event of ["online", "focus", "pageshow"]) addEventListener(event, () => this.wake(), { signal });
    addEventListener("offline", () => this.lose(), { signal });
    document.addEventListener("visibilitychange", () => this.wake(), { signal });
    this.connect();
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    clearTimeout(this.timer);
    if (this.stopped || this.socket) return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/chat/socket`);
    this.socket = socket;
    this.timer = setTimeout(() => this.lose(), CONNECTING);
    socket.onopen = () => clearTimeout(this.timer);
    socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    socket.onclose = (event) => (event.code === UNKNOWN_VISITOR ? this.on.gone() : this.lose());
  }

  hear(frame) {
    if (frame.hello) {
      this.failed = 0;
      this.reached = true;
      this.on.hello(frame.hello);
      this.on.change();
    } else if (frame.notice) {
      this.on.notice(frame);
      this.socket?.send(JSON.stringify({ ack: frame.notice }));
    } else {
      this.waiting.get(frame.re)?.(frame);
    }
  }

  // Gives the socket up (closing a dead one may take minutes) and tries again after a pause.
  lose() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
      this.reached = false;
      this.failed += 1;
      for (const answer of [...this.waiting.values()]) answer(null);
    }
    if (this.stopped) return;
    if (this.barred) this.probe();
    const pause = PAUSES[Math.min(this.failed, PAUSES.length) - 1] ?? PAUSES[0];
    this.timer = setTimeout(() => this.connect(), pause * 1000 * (0.8 + Math.random() * 0.4));
    this.on.change();
  }

  // Sockets do not get through; plain requests may.
  get barred() {
    return this.failed >= 2 && navigator.onLine !== false;
  }

  async probe() {
    try {
      const answer = await fetch("/chat/me");
      if (!answer.ok || this.stopped || this.open) return;
      if (!(await answer.json()).me) return this.on.gone();
      this.reached = true;
      this.on.change();
    } catch {
      // no way at all
    }
  }

  // Something happened that may have brought the line back. A phone that slept holds a socket that only looks open.
  wake() {
    if (document.hidden) {
      this.hidden = this.hidden ?? Date.now();
      return;
    }
    const slept = Date.now() - (this.hidden ?? Date.now()) > ASLEEP;
    this.hidden = null;
    if (slept && this.socket) {
      this.lose();
      this.failed = 0;
    }
    if (!this.socket && navigator.onLine !== false) this.connect();
  }

  stop() {
    this.stopped = true;
    this.ears.abort();
    this.lose();
  }

  // Resolves with the server's frame; throws Away when there is no way through now.
  ask(message) {
    if (this.open) return this.askBySocket(message);
    if (this.barred) return this.askByRequest(message);
    throw new Away();
  }

  askBySocket(message) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.lose(), ANSWERING);
      this.waiting.set(message.id, (frame) => {
        clearTimeout(late);
        this.waiting.delete(message.id);
        frame ? resolve(frame) : reject(new Away());
      });
      this.socket.send(JSON.stringify(message));
    });
  }

  async askByRequest(message) {
    const answer = await post("/chat/message", JSON.stringify(message));
    if (answer.status === 401) this.on.gone();
    if (!answer.ok) throw new Away();
    this.reached = true;
    this.on.change();
    return answer.json().catch(() => {
      throw new Away(); // some hot spot's own page, not our server
    });
  }
}

// A request that is given up when the line is silent; throws Away when it does not get through.
export async function post(path, body, patience = ANSWERING) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(path, { method: "POST", body, signal: stop.signal });
  } catch {
    throw new Away();
  } finally {
    clearTimeout(late);
  }
}
