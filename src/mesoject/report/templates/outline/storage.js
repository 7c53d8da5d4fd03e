// Autosave in the browser's own storage, under the photograph's hash. It never leaves this computer.

class Autosave {
  #key;

  constructor(sha256) {
    this.#key = `mesoject-outline:${sha256}`;
  }

  // {polygons, draft, at} or null; what another version or a damaged profile left behind counts as nothing.
  load() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key));
      const draft = kept.draft && arePoints(kept.draft.points) ? kept.draft : null;
      return arePolygons(kept.polygons) && (kept.polygons.length || draft) ? { ...kept, draft } : null;
    } catch {
      return null;
    }
  }

  keep({ polygons, draft }) {
    this.#quietly(() => localStorage.setItem(this.#key, JSON.stringify({ polygons, draft, at: Date.now() })));
  }

  forget() {
    this.#quietly(() => localStorage.removeItem(this.#key));
  }

  // Storage may be switched off or full: then the guard against leaving the page is what remains.
  #quietly(act) {
    try {
      act();
    } catch {
      say("This browser keeps no automatic copy here. Save often.", "doubtful");
    }
  }
}

const arePoints = (points) => Array.isArray(points) && points.length > 0 && points.every((p) => p?.every(Number.isFinite));

// Offer what an earlier visit left, unless the page shows it already.
function offerRestore(app, autosave) {
  const kept = autosave.load();
  const shown = app.drawing.now;
  if (!kept || JSON.stringify([kept.polygons, kept.draft]) === JSON.stringify([shown.polygons, shown.draft])) return;
  const when = new Date(kept.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  setText("offer-words", `An outline of this ${settings.words.source}, drawn here on ${when}, was kept in this browser.`);
  const offer = element("offer");
  offer.hidden = false;
  const answer = (act) => () => {
    offer.hidden = true;
    act();
    app.stage.focus();
  };
  element("restore").addEventListener("click", answer(() => {
    app.tool = kept.draft ? (kept.draft.hole ? "hole" : "outline") : "edit";
    app.drawing.change({ polygons: kept.polygons, draft: kept.draft });
  }));
  element("discard").addEventListener("click", answer(() => autosave.forget()));
}
