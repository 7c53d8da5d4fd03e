// Plane geometry of rings: open lists of [s, z] in millimetres, the first point not repeated.

const ROUNDING = 1e4; // a tenth of a micrometre: new points are kept to this, so that a saved file reads back the same

const rounded = (point) => point.map((v) => Math.round(v * ROUNDING) / ROUNDING);
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const between = (a, b, t) => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function withoutRepeats(points, closed) {
  return points.filter((p, i) => {
    const before = i || !closed ? points[i - 1] : points[points.length - 1];
    return !before || (points.length > 1 && distance(p, before) > 0);
  });
}

function ringArea(ring) {
  return ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length];
    return sum + (p[0] * q[1] - q[0] * p[1]) / 2;
  }, 0);
}

function insideRing(point, ring) {
  let inside = false;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const spans = a[1] > point[1] !== b[1] > point[1];
    if (spans && point[0] < a[0] + ((point[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  });
  return inside;
}

// The nearest place on segment a b, and how far along it (0 to 1) it lies.
function nearestOnSegment(point, a, b) {
  const length2 = distance(a, b) ** 2;
  const along = length2 ? ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length2 : 0;
  const t = Math.min(1, Math.max(0, along));
  const place = between(a, b, t);
  return { place, t, distance: distance(point, place) };
}

function nearestOnRing(point, ring) {
  let best = { distance: Infinity };
  ring.forEach((a, i) => {
    const found = nearestOnSegment(point, a, ring[(i + 1) % ring.length]);
    if (found.distance < best.distance) best = { ...found, edge: i };
  });
  return best;
}

// Ramer 1972, Douglas and Peucker 1973: leave out points that lie nearer than `tolerance` to the line without them.
function simplified(line, tolerance) {
  if (line.length < 3) return line;
  const last = line.length - 1;
  let far = 0;
  let split = 0;
  for (let i = 1; i < last; i += 1) {
    const off = nearestOnSegment(line[i], line[0], line[last]).distance;
    if (off > far) [far, split] = [off, i];
  }
  if (far <= tolerance) return [line[0], line[last]];
  const head = simplified(line.slice(0, split + 1), tolerance);
  return head.concat(simplified(line.slice(split), tolerance).slice(1));
}

function simplifiedRing(ring, tolerance) {
  const far = ring.reduce((best, p, i) => (distance(p, ring[0]) > distance(ring[best], ring[0]) ? i : best), 0);
  const there = simplified(ring.slice(0, far + 1), tolerance);
  const back = simplified(ring.slice(far).concat([ring[0]]), tolerance);
  const thin = there.slice(0, -1).concat(back.slice(0, -1));
  return thin.length < 3 ? ring : thin;
}

// Thinned, and of the same area: chords cut a round border's bulges off (1 % of a scar), so every point moves out by
// the width of the strip that is missing.
function thinnedLoop(loop, tolerance) {
  const ring = simplifiedRing(loop, tolerance);
  const around = ring.reduce((sum, p, i) => sum + distance(p, ring[(i + 1) % ring.length]), 0);
  const missing = around ? (ringArea(loop) - ringArea(ring)) / around : 0;
  return ring.map((p, i) => {
    const [a, b] = [ring[(i + ring.length - 1) % ring.length], ring[(i + 1) % ring.length]];
    const length = distance(a, b) || 1;
    return [p[0] + (missing * (b[1] - a[1])) / length, p[1] - (missing * (b[0] - a[0])) / length];
  });
}

// The loop in a line drawn freehand round something, or null. A hand seldom meets its own start: where the end of the
// line crosses its beginning both tails are cut off; an end within `reach` of the start is joined to it.
function loopOf(line, reach) {
  const quarter = Math.floor(line.length / 4);
  for (let i = 0; i < quarter; i += 1) {
    for (let j = line.length - 2; j > line.length - 2 - quarter; j -= 1) {
      const place = meeting({ a: line[i], b: line[i + 1], line: 0 }, { a: line[j], b: line[j + 1], line: 1 });
      if (place) return [place, ...line.slice(i + 1, j + 1)];
    }
  }
  return distance(line[0], line.at(-1)) <= reach ? line : null;
}

// Cut every edge of a ring into equal parts of at most `longest`.
function densified(ring, longest) {
  return ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const parts = Math.max(1, Math.ceil(distance(a, b) / longest - 1e-9));
    return Array.from({ length: parts }, (_, k) => (k ? between(a, b, k / parts) : a));
  });
}

// Where lines cross or touch that must not. `lines` are {points, closed}; one place a pair of segments.
function crossings(lines) {
  const segments = lines.flatMap((line, number) => segmentsOf(line, number));
  segments.sort((p, q) => p.low - q.low);
  const places = [];
  segments.forEach((p, i) => {
    for (let j = i + 1; j < segments.length && segments[j].low <= p.high; j += 1) {
      const place = meeting(p, segments[j]);
      if (place) places.push(place);
    }
  });
  return places;
}

function segmentsOf({ points, closed }, line) {
  const chain = withoutRepeats(points, closed);
  const count = chain.length - (closed ? 0 : 1);
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const [a, b] = [chain[i], chain[(i + 1) % chain.length]];
    return { a, b, line, i, count, closed, low: Math.min(a[0], b[0]), high: Math.max(a[0], b[0]) };
  });
}

function meeting(p, q) {
  if (p.line === q.line) {
    if (follows(p, q)) return backOnItself(p, q);
    if (follows(q, p)) return backOnItself(q, p);
  }
  const [c, d, a, b] = [turn(p.a, p.b, q.a), turn(p.a, p.b, q.b), turn(q.a, q.b, p.a), turn(q.a, q.b, p.b)];
  if (c * d < 0 && a * b < 0) return between(p.a, p.b, a / (a - b));
  if (c === 0 && inBox(q.a, p)) return q.a;
  if (d === 0 && inBox(q.b, p)) return q.b;
  if (a === 0 && inBox(p.a, q)) return p.a;
  return b === 0 && inBox(p.b, q) ? p.b : null;
}

const follows = (p, q) => q.i === p.i + 1 || (p.closed && p.i === p.count - 1 && q.i === 0);

function backOnItself(p, q) {
  const ahead = (p.b[0] - p.a[0]) * (q.b[0] - q.a[0]) + (p.b[1] - p.a[1]) * (q.b[1] - q.a[1]);
  return turn(p.a, p.b, q.b) === 0 && ahead < 0 ? p.b : null;
}

function inBox(point, { a, b }) {
  return [0, 1].every((k) => point[k] >= Math.min(a[k], b[k]) && point[k] <= Math.max(a[k], b[k]));
}
