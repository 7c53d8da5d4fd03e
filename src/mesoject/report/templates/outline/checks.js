// What is wrong with a drawing, said as `mesoject measure` would say it later, and how large it is.

// {errors, warnings, crossings, amber}: sentences, places in mm to mark, and the numbers "p/r" of the amber rings.
function checked({ polygons, draft }, skin, { trusted, covers, denseMm, words }) {
  const found = { errors: [], warnings: [], crossings: [], amber: new Set() };
  const lines = polygons.flat().map((points) => ({ points, closed: true }));
  if (draft) lines.push({ points: draft.points, closed: false });
  found.crossings = crossings(lines);
  if (found.crossings.length) found.errors.push("Lines cross or touch each other (red circles). Move a point or undo.");
  if (polygons.some(([border]) => Math.abs(ringArea(border)) < 0.01)) found.errors.push("An outline holds no area.");
  if (!found.errors.length) checkNesting(polygons, found);
  checkPlaces(polygons, found, skin, { trusted, covers, denseMm, words });
  return found;
}

// Known: no lines cross. So a ring lies inside another one, or outside, as any one of its points does.
function checkNesting(polygons, { errors }) {
  const overlaps = polygons.some(([border], i) => polygons.some((other, j) => i !== j && inPolygon(border[0], other)));
  if (overlaps) errors.push("One outline lies inside another. Delete it, or draw it as a hole if it is healthy skin.");
  const stray = polygons.some(([border, ...holes]) =>
    holes.some((hole, i) => !insideRing(hole[0], border) || holes.some((h, j) => i !== j && insideRing(hole[0], h))),
  );
  if (stray) errors.push("A hole lies outside its outline or inside another hole.");
}

function inPolygon(point, [border, ...holes]) {
  return insideRing(point, border) && !holes.some((hole) => insideRing(point, hole));
}

function checkPlaces(polygons, found, skin, { trusted, covers, denseMm, words }) {
  const [sLow, sHigh, zLow, zHigh] = trusted;
  const kinds = { unseen: false, untrusted: false, covered: false };
  polygons.forEach((polygon, p) =>
    polygon.forEach((ring, r) => {
      const places = densified(ring, denseMm);
      const unseen = places.some((mm) => !skin.shows(mm));
      const untrusted = places.some(([s, z]) => s < sLow || s > sHigh || z < zLow || z > zHigh);
      const covered = places.some((mm) => covers.some((cover) => insideRing(mm, cover)));
      if (unseen || untrusted || covered) found.amber.add(`${p}/${r}`);
      kinds.unseen ||= unseen;
      kinds.untrusted ||= untrusted;
      kinds.covered ||= covered;
    }),
  );
  if (kinds.unseen) found.errors.push(words.unseen);
  if (kinds.covered) found.warnings.push("Part of the outline lies on a strip, where no skin is seen.");
  if (kinds.untrusted) found.warnings.push(words.untrusted);
}

// Square millimetres of skin: the area element integrated over a fan of triangles, mid-edge rule on each.
function skinArea(polygons, skin) {
  return polygons.reduce((sum, polygon) => {
    const [border, ...holes] = polygon.map((ring) => Math.abs(ringAreaOnSkin(ring, skin)));
    return sum + border - holes.reduce((a, b) => a + b, 0);
  }, 0);
}

function ringAreaOnSkin(ring, skin) {
  const hub = [0, 1].map((k) => ring.reduce((sum, p) => sum + p[k], 0) / ring.length);
  return ring.reduce((sum, a, i) => {
    const b = ring[(i + 1) % ring.length];
    const middles = [between(a, b, 0.5), between(a, hub, 0.5), between(b, hub, 0.5)];
    const element = middles.reduce((total, mm) => total + skin.element(mm), 0) / 3;
    return sum + (turn(hub, a, b) / 2) * element;
  }, 0);
}
