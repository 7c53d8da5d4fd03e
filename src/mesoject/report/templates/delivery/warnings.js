// What a design is warned of: the command's own checks, in its own words.

// Share of the draws of a thickness below a depth: half of them on either side of the best guess, even in the logarithm.
function shareBelow({ low, value, high }, depth) {
  const part = (x, from, to) => Math.log(Math.min(to, Math.max(from, x)) / from) / Math.log(to / from);
  if (low === high) return depth > value ? 1 : 0;
  if (value === low || value === high) return part(depth, low, high);
  return depth < value ? part(depth, low, value) / 2 : (1 + part(depth, value, high)) / 2;
}

// Where one asks for a larger depth and another for a smaller one, all ask for a smaller volume.
function warningsOf(skin, limits, asked, depot) {
  const found = [...middleOf(limits, asked), ...shapeOf(asked, depot), ...extentOf(skin, limits, asked, depot)];
  const torn = found.length > 1 && found.some(({ code }) => code === "depot_at_surface");
  const told = found.map(({ code, words }) => `${words} ${torn ? limits.smallerVolume : limits.remedies[code]}`);
  return [...told, ...crowding(skin, limits, asked)];
}

const mm = (value) => `${value.toFixed(2)} mm`;

function middleOf({ skinMm, clearOfFatMm }, { depth }) {
  const drawn = `in ${Math.round(100 * shareBelow(skinMm, depth))} % of the draws of its thickness`;
  const told = (words) => [{ code: "depth_below_skin", words: `depth_mm ${depth} ${words}` }];
  if (depth > skinMm.value) return told(`is below skin of ${mm(skinMm.value)}: the injection goes into the fat, ${drawn}.`);
  if (depth > skinMm.low) {
    const least = `${mm(skinMm.low)}, the least of its band (best guess ${mm(skinMm.value)})`;
    return told(`is below skin of ${least}: ${drawn} the injection goes into the fat.`);
  }
  if (depth > skinMm.value - clearOfFatMm) return told(`is nearer than ${clearOfFatMm} mm to the fat below skin of ${mm(skinMm.value)}.`);
  return [];
}

function shapeOf({ volume }, { ball, half, radius }) {
  if (ball <= half) return [];
  const words = `A ball of ${volume} µL would be ${mm(2 * ball)} thick, for which there is no room: the depot is taken as `
    + `flattened, ${mm(2 * half)} thick and ${mm(2 * radius)} wide.`;
  return [{ code: "depot_too_large", words }];
}

function extentOf(skin, { skinMm, shortestMm }, { depth }, { half }) {
  const found = [];
  if (half > depth + shortestMm) {
    const most = Number(((4 / 3) * Math.PI * depth ** 3 * skin.porosity).toPrecision(2));
    const words = `depth_mm ${depth} is less than the ${mm(half)} from the depot's middle to its top: it breaks the surface `
      + `by ${mm(half - depth)}; at this depth ${most} µL fit below it.`;
    found.push({ code: "depot_at_surface", words });
  }
  const foot = depth + half;
  if (depth <= skinMm.value && foot > skinMm.value + shortestMm) {
    const u = Math.min(1, Math.max(-1, (skinMm.value - depth) / half));
    const share = Math.round(100 * (0.5 - 0.75 * (u - u ** 3 / 3)));
    const words = `The depot's foot lies at ${mm(foot)}, below skin of ${mm(skinMm.value)}: ${share} % of it starts in the fat; `
      + `this volume clears it at depth_mm ${(skinMm.value - half).toFixed(2)} or less.`;
    found.push({ code: "depot_in_fat", words });
  }
  return found;
}

// What holds of the page's own grid alone: the command counts the points of the map and reads the strength as written.
function crowding(skin, limits, asked) {
  const found = [];
  if (asked.volume > asked.spacing ** 2 * skin.skinMm * skin.porosity) found.push("More fluid than the fluid space of the skin at this spacing: it will swell.");
  if (limits.lagAbove !== null && (asked.concentration >= limits.lagAbove) !== limits.startsLate) {
    found.push(`From ${limits.lagAbove} µg/µL on clearance starts about a day late. This page was written for a product ${limits.startsLate ? "above" : "below"} that, and its clearance does not change with the slider.`);
  }
  return found;
}
