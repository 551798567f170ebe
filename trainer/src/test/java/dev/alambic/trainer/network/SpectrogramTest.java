package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spectrogram inside a network against one that is computed here, in double, from its definition. */
class SpectrogramTest {

    /**
     * Float32 sums of some hundred products are off by about 1e-5 of the largest; behind the logarithm of what is 1e-6
     * at least, and a quarter of it, that is less than this for sounds as loud as these.
     */
    private static final double ROUNDING = 2e-3;

    private static float[] sound(int samples, int rate) {
        SplittableRandom random = new SplittableRandom(7);
        float[] sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * i / rate)
                    + 0.2 * Math.sin(2 * Math.PI * 1700 * i / rate + 1)
                    + 0.05 * random.nextGaussian());
        }
        return sound;
    }

    /** Returns [bands][frames]. */
    private static double[][] direct(float[] sound, int rate) {
        int window = (int) Math.round(0.032 * rate);
        int step = (int) Math.round(0.025 * rate);
        int frames = (sound.length - window) / step + 1;
        int bins = window / 2 + 1;
        double[][] power = new double[bins][frames];
        double squares = 0;
        for (int i = 0; i < window; i++) {
            double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window);
            squares += hann * hann;
        }
        for (int frame = 0; frame < frames; frame++) {
            for (int k = 0; k < bins; k++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < window; i++) {
                    double value = sound[frame * step + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / window));
                    re += value * Math.cos(-2 * Math.PI * k * i / window);
                    im += value * Math.sin(-2 * Math.PI * k * i / window);
                }
                power[k][frame] = (re * re + im * im) / squares;
            }
        }
        return bands(power, rate, window, frames);
    }

    private static double[][] bands(double[][] power, int rate, int window, int frames) {
        double[][] bands = new double[32][frames];
        double low = 2595 * Math.log10(1 + 60 / 700.0);
        double width = (2595 * Math.log10(1 + rate / 2.0 / 700) - low) / 33;
        for (int band = 0; band < 32; band++) {
            double centre = low + (band + 1) * width;
            double[] shares = new double[power.length];
            double sum = 0;
            for (int k = 0; k < power.length; k++) {
                double mel = 2595 * Math.log10(1 + (double) k * rate / window / 700);
                shares[k] = Math.max(0, 1 - Math.abs(mel - centre) / width);
                sum += shares[k];
            }
            if (sum < 1e-3) {
                double hertz = 700 * (Math.pow(10, centre / 2595) - 1);
                shares[(int) Math.round(hertz * window / rate)] = 1;
                sum = 1;
            }
            for (int frame = 0; frame < frames; frame++) {
                double mean = 0;
                for (int k = 0; k < power.length; k++) {
                    mean += shares[k] / sum * power[k][frame];
                }
                bands[band][frame] = (Math.log(mean + 1e-6) + 6) / 4;
            }
        }
        return bands;
    }

    private static float[] computed(Spectrogram block, NDManager manager, float[] sounds, int count) {
        NDList input = new NDList(manager.create(sounds, new Shape(count, sounds.length / count)));
        return block.forward(new ParameterStore(manager, false), input, false)
                .singletonOrThrow()
                .toFloatArray();
    }

    @ParameterizedTest
    @CsvSource({"8000, 8000", "16000, 4000", "11025, 3000", "44100, 6000"})
    void theValuesAreThoseOfTheDefinition(int rate, int samples) {
        float[] sound = sound(samples, rate);
        double[][] expected = direct(sound, rate);
        Spectrogram block = new Spectrogram(new InputMeaning.Sound(rate, samples));
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, samples));
            float[] actual = computed(block, manager, sound, 1);

            assertThat(block.shapeOfSample()).containsExactly(1, 32, expected[0].length);
            for (int band = 0; band < 32; band++) {
                for (int frame = 0; frame < expected[0].length; frame++) {
                    assertThat((double) actual[band * expected[0].length + frame])
                            .as("band %d, frame %d", band, frame)
                            .isCloseTo(expected[band][frame], within(ROUNDING));
                }
            }
        }
    }

    @Test
    void silenceIsTheFloor() {
        Spectrogram block = new Spectrogram(new InputMeaning.Sound(8000, 1000));
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 1000));

            for (float value : computed(block, manager, new float[1000], 1)) {
                assertThat(value).isCloseTo((float) ((Math.log(1e-6) + 6) / 4), within(1e-5f));
            }
        }
    }

    /** The exported nodes give what the engine gives, for any number of sounds. */
    @Test
    void itIsExported() {
        int samples = 2000;
        Spectrogram block = new Spectrogram(new InputMeaning.Sound(8000, samples));
        float[] sounds = sound(3 * samples, 8000);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, samples));
            OnnxModel model = Exporter.export(
                    block,
                    Signature.of("sound", dev.alambic.onnx.graph.DataType.FLOAT, "batch", samples)
                            .range("sound", -1, 1)
                            .output("image"));
            float[] expected = computed(block, manager, sounds, 3);
            try (Session session = Session.open(model, SessionOptions.defaults())) {
                float[] actual = Objects.requireNonNull(
                                session.run(Map.of("sound", Tensor.ofFloats(sounds, 3, samples)))
                                        .get("image"))
                        .floats();
                assertThat(actual).hasSize(expected.length);
                for (int i = 0; i < actual.length; i++) {
                    assertThat(actual[i]).isCloseTo(expected[i], within((float) ROUNDING));
                }
            }
        }
    }
}
