// Fields carry their API name in `data-field`.

/** Time for a tab to open, or for a part that was just added to appear. */
const APPEARS_MS = 60;

/** Of a field the control that was refused takes the focus, else where one writes, else the first. */
const controls = ['[aria-invalid="true"]', 'textarea, [contenteditable="true"]', 'input, button'];

export function focusField(field: string) {
  setTimeout(() => {
    const place = placeOf(field);
    place?.scrollIntoView({ block: 'center' });
    controls.map((each) => place?.querySelector<HTMLElement>(each)).find(Boolean)?.focus();
  }, APPEARS_MS);
}

/** Of a field that the page does not show by itself, what it belongs to: "parts.email" for "parts.email.html". */
function placeOf(field: string): HTMLElement | undefined {
  const place = [...document.querySelectorAll<HTMLElement>('[data-field]')].find((each) => each.dataset.field === field);
  return place ?? (field.includes('.') ? placeOf(field.slice(0, field.lastIndexOf('.'))) : undefined);
}
