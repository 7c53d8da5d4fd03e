// mesoject-outline/1: the drawing as text, and back.

const FORMAT = "mesoject-outline/1";

// The same drawing always gives the same bytes. Edges are cut before they go to the photograph: straight on the skin,
// they are curved there.
function outlineText(polygons, skin, { sha256, denseMm }) {
  return `${JSON.stringify({
    format: FORMAT,
    frame: "skin_mm",
    source_sha256: sha256,
    polygons,
    photo_px: inPhoto(polygons, skin, denseMm),
  })}\n`;
}

function inPhoto(polygons, skin, denseMm) {
  const thousandths = (mm) => skin.toPhoto(mm).map((v) => Math.round(v * 1000) / 1000);
  return polygons.map((polygon) => polygon.map((ring) => densified(ring, denseMm).map(thousandths)));
}

// {polygons, note}; throws an Error whose message is for the person who opened the file.
function outlineFromText(text, skin, settings) {
  const file = parsedOutline(text);
  if (file.source_sha256 && file.source_sha256 !== settings.sha256) {
    throw new Error("This outline was drawn on another photograph. Open the one that belongs to this page.");
  }
  if (file.frame === "scan_xyz_mm") throw new Error("This outline was drawn on a scan, not on a photograph.");
  if (file.frame === "skin_mm" && (!file.photo_px || stillTrue(file, skin, settings))) {
    return { polygons: file.polygons, note: "" };
  }
  const px = file.frame === "photo_px" ? file.polygons : file.photo_px;
  return { polygons: fromPhoto(px, skin, settings.thinMm), note: " It was fitted to this page from its photo pixels." };
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
  if (!sound || (file.photo_px && !arePolygons(file.photo_px))) throw new Error("This outline is damaged.");
  return file;
}

function arePolygons(polygons, coordinates = 2) {
  const isPoint = (p) => Array.isArray(p) && p.length === coordinates && p.every((v) => Number.isFinite(v) && Math.abs(v) < 1e6);
  const isRing = (ring) => Array.isArray(ring) && ring.length >= 3 && ring.every(isPoint);
  return Array.isArray(polygons) && polygons.every((rings) => Array.isArray(rings) && rings[0] && rings.every(isRing));
}

// The millimetres count while they lead to the pixels saved beside them; else the method has changed, and pixels count.
function stillTrue({ polygons, photo_px: saved }, skin, { denseMm, samePlacePx }) {
  const rings = inPhoto(polygons, skin, denseMm).flat();
  const near = (px) => rings.some((ring) => nearestOnRing(px, ring).distance <= samePlacePx);
  return rings.length === saved.flat().length && saved.flat(2).every(near);
}

function fromPhoto(polygons, skin, thinMm) {
  const mapped = polygons.map((rings) => rings.map((ring) => ring.map((px) => skin.toMm(px))));
  if (mapped.flat(2).includes(null)) throw new Error("This outline leaves the skin that the page shows.");
  return mapped.map((rings) => rings.map((ring) => simplifiedRing(ring, thinMm).map(rounded)));
}
