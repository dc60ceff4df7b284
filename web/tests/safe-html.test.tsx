import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { SafeHtml } from '@/components/SafeHtml';

const shown = (html: string) => render(<SafeHtml html={html} />).container.innerHTML;

describe('a message’s HTML', () => {
  it('keeps letters as they were written', () => {
    expect(shown('<h2>Snow</h2><p>No <strong>school</strong> <em>today</em></p><ul><li>a</li></ul>')).toContain('<h2>Snow</h2><p>No <strong>school</strong> <em>today</em></p><ul><li>a</li></ul>');
  });

  it.each([
    '<script>steal()</script>', '<img src=x onerror="steal()">', '<a href="javascript:steal()">x</a>', '<svg onload="steal()"></svg>',
    '<iframe srcdoc="<script>steal()</script>"></iframe>', '<style>@import "steal()"</style>', '<p onclick="steal()">x</p>', '<a href=" JaVaScRiPt:steal()">x</a>', '<form action="steal()"><input></form>',
  ])('lets nothing run: %s', (html) => expect(shown(html)).not.toContain('steal'));

  it('opens links elsewhere without handing over the page', () => {
    expect(shown('<a href="https://school.example" onclick="x()">x</a>')).toContain('<a href="https://school.example" target="_blank" rel="noopener noreferrer nofollow">x</a>');
  });

  it('loads no picture from elsewhere, which would tell who reads: its words lead there', () => {
    const link = (words: string) => `<a href="https://x.example/a.png" target="_blank" rel="noopener noreferrer nofollow">${words}</a>`;
    expect(shown('<p><img src="https://x.example/a.png" alt="Our team"></p>')).toContain(link('Our team'));
    expect(shown('<img src="https://x.example/a.png">')).toContain(link('Picture'));
    expect(shown('<a href="https://x.example/a.png"><img src="https://x.example/b.png" alt="Our team"></a>')).toContain(link('Our team'));
    expect(shown('<img src="http://x.example/a.png" alt="Our team">')).not.toContain('x.example');
    expect(shown('<img src="data:image/png;base64,AAAA" alt="Dot">')).toMatch(/<img [^>]*src="data:image\/png;base64,AAAA"/);
  });

  it('keeps the words of what it does not know', () => expect(shown('<marquee>Bell</marquee>')).toContain('Bell'));
});
