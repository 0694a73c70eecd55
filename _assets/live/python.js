// The page's one Python session: started when it is first needed, stopped by ending its worker.

export class Stopped extends Error {}

export class Python {
  // onProgress is told how much has been loaded, in per cent; onEnd, that all variables are lost.
  constructor(bytes, { onProgress, onEnd }) {
    Object.assign(this, { bytes, onProgress, onEnd });
    this.count = 0;
  }

  // Start, or wait until what was started is ready. Rejects when that fails or is stopped.
  ready() {
    return (this.started ??= new Promise((resolve, reject) => {
      this.giveUp = reject;
      this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
      this.worker.onmessage = ({ data }) => this.hear(data, resolve);
      this.worker.onerror = (event) => {
        event.preventDefault?.();
        this.break(event.message || "a file is missing");
      };
      this.worker.postMessage({ type: "start", bytes: this.bytes });
    }));
  }

  hear(data, resolve) {
    if (data.type === "ready") resolve();
    else if (data.type === "progress") this.onProgress(data.share);
    else if (data.type === "broken") this.break(data.text);
    else if (data.id !== this.now?.id) return;
    else if (data.type === "done") this.finish({ ok: data.ok });
    else this.now.show(data.type, data.text);
  }

  // Execute one cell. Resolves with {ok}, {stopped} or {broken: why}; never rejects.
  run(number, source, show) {
    return new Promise((resolve) => {
      this.now = { id: ++this.count, show, resolve };
      this.worker.postMessage({ type: "run", id: this.now.id, number, source });
    });
  }

  finish(outcome) {
    const { resolve } = this.now ?? {};
    this.now = undefined;
    resolve?.(outcome);
  }

  break(why) {
    this.end(new Error(why));
    this.finish({ broken: why });
  }

  // End the session and all it holds, whatever it is doing.
  stop() {
    this.end(new Stopped());
    this.finish({ stopped: true });
  }

  end(why) {
    this.worker?.terminate();
    this.worker = this.started = undefined;
    this.giveUp?.(why);
    this.onEnd();
  }
}
