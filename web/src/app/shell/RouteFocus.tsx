import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** After a change of place the focus goes to the page, as if it had been loaded; filters in the address do not count. */
export function RouteFocus() {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    document.getElementById('page')?.focus({ preventScroll: true });
    // A desk scrolls the window, a phone the frame between header and bar.
    scrollTo(0, 0);
    document.getElementById('page')?.parentElement?.scrollTo(0, 0);
  }, [pathname]);
  return null;
}
