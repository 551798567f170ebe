package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.alambic.onnx.InputMeaning;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first layer of a network of sounds: [batch, samples] to an image of loudness by frequency and time, [batch, 1,
 * {@value #BANDS}, frames]. Frames of 32 ms, one each 25 ms, under a Hann window; of each the power of its Fourier
 * transform, as a convolution with cosines and sines; sums of it, as a convolution of width 1, over triangles on the
 * mel scale (Davis and Mermelstein, Comparison of parametric representations for monosyllabic word recognition, 1980; m
 * = 2595 log10(1 + f / 700)); and {@code (ln(x + 1e-6) + 6) / 4}, x being the mean power under a triangle, so that
 * usual speech lies about 0.
 */
final class Spectrogram extends AbstractBlock {
    static final int BANDS = 32;
    static final double FLOOR = 1e-6;
    static final double CENTRE = 6;
    static final double SPREAD = 4;

    private static final double FRAME = 0.032;
    private static final double STEP = 0.025;
    private static final double LOWEST = 60;

    private final int window;
    private final int step;
    private final int samples;
    private final int rate;
    private @Nullable Constants constants;

    private record Constants(NDArray waves, NDArray bands) {}

    Spectrogram(InputMeaning.Sound sound) {
        this.rate = sound.rate();
        this.samples = sound.samples();
        this.window = Math.min(samples, (int) Math.round(FRAME * rate));
        this.step = Math.max(1, (int) Math.round(STEP * rate));
    }

    /** Returns [1, bands, frames]. */
    long[] shapeOfSample() {
        return new long[] {1, BANDS, (samples - window) / step + 1};
    }

    private int bins() {
        return window / 2 + 1;
    }

    @Override
    public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        constants = new Constants(
                manager.create(waves(), new Shape(2L * bins(), 1, window)),
                manager.create(bands(), new Shape(BANDS, bins(), 1)));
    }

    /** Returns the cosines and then the sines of each frequency under the window, [2 * bins, window]. */
    private float[] waves() {
        float[] waves = new float[2 * bins() * window];
        double sum = 0;
        double[] hann = new double[window];
        for (int i = 0; i < window; i++) {
            hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window);
            sum += hann[i] * hann[i];
        }
        double scale = 1 / Math.sqrt(Math.max(sum, 1e-12));
        for (int k = 0; k < bins(); k++) {
            for (int i = 0; i < window; i++) {
                double angle = 2 * Math.PI * ((long) k * i % window) / window;
                waves[k * window + i] = (float) (scale * hann[i] * Math.cos(angle));
                waves[(bins() + k) * window + i] = (float) (scale * hann[i] * Math.sin(angle));
            }
        }
        return waves;
    }

    /** Returns the share of each frequency in each band, [bands, bins], whose sum over a band is 1. */
    private float[] bands() {
        float[] bands = new float[BANDS * bins()];
        double low = mel(LOWEST);
        double width = (mel(rate / 2.0) - low) / (BANDS + 1);
        double bin = (double) rate / window;
        for (int band = 0; band < BANDS; band++) {
            double centre = low + (band + 1) * width;
            double sum = 0;
            for (int k = 0; k < bins(); k++) {
                double share = Math.max(0, 1 - Math.abs(mel(k * bin) - centre) / width);
                bands[band * bins() + k] = (float) share;
                sum += share;
            }
            if (sum < 1e-3) { // between two frequencies: the nearer one
                int nearest = Math.min(bins() - 1, (int) Math.round(hertz(centre) / bin));
                bands[band * bins() + nearest] = 1;
                sum = 1;
            }
            for (int k = 0; k < bins(); k++) {
                bands[band * bins() + k] /= (float) sum;
            }
        }
        return bands;
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (Math.pow(10, mel / 2595) - 1);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        Constants with = Objects.requireNonNull(constants, "spectrogram: not initialized");
        NDArray sound = inputs.singletonOrThrow().expandDims(1);
        NDArray waves = Conv1d.conv1d(sound, with.waves, null, new Shape(step), new Shape(0), new Shape(1))
                .singletonOrThrow();
        NDArray squares = waves.mul(waves);
        NDArray power = squares.get(":, :" + bins() + ", :").add(squares.get(":, " + bins() + ":, :"));
        NDArray bands = Conv1d.conv1d(power, with.bands, null, new Shape(1), new Shape(0), new Shape(1))
                .singletonOrThrow();
        return new NDList(bands.add(FLOOR).log().add(CENTRE).div(SPREAD).expandDims(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long[] shape = shapeOfSample();
        return new Shape[] {new Shape(inputShapes[0].get(0), shape[0], shape[1], shape[2])};
    }
}
