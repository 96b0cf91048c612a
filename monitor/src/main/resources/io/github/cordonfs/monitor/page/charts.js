// Gauges: a figure, and how it was in the last two minutes.

import { element } from './server.js';

const POINTS = 120;

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function size(bytes) {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const number = (value) => Math.round(value).toLocaleString('en');
const rate = (value) => `${size(value)}/s`;

/** Of the reads since the state before; the one before that if there were none. */
let lastHitRate = null;
function hitRate(state, before) {
  const hits = state.readHits - (before.readHits ?? 0);
  const reads = hits + state.readMisses - (before.readMisses ?? 0);
  if (state.readHits === null) {
    return null;
  }
  lastHitRate = reads > 0 ? hits / reads : lastHitRate ?? 1;
  return lastHitRate;
}

const perSecond = (now, before, seconds) => Math.max(0, now - before) / seconds;

/** Title, how to get the value of a state (and the state and seconds before), how to write it. */
const GAUGES = [
  ['Used by files', (s) => s.used, size],
  ['Free for files', (s) => s.capacity - s.used, size],
  ['Resident', (s) => s.resident, size],
  ['In huge pages', (s) => (s.used ? s.huge / s.used : 0), percent],
  ['Read through channels', (s, before, seconds) => perSecond(s.bytesRead, before.bytesRead, seconds), rate],
  ['Written through channels', (s, before, seconds) => perSecond(s.bytesWritten, before.bytesWritten, seconds), rate],
  ['Out of service', (s) => s.dataLost + s.retired, size],
  ['Data lost now', (s) => s.dataLost, size],
  ['Failures handled', (s) => Object.values(s.failures).reduce((a, b) => a + b, 0), number],
  ['Patrol', (s, before, seconds) => perSecond(s.patrolled, before.patrolled, seconds), rate],
  ['Dirty pages, not in the store yet', (s) => s.states.dirty * 4096, size],
  ['Clean pages of the mount', (s) => s.states.clean * 4096, size],
  ['Hit rate of the mount', (s, before) => hitRate(s, before), percent],
  ['Reads of the store',
    (s, before, seconds) => (s.storeReads === 0 ? null : perSecond(s.storeReads, before.storeReads, seconds)),
    (value) => `${number(value)}/s`],
];

export class Gauges {
  constructor(place) {
    this.gauges = GAUGES.map(([title, value, text]) => {
      const canvas = element('canvas', { width: 240, height: 64 });
      canvas.setAttribute('role', 'img');
      const figure = element('p', { className: 'value', textContent: '\u2013' });
      const box = element('div', { className: 'gauge' }, element('h3', { textContent: title }), figure, canvas);
      return { title, value, text, canvas, figure, box, points: [] };
    });
    place.replaceChildren(...this.gauges.map((gauge) => gauge.box));
  }

  add(state) {
    const before = this.before ?? state;
    const seconds = Math.max(0.001, (Date.parse(state.time) - Date.parse(before.time)) / 1000);
    for (const gauge of this.gauges) {
      const value = gauge.value(state, before, seconds);
      gauge.box.hidden = value === null;
      if (value !== null && (this.before || gauge.value.length === 1)) {
        gauge.points.push(value);
        gauge.points.splice(0, gauge.points.length - POINTS);
        gauge.figure.textContent = gauge.text(value);
        this.draw(gauge);
      }
    }
    this.before = state;
  }

  draw({ title, canvas, points, text }) {
    const most = Math.max(...points);
    canvas.setAttribute('aria-label', `${title}: at most ${text(most)} in the last ${points.length} seconds`);
    if (!canvas.offsetParent) {
      return;
    }
    const context = canvas.getContext('2d');
    const { width, height } = canvas;
    context.clearRect(0, 0, width, height);
    context.strokeStyle = getComputedStyle(canvas).getPropertyValue('--accent');
    context.lineWidth = 2;
    context.beginPath();
    points.forEach((value, i) => {
      const x = width - 1 - (points.length - 1 - i) * (width / (POINTS - 1));
      const y = height - 2 - (most > 0 ? value / most : 0) * (height - 4);
      context.lineTo(x, y);
    });
    context.stroke();
  }

  redraw() {
    for (const gauge of this.gauges) {
      if (gauge.points.length > 0) {
        this.draw(gauge);
      }
    }
  }
}
