// What is beside the map: details of a page, events, files, and the table of blocks.

import { element, json, request } from './server.js';
import { FIRST_FAILED } from './palette.js';
import { size } from './charts.js';
import { Steady } from './steady.js';

const MOST_EVENTS = 1000;
const MOST_KNOWN = 10_000; // as many as the server remembers

const byId = (id) => document.getElementById(id);

const range = (offset, length) => (length > 0 ? `bytes ${offset} to ${offset + length - 1}` : '\u2013');

let asked = -1;

/** Shows what is known of a frame; an answer that is overtaken by another question is not shown. */
export async function showDetails(place, frame) {
  asked = frame;
  let info;
  let problem;
  try {
    info = await json('/api/frame', { n: frame });
  } catch (error) {
    problem = error.message;
  }
  if (asked !== frame) {
    return;
  }
  if (problem !== undefined) {
    place.replaceChildren(element('p', { textContent: problem }));
    return;
  }
  const rows = [['Frame', info.frame], ['State', info.state]];
  if (info.paths.length > 0) {
    rows.push(['File', info.paths.join('\n')]);
  } else if (info.page >= 0) {
    rows.push(['File', 'a file without a name']);
  }
  if (info.page >= 0) {
    rows.push(['Page of the file', info.page], ['Range', range(info.offset, info.length)]);
    rows.push(['Folio', info.huge ? 'huge, 2 MiB' : '4 KiB']);
    rows.push(['Mapped', info.mapped ? 'yes' : 'no']);
    rows.push(['Store behind it', info.backed ? 'yes' : 'no']);
  }
  if (info.source) {
    rows.push(['Cause', info.source]);
  }
  if (info.since) {
    rows.push(['Since', new Date(info.since).toLocaleString()]);
  }
  rows.push(['Kernel page', info.pfn ?? 'not readable']);
  place.replaceChildren(
    element('dl', {}, ...rows.flatMap(([name, value]) => [
      element('dt', { textContent: name }),
      element('dd', { textContent: value }),
    ])),
  );
}

/** The list of failures. */
export class Events {
  constructor(select) {
    this.events = [];
    this.select = select;
    this.body = byId('events').tBodies[0];
    this.list = new Steady(byId('events'), () => this.draw(), byId('events-more'));
    for (const id of ['event-source', 'event-path', 'event-lost']) {
      byId(id).addEventListener('input', () => this.show());
    }
    byId('event-filter').addEventListener('submit', (event) => event.preventDefault());
    byId('save-csv').addEventListener('click', () => this.save('csv'));
    byId('save-json').addEventListener('click', () => this.save('json'));
  }

  filter() {
    return {
      source: byId('event-source').value,
      path: byId('event-path').value,
      lost: String(byId('event-lost').checked),
    };
  }

  /** Asks for all that the server remembers; what arrives meanwhile is added to that. */
  async load() {
    const arrived = (this.arrived = []);
    const known = (await json('/api/failures')).reverse();
    if (this.arrived !== arrived) {
      return; // asked again meanwhile
    }
    this.arrived = undefined;
    const last = known[0]?.number ?? 0;
    // The numbers of a server that was started anew begin anew.
    this.events = [...arrived.filter(({ number }) => number > last), ...known];
    this.showSoon();
  }

  /** Adds one that is later than all others. */
  add(event) {
    this.arrived?.unshift(event);
    this.events.unshift(event);
    this.events.length = Math.min(this.events.length, MOST_KNOWN);
    this.showSoon();
  }

  showSoon() {
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.list.changed();
    }, 200);
  }

  show() {
    this.list.drawNow();
  }

  draw() {
    const { source, path, lost } = this.filter();
    const chosen = this.events.filter((each) =>
      (!source || each.source === source)
      && (lost === 'false' || each.dataLost)
      && (!path || each.paths.some((name) => name.includes(path))));
    byId('event-count').textContent = `${chosen.length} of ${this.events.length}`;
    this.body.replaceChildren(...chosen.slice(0, MOST_EVENTS).map((each) => this.row(each)));
  }

  row(event) {
    const show = element('button', { type: 'button', textContent: event.frame, title: 'show it on the map' });
    show.addEventListener('click', () => this.select(event.frame));
    const cell = (text) => element('td', { textContent: text });
    return element('tr', { className: event.dataLost ? 'bad' : '' },
      cell(new Date(event.time).toLocaleTimeString()),
      element('td', {}, show),
      cell(event.paths.join(' ') || '\u2013'),
      cell(range(event.offset, event.length)),
      cell(event.source), cell(event.use), cell(event.outcome));
  }

  /** With the token, so not by a link. */
  async save(format) {
    const answer = await request('/api/failures', { ...this.filter(), format });
    const url = URL.createObjectURL(await answer.blob());
    const link = element('a', { href: url, download: `failures.${format}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }
}

/** What files have lost, with code that clears or restores it. */
export class Files {
  constructor() {
    this.list = new Steady(byId('files'), () => this.draw(), byId('files-more'));
    this.answer = { files: [], more: false };
  }

  /** A failure happened; a storm has many, and is asked about now and then. */
  changed() {
    this.later ??= setTimeout(async () => {
      try {
        await this.load();
        this.list.changed();
      } catch {
        // The next failure asks again, and so does whoever opens the view.
      } finally {
        this.later = undefined;
      }
    }, 500);
  }

  async show() {
    await this.load();
    this.list.drawNow();
  }

  async load() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const answer = await json('/api/files');
    if (turn === this.turn) {
      this.answer = answer; // and of no question that was asked before
    }
  }

  draw() {
    const { files, more } = this.answer;
    byId('files-none').hidden = files.length > 0;
    byId('files').replaceChildren(
      ...files.map((file) => element('section', {},
        element('h2', { textContent: `${file.path}: ${size(file.lost)} lost` }),
        ...file.ranges.map((each) => element('div', { className: 'range' },
          element('span', { textContent: range(each.offset, each.length) }),
          element('code', { textContent: each.clear }), copyButton('Copy: clear', each.clear),
          copyButton('Copy: restore', each.restore))))),
      ...(more ? [element('p', { textContent: 'There are more files than are shown.' })] : []),
    );
  }
}

function copyButton(label, text) {
  const button = element('button', { type: 'button', textContent: label });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed: select it by hand';
    }
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

/** The same as the map, as a table. */
export class Blocks {
  constructor(pool, select) {
    this.pool = pool;
    this.select = select;
    this.next = 0;
    const head = (text) => element('th', { textContent: text, className: 'number', scope: 'col' });
    byId('blocks').tHead.replaceChildren(
      element('tr', {}, element('th', { textContent: 'Block', scope: 'col' }), ...pool.states.map(head)));
    byId('table-failed').addEventListener('change', () => this.show(0));
    byId('table-first').addEventListener('click', () => this.show(0));
    byId('table-next').addEventListener('click', () => this.show(this.next));
  }

  async show(first = 0) {
    const only = byId('table-failed').checked ? 'failed' : 'all';
    const { rows, next } = await json('/api/blocks', { first, count: 50, only });
    this.next = Math.max(0, next);
    byId('table-next').disabled = next < 0;
    byId('blocks').tBodies[0].replaceChildren(...rows.map(({ block, counts }) => {
      const show = element('button', { type: 'button', textContent: block, title: 'show it on the map' });
      show.addEventListener('click', () => this.select(block * 512));
      const bad = counts.some((count, state) => state >= FIRST_FAILED && count > 0);
      return element('tr', { className: bad ? 'bad' : '' }, element('td', {}, show),
        ...counts.map((count) => element('td', { className: 'number', textContent: count || '' })));
    }));
  }
}
