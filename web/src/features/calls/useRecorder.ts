// Recording, step by step: ask for the microphone -> record until Finish or the limit -> upload and check -> kept.
import { useCallback, useEffect, useRef, useState } from 'react';
import { keepRecording } from './api';
import { listen, troubleOf, type Taking, type Trouble } from './microphone';

const TICK_MS = 250;

export type Recording = { id: string; seconds: number };
type State = { name: 'idle' } | { name: 'asking' } | { name: 'recording'; left: number } | { name: 'keeping' } | { name: 'trouble'; trouble: Trouble } | { name: 'unkept'; file: Blob; error: unknown };

export function useRecorder(mostSeconds: number, onKept: (recording: Recording) => void) {
  const [state, setState] = useState<State>({ name: 'idle' });
  const taking = useRef<Taking | null>(null);
  const ends = useRef(0);

  const keep = useCallback(async (file: Blob) => {
    setState({ name: 'keeping' });
    try {
      const kept = await keepRecording(file);
      setState({ name: 'idle' });
      onKept({ id: kept.recording_id, seconds: kept.seconds });
    } catch (error) {
      setState({ name: 'unkept', file, error });
    }
  }, [onKept]);

  const finish = useCallback(async () => {
    const now = taking.current;
    taking.current = null;
    if (now) await keep(await now.finish(mostSeconds));
  }, [keep, mostSeconds]);

  const record = async () => {
    setState({ name: 'asking' });
    try {
      taking.current = await listen();
      ends.current = Date.now() + mostSeconds * 1000;
      setState({ name: 'recording', left: mostSeconds });
    } catch (error) {
      setState({ name: 'trouble', trouble: troubleOf(error) });
    }
  };

  // The time counts down by the clock; at the limit recording stops by itself and is kept (CALL-06).
  const isRecording = state.name === 'recording';
  useEffect(() => {
    if (!isRecording) return;
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((ends.current - Date.now()) / 1000));
      setState({ name: 'recording', left });
      if (!left) { clearInterval(timer); void finish(); }
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [isRecording, finish]);

  useEffect(() => () => taking.current?.drop(), []);

  return { state, record: () => void record(), finish: () => void finish(), retry: (file: Blob) => void keep(file) };
}
