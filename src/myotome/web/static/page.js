// The live part of the page. Without it every button sends the whole form and the page comes back with the answer.
import { forget, goes, recall, remember, warn } from './back.js';
import { keys } from './keys.js';
import { pieces, swap } from './live.js';
import { reveal } from './parts.js';

const form = document.getElementById('exam');
const say = document.getElementById('say');
document.documentElement.classList.add('js');
let queue = Promise.resolve(), asking = null, unanswered = '', spoken = document.getElementById('answer').dataset.spoken;

function trouble() {
  say.textContent = 'The program does not answer. What was entered is still in the page.';
  document.getElementById('answer').setAttribute('aria-busy', 'false');
}

// One entry after the other, since each is made on the one before; of the answers only the newest counts.
function take(change) {
  calm();
  pending(1);
  queue = queue.then(async () => {
    const come = ask('entry answer next', change);
    swap((await come.next()).value);
    remember();
    unanswered = document.querySelector('[name=did]').value;
    follow(come);
  }).catch(trouble).finally(() => pending(-1));
  return queue;
}
function pending(more) { form.dataset.pending = String(Number(form.dataset.pending || 0) + more); }

// Ask anew; whatever was still to come is out of date.
function ask(wanted, change) {
  asking?.abort();
  asking = new AbortController();
  const data = new FormData(form);
  change(data);
  data.set('unanswered', unanswered);
  return pieces(data, wanted, asking.signal);
}

// Another part of the form, which changes no answer.
function look(name, value) {
  pending(1);
  queue = queue.then(async () => {
    const data = new FormData(form);
    data.set(name, value);
    for await (const piece of pieces(data, 'entry')) swap(piece, true);
  }).catch(trouble).finally(() => pending(-1));
}

async function follow(come) {
  const slow = setTimeout(() => document.getElementById('answer').setAttribute('aria-busy', 'true'), 400);
  try {
    for await (const piece of come) { clearTimeout(slow); swap(piece); unanswered = ''; speak(); }
  } catch (error) {
    if (error.name !== 'AbortError') trouble();
  } finally { clearTimeout(slow); }
}

function speak() {
  const now = document.getElementById('answer').dataset.spoken;
  if (now !== spoken) { spoken = now; say.textContent = now; }
}

form.addEventListener('submit', event => {
  const button = event.submitter;
  if (button?.hasAttribute('formaction')) { // what is still on its way into the form goes with it
    if (!Number(form.dataset.pending || 0)) { if (button.id === 'save') goes(); if (button.id === 'save' && form.elements.seen) forget(); return; }
    event.preventDefault();
    if (later) fields();
    queue.then(() => form.requestSubmit(button));
    return;
  }
  event.preventDefault();
  if (button?.id === 'read' || (!button?.name && document.activeElement?.id === 'line')) { entered(); return; }
  if (/^(limb|order|group|mode)$/.test(button?.name)) { look(button.name, button.value); return; }
  const chosen = button?.classList.contains('reading');
  take(data => { if (button?.name) data.set(button.name, button.value); if (!chosen) data.delete('line'); else data.set('line', rest(button)); })
    .then(() => { if (chosen) { document.getElementById('line').value = rest.left; document.getElementById('line').focus(); } });
});

// The phrases that are left when a reading of one of them is taken.
function rest(button) {
  const all = [...document.querySelectorAll('.phrase')], taken = all.indexOf(button.closest('.phrase'));
  rest.left = document.getElementById('line').value.split(',').map(one => one.trim()).filter(Boolean).filter((_, at) => at !== taken).join(', ');
  return rest.left;
}

// Enter takes every phrase that can be read in one way only; the others stay, with their readings to choose from.
async function entered() {
  clearTimeout(typing);
  await read();
  const line = document.getElementById('line'), phrases = [...document.querySelectorAll('.phrase')];
  const sure = phrases.map(one => one.querySelectorAll('.reading')).map(found => (found.length === 1 ? JSON.parse(found[0].value).put : null));
  const left = line.value.split(',').map(one => one.trim()).filter(Boolean).filter((_, at) => !sure[at]).join(', ');
  const put = sure.filter(Boolean);
  if (!put.length) { document.querySelector('.phrase .reading')?.focus(); return; }
  line.value = left;
  await take(data => { data.set('act', JSON.stringify({ put })); data.set('line', left); });
  line.focus();
}

let typing = 0, reading = null;
async function read() {
  reading?.abort();
  reading = new AbortController();
  try {
    for await (const fresh of pieces(new FormData(form), 'readings', reading.signal)) swap(fresh);
    const count = document.querySelectorAll('.phrase .reading').length;
    if (document.getElementById('line').value) say.textContent = count === 1 ? '1 reading' : `${count} readings`;
  } catch (error) { if (error.name !== 'AbortError') trouble(); }
}
form.addEventListener('input', event => {
  if (event.target.id !== 'line') return;
  clearTimeout(typing);
  typing = setTimeout(read, 120);
});
form.addEventListener('change', event => {
  const one = event.target;
  if (one.id === 'line' || one.type === 'file' || one.closest('.byname') || /^(image_|study|conclusion|number|emg_|ncs_|day)/.test(one.name)) return;
  if (one.name === 'rival') follow(ask('answer next', data => data.delete('line'))); else if (one.tagName === 'SELECT' && typed === one.id) soon(); else fields();
});

// Whoever types in a closed list chooses at each letter: wait for the whole word, or until the list is left.
let later = 0, typed = '';
const fields = () => take(data => data.delete('line'));
function calm() { if (later) { clearTimeout(later); later = 0; pending(-1); } }
function soon() { calm(); pending(1); later = setTimeout(fields, 700); }
form.addEventListener('keydown', event => { typed = event.target.id; });
form.addEventListener('pointerdown', () => { typed = ''; });
form.addEventListener('focusout', () => { if (later) fields(); });
document.getElementById('exam').addEventListener('click', event => { if (event.target.id === 'print') window.print(); });
keys(form, { mark: (area, side) => take(data => { data.set('area', area); data.set('area_side', side); data.set('act', 'skin'); data.delete('line'); }), act: value => take(data => { data.set('act', value); data.delete('line'); }) });
reveal();
warn();
if (recall()) take(data => { for (const name of [...data.keys()]) if (!/^(case|about|token|seen|day)$/.test(name)) data.delete(name); });
