// The keyboard: digits in a cell of strength, letters in the others, arrows on the body, and / to the line.
import { home } from './parts.js';

const WORDS = { n: ['5', '++', '−'], 0: ['0'], 1: ['1', '+'], 2: ['2', '++'], 3: ['3', '+++'], 4: ['4'], 5: ['5'] };

export function keys(form, { mark, act }) {
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !/INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) { event.preventDefault(); document.getElementById('line').focus(); }
  });
  form.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const cell = event.target.closest('[data-cell]'), hit = event.target.closest('.hit');
    if (cell) inCell(event, cell, act); else if (hit) onBody(event, hit, mark);
  });
  form.addEventListener('click', event => { const hit = event.target.closest('.hit'); if (hit) { home(hit.id); mark(hit.dataset.area, hit.dataset.side); } });
  for (const kind of ['pointerover', 'focusin']) form.addEventListener(kind, event => {
    const hit = event.target.closest('.hit');
    if (hit) document.getElementById('hover').textContent = hit.getAttribute('aria-label');
  });
}

function inCell(event, cell, act) {
  const all = [...cell.querySelectorAll('button')], at = all.indexOf(event.target), key = event.key.toLowerCase();
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], row = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); all[(at + step + all.length) % all.length].focus(); return; }
  if (row) { event.preventDefault(); below(cell, row)?.focus(); return; }
  if (key === 'backspace' || key === 'delete') { event.preventDefault(); act(cell.dataset.clear); return; }
  const wanted = key === '+' || key === '-' ? [key === '+' && all.some(one => one.dataset.key === '½') ? '½' : key === '-' ? '−' : '+'] : WORDS[key];
  const button = wanted && wanted.map(text => all.find(one => one.dataset.key === text)).find(Boolean);
  if (!button) return;
  event.preventDefault();
  const next = key === '+' || key === '-' ? null : below(cell, 1)?.id;
  if (button.getAttribute('aria-pressed') === 'true' && button.dataset.key !== '½') { if (next) document.getElementById(next).focus(); return; }
  act(button.value);
  if (next) document.getElementById(next).focus();
}

function below(cell, step) {
  const row = cell.closest('tr'), column = [...row.children].indexOf(cell.closest('td')), rows = [...row.parentElement.children];
  return rows[rows.indexOf(row) + step]?.children[column]?.querySelector('[tabindex="0"]');
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function onBody(event, hit, mark) {
  if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); home(hit.id); mark(hit.dataset.area, hit.dataset.side); return; }
  const way = WAYS[event.key];
  if (!way) return;
  event.preventDefault();
  const x = Number(hit.dataset.x), y = Number(hit.dataset.y);
  let best = null, least = Infinity;
  for (const other of document.querySelectorAll('.hit')) {
    const dx = Number(other.dataset.x) - x, dy = Number(other.dataset.y) - y, along = dx * way[0] + dy * way[1];
    const cost = along + 2.4 * Math.abs(dx * way[1] + dy * way[0]);
    if (other !== hit && along >= 2 && cost < least) { least = cost; best = other; }
  }
  if (!best) return;
  hit.setAttribute('tabindex', '-1'); best.setAttribute('tabindex', '0'); home(best.id); best.focus();
}
