// Play: strikes by mouse and keyboard, and a storm. Only where injection is allowed.

import { element, json } from './server.js';

const TOOLS = [
  ['none', 'moves the map', null],
  ['page', 'strikes a page', (frame) => ({ first: frame })],
  ['row', 'strikes a DRAM row: 32 pages in a row', (frame) => ({ first: frame, count: 32 })],
  ['chip', 'strikes a chip: the same page of 64 blocks', (frame) => ({ first: frame, count: 64, step: 512 })],
  ['area', 'and a drag strike an area', null],
];

const byId = (id) => document.getElementById(id);

export class Play {
  constructor(map) {
    this.map = map;
    this.tool = 'none';
    byId('play').hidden = false;
    byId('play-tools').append(...TOOLS.map(([name, text]) => {
      const radio = element('input', { type: 'radio', name: 'tool', value: name, checked: name === 'none' });
      radio.addEventListener('change', () => (this.tool = name));
      return element('label', {}, radio, ` ${text}`);
    }));
    byId('play-strike').addEventListener('click', () => this.strike({ first: map.cursor }));
    byId('storm').addEventListener('click', () => this.storm());
  }

  drags() {
    return this.tool === 'area';
  }

  click(frame) {
    const parameters = TOOLS.find(([name]) => name === this.tool)[2];
    if (parameters && frame >= 0) {
      this.strike(parameters(frame));
    }
  }

  area({ x, y, width, height }) {
    this.strike({ x, y, width, height });
  }

  async strike(parameters) {
    await this.say(async () => {
      const { struck } = await json('/api/strike', parameters, { method: 'POST' });
      return `${struck} ${struck === 1 ? 'page' : 'pages'} struck`;
    });
  }

  async storm() {
    await this.say(async () => {
      if (this.going) {
        await json('/api/storm', {}, { method: 'DELETE' });
        return 'the storm is over';
      }
      const parameters = { strikes: byId('storm-strikes').value, seconds: byId('storm-seconds').value };
      await json('/api/storm', parameters, { method: 'POST' });
      return 'a storm';
    });
  }

  async say(action) {
    try {
      byId('play-result').textContent = await action();
    } catch (error) {
      byId('play-result').textContent = error.message;
    }
  }

  show({ done, strikes, going }) {
    if (this.going && !going) {
      byId('play-result').textContent = `the storm is over: ${done} of ${strikes} pages struck`;
    }
    this.going = Boolean(going);
    byId('storm').textContent = going ? 'Stop the storm' : 'Start the storm';
    const progress = byId('storm-progress');
    progress.hidden = !going;
    progress.max = strikes ?? 1;
    progress.value = done ?? 0;
  }
}
