// A surface out of a GLB: positions and heights in millimetres, as the page's own writer lays them out.

const ARRAYS = { 5123: Uint16Array, 5125: Uint32Array, 5126: Float32Array };
const SIZES = { SCALAR: 1, VEC3: 3, VEC4: 4 };
const MM = 1000;

class Model {
  constructor(bytes) {
    const view = new DataView(bytes.buffer);
    const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true))));
    const start = 20 + view.getUint32(12, true) + 8;
    const array = (k) => {
      const { bufferView, componentType, count, type } = json.accessors[k];
      return new ARRAYS[componentType](bytes.buffer, start + json.bufferViews[bufferView].byteOffset, count * SIZES[type]);
    };
    const { attributes, indices } = json.meshes[0].primitives[0];
    const has = (name) => (name in attributes ? array(attributes[name]) : null);
    this.height = array(attributes._HEIGHT_MM);
    this.up = array(attributes._UP);
    this.border = array(attributes._BORDER_MM);
    this.colours = { height: array(attributes.COLOR_0), own: has("COLOR_1") };
    this.triangles = array(indices);
    const points = array(attributes.POSITION);
    const { min, max } = json.accessors[attributes.POSITION];
    this.middle = min.map((low, k) => (MM * (low + max[k])) / 2);
    this.base = points.map((value, k) => MM * value - this.middle[k % 3] - this.up[k] * this.height[(k / 3) | 0]);
  }

  // Positions with every height made `times` as great.
  raised(times) {
    return this.base.map((value, k) => value + times * this.up[k] * this.height[(k / 3) | 0]);
  }

  // Normals of those positions: the mean of the triangles round each, weighted by their areas.
  normals(points) {
    const sums = new Float32Array(points.length);
    const t = this.triangles;
    for (let k = 0; k < t.length; k += 3) {
      const [a, b, c] = [3 * t[k], 3 * t[k + 1], 3 * t[k + 2]];
      const ux = points[b] - points[a], uy = points[b + 1] - points[a + 1], uz = points[b + 2] - points[a + 2];
      const vx = points[c] - points[a], vy = points[c + 1] - points[a + 1], vz = points[c + 2] - points[a + 2];
      const x = uy * vz - uz * vy, y = uz * vx - ux * vz, z = ux * vy - uy * vx;
      for (const at of [a, b, c]) {
        sums[at] += x;
        sums[at + 1] += y;
        sums[at + 2] += z;
      }
    }
    return sums;
  }
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64.trim()), (letter) => letter.charCodeAt(0));
}
