// The default preset's renditions by sharp, for a number of seconds: node renditions.mjs PICTURE SECONDS PARALLEL clone|once QUALITY EFFORT
// Prints {"pictures": n, "seconds": s, "bytes": b}. UV_THREADPOOL_SIZE must be PARALLEL: sharp works on that pool.
import sharp from 'sharp';

const [picture, seconds, parallel, way] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4]), process.argv[5]];
const [quality, effort] = process.argv.slice(6).map(Number);
const sizes = [2048, 1280, 640, 256];
sharp.concurrency(1);
sharp.cache(false);

const fit = (image, side) => image.resize(side, side, { fit: 'inside', withoutEnlargement: true });
// Huffman tables of their own for small ones alone, as we do.
const encode = (image, side) => [
  image.clone().jpeg({ quality, optimiseCoding: side < 1024 }).toBuffer(),
  image.clone().webp({ quality, effort }).toBuffer(),
];

// As sharp's manual shows it: one input, a clone for each output. Each output decodes for itself, with shrink on load.
async function clone() {
  const input = sharp(picture).autoOrient();
  return Promise.all(sizes.flatMap((side) => encode(fit(input.clone(), side), side)));
}

// By hand: decode to the largest size, and make the others of its pixels.
async function once() {
  const { data, info } = await fit(sharp(picture).autoOrient(), sizes[0]).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return Promise.all(sizes.flatMap((side) => encode(fit(sharp(data, { raw }), side), side)));
}

const make = way === 'once' ? once : clone;
await make();
const started = performance.now();
let pictures = 0;
let bytes = 0;
await Promise.all(Array.from({ length: parallel }, async () => {
  while (performance.now() - started < seconds * 1000) {
    const made = await make();
    bytes = made.reduce((sum, one) => sum + one.length, 0);
    pictures++;
  }
}));
console.log(JSON.stringify({ pictures, seconds: (performance.now() - started) / 1000, bytes }));
