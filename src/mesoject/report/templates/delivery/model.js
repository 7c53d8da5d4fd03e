// Equal injections on an endless square grid in layered skin: the arithmetic of the delivery model, exact in time.
//
// The page carries, for wave lengths along the skin (nodes), the column of cells diagonalised: `decay` and `vectors`.
// An injection is a filled ellipsoid; its transform along the skin at wave number w is 2 J1(w a)/(w a) for each disc
// of radius a. Amplitudes decay exponentially. A grid of spacing s has waves 2 pi (p, q)/s; each is read between the
// nodes by barycentric weights (Berrut and Trefethen 2004). The wave of number 0 alone gives the ledger.

const UG_PER_MM3_TO_ML = 1000;
const HOUR_S = 3600;
const BESSEL_POINTS = 64;
const GAUSS = [
  [0.1488743389816312, 0.2955242247147529], [0.4333953941292472, 0.2692667193099963],
  [0.6794095682990244, 0.2190863625159820], [0.8650633666889845, 0.1494513491505806],
  [0.9739065285171717, 0.0666713443086881],
].flatMap(([x, w]) => [[x, w], [-x, w]]);

// Bessel's integral by the midpoint rule: exact to rounding for every wave in use.
function besselJ1(x) {
  let sum = 0;
  for (let k = 0; k < BESSEL_POINTS; k += 1) {
    const angle = ((k + 0.5) * Math.PI) / BESSEL_POINTS;
    sum += Math.cos(angle - x * Math.sin(angle));
  }
  return sum / BESSEL_POINTS;
}

const jinc = (x) => (x < 1e-6 ? 1 : (2 * besselJ1(x)) / x);

// A ball, or flattened where a ball would be thicker than the dermis; fat gives it more room the deeper it lies there.
function depotOf(skin, { depth, volume }) {
  const ball = Math.cbrt((3 * volume) / (4 * Math.PI * skin.porosity));
  const [top, bottom, base] = skin.roomMm;
  const held = (bottom - top) / 2;
  const half = Math.min(ball, held + Math.max(0, Math.min(depth - bottom, base - depth - held)));
  return { depth, half, ball, radius: ball * Math.sqrt(ball / half) };
}

// Share of a depot in each cell, transformed along the skin at one wave number; what lies above the skin is mirrored.
function startOf(skin, depot, wave) {
  const { faces } = skin;
  const blur = Math.exp(-0.5 * (wave * skin.edgeMm) ** 2);
  const held = (top, bottom) => {
    const [low, high] = [top, bottom].map((z) => Math.min(1, Math.max(-1, (z - depot.depth) / depot.half)));
    if (high <= low) return 0;
    const middle = (high + low) / 2;
    const span = (high - low) / 2;
    let sum = 0;
    for (const [x, weight] of GAUSS) {
      const share = Math.max(0, 1 - (middle + span * x) ** 2);
      sum += weight * share * jinc(wave * depot.radius * Math.sqrt(share));
    }
    return 0.75 * span * sum;
  };
  const mirrored = depot.depth < depot.half;
  return skin.thickness.map((_, i) => blur * (held(faces[i], faces[i + 1]) + (mirrored ? held(-faces[i + 1], -faces[i]) : 0)));
}

// Amplitude of each eigenvector of a node.
function amplitudesOf(skin, depot, node) {
  const start = startOf(skin, depot, skin.nodes[node]);
  const n = start.length;
  const found = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const scaled = start[i] / skin.root[i];
    if (scaled) for (let j = 0; j < n; j += 1) found[j] += skin.vectors[(node * n + i) * n + j] * scaled;
  }
  return found;
}

// Tissue concentration [node][time, dermis cell] of a unit depot.
function tabulated(skin, depot) {
  const n = skin.thickness.length;
  return skin.nodes.map((_, node) => {
    const amplitudes = amplitudesOf(skin, depot, node);
    const rows = new Float64Array(skin.timesH.length * skin.dermis.length);
    skin.timesH.forEach((hours, t) => {
      const grown = amplitudes.map((a, j) => a * Math.exp(skin.decay[node * n + j] * hours * HOUR_S));
      skin.dermis.forEach((cell, c) => {
        let sum = 0;
        for (let j = 0; j < n; j += 1) sum += skin.vectors[(node * n + cell) * n + j] * grown[j];
        rows[t * skin.dermis.length + c] = (sum * skin.root[cell]) / skin.thickness[cell];
      });
    });
    return rows;
  });
}

// Weights that read a table of the nodes at one wave number.
function barycentric(nodes, wave) {
  const hit = nodes.findIndex((node) => Math.abs(wave - node) < 1e-12 * Math.max(nodes.at(-1), 1));
  if (hit >= 0) return nodes.map((_, k) => (k === hit ? 1 : 0));
  const raw = nodes.map((node, k) => ((k % 2 ? -1 : 1) * (k === 0 || k === nodes.length - 1 ? 0.5 : 1)) / (wave - node));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => weight / sum);
}

// The grid's waves [p][q] -> [time, dermis cell]; waves beyond the longest of the table weigh nothing.
function wavesOf(skin, table, spacing) {
  const longest = skin.nodes.at(-1);
  const count = 1 + Math.floor((longest * spacing) / (2 * Math.PI));
  const step = (2 * Math.PI) / spacing;
  const found = Array.from({ length: count }, () => new Array(count).fill(null));
  for (let p = 0; p < count; p += 1) {
    for (let q = 0; q <= p; q += 1) {
      const wave = step * Math.hypot(p, q);
      if (wave > longest) break;
      const mixed = new Float64Array(table[0].length);
      barycentric(skin.nodes, wave).forEach((weight, node) => {
        if (weight) for (let k = 0; k < mixed.length; k += 1) mixed[k] += weight * table[node][k];
      });
      found[p][q] = found[q][p] = mixed;
    }
  }
  return found;
}

