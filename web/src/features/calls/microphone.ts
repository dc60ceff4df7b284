// The microphone: sound comes in at the device's own rate and leaves at the telephone's, by the browser's own resampler.
import { joined, PHONE_RATE, wavOf } from '@/lib/wav';

export type Trouble = 'denied' | 'missing' | 'failed';

export interface Taking {
  /** What was recorded so far, no longer than so many seconds, as a file; the microphone is let go. */
  finish: (mostSeconds: number) => Promise<Blob>;
  drop: () => void;
}

/** Begins to record. Throws a DOMException; see `troubleOf`. */
export async function listen(): Promise<Taking> {
  if (!('mediaDevices' in navigator)) throw new DOMException('no microphone here', 'NotFoundError');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  const context = new AudioContext();
  const letGo = () => { stream.getTracks().forEach((track) => track.stop()); void context.close(); };
  try {
    await context.audioWorklet.addModule('/recorder-worklet.js');
  } catch (error) {
    letGo();
    throw error;
  }
  const chunks: Float32Array[] = [];
  const recorder = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
  recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => chunks.push(data);
  context.createMediaStreamSource(stream).connect(recorder);
  const rate = context.sampleRate;
  return {
    finish: async (mostSeconds) => {
      letGo();
      return wavOf((await atPhoneRate(joined(chunks), rate)).subarray(0, mostSeconds * PHONE_RATE));
    },
    drop: letGo,
  };
}

async function atPhoneRate(samples: Float32Array<ArrayBuffer>, rate: number): Promise<Float32Array> {
  if (!samples.length) return samples;
  const offline = new OfflineAudioContext(1, Math.ceil((samples.length / rate) * PHONE_RATE), PHONE_RATE);
  const buffer = offline.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = offline.createBufferSource();
  source.buffer = buffer;
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

export function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'NotReadableError' ? 'missing' : 'failed';
}
