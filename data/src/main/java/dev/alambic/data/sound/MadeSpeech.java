package dev.alambic.data.sound;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Eight short words as a formant synthesizer says them, after Klatt, Software for a cascade/parallel formant
 * synthesizer, Journal of the Acoustical Society of America 67, 1980: pulses of a voice, or noise, through resonators
 * whose frequencies glide from sound to sound. No recording is in it: the same seed gives the same sounds. Speakers
 * differ in pitch, length of the vocal tract, speed and breath; a word lies anywhere in its second, in noise.
 */
public final class MadeSpeech {
    public static final int RATE = 8000;
    public static final int SAMPLES = RATE;

    public static final List<String> WORDS = List.of("down", "go", "left", "no", "right", "stop", "up", "yes");

    private static final double[] WIDTHS = {70, 100, 140};
    private static final int LEAST_NOISE = 10;
    private static final int MOST_NOISE = 30;

    private MadeSpeech() {}

    /**
     * A part of a word, at whose middle the resonators have these frequencies.
     *
     * @param length seconds
     * @param voice loudness of the voice
     * @param hiss loudness of noise
     * @param first frequency of the first resonator, Hz
     * @param second of the second
     * @param third of the third
     */
    private record Part(double length, double voice, double hiss, double first, double second, double third) {}

    private static List<Part> parts(String word) {
        return switch (word) {
            case "down" ->
                List.of(burst(3000), vowel(0.12, 750, 1300, 2500), vowel(0.12, 350, 850, 2300), nasal(0.10, 1700));
            case "go" -> List.of(burst(1600), vowel(0.14, 520, 900, 2400), vowel(0.12, 350, 750, 2300));
            case "left" ->
                List.of(
                        new Part(0.08, 0.6, 0, 360, 1250, 2700),
                        vowel(0.12, 550, 1750, 2500),
                        hiss(0.08, 2400, 0.12),
                        silence(0.04),
                        burst(3300));
            case "no" -> List.of(nasal(0.10, 1700), vowel(0.14, 520, 900, 2400), vowel(0.12, 350, 750, 2300));
            case "right" ->
                List.of(
                        new Part(0.08, 0.6, 0, 320, 1050, 1500),
                        vowel(0.12, 750, 1250, 2500),
                        vowel(0.10, 320, 2100, 2800),
                        silence(0.04),
                        burst(3300));
            case "stop" ->
                List.of(
                        hiss(0.12, 3400, 0.4),
                        silence(0.04),
                        burst(3000),
                        vowel(0.14, 700, 1100, 2450),
                        silence(0.05),
                        burst(800));
            case "up" -> List.of(vowel(0.14, 650, 1200, 2400), silence(0.05), burst(800));
            case "yes" ->
                List.of(new Part(0.08, 0.7, 0, 290, 2150, 2900), vowel(0.12, 550, 1750, 2500), hiss(0.16, 3400, 0.4));
            default -> throw new IllegalArgumentException("no such word: " + word);
        };
    }

    private static Part vowel(double length, double first, double second, double third) {
        return new Part(length, 1, 0.01, first, second, third);
    }

    private static Part nasal(double length, double second) {
        return new Part(length, 0.35, 0, 270, second, 2300);
    }

    private static Part hiss(double length, double around, double loud) {
        return new Part(length, 0, loud, around * 0.8, around, around * 1.1);
    }

    private static Part burst(double around) {
        return new Part(0.02, 0, 0.5, around * 0.8, around, Math.min(3800, around * 1.2));
    }

    private static Part silence(double length) {
        return new Part(length, 0, 0, 400, 1500, 2500);
    }

