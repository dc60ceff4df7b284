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

  it('keeps the words of what it does not know', () => expect(shown('<marquee>Bell</marquee>')).toContain('Bell'));
});
