// What a design is warned of: the same limits as in the command's own checks.

// Share of the draws of a thickness below a depth: half of them on either side of the best guess, even in the logarithm.
function shareBelow({ low, value, high }, depth) {
  const part = (x, from, to) => Math.log(Math.min(to, Math.max(from, x)) / from) / Math.log(to / from);
  if (low === high) return depth > value ? 1 : 0;
  if (value === low || value === high) return part(depth, low, high);
  return depth < value ? part(depth, low, value) / 2 : (1 + part(depth, value, high)) / 2;
}

function warningsOf(skin, limits, asked, depot) {
  const found = [];
  const mm = (value) => `${value.toFixed(2)} mm`;
  const { skinMm } = limits;
  const drawn = `in ${Math.round(100 * shareBelow(skinMm, asked.depth))} % of the draws of its thickness`;
  if (asked.depth > skinMm.value) found.push(`Deeper than the skin of ${mm(skinMm.value)}: the injection goes into the fat, ${drawn}.`);
  else if (asked.depth > skinMm.low) found.push(`Deeper than ${mm(skinMm.low)}, the least that the skin may be thick: ${drawn} the injection goes into the fat.`);
  else if (asked.depth > skinMm.value - limits.clearOfFatMm) found.push(`Nearer than ${limits.clearOfFatMm} mm to the fat below skin of ${mm(skinMm.value)}.`);
  const ball = depot.flattened ? Math.cbrt((3 * asked.volume) / (4 * Math.PI * skin.porosity)) : depot.half;
  if (depot.flattened) found.push(`A ball of this volume is ${mm(2 * ball)} thick, more than the dermis: the depot is taken as flattened, ${mm(2 * depot.radius)} wide.`);
  if (ball > asked.depth + 0.005) found.push(`A ball of this volume has a radius of ${mm(ball)}: at this depth it would break the surface by ${mm(ball - asked.depth)}.`);
  const foot = asked.depth + depot.half;
  if (asked.depth <= skinMm.value && foot > skinMm.value + 0.005) found.push(`The depot's foot lies at ${mm(foot)}, below skin of ${mm(skinMm.value)}: part of it starts in the fat.`);
  if (asked.volume > asked.spacing ** 2 * skin.skinMm * skin.porosity) found.push("More fluid than the fluid space of the skin at this spacing: it will swell.");
  if (limits.lagAbove !== null && (asked.concentration >= limits.lagAbove) !== limits.startsLate) {
    found.push(`From ${limits.lagAbove} µg/µL on clearance starts about a day late. This page was written for a product ${limits.startsLate ? "above" : "below"} that, and its clearance does not change with the slider.`);
  }
  return found;
}
