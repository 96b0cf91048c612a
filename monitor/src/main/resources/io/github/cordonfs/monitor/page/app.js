// Puts the page together.

import { Refused, json, listen, setToken } from './server.js';
import { element } from './server.js';
import { legend, onThemeChange } from './palette.js';
import { MapView } from './map.js';
import { Gauges } from './charts.js';
import { Blocks, Events, Files, showDetails } from './panels.js';
import { Play } from './play.js';

const DETAILS_AFTER_MS = 120;

const byId = (id) => document.getElementById(id);

async function start() {
  let pool;
  try {
    pool = await json('/api/pool');
  } catch (error) {
    if (error instanceof Refused && error.status === 401) {
      askForToken(error.message);
    } else {
      status(error instanceof Refused ? error.message : 'no connection', false);
    }
    return;
  }
  byId('login').hidden = true;
  document.querySelector('main').hidden = false;
  byId('name').textContent = pool.name;
  document.title = `${pool.name} \u2013 Cordon`;
  const map = new MapView(byId('map'), pool);
  let setCounts = legend(byId('legend'), element);
  const gauges = new Gauges(byId('gauges'));
  const showOnMap = (frame) => {
    show('map');
    map.select(frame, true);
  };
  const events = new Events(showOnMap);
  const blocks = new Blocks(pool, showOnMap);
  const play = pool.injection ? new Play(map) : undefined;
  const latest = () => events.events[0]?.frame ?? -1;
  let last;
  const files = new Files();
  const views = {
    table: () => blocks.show(),
    events: () => events.show(),
    files: () => files.show(),
    gauges: () => gauges.redraw(),
  };
  connectTabs((name) => views[name]?.());
  connectMap(map, play, latest);
  connectFind(map);
  onThemeChange(() => {
    map.tiles.repaint();
    setCounts = legend(byId('legend'), element);
    setCounts(last?.states ?? {});
    gauges.redraw();
  });
  window.cordonMonitor = { map, pool, events };
  await listen({
    state: (state) => {
      last = state;
      setCounts(state.states);
      gauges.add(state);
      play?.show(state.storm);
    },
    failure: (failure) => {
      events.add(failure);
      map.flash(failure.frame);
      map.tiles.invalidate([tileOf(map, failure.frame)], true);
      if (!byId('view-files').hidden) {
        files.changed();
      }
    },
    map: (changed) => map.tiles.invalidate(changed),
  }, status, async (first) => {
    const since = performance.now();
    if (!first && JSON.stringify(await json('/api/pool')) !== JSON.stringify(pool)) {
      location.reload(); // another one listens at this address now
    }
    map.tiles.invalidateBefore(since);
    await events.load();
  });
}

function tileOf(map, frame) {
  const [x, y] = map.placeOf(frame);
  return (y >> 8) * Math.ceil(map.pool.width / 256) + (x >> 8);
}

/** Where there is not room for all of a text, it is there when one points at it. */
function say(place, text) {
  place.textContent = text;
  place.title = text;
}

function status(text, good) {
  say(byId('status'), text);
  byId('status').className = good ? '' : 'bad';
}

function askForToken(message) {
  document.querySelector('main').hidden = true;
  byId('login').hidden = false;
  byId('login-error').textContent = message;
  status('a token is needed', false);
  byId('token').focus();
  byId('login').onsubmit = (event) => {
    event.preventDefault();
    setToken(byId('token').value);
    start();
  };
}

let shown = () => {};

function show(name) {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const selected = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', selected);
    tab.tabIndex = selected ? 0 : -1;
    byId(tab.getAttribute('aria-controls')).hidden = !selected;
  }
  shown(name);
}

function connectTabs(listener) {
  shown = listener;
  const tabs = [...document.querySelectorAll('[role=tab]')];
  tabs.forEach((tab, i) => {
    tab.addEventListener('click', () => show(tab.id.slice(4)));
    tab.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) {
        const next = tabs[(i + by + tabs.length) % tabs.length];
        show(next.id.slice(4));
        next.focus();
      }
    });
  });
}

