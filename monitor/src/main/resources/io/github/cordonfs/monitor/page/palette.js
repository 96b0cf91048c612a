// Colours of states, after Okabe and Ito: told apart by people who do not see all colours. Close up, each state
// has a letter as well.

const STATES = [
  // name, meaning, letter, light, dark
  ['free', 'in no file', '', [240, 241, 243], [38, 42, 47]],
  ['small', 'file in memory, 4 KiB', 's', [86, 180, 233], [86, 180, 233]],
  ['huge', 'file in memory, huge page of 2 MiB', 'h', [0, 114, 178], [0, 114, 178]],
  ['clean', 'file of a mount, as in the store', 'c', [0, 158, 115], [0, 158, 115]],
  ['mapped', 'mapped by a program', 'm', [204, 121, 167], [204, 121, 167]],
  ['dirty', 'file of a mount, not written yet', 'd', [240, 228, 66], [240, 228, 66]],
  ['soft offlined', 'taken out before it failed', 'o', [150, 150, 150], [165, 165, 165]],
  ['quarantined', 'failed, in no file', 'q', [60, 45, 40], [120, 70, 50]],
  ['poisoned', 'failed: the page is lost', '\u00d7', [213, 94, 0], [255, 110, 20]],
];

const scheme = matchMedia('(prefers-color-scheme: dark)');

// Chromium does not tell of a change that somebody has seen before by asking: so nobody asks again.
let dark = scheme.matches;

export function isDark() {
  return dark;
}

export function onThemeChange(listener) {
  scheme.addEventListener('change', (event) => {
    dark = event.matches;
    listener();
  });
}

export function color(state) {
  return STATES[state][isDark() ? 4 : 3];
}

export function css(rgb) {
  return `rgb(${rgb[0]} ${rgb[1]} ${rgb[2]})`;
}

export function letter(state) {
  return STATES[state]?.[2] ?? '';
}

export const FIRST_FAILED = 6;
export const POISONED = 8;
export const OUTSIDE = 15;

/** Colours of all cells: the state in the lower four bits, how full it is in the upper four. */
export function lookup() {
  const table = new Uint32Array(256);
  const free = color(0);
  for (let cell = 0; cell < 256; cell++) {
    const state = cell & 15;
    if (state >= STATES.length) {
      continue; // transparent
    }
    const share = state === 0 ? 0 : state >= FIRST_FAILED ? 1 : Math.max(0.25, (cell >> 4) / 15);
    const mixed = color(state).map((part, i) => Math.round(part * share + free[i] * (1 - share)));
    table[cell] = (255 << 24) | (mixed[2] << 16) | (mixed[1] << 8) | mixed[0];
  }
  return table;
}

/** Fills a list with an entry for each state; returns how to set their counts. */
export function legend(list, element) {
  const counts = {};
  list.replaceChildren(
    ...STATES.map(([name, meaning, sign], state) => {
      const swatch = element('span', { className: 'swatch', textContent: sign, ariaHidden: 'true' });
      swatch.style.background = css(color(state));
      swatch.style.color = contrast(color(state));
      counts[name] = element('span', { className: 'count' });
      return element('li', { title: meaning }, swatch, element('span', { textContent: name }), counts[name]);
    }),
  );
  return (states) => {
    for (const [name, count] of Object.entries(states)) {
      if (counts[name]) {
        counts[name].textContent = count.toLocaleString('en');
      }
    }
  };
}

export function contrast(rgb) {
  return rgb[0] * 0.299 + rgb[1] * 0.587 + rgb[2] * 0.114 > 140 ? '#000000' : '#ffffff';
}
