/* global AudioWorkletProcessor, registerProcessor -- an audio worklet has globals of its own */
// Hands each stretch of sound from the microphone to the page. A file of its own: a worklet loads no other code.
registerProcessor('recorder', class extends AudioWorkletProcessor {
  process([input]) {
    if (input?.[0]) this.port.postMessage(input[0].slice());
    return true;
  }
});
