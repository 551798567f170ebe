package dev.alambic.data.augment;

import dev.alambic.onnx.InputMeaning;
import java.util.SplittableRandom;

/**
 * A random change of a sound: moved in time, louder or softer, and noise on it.
 *
 * @param shift samples that it comes later
 * @param gain factor of loudness
 * @param noise standard deviation, in that of the sound
 */
record SoundChange(int shift, double gain, double noise, SplittableRandom random) {
    private static final double MILLI = 1000;

    static SoundChange of(Augmentation augmentation, InputMeaning.Sound sound, SplittableRandom random) {
        double most = augmentation.shift() / MILLI * sound.rate();
        return new SoundChange(
                (int) Math.round(most * (2 * random.nextDouble() - 1)),
                1 + augmentation.brightness() * (2 * random.nextDouble() - 1),
                augmentation.noise() * random.nextDouble(),
                random);
    }

    /** Writes the sound, changed, from {@code target[offset]} on. */
    void write(float[] source, float[] target, int offset) {
        double squares = 0;
        for (float value : source) {
            squares += (double) value * value;
        }
        double deviation = noise * Math.sqrt(squares / source.length);
        for (int i = 0; i < source.length; i++) {
            int from = i - shift;
            double value = from >= 0 && from < source.length ? source[from] * gain : 0;
            value += deviation > 0 ? deviation * random.nextGaussian() : 0;
            target[offset + i] = (float) Math.max(-1, Math.min(1, value));
        }
    }
}
