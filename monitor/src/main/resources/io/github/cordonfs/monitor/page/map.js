// The map on its canvas: where one looks, what is drawn, and the cursor.

import { TILE, Tiles } from './tiles.js';
import { FIRST_FAILED, OUTSIDE, color, contrast, isDark, letter } from './palette.js';

const BLOCK = 512;
const BLOCK_WIDTH = 32;
const BLOCK_HEIGHT = 16;
const CLOSEST = 40;
const LETTERS_FROM = 16;
const FLASH_MS = 1500;

export class MapView extends EventTarget {
  constructor(canvas, pool) {
    super();
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.pool = pool;
    this.tiles = new Tiles(pool, () => this.redraw());
    this.runs = [];
    this.flashes = [];
    this.cursor = 0;
    this.calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.frames = 0;
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.resize();
    this.fit();
  }

  resize() {
    const ratio = devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.canvas;
    const wasNothing = !this.width;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.max(1, Math.round(clientWidth * ratio));
    this.canvas.height = Math.max(1, Math.round(clientHeight * ratio));
    this.ratio = ratio;
    if (wasNothing && clientWidth) {
      this.fit();
    }
    this.redraw();
  }

  /** Shows the whole pool. */
  fit() {
    const { width, height } = this.pool;
    this.smallest = Math.min(this.width / width, this.height / height) * 0.95 || 1;
    this.scale = this.smallest;
    this.left = (width - this.width / this.scale) / 2;
    this.top = (height - this.height / this.scale) / 2;
    this.redraw();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(CLOSEST, Math.max(this.smallest / 2, this.scale * factor));
    this.left += x / this.scale - x / scale;
    this.top += y / this.scale - y / scale;
    this.scale = scale;
    this.redraw();
  }

  move(x, y) {
    this.left += x / this.scale;
    this.top += y / this.scale;
    this.redraw();
  }

  /** Returns the place on the map, in frames, of a place on the canvas. */
  at(x, y) {
    return [Math.floor(this.left + x / this.scale), Math.floor(this.top + y / this.scale)];
  }

  frameAt(x, y) {
    const { columns, width, height, frames } = this.pool;
    if (x < 0 || y < 0 || x >= width || y >= height) {
      return -1;
    }
    const block = Math.floor(y / BLOCK_HEIGHT) * columns + Math.floor(x / BLOCK_WIDTH);
    const frame = block * BLOCK + (y % BLOCK_HEIGHT) * BLOCK_WIDTH + (x % BLOCK_WIDTH);
    return frame < frames ? frame : -1;
  }

  placeOf(frame) {
    const block = Math.floor(frame / BLOCK);
    const within = frame % BLOCK;
    return [
      (block % this.pool.columns) * BLOCK_WIDTH + (within % BLOCK_WIDTH),
      Math.floor(block / this.pool.columns) * BLOCK_HEIGHT + Math.floor(within / BLOCK_WIDTH),
    ];
  }

  /** Puts the cursor on a frame and brings it into view. */
  select(frame, closer = false) {
    this.cursor = frame;
    const [x, y] = this.placeOf(frame);
    if (closer && this.scale < LETTERS_FROM) {
      this.scale = LETTERS_FROM;
      this.center(x, y);
    }
    const left = (x - this.left) * this.scale;
    const top = (y - this.top) * this.scale;
    if (left < 0 || top < 0 || left + this.scale > this.width || top + this.scale > this.height) {
      this.center(x, y);
    }
    this.redraw();
    this.dispatchEvent(new CustomEvent('select', { detail: frame }));
  }

  center(x, y) {
    this.left = x + 0.5 - this.width / this.scale / 2;
    this.top = y + 0.5 - this.height / this.scale / 2;
  }

  level() {
    const level = Math.floor(Math.log2(1 / (this.scale * this.ratio)));
    return Math.min(this.pool.levels - 1, Math.max(0, level));
  }

  /** Moves the cursor by cells of the level that is shown. */
  step(x, y) {
    const size = 2 ** this.level();
    const [left, top] = this.placeOf(this.cursor);
    const frame = this.frameAt(
      Math.min(this.pool.width - 1, Math.max(0, left + x * size)),
      Math.min(this.pool.height - 1, Math.max(0, top + y * size)),
    );
    if (frame >= 0) {
      this.select(frame);
    }
  }

  highlight(runs) {
    this.runs = runs;
    this.redraw();
  }

  flash(frame) {
    this.flashes.push({ frame, from: performance.now() });
    this.redraw();
  }

  redraw() {
    this.pending ??= requestAnimationFrame((now) => {
      this.pending = undefined;
      this.draw(now);
    });
  }

