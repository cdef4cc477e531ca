// The anatomy without reloading: links and lists show the next page in place, and the focus stays where it was.
document.documentElement.classList.add('js');
const page = () => document.getElementById('content');
let asking = null;

async function show(address, keep = true) {
  asking?.abort();
  asking = new AbortController();
  const target = new URL(address, location.href), focus = document.activeElement?.id;
  const open = Boolean(page().querySelector('details[open]'));
  try {
    const reply = await fetch(target, { signal: asking.signal });
    if (!reply.ok) throw new Error(String(reply.status));
    const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html');
    page().replaceWith(document.importNode(fresh.getElementById('content'), true));
    document.title = fresh.title;
    if (keep) history.pushState({}, '', target);
    const details = page().querySelector('details');
    if (open && details) details.open = true;
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    const say = document.getElementById('say');
    setTimeout(() => { say.textContent = say.dataset.said; }, 50);
    if (target.hash && matchMedia('(max-width: 1100px)').matches) document.querySelector(target.hash)?.scrollIntoView();
  } catch (error) { if (error.name !== 'AbortError') location.assign(target); }
}

// Whoever types in a closed list chooses at each letter: wait until the typing ends.
let later = 0;
document.addEventListener('change', event => {
  const form = event.target.closest('form.live');
  if (!form) return;
  clearTimeout(later);
  later = setTimeout(() => show(`${form.action}?${new URLSearchParams(new FormData(form))}`), 250);
});
document.addEventListener('click', event => {
  const link = event.target.closest?.('#content a[href^="/anatomy"]');
  if (!link || !document.querySelector('form.live') || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.getAttribute('href'));
});
window.addEventListener('popstate', () => { if (document.querySelector('form.live')) show(location.href, false); });
