// What the script adds to the page after each update: regions that can be reached, the strip of parts on a phone.
const HOME = 'r-back-right-low_back';
let current = HOME;

export function reveal() {
  for (const svg of document.querySelectorAll('.bodyview')) svg.setAttribute('role', 'group');
  const hits = document.querySelectorAll('.hit');
  for (const hit of hits) { hit.setAttribute('role', 'button'); hit.setAttribute('tabindex', hit.id === current ? '0' : '-1'); }
  for (const cell of document.querySelectorAll('[data-cell]')) rove(cell);
  strip();
}
export const home = id => { current = id; };

// One tab stop for each cell: the chosen grade, else the last one.
function rove(cell) {
  const all = [...cell.querySelectorAll('button')], at = all.findIndex(one => one.getAttribute('aria-pressed') === 'true');
  all.forEach((one, place) => { one.tabIndex = place === (at < 0 ? all.length - 1 : at) ? 0 : -1; });
}

let open = 'flags';
function strip() {
  const bar = document.getElementById('sections'), entry = document.querySelector('.entry');
  if (!bar || !entry) return;
  entry.dataset.open = open;
  const buttons = [...document.querySelectorAll('.entry .card[data-name]')].map(card => {
    const button = document.createElement('button'), count = card.querySelectorAll('.grades.ok, .grades.off, .flaglist .yes, .flaglist .no, .chip').length;
    button.type = 'button';
    button.id = `part-${card.id}`;
    button.setAttribute('aria-pressed', String(card.id === open));
    button.append(card.dataset.name + (count ? ` ${count}` : ''));
    button.addEventListener('click', () => { open = card.id; strip(); document.getElementById(`part-${card.id}`).focus(); });
    return button;
  });
  bar.replaceChildren(...buttons);
}
