// Python itself, away from the page, so that nothing it does can freeze the page.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = (name) => new URL(name, import.meta.url).href;
const DRAWS = /\bmatplotlib\b|\bplots\.(?!use_book_style\b)|\bplots import\b|\bplt\./;

let python;
let engine;
let drawing = false;

// Count what arrives, so that the page can say how far it is.
function countDownloads(total) {
  const plain = globalThis.fetch;
  let loaded = 0;
  let told = 0;
  globalThis.fetch = async (...request) => {
    const answer = await plain(...request);
    if (!answer.ok || !answer.body) return answer;
    const count = new TransformStream({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        const share = Math.min(99, Math.floor((100 * loaded) / total));
        if (share > told) postMessage({ type: "progress", share: (told = share) });
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body.pipeThrough(count), answer);
  };
  return () => (globalThis.fetch = plain);
}

async function get(name, kind) {
  const answer = await fetch(here(name));
  if (!answer.ok) throw new Error(`${name} could not be loaded (${answer.status})`);
  return answer[kind]();
}

async function start({ bytes }) {
  const stopCounting = countDownloads(bytes);
  const extras = Promise.all([get("unrolled.zip", "arrayBuffer"), get("engine.py", "text")]);
  extras.catch(() => {}); // reported when it is awaited, below
  python = await loadPyodide({ indexURL: here("pyodide/"), packages: ["numpy"] });
  python.setStdin({ error: true }); // there is nobody to answer input()
  const [zip, code] = await extras;
  python.unpackArchive(zip, "zip", { extractDir: "/lib/python3.12/site-packages" });
  // In a namespace of its own: a reader's variable may be called `time`.
  engine = python.runPython(code, { globals: python.toPy({}) });
  stopCounting();
}

async function run({ id, number, source }) {
  if (!drawing && DRAWS.test(source)) {
    postMessage({ type: "note", id, text: "Loading matplotlib, which takes a little longer." });
    await python.loadPackage("matplotlib", { messageCallback: () => {} });
    drawing = true;
  }
  postMessage({ type: "began", id });
  const show = (type, text) => postMessage({ type, id, text });
  const ok = engine(source, number, show, drawing);
  postMessage({ type: "done", id, ok });
}

onmessage = async ({ data }) => {
  try {
    if (data.type === "start") {
      await start(data);
      postMessage({ type: "ready" });
    } else await run(data);
  } catch (error) {
    postMessage({ type: "broken", id: data.id, text: String(error?.message ?? error) });
  }
};
