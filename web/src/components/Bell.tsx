// The mark: a bell, and the sound that leaves it. The wordmark stands beside it where there is room.
import './bell.css';

export function Bell({ size = 28, ringing = false }: { size?: number; ringing?: boolean }) {
  return (
    <svg aria-hidden="true" focusable="false" className={ringing ? 'bell ringing' : 'bell'} width={size} height={size} viewBox="0 0 32 32">
      <g className="bell-body">
        <path fill="currentColor" d="M16 4.200c1 0 1.800.8 1.800 1.800v.5c3.700.8 6.200 4 6.200 7.900v4.200c0 1.700.8 3 1.900 4 .7.6.3 1.700-.6 1.700H6.700c-.9 0-1.300-1.100-.6-1.700 1.100-1 1.900-2.300 1.900-4v-4.200c0-3.900 2.500-7.100 6.200-7.900V6c0-1 .8-1.800 1.800-1.800z" />
      </g>
      <path className="bell-clapper" fill="currentColor" d="M12.400 25.800h7.200a3.600 3.600 0 0 1-7.200 0z" />
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
