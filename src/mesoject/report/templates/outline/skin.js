// The skin that the page shows: where each place [s, z] in mm is in the photograph or scan, and how large skin is there.

class Skin {
  constructor({ lattice, photoSize, region, native }) {
    Object.assign(this, { lattice, photoSize, region, native });
  }

  // Photo pixels [x, y], pixel centres at whole numbers; of a scan [x, y, z] in its own axes, mm, on the limb's form.
  toNative(mm) {
    return this.#read(mm, ...this.native.axes);
  }

  element(mm) {
    return this.#read(mm, "element")[0];
  }

  // Whether the camera saw this place, and the page shows it.
  shows(mm) {
    if (distance(mm, this.within(mm)) > 0 || this.#read(mm, "cosine")[0] <= 0) return false;
    if (!this.photoSize) return true;
    const [x, y] = this.toNative(mm);
    const [width, height] = this.photoSize;
    return x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
  }

  within([s, z]) {
    const { sLow, sHigh, zLow, zHigh } = this.region;
    return [Math.min(sHigh, Math.max(sLow, s)), Math.min(zHigh, Math.max(zLow, z))];
  }

  // Gauss-Newton from the nearest node in view; null where the page shows no such skin.
  toMm(at) {
    let mm = this.#nearestNode(at);
    for (let i = 0; i < 12; i += 1) {
      const off = minus(at, this.toNative(mm));
      const [a, b] = [this.#slope(mm, [0.01, 0]), this.#slope(mm, [0, 0.01])];
      const [aa, ab, bb, ao, bo] = [inner(a, a), inner(a, b), inner(b, b), inner(a, off), inner(b, off)];
      const det = aa * bb - ab * ab;
      const limited = (v) => Math.min(20, Math.max(-20, Number.isFinite(v) ? v : 0));
      const step = [limited((bb * ao - ab * bo) / det), limited((aa * bo - ab * ao) / det)];
      mm = this.within([mm[0] + step[0], mm[1] + step[1]]);
      if (Math.hypot(...step) < 1e-7) break;
    }
    return Math.hypot(...minus(this.toNative(mm), at)) < this.native.near && this.shows(mm) ? mm : null;
  }

  #slope([s, z], [ds, dz]) {
    const off = minus(this.toNative([s + ds, z + dz]), this.toNative([s - ds, z - dz]));
    return off.map((v) => v / (2 * (ds + dz)));
  }

  #nearestNode(at) {
    const { s, z, cosine } = this.lattice;
    const axes = this.native.axes.map((name) => this.lattice[name]);
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < cosine.length; i += 1) {
      const off = axes.reduce((sum, nodes, k) => sum + (nodes[i] - at[k]) ** 2, 0);
      if (cosine[i] > 0.02 && off < least) [best, least] = [i, off];
    }
    return [s.first + (best % s.count) * s.step, z.first + Math.floor(best / s.count) * z.step];
  }

  // Bicubic: the cubic through four nodes (Lagrange) along each axis.
  #read(mm, ...names) {
    const { s, z } = this.lattice;
    const across = cubicWeights((mm[0] - s.first) / s.step, s.count);
    const along = cubicWeights((mm[1] - z.first) / z.step, z.count);
    return names.map((name) => {
      const nodes = this.lattice[name];
      let sum = 0;
      for (let j = 0; j < 4; j += 1) {
        const row = (along.first + j) * s.count + across.first;
        for (let i = 0; i < 4; i += 1) sum += along.weights[j] * across.weights[i] * nodes[row + i];
      }
      return sum;
    });
  }
}

const minus = (a, b) => a.map((v, k) => v - b[k]);
const inner = (a, b) => a.reduce((sum, v, k) => sum + v * b[k], 0);

// The four nodes round `at` (in steps from the first node), or the last four at an end, and their weights.
function cubicWeights(at, count) {
  const first = Math.min(count - 4, Math.max(0, Math.floor(at) - 1));
  const t = at - first;
  return {
    first,
    weights: [
      -((t - 1) * (t - 2) * (t - 3)) / 6,
      (t * (t - 2) * (t - 3)) / 2,
      -(t * (t - 1) * (t - 3)) / 2,
      (t * (t - 1) * (t - 2)) / 6,
    ],
  };
}
