package dev.alambic.data.sound;

import dev.alambic.onnx.InputMeaning;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Brings sounds to what a model takes: its rate, by sums over a sinc function under a Hann window (Smith and Gossett, A
 * flexible sampling-rate conversion method, ICASSP 1984), and its length: what is longer loses its end, what is shorter
 * is followed by silence.
 */
public record SoundForm(InputMeaning.Sound sound) {
    /** Zeros of the sinc function on either side. */
    private static final int ZEROS = 16;

    /**
     * Returns the sound of a WAV file.
     *
     * @throws dev.alambic.data.file.InvalidDataException if it is none
     */
    public float[] values(Path file) {
        return values(WavFile.read(file));
    }

    /** Returns a sound, [samples]. */
    public float[] values(Wave wave) {
        if (wave.rate() == sound.rate()) {
            return Arrays.copyOf(wave.values(), sound.samples());
        }
        double step = (double) wave.rate() / sound.rate();
        int there = (int) Math.min(sound.samples(), Math.ceil(wave.values().length / step));
        float[] values = new float[sound.samples()];
        for (int i = 0; i < there; i++) {
            values[i] = at(wave.values(), i * step, Math.min(1, 1 / step));
        }
        return values;
    }

    /** Returns the value at a time between samples, of what is below a share of the highest frequency. */
    private static float at(float[] values, double time, double share) {
        double reach = ZEROS / share;
        int first = (int) Math.max(0, Math.ceil(time - reach));
        int last = (int) Math.min(values.length - 1.0, Math.floor(time + reach));
        double sum = 0;
        for (int i = first; i <= last; i++) {
            double off = i - time;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * off / reach);
            double x = Math.PI * off * share;
            sum += values[i] * share * window * (x == 0 ? 1 : Math.sin(x) / x);
        }
        return (float) sum;
    }
}
