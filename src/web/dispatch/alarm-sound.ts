/** Two tones that no phone rings with, a second apart: heard across a room, and not taken for a message. */
const TONES_HZ = [880, 660];
const EVERY_MS = 1_000;
const TONE_SECONDS = 0.35;
const VOLUME = 0.3;

/** Sounds until the answer is called. A browser that nobody has touched yet stays silent until somebody does. */
export function startAlarm(): () => void {
  const audio = new AudioContext();
  const resume = (): void => void audio.resume();
  resume();
  document.addEventListener("pointerdown", resume);
  let turn = 0;
  const timer = setInterval(() => {
    sound(audio, TONES_HZ[turn % TONES_HZ.length] ?? 0);
    turn += 1;
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    document.removeEventListener("pointerdown", resume);
    void audio.close();
  };
}

function sound(audio: AudioContext, hertz: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.value = VOLUME;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + TONE_SECONDS);
}