  draw(now) {
    const { context } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, this.width, this.height);
    const level = this.level();
    this.drawTiles(level);
    if (this.scale >= LETTERS_FROM) {
      this.drawLetters();
    }
    this.drawRuns();
    this.drawArea();
    this.drawCursor();
    this.drawFlashes(now);
    this.frames++;
  }

  drawTiles(level) {
    const size = TILE * 2 ** level;
    // The whole pool in one tile: there is a picture after one answer, and it gets sharper.
    const top = this.pool.levels - 1;
    const seen = level === top || this.tiles.get(top, 0, 0) ? [] : [[top, 0, 0]];
    const right = Math.min(this.pool.width, this.left + this.width / this.scale);
    const bottom = Math.min(this.pool.height, this.top + this.height / this.scale);
    for (let y = Math.max(0, Math.floor(this.top / size)); y * size < bottom; y++) {
      for (let x = Math.max(0, Math.floor(this.left / size)); x * size < right; x++) {
        seen.push([level, x, y]);
        this.drawTile(level, x, y, size);
      }
    }
    this.tiles.want(seen);
    this.tiles.trim();
  }

  /** Draws a tile, or the part of one from further away while it is not there yet. */
  drawTile(level, x, y, size) {
    const left = (x * size - this.left) * this.scale;
    const top = (y * size - this.top) * this.scale;
    const extent = size * this.scale;
    for (let up = 0; level + up < this.pool.levels; up++) {
      const tile = this.tiles.get(level + up, x >> up, y >> up);
      if (tile) {
        const part = TILE >> up;
        const mask = (1 << up) - 1;
        if (part > 0) {
          this.firstPicture ??= performance.now();
          this.context.drawImage(
            tile.canvas, (x & mask) * part, (y & mask) * part, part, part, left, top, extent, extent);
        }
        return;
      }
    }
  }

  drawLetters() {
    const { context, scale } = this;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `bold ${Math.min(22, scale * 0.7)}px monospace`;
    const [left, top] = this.at(0, 0);
    const [right, bottom] = this.at(this.width, this.height);
    context.strokeStyle = isDark() ? '#14171a' : '#ffffff';
    context.beginPath();
    for (let x = Math.max(0, left); x <= Math.min(this.pool.width, right + 1); x++) {
      const at = Math.round((x - this.left) * scale) + 0.5;
      context.moveTo(at, Math.max(0, -this.top * scale));
      context.lineTo(at, Math.min(this.height, (this.pool.height - this.top) * scale));
    }
    for (let y = Math.max(0, top); y <= Math.min(this.pool.height, bottom + 1); y++) {
      const at = Math.round((y - this.top) * scale) + 0.5;
      context.moveTo(Math.max(0, -this.left * scale), at);
      context.lineTo(Math.min(this.width, (this.pool.width - this.left) * scale), at);
    }
    context.stroke();
    for (let y = Math.max(0, top); y <= bottom; y++) {
      for (let x = Math.max(0, left); x <= right; x++) {
        const state = (this.tiles.cell(x, y) ?? OUTSIDE) & 15;
        if (letter(state)) {
          context.fillStyle = contrast(color(state));
          context.fillText(letter(state), (x + 0.5 - this.left) * scale, (y + 0.5 - this.top) * scale);
        }
      }
    }
  }

  /** Lights up the frames of a file that was found. */
  drawRuns() {
    if (this.runs.length === 0) {
      return;
    }
    const { context } = this;
    context.beginPath();
    for (const [first, count] of this.runs) {
      this.addRun(first, count);
    }
    context.fillStyle = isDark() ? 'rgb(255 255 255 / 45%)' : 'rgb(0 0 0 / 35%)';
    context.fill();
  }

  addRun(first, count) {
    for (let frame = first; frame < first + count; ) {
      const within = frame % BLOCK;
      const inRow = within % BLOCK_WIDTH;
      const left = first + count - frame;
      const wholeRows = inRow === 0 ? Math.min(Math.floor(left / BLOCK_WIDTH), (BLOCK - within) / BLOCK_WIDTH) : 0;
      const width = wholeRows > 0 ? BLOCK_WIDTH : Math.min(left, BLOCK_WIDTH - inRow);
      const height = Math.max(1, wholeRows);
      const [x, y] = this.placeOf(frame);
      this.context.rect(
        (x - this.left) * this.scale, (y - this.top) * this.scale,
        Math.max(1, width * this.scale), Math.max(1, height * this.scale));
      frame += width * height;
    }
  }

  /** The area that is being chosen. */
  drawArea() {
    if (this.area) {
      const { x, y, width, height } = this.area;
      this.context.strokeStyle = isDark() ? '#ffffff' : '#000000';
      this.context.lineWidth = 2;
      this.context.strokeRect(
        (x - this.left) * this.scale, (y - this.top) * this.scale, width * this.scale, height * this.scale);
      this.context.lineWidth = 1;
    }
  }

  drawCursor() {
    const [x, y] = this.placeOf(this.cursor);
    const size = Math.max(6, this.scale);
    const left = (x + 0.5 - this.left) * this.scale - size / 2;
    const top = (y + 0.5 - this.top) * this.scale - size / 2;
    this.context.lineWidth = 3;
    this.context.strokeStyle = '#ffffff';
    this.context.strokeRect(left - 1, top - 1, size + 2, size + 2);
    this.context.lineWidth = 1;
    this.context.strokeStyle = '#000000';
    this.context.strokeRect(left - 1, top - 1, size + 2, size + 2);
  }

  drawFlashes(now) {
    this.flashes = this.flashes.filter((flash) => now - flash.from < FLASH_MS).slice(-200);
    const rgb = color(FIRST_FAILED + 2);
    for (const { frame, from } of this.flashes) {
      const share = this.calm ? 0.3 : (now - from) / FLASH_MS;
      const [x, y] = this.placeOf(frame);
      this.context.beginPath();
      this.context.arc(
        (x + 0.5 - this.left) * this.scale, (y + 0.5 - this.top) * this.scale,
        this.scale / 2 + 4 + 30 * share, 0, 2 * Math.PI);
      this.context.lineWidth = 3;
      this.context.strokeStyle = `rgb(${rgb[0]} ${rgb[1]} ${rgb[2]} / ${1 - share})`;
      this.context.stroke();
      this.context.lineWidth = 1;
    }
    if (this.flashes.length > 0) {
      this.redraw();
    }
  }
}
