// An email as it arrives, in its frame: a page of its own, as high as it is, in which nothing runs.
import { useState } from 'react';

const LOWEST = 240;

export function LetterFrame({ title, html }: { title: string; html: string }) {
  const [height, setHeight] = useState(LOWEST);
  return (
    <iframe className="letter-frame" title={title} srcDoc={html} sandbox="allow-same-origin" style={{ height }}
      onLoad={(event) => setHeight(Math.max(LOWEST, event.currentTarget.contentDocument?.documentElement.scrollHeight ?? 0))} />
  );
}