    /**
     * Says a word once.
     *
     * @param speaker whose voice it is
     * @param take a number for this time
     * @return [{@value #SAMPLES}], from -1 to 1
     */
    public static float[] say(String word, int speaker, int take) {
        SplittableRandom voice = new SplittableRandom(0x5eed_0000L + speaker);
        double pitch = 85 + 150 * voice.nextDouble();
        double tract = 0.85 + 0.3 * voice.nextDouble();
        double speed = 0.8 + 0.45 * voice.nextDouble();
        double breath = 0.05 * voice.nextDouble();
        SplittableRandom random =
                new SplittableRandom((speaker * 1_000_003L + take) * 31 + WORDS.indexOf(word) * 7_919L);
        double[] sound = new double[SAMPLES];
        List<Part> parts = parts(word);
        double total = parts.stream().mapToDouble(Part::length).sum() / speed;
        int start = (int) (random.nextDouble() * Math.max(0, 1 - total) * RATE);
        double raised = 0.9 + 0.2 * random.nextDouble();
        Resonators tube = new Resonators();
        double phase = 0;
        double time = 0;
        for (int i = start; i < SAMPLES && time < total; i++) {
            time = (double) (i - start) / RATE;
            Part now = at(parts, time * speed);
            double frequency = pitch * raised * (1.1 - 0.25 * time / total) * (1 + 0.01 * random.nextGaussian());
            phase += frequency / RATE;
            double pulse = 0;
            if (phase >= 1) {
                phase -= 1;
                pulse = 1;
            }
            double source = now.voice * (pulse * 8 + breath * random.nextGaussian()) + now.hiss * random.nextGaussian();
            sound[i] = tube.next(source, now, tract);
        }
        return mixed(sound, random);
    }

    /** Returns what is between the middles of two parts; loudness changes within 10 ms. */
    private static Part at(List<Part> parts, double time) {
        double start = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            double end = start + part.length;
            if (time < end || i == parts.size() - 1) {
                double middle = (start + end) / 2;
                Part other = parts.get(time < middle ? Math.max(0, i - 1) : Math.min(parts.size() - 1, i + 1));
                double share = 0.5 * Math.min(1, Math.abs(time - middle) / Math.max(1e-9, part.length / 2));
                boolean glides = part.voice > 0 && other.voice > 0;
                double edge = Math.min(1, Math.min(time - start, end - time) / 0.01);
                double loud = glides ? 1 : Math.max(0, edge);
                double far = glides ? share : 0;
                return new Part(
                        part.length,
                        loud * (part.voice * (1 - far) + other.voice * far),
                        loud * (part.hiss * (1 - far) + other.hiss * far),
                        part.first * (1 - far) + other.first * far,
                        part.second * (1 - far) + other.second * far,
                        part.third * (1 - far) + other.third * far);
            }
            start = end;
        }
        throw new AssertionError("bug: a word without parts");
    }

    private static float[] mixed(double[] sound, SplittableRandom random) {
        double squares = 0;
        int loud = 0;
        for (double value : sound) {
            squares += value * value;
            loud += value == 0 ? 0 : 1;
        }
        double level = 0.05 + 0.1 * random.nextDouble();
        double factor = level / Math.sqrt(Math.max(1e-12, squares / Math.max(1, loud)));
        double decibels = LEAST_NOISE + (MOST_NOISE - LEAST_NOISE) * random.nextDouble();
        double noise = level * Math.pow(10, -decibels / 20);
        double low = 0;
        float[] values = new float[sound.length];
        for (int i = 0; i < values.length; i++) {
            low = 0.7 * low + random.nextGaussian();
            double value = sound[i] * factor + noise * 0.7 * low;
            values[i] = Math.round(Math.max(-1, Math.min(1, value)) * 32767) / 32768f;
        }
        return values;
    }

    /** Three resonators one after the other, each with two values of its past. */
    private static final class Resonators {
        private final double[] past = new double[2 * WIDTHS.length];

        double next(double source, Part part, double tract) {
            double value = source;
            for (int k = 0; k < WIDTHS.length; k++) {
                double frequency = Math.min(3900, (k == 0 ? part.first : k == 1 ? part.second : part.third) * tract);
                double radius = Math.exp(-Math.PI * WIDTHS[k] / RATE);
                double b = 2 * radius * Math.cos(2 * Math.PI * frequency / RATE);
                double c = -radius * radius;
                double out = (1 - b - c) * value + b * past[2 * k] + c * past[2 * k + 1];
                past[2 * k + 1] = past[2 * k];
                past[2 * k] = out;
                value = out;
            }
            return value;
        }
    }
}
