// The mark: a bell, and the sound that leaves it. The wordmark stands beside it where there is room.
import './bell.css';

const body = 'M16 4.200c1 0 1.800.8 1.800 1.800v.5c3.700.8 6.200 4 6.200 7.900v4.200c0 1.700.8 3 1.900 4 .7.6.3 1.700-.6 1.700H6.700c-.9 0-1.300-1.100-.6-1.700 1.100-1 1.900-2.300 1.900-4v-4.200c0-3.900 2.500-7.100 6.200-7.900V6c0-1 .8-1.800 1.800-1.800z';
const clapper = 'M12.400 25.800h7.200a3.600 3.600 0 0 1-7.200 0z';

export function Bell({ size = 28, ringing = false }: { size?: number; ringing?: boolean }) {
  return (
    <svg aria-hidden="true" focusable="false" className={ringing ? 'bell ringing' : 'bell'} width={size} height={size} viewBox="0 0 32 32">
      <g className="bell-body"><path fill="currentColor" d={body} /></g>
      <path className="bell-clapper" fill="currentColor" d={clapper} />
    </svg>
  );
}

/** x, size and rope of each bell; they hang from one beam, as in a tower. */
const row = [[4, 116, 34], [128, 88, 26], [218, 70, 20], [290, 56, 15], [348, 44, 11], [394, 34, 8]] as const;

/** A row of bells for the front door. */
export function Bells() {
  return (
    <svg aria-hidden="true" focusable="false" className="bells" viewBox="0 0 436 176">
      <rect x="0" y="0" width="436" height="7" rx="3.5" className="bells-beam" />
      {row.map(([x, size, rope], i) => (
        <g key={x} className="bells-one" style={{ '--i': i } as React.CSSProperties}>
          <rect x={x + size / 2 - 1.5} y="6" width="3" height={rope + size * 0.16} className="bells-beam" />
          <svg x={x} y={rope} width={size} height={size} viewBox="0 0 32 32" className="bell"><path fill="currentColor" d={body} /><path fill="currentColor" d={clapper} /></svg>
        </g>
      ))}
    </svg>
  );
}

export function Wordmark({ size = 28 }: { size?: number }) {
  return (
    <span className="wordmark">
      <Bell size={size} />
      <span className="wordmark-text">Carillon</span>
    </span>
  );
}
