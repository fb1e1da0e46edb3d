// The default detector by onnxruntime-node: node detection.mjs MODEL PIXELS SIDE SECONDS CALLERS
// PIXELS holds SIDE x SIDE x 3 bytes, red, green, blue. Each caller is a worker with a session and one thread of its own.
// Prints {"pictures": n, "seconds": s, "found": labels above 0.4 in the last}.
import { readFileSync } from 'node:fs';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

async function detect([model, file, sideText, secondsText]) {
  const { default: ort } = await import('onnxruntime-node');
  const side = Number(sideText);
  const seconds = Number(secondsText);
  const pixels = readFileSync(file);
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
  });
  const area = side * side;
  const one = async () => {
    const planes = new Float32Array(3 * area);
    for (let i = 0, at = 0; i < area; i++, at += 3) {
      planes[i] = pixels[at] / 255;
      planes[area + i] = pixels[at + 1] / 255;
      planes[2 * area + i] = pixels[at + 2] / 255;
    }
    const answer = await session.run({
      images: new ort.Tensor('float32', planes, [1, 3, side, side]),
      orig_target_sizes: new ort.Tensor('int64', BigInt64Array.of(BigInt(side), BigInt(side)), [1, 2]),
    });
    const scores = answer.scores.data;
    return scores.reduce((count, score) => count + (score >= 0.4 ? 1 : 0), 0);
  };
  for (let i = 0; i < 10; i++) await one();
  const started = performance.now();
  let pictures = 0;
  let found = 0;
  while (performance.now() - started < seconds * 1000) {
    found = await one();
    pictures++;
  }
  return { pictures, seconds: (performance.now() - started) / 1000, found };
}

if (isMainThread) {
  const arguments_ = process.argv.slice(2);
  const callers = Number(arguments_[4]);
  const said = await Promise.all(Array.from({ length: callers }, () => new Promise((done, fail) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: arguments_ });
    worker.once('message', done);
    worker.once('error', fail);
  })));
  console.log(JSON.stringify({
    pictures: said.reduce((sum, one) => sum + one.pictures, 0),
    seconds: Math.max(...said.map((one) => one.seconds)),
    found: said[0].found,
  }));
} else {
  parentPort.postMessage(await detect(workerData));
}
