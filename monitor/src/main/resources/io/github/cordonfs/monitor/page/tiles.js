// Tiles of the map: fetched when they are seen, kept while there is room, fetched again when they have changed.

import { bytes } from './server.js';
import { lookup } from './palette.js';

export const TILE = 256;

const MOST = 240;
const AT_ONCE = 6;
const AGAIN_MS = 1000;

export class Tiles {
  constructor(pool, changed) {
    this.pool = pool;
    this.changed = changed;
    this.kept = new Map();
    this.wanted = [];
    this.inFlight = 0;
    this.colors = lookup();
  }

  key(level, x, y) {
    return (level * 4096 + y) * 4096 + x;
  }

  /** Says which tiles are seen now; those that are missing or old are fetched, in this order. */
  want(places) {
    this.wanted = places.filter(([level, x, y]) => {
      const tile = this.kept.get(this.key(level, x, y));
      return !tile || (tile.stale && !tile.loading);
    });
    this.next();
  }

  next() {
    while (this.inFlight < AT_ONCE && this.wanted.length > 0) {
      const [level, x, y] = this.wanted.shift();
      const key = this.key(level, x, y);
      const tile = this.kept.get(key) ?? { level, x, y };
      const soon = tile.cells && !tile.urgent && performance.now() - tile.time < AGAIN_MS;
      if (tile.loading || soon) {
        this.later();
        continue;
      }
      this.kept.set(key, tile);
      tile.loading = true;
      tile.asked = performance.now();
      tile.stale = false;
      tile.urgent = false;
      this.inFlight++;
      bytes('/api/tile', { level, x, y })
        .then((cells) => {
          tile.cells = cells;
          tile.time = performance.now();
          this.paint(tile);
        })
        .catch(() => {
          tile.stale = true;
        })
        .finally(() => {
          tile.loading = false;
          this.inFlight--;
          this.changed();
          this.next();
        });
    }
  }

  /** What was fetched a moment ago is fetched again in a moment. */
  later() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed();
    }, AGAIN_MS);
  }

  paint(tile) {
    tile.canvas ??= Object.assign(document.createElement('canvas'), { width: TILE, height: TILE });
    const context = tile.canvas.getContext('2d');
    const image = context.createImageData(TILE, TILE);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = this.colors[tile.cells[i]];
    }
    context.putImageData(image, 0, 0);
  }

  get(level, x, y) {
    const key = this.key(level, x, y);
    const tile = this.kept.get(key);
    if (tile?.canvas) {
      // The least recently seen are the first of the map.
      this.kept.delete(key);
      this.kept.set(key, tile);
      return tile;
    }
    return undefined;
  }

  /** Returns what is known of a frame's cell without asking, or undefined. */
  cell(x, y) {
    const tile = this.kept.get(this.key(0, x >> 8, y >> 8));
    return tile?.cells?.[(y & 255) * TILE + (x & 255)];
  }

  trim() {
    for (const key of this.kept.keys()) {
      if (this.kept.size <= MOST) {
        return;
      }
      if (!this.kept.get(key).loading) {
        this.kept.delete(key);
      }
    }
  }

  /** Marks tiles as old of which a part changed: numbers of tiles of level 0. A failure cannot wait. */
  invalidate(numbers, urgent = false) {
    const across = Math.ceil(this.pool.width / TILE);
    const changed = new Set();
    for (const number of numbers) {
      const x = number % across;
      const y = Math.floor(number / across);
      for (let level = 0; level < this.pool.levels; level++) {
        changed.add(this.key(level, x >> level, y >> level));
      }
    }
    for (const key of changed) {
      const tile = this.kept.get(key);
      if (tile) {
        tile.stale = true;
        tile.urgent ||= urgent;
      }
    }
    this.changed();
  }

  /** Marks all tiles as old that were asked for before a time. */
  invalidateBefore(time) {
    for (const tile of this.kept.values()) {
      tile.stale ||= tile.asked < time;
    }
    this.changed();
  }

  repaint() {
    this.colors = lookup();
    for (const tile of this.kept.values()) {
      if (tile.cells) {
        this.paint(tile);
      }
    }
    this.changed();
  }
}
