// The skin that the page shows: where each place [s, z] in mm appears in the photograph, and how large skin is there.

class Skin {
  constructor({ lattice, photoSize, region }) {
    Object.assign(this, { lattice, photoSize, region });
  }

  // Photo pixels [x, y], pixel centres at whole numbers.
  toPhoto(mm) {
    return this.#read(mm, "x", "y");
  }

  element(mm) {
    return this.#read(mm, "element")[0];
  }

  // Whether the camera saw this place, and the page shows it.
  shows(mm) {
    const [x, y] = this.toPhoto(mm);
    const [width, height] = this.photoSize;
    if (distance(mm, this.within(mm)) > 0) return false;
    return this.#read(mm, "cosine")[0] > 0 && x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
  }

  within([s, z]) {
    const { sLow, sHigh, zLow, zHigh } = this.region;
    return [Math.min(sHigh, Math.max(sLow, s)), Math.min(zHigh, Math.max(zLow, z))];
  }

  // Newton's method from the nearest node in view; null where the page shows no such skin.
  toMm(px) {
    let mm = this.#nearestNode(px);
    for (let i = 0; i < 12; i += 1) {
      const [x, y] = this.toPhoto(mm);
      const [dx, dy] = [px[0] - x, px[1] - y];
      if (Math.hypot(dx, dy) < 1e-6) break;
      const [xs, ys] = this.#slope(mm, [0.01, 0]);
      const [xz, yz] = this.#slope(mm, [0, 0.01]);
      const det = xs * yz - xz * ys;
      const limited = (v) => Math.min(20, Math.max(-20, Number.isFinite(v) ? v : 0));
      mm = this.within([mm[0] + limited((yz * dx - xz * dy) / det), mm[1] + limited((xs * dy - ys * dx) / det)]);
    }
    return distance(this.toPhoto(mm), px) < 0.05 && this.shows(mm) ? mm : null;
  }

  #slope([s, z], [ds, dz]) {
    const [ahead, behind] = [this.toPhoto([s + ds, z + dz]), this.toPhoto([s - ds, z - dz])];
    return [0, 1].map((k) => (ahead[k] - behind[k]) / (2 * (ds + dz)));
  }

  #nearestNode(px) {
    const { s, z, x, y, cosine } = this.lattice;
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < x.length; i += 1) {
      const off = (x[i] - px[0]) ** 2 + (y[i] - px[1]) ** 2;
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