function connectMap(map, play, latest) {
  const { canvas } = map;
  let timer;
  let drag;
  const detail = (frame) => {
    clearTimeout(timer);
    if (frame >= 0) {
      timer = setTimeout(() => showDetails(byId('details'), frame), DETAILS_AFTER_MS);
    }
  };
  map.addEventListener('select', (event) => detail(event.detail));
  byId('zoom-in').addEventListener('click', () => map.zoom(2));
  byId('zoom-out').addEventListener('click', () => map.zoom(0.5));
  byId('zoom-fit').addEventListener('click', () => map.fit());
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    map.zoom(2 ** (-event.deltaY / 300), event.offsetX, event.offsetY);
  }, { passive: false });
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.offsetX, y: event.offsetY, from: map.at(event.offsetX, event.offsetY), far: false };
  });
  canvas.addEventListener('pointermove', (event) => {
    const place = map.at(event.offsetX, event.offsetY);
    if (!drag) {
      detail(map.frameAt(...place));
      return;
    }
    const x = drag.x - event.offsetX;
    const y = drag.y - event.offsetY;
    drag.far ||= Math.hypot(x, y) > 4;
    if (play?.drags()) {
      map.area = areaOf(map, drag.from, place);
      map.redraw();
    } else if (drag.far) {
      map.move(x, y);
      drag.x = event.offsetX;
      drag.y = event.offsetY;
    }
  });
  canvas.addEventListener('pointerup', (event) => {
    if (!drag) {
      return;
    }
    const frame = map.frameAt(...map.at(event.offsetX, event.offsetY));
    if (map.area) {
      play.area(map.area);
    } else if (!drag.far && frame >= 0) {
      map.select(frame);
      play?.click(frame);
    }
    map.area = undefined;
    drag = undefined;
    map.redraw();
  });
  canvas.addEventListener('keydown', (event) => {
    const far = event.shiftKey ? 8 : 1;
    const keys = {
      ArrowLeft: () => map.step(-far, 0),
      ArrowRight: () => map.step(far, 0),
      ArrowUp: () => map.step(0, -far),
      ArrowDown: () => map.step(0, far),
      '+': () => zoomOnCursor(map, 2),
      '-': () => zoomOnCursor(map, 0.5),
      Home: () => map.fit(),
      n: () => latest() >= 0 && map.select(latest(), true),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
}

function zoomOnCursor(map, factor) {
  const [x, y] = map.placeOf(map.cursor);
  map.zoom(factor, (x + 0.5 - map.left) * map.scale, (y + 0.5 - map.top) * map.scale);
}

function areaOf(map, from, to) {
  const clamp = (value, most) => Math.min(most - 1, Math.max(0, value));
  const x = clamp(Math.min(from[0], to[0]), map.pool.width);
  const y = clamp(Math.min(from[1], to[1]), map.pool.height);
  return {
    x,
    y,
    width: clamp(Math.max(from[0], to[0]), map.pool.width) - x + 1,
    height: clamp(Math.max(from[1], to[1]), map.pool.height) - y + 1,
  };
}

function connectFind(map) {
  byId('find').addEventListener('submit', async (event) => {
    event.preventDefault();
    const path = byId('find-path').value.trim();
    const result = byId('find-result');
    if (!path) {
      map.highlight([]);
      say(result, '');
      return;
    }
    try {
      const found = await json('/api/find', { path });
      map.highlight(found.runs);
      say(result, `${found.present} of ${found.pages} pages have memory`
        + (found.truncated ? '; not all are shown' : ''));
      if (found.runs.length > 0) {
        show('map');
        map.select(found.runs[0][0]);
      }
    } catch (error) {
      map.highlight([]);
      say(result, error.message);
    }
  });
}

start();
