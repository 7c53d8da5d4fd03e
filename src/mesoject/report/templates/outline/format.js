// mesoject-outline/1: the drawing as text, and back.

const FORMAT = "mesoject-outline/1";

// The same drawing always gives the same bytes. Edges are cut before they go to the photograph or the scan: straight on
// the skin, they are curved there.
function outlineText(polygons, skin, { sha256, denseMm, native }) {
  return `${JSON.stringify({
    format: FORMAT,
    frame: "skin_mm",
    source_sha256: sha256,
    polygons,
    [native.key]: inNative(polygons, skin, denseMm),
  })}\n`;
}

function inNative(polygons, skin, denseMm) {
  const thousandths = (mm) => skin.toNative(mm).map((v) => Math.round(v * 1000) / 1000);
  return polygons.map((polygon) => polygon.map((ring) => densified(ring, denseMm).map(thousandths)));
}

// {polygons, note}; throws an Error whose message is for the person who opened the file.
function outlineFromText(text, skin, settings) {
  const file = parsedOutline(text);
  const { native, words } = settings;
  if (file.source_sha256 && file.source_sha256 !== settings.sha256) {
    throw new Error(`This outline was drawn on another ${words.source}. Open the one that belongs to this page.`);
  }
  const foreign = native.key === "photo_px" ? "scan_xyz_mm" : "photo_px";
  if (file.frame === foreign || file[foreign]) {
    const other = foreign === "photo_px" ? "photograph" : "scan";
    throw new Error(`This outline was drawn on a ${other}, not on a ${words.source}.`);
  }
  if (file.frame === "skin_mm" && (!file[native.key] || stillTrue(file, skin, settings))) {
    return { polygons: file.polygons, note: "" };
  }
  const places = file.frame === native.key ? file.polygons : file[native.key];
  const from = native.key === "photo_px" ? "photo pixels" : "places in the scan";
  return { polygons: fromNative(places, skin, settings.thinMm), note: ` It was fitted to this page from its ${from}.` };
}

function parsedOutline(text) {
  let file = null;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error("This file is not an outline: it is not JSON.");
  }
  if (file?.format !== FORMAT) throw new Error(`This file is not an outline of the format ${FORMAT}.`);
  const coordinates = { photo_px: 2, skin_mm: 2, scan_xyz_mm: 3 }[file.frame] ?? 0;
  const sound = arePolygons(file.polygons, coordinates);
  const beside = [["photo_px", 2], ["scan_xyz_mm", 3]].every(([key, count]) => !file[key] || arePolygons(file[key], count));
  if (!sound || !beside) throw new Error("This outline is damaged.");
  return file;
}

function arePolygons(polygons, coordinates = 2) {
  const isPoint = (p) => Array.isArray(p) && p.length === coordinates && p.every((v) => Number.isFinite(v) && Math.abs(v) < 1e6);
  const isRing = (ring) => Array.isArray(ring) && ring.length >= 3 && ring.every(isPoint);
  return Array.isArray(polygons) && polygons.every((rings) => Array.isArray(rings) && rings[0] && rings.every(isRing));
}

// The millimetres count while they lead to the places saved beside them; else the method has changed, and those count.
function stillTrue(file, skin, { denseMm, samePlace, native }) {
  const { polygons, [native.key]: saved } = file;
  const rings = inNative(polygons, skin, denseMm).flat();
  const near =
    native.key === "photo_px"
      ? (px) => rings.some((ring) => nearestOnRing(px, ring).distance <= samePlace)
      : (xyz) => rings.some((ring) => ring.some((q) => Math.hypot(...minus(q, xyz)) <= samePlace)); // half an edge's cut
  return rings.length === saved.flat().length && saved.flat(2).every(near);
}

function fromNative(polygons, skin, thinMm) {
  const mapped = polygons.map((rings) => rings.map((ring) => ring.map((place) => skin.toMm(place))));
  if (mapped.flat(2).includes(null)) throw new Error("This outline leaves the skin that the page shows.");
  return mapped.map((rings) => rings.map((ring) => simplifiedRing(ring, thinMm).map(rounded)));
}
