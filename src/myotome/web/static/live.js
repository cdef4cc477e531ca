// Pieces of the page as they come: what was entered, then the answer, then the next tests.
import { reveal } from './parts.js';

const END = '<!--end of piece-->';

// Each piece as soon as it is whole.
export async function* pieces(data, wanted, signal) {
  const reply = await fetch('/', { method: 'POST', body: new URLSearchParams(data), headers: { 'X-Myotome-Pieces': wanted }, signal });
  if (!reply.ok) throw new Error(String(reply.status));
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
      yield new DOMParser().parseFromString(text.slice(0, end), 'text/html');
      text = text.slice(end + END.length);
    }
  }
}

const named = one => one.id || one.querySelector('summary').textContent.replace(/\d+/, '');

// Take over only what changed: focus, scroll position and what was unfolded stay where they are. Marks on the body are
// left alone where no answer follows, since they bear what it predicts.
export function swap(fresh, alone = false) {
  const focus = document.activeElement, id = focus?.id, name = focus?.closest('[data-cell]')?.dataset.cell;
  const next = document.getElementById('next'), height = next?.offsetHeight;
  for (const part of fresh.querySelectorAll('[data-part]')) {
    const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!old || old.outerHTML === part.outerHTML || (alone && part.dataset.part.startsWith('marks-'))) continue;
    const open = [...old.querySelectorAll('details[open]')].map(named), top = old.scrollTop;
    const now = document.importNode(part, true);
    old.replaceWith(now);
    for (const one of now.querySelectorAll('details')) if (open.includes(named(one))) one.open = true;
    now.scrollTop = top;
  }
  const waiting = document.querySelector('#next[data-waiting]'); // keeps its height, so that nothing jumps
  if (waiting && height) waiting.style.minHeight = `${height}px`;
  for (const body of fresh.querySelectorAll('.bodyview')) {
    const old = document.getElementById(body.id);
    old?.setAttribute('viewBox', body.getAttribute('viewBox')); old?.setAttribute('class', body.getAttribute('class'));
  }
  reveal();
  if (document.activeElement === focus || !focus?.matches?.('*') || document.contains(focus)) return;
  const again = (id && document.getElementById(id)) || document.querySelector(`[data-cell="${name}"] button[aria-pressed=true], [data-cell="${name}"] button`);
  again?.focus({ preventScroll: true });
}
