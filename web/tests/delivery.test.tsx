// A delivery's status: its word, and an icon that says the same at a glance.
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { StatusBadge } from '@/features/delivery/components/StatusBadge';
import type { Channel, DeliveryStatus } from '@/lib/api/models';
import { renderPage } from './support/render';

const iconOf = (text: string) => screen.getByText(text).closest('.badge')?.querySelector('svg')?.getAttribute('data-icon');

describe('the status of a delivery', () => {
  it.each<[DeliveryStatus, Channel, string, string]>([
    ['pending', 'sms', 'Pending', 'clock'],
    ['sent', 'email', 'Sent', 'email'],
    ['sent', 'voice', 'Sent', 'voice'],
    ['sent', 'sms', 'Sent', 'sms'],
    ['error', 'sms', 'Error', 'close'],
    ['expired', 'push', 'Expired', 'warn'],
    ['duplicate', 'email', 'Duplicate', 'minus'],
  ])('%s by %s is %s with its own icon (QUEUE-17)', (status, channel, word, icon) => {
    renderPage(<StatusBadge status={status} channel={channel} />);
    expect(iconOf(word)).toBe(icon);
  });
});