// Concentration [place * places + place][time, dermis cell] in a quarter of the grid's cell, µg/mL.
function fieldOf(waves, spacing, places, doseUg) {
  const at = Array.from({ length: places }, (_, k) => ((k + 0.5) / places) * (spacing / 2));
  const cosine = (k, p) => Math.cos(((2 * Math.PI) / spacing) * p * at[k]) * (p ? 2 : 1);
  const size = waves[0][0].length;
  const scale = (doseUg * UG_PER_MM3_TO_ML) / spacing ** 2;
  const add = (into, from, factor) => { for (let k = 0; k < size; k += 1) into[k] += factor * from[k]; };
  const found = [];
  for (let a = 0; a < places; a += 1) {
    const half = waves.map((_, q) => {
      const sum = new Float64Array(size);
      waves.forEach((row, p) => { if (row[q]) add(sum, row[q], cosine(a, p)); });
      return sum;
    });
    for (let b = 0; b < places; b += 1) {
      const sum = new Float64Array(size);
      half.forEach((part, q) => add(sum, part, scale * cosine(b, q)));
      found.push(sum);
    }
  }
  return found;
}

// Hours above a threshold of one course: exponential between two times where it falls, a line where it rises.
function hoursAbove(timesH, value, threshold) {
  let hours = 0;
  for (let t = 1; t < timesH.length; t += 1) {
    const [before, after, span] = [value(t - 1), value(t), timesH[t] - timesH[t - 1]];
    if (before > threshold && after > threshold) hours += span;
    else if (before > threshold) hours += (span * Math.log(before / threshold)) / Math.log(before / Math.max(after, 1e-9 * before));
    else if (after > threshold) hours += (span * (after - threshold)) / (after - before);
  }
  return hours;
}

// Least value that at least this share of the weight does not exceed.
function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const whole = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  for (const { value, weight } of sorted) {
    reached += weight;
    if (reached >= share * whole - 1e-12) return value;
  }
  return sorted.at(-1).value;
}

// Shares of the dose over time by the columns of the ledger, from the wave of number 0.
function ledgerOf(skin, depot) {
  const n = skin.thickness.length;
  const kept = 1 - skin.backflow;
  const amplitudes = amplitudesOf(skin, depot, 0);
  const found = Object.fromEntries(skin.columns.map((name) => [name, skin.timesH.map(() => 0)]));
  skin.timesH.forEach((hours, t) => {
    const seconds = hours * HOUR_S;
    for (let i = 0; i < n; i += 1) {
      let [mass, spent] = [0, 0];
      for (let j = 0; j < n; j += 1) {
        const part = skin.vectors[i * n + j] * amplitudes[j];
        const x = skin.decay[j] * seconds;
        mass += part * Math.exp(x);
        spent += part * seconds * (x === 0 ? 1 : Math.expm1(x) / x);
      }
      mass *= skin.root[i] * kept;
      spent *= skin.root[i] * kept;
      found[skin.places[i]][t] += mass * (1 - skin.bound[i]);
      found.bound[t] += mass * skin.bound[i];
      skin.routes.forEach((route, r) => { found[route][t] += spent * skin.rates[r][i]; });
    }
    found.backflow[t] = skin.backflow;
  });
  return found;
}

// Everything that the page shows of one design {depth, spacing, volume, concentration, threshold or null}.
function answerOf(skin, design) {
  const depot = depotOf(skin, design);
  const waves = wavesOf(skin, tabulated(skin, depot), design.spacing);
  const doseUg = design.volume * design.concentration * (1 - skin.backflow);
  const answer = { depot, waves, doseUg, ledger: ledgerOf(skin, depot), coverage: null, worst: null, median: null };
  if (design.threshold !== null) Object.assign(answer, aboveOf(skin, waves, design, doseUg));
  return answer;
}

function aboveOf(skin, waves, { spacing, threshold }, doseUg) {
  const field = fieldOf(waves, spacing, skin.placesAcross, doseUg);
  const cells = skin.dermis.length;
  const coverage = skin.timesH.map((_, t) => {
    let share = 0;
    for (const place of field) for (let c = 0; c < cells; c += 1) if (place[t * cells + c] > threshold) share += skin.weights[c];
    return share / field.length;
  });
  const hours = field.flatMap((place) => skin.weights.map((weight, c) => (
    { weight, value: hoursAbove(skin.timesH, (t) => place[t * cells + c], threshold) })));
  return { coverage, worst: percentile(hours, 0.05), median: percentile(hours, 0.5) };
}

// Mean over the depth of the dermis at one time, in a quarter of the cell: places x places, µg/mL.
function seenOf(skin, { waves, doseUg }, spacing, t, places) {
  const cells = skin.dermis.length;
  const mean = (mixed) => new Float64Array([skin.weights.reduce((sum, weight, c) => sum + weight * mixed[t * cells + c], 0)]);
  const flat = waves.map((row) => row.map((mixed) => mixed && mean(mixed)));
  return fieldOf(flat, spacing, places, doseUg).map(([value]) => value);
}
