package dev.alambic.onnx;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import java.util.Random;

/**
 * A voice detector with state, trained here on made sound, the same each time. It takes 256 samples of sound and the
 * state of an LSTM, and tells how likely someone speaks, or did just before.
 *
 * <pre>{@code
 * x [1, 256] -> powers of 16 bands (Conv, squares) -> log, standardized -> LSTM (h, c) -> Gemm -> Sigmoid -> voice [1, 1]
 * }</pre>
 */
public final class VoiceDetector {
    public static final int FRAME = 256;
    private static final int KERNEL = 128;
    private static final int STRIDE = 64;
    private static final int BANDS = 16;
    private static final int HIDDEN = 24;
    private static final double RATE = 8000;
    private static final double QUIET = 1e-4;
    private static final int LENGTH = 50;
    private static final int SEQUENCES = 8;
    private static final int ROUNDS = 160;

    private static final float[] BASIS = basis();
    private static final OnnxModel MODEL = train();

    private VoiceDetector() {}

    /** Returns the trained detector: inputs x, h, c; outputs voice, hn, cn. */
    public static OnnxModel model() {
        return MODEL;
    }

    /** Sound, frame by frame, and whether there is a voice in it. */
    static final class Sound {
        private final Random random;
        private final float[] frame = new float[FRAME];
        private long time;
        private int left;
        private boolean speaks;
        private int sinceVoice = 100;
        private double pitch;
        private double floor;
        private double burst;
        private double gain;

        Sound(long seed) {
            this.random = new Random(seed);
        }

        /** Returns the next frame. */
        float[] next() {
            if (left-- <= 0) {
                left = 4 + random.nextInt(22);
                speaks = !speaks;
                pitch = 90 + 160 * random.nextDouble();
                gain = 0.15 + 0.35 * random.nextDouble();
                floor = 0.01 + 0.05 * random.nextDouble();
                burst = random.nextInt(3) == 0 ? 0.3 : 0;
            }
            for (int i = 0; i < FRAME; i++) {
                double at = time++ / RATE;
                double value = (speaks ? floor : floor + burst) * random.nextGaussian();
                for (int k = 1; speaks && k <= 8; k++) {
                    value += gain
                            / k
                            * Math.sin(2 * Math.PI * pitch * k * at)
                            * (1 + 0.3 * Math.sin(2 * Math.PI * 4 * at));
                }
                frame[i] = (float) value;
            }
            sinceVoice = speaks ? 0 : sinceVoice + 1;
            return frame.clone();
        }

        /** Returns whether someone speaks in the last frame, or did in one of the three before. */
        boolean isVoice() {
            return sinceVoice <= 3;
        }
    }

    /** Returns cosines and sines under a Hann window [2 bands, 1, kernel]. */
    private static float[] basis() {
        float[] basis = new float[2 * BANDS * KERNEL];
        for (int band = 0; band < BANDS; band++) {
            double frequency = 120 * Math.pow(3600 / 120.0, band / (BANDS - 1.0));
            for (int i = 0; i < KERNEL; i++) {
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / KERNEL);
                double phase = 2 * Math.PI * frequency * i / RATE;
                basis[band * KERNEL + i] = (float) (window * Math.cos(phase) / 8);
                basis[(BANDS + band) * KERNEL + i] = (float) (window * Math.sin(phase) / 8);
            }
        }
        return basis;
    }

    private static double[] logPowers(float[] frame) {
        double[] powers = new double[BANDS];
        int places = (FRAME - KERNEL) / STRIDE + 1;
        for (int row = 0; row < 2 * BANDS; row++) {
            for (int place = 0; place < places; place++) {
                double sum = 0;
                for (int i = 0; i < KERNEL; i++) {
                    sum += BASIS[row * KERNEL + i] * frame[place * STRIDE + i];
                }
                powers[row % BANDS] += sum * sum / places;
            }
        }
        for (int band = 0; band < BANDS; band++) {
            powers[band] = Math.log(powers[band] + QUIET);
        }
        return powers;
    }

    private static OnnxModel train() {
        double[][][] features = new double[SEQUENCES * 4][LENGTH][];
        double[][] labels = new double[SEQUENCES * 4][LENGTH];
        double[] mean = new double[BANDS];
        double[] square = new double[BANDS];
        for (int s = 0; s < features.length; s++) {
            Sound sound = new Sound(1000 + s);
            for (int t = 0; t < LENGTH; t++) {
                features[s][t] = logPowers(sound.next());
                labels[s][t] = sound.isVoice() ? 1 : 0;
                for (int b = 0; b < BANDS; b++) {
                    mean[b] += features[s][t][b] / (features.length * LENGTH);
                    square[b] += features[s][t][b] * features[s][t][b] / (features.length * LENGTH);
                }
            }
        }
        double[] deviation = new double[BANDS];
        for (int b = 0; b < BANDS; b++) {
            deviation[b] = Math.sqrt(square[b] - mean[b] * mean[b]);
            for (double[][] sequence : features) {
                for (double[] frame : sequence) {
                    frame[b] = (frame[b] - mean[b]) / deviation[b];
                }
            }
        }
        Lstm lstm = new Lstm(new Random(7));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < SEQUENCES; i++) {
                int s = (round * SEQUENCES + i) % features.length;
                lstm.learn(features[s], labels[s]);
            }
            lstm.step(round + 1);
        }
        return model(mean, deviation, lstm);
    }

    /** An LSTM with one output by a sigmoid, trained by back-propagation through time and Adam. */
    private static final class Lstm {
        private static final int IN = BANDS + HIDDEN + 1;
        private static final int GATES = 4 * HIDDEN;
        /**
         * Rows of gates (input, output, forget, cell), each over what comes in, the state and a bias; then the head.
         */
        final double[] weights = new double[GATES * IN + HIDDEN + 1];

        private final double[] gradient = new double[weights.length];
        private final double[] first = new double[weights.length];
        private final double[] second = new double[weights.length];

        Lstm(Random random) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextGaussian() * 0.15;
            }
            for (int h = 0; h < HIDDEN; h++) {
                weights[(2 * HIDDEN + h) * IN + IN - 1] = 1; // remembers at first
            }
        }

        private static double sigmoid(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        void learn(double[][] x, double[] labels) {
            int steps = x.length;
            double[][] in = new double[steps][IN];
            double[][] gate = new double[steps][GATES];
            double[][] cell = new double[steps + 1][HIDDEN];
            double[][] hidden = new double[steps + 1][HIDDEN];
            double[] error = new double[steps];
            int head = GATES * IN;
            for (int t = 0; t < steps; t++) {
                System.arraycopy(x[t], 0, in[t], 0, BANDS);
                System.arraycopy(hidden[t], 0, in[t], BANDS, HIDDEN);
                in[t][IN - 1] = 1;
                for (int g = 0; g < GATES; g++) {
                    double sum = 0;
                    for (int i = 0; i < IN; i++) {
                        sum += weights[g * IN + i] * in[t][i];
                    }
                    gate[t][g] = g < 3 * HIDDEN ? sigmoid(sum) : Math.tanh(sum);
                }
                double logit = weights[head + HIDDEN];
                for (int h = 0; h < HIDDEN; h++) {
                    cell[t + 1][h] = gate[t][2 * HIDDEN + h] * cell[t][h] + gate[t][h] * gate[t][3 * HIDDEN + h];
                    hidden[t + 1][h] = gate[t][HIDDEN + h] * Math.tanh(cell[t + 1][h]);
                    logit += weights[head + h] * hidden[t + 1][h];
                }
                error[t] = (sigmoid(logit) - labels[t]) / steps;
            }
            double[] dh = new double[HIDDEN];
            double[] dc = new double[HIDDEN];
            for (int t = steps - 1; t >= 0; t--) {
                double[] dz = new double[GATES];
                gradient[head + HIDDEN] += error[t];
                for (int h = 0; h < HIDDEN; h++) {
                    gradient[head + h] += error[t] * hidden[t + 1][h];
                    double toHidden = dh[h] + error[t] * weights[head + h];
                    double i = gate[t][h];
                    double o = gate[t][HIDDEN + h];
                    double f = gate[t][2 * HIDDEN + h];
                    double g = gate[t][3 * HIDDEN + h];
                    double tanh = Math.tanh(cell[t + 1][h]);
                    double toCell = dc[h] + toHidden * o * (1 - tanh * tanh);
                    dz[h] = toCell * g * i * (1 - i);
                    dz[HIDDEN + h] = toHidden * tanh * o * (1 - o);
                    dz[2 * HIDDEN + h] = toCell * cell[t][h] * f * (1 - f);
                    dz[3 * HIDDEN + h] = toCell * i * (1 - g * g);
                    dc[h] = toCell * f;
                    dh[h] = 0;
                }
                for (int g = 0; g < GATES; g++) {
                    for (int i = 0; i < IN; i++) {
                        gradient[g * IN + i] += dz[g] * in[t][i];
                    }
                    for (int h = 0; h < HIDDEN; h++) {
                        dh[h] += dz[g] * weights[g * IN + BANDS + h];
                    }
                }
            }
        }

        void step(int round) {
            for (int i = 0; i < weights.length; i++) {
                double slope = gradient[i] / SEQUENCES;
                gradient[i] = 0;
                first[i] = 0.9 * first[i] + 0.1 * slope;
                second[i] = 0.99 * second[i] + 0.01 * slope * slope;
                double m = first[i] / (1 - Math.pow(0.9, round));
                double v = second[i] / (1 - Math.pow(0.99, round));
                weights[i] -= 0.02 * m / (Math.sqrt(v) + 1e-8);
            }
        }

        /** Returns columns {@code from} to below {@code to} of the gates. */
        float[] columns(int from, int to) {
            float[] part = new float[GATES * (to - from)];
            for (int g = 0; g < GATES; g++) {
                for (int i = from; i < to; i++) {
                    part[g * (to - from) + i - from] = (float) weights[g * IN + i];
                }
            }
            return part;
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static OnnxModel model(double[] mean, double[] deviation, Lstm lstm) {
        float[] bias = new float[8 * HIDDEN];
        System.arraycopy(lstm.columns(Lstm.IN - 1, Lstm.IN), 0, bias, 0, 4 * HIDDEN);
        float[] head = new float[HIDDEN];
        for (int h = 0; h < HIDDEN; h++) {
            head[h] = (float) lstm.weights[Lstm.GATES * Lstm.IN + h];
        }
        float last = (float) lstm.weights[Lstm.GATES * Lstm.IN + HIDDEN];
        Graph graph = Graph.build("voice", b -> {
            b.input(ValueInfo.of("x", DataType.FLOAT, Shape.of(1, FRAME)));
            b.input(ValueInfo.of("h", DataType.FLOAT, Shape.of(1, 1, HIDDEN)));
            b.input(ValueInfo.of("c", DataType.FLOAT, Shape.of(1, 1, HIDDEN)));
            b.initializer("basis", Tensor.ofFloats(BASIS, 2 * BANDS, 1, KERNEL));
            b.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
            b.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
            b.initializer("halves", Tensor.ofLongs(new long[] {1, 2, BANDS, -1}, 4));
            b.initializer("quiet", Tensor.ofFloats(new float[] {(float) QUIET}, 1));
            b.initializer("mean", Tensor.ofFloats(floats(mean), BANDS));
            b.initializer("deviation", Tensor.ofFloats(floats(deviation), BANDS));
            b.initializer("w", Tensor.ofFloats(lstm.columns(0, BANDS), 1, 4 * HIDDEN, BANDS));
            b.initializer("r", Tensor.ofFloats(lstm.columns(BANDS, BANDS + HIDDEN), 1, 4 * HIDDEN, HIDDEN));
            b.initializer("b", Tensor.ofFloats(bias, 1, 8 * HIDDEN));
            b.initializer("head", Tensor.ofFloats(head, HIDDEN, 1));
            b.initializer("last", Tensor.ofFloats(new float[] {last}, 1));
            b.node(Node.of("Unsqueeze", List.of("x", "one"), "frame"));
            b.node(Node.of("Conv", List.of("frame", "basis"), "bands").with("strides", new long[] {STRIDE}));
            b.node(Node.of("Mul", List.of("bands", "bands"), "squares"));
            b.node(Node.of("Reshape", List.of("squares", "halves"), "parts"));
            b.node(Node.of("ReduceSum", List.of("parts", "one"), "powers").with("keepdims", 0));
            b.node(Node.of("ReduceMean", List.of("powers"), "power")
                    .with("keepdims", 0)
                    .with("axes", new long[] {2}));
            b.node(Node.of("Add", List.of("power", "quiet"), "heard"));
            b.node(Node.of("Log", List.of("heard"), "loud"));
            b.node(Node.of("Sub", List.of("loud", "mean"), "centred"));
            b.node(Node.of("Div", List.of("centred", "deviation"), "features"));
            b.node(Node.of("Unsqueeze", List.of("features", "zero"), "sequence"));
            b.node(Node.of("LSTM", List.of("sequence", "w", "r", "b", "", "h", "c"), List.of("all", "hn", "cn"))
                    .with("hidden_size", HIDDEN));
            b.node(Node.of("Squeeze", List.of("hn", "zero"), "state"));
            b.node(Node.of("Gemm", List.of("state", "head", "last"), "logit"));
            b.node(Node.of("Sigmoid", List.of("logit"), "voice"));
            b.output(ValueInfo.of("voice", DataType.FLOAT, Shape.of(1, 1)));
            b.output(ValueInfo.of("hn", DataType.FLOAT, Shape.of(1, 1, HIDDEN)));
            b.output(ValueInfo.of("cn", DataType.FLOAT, Shape.of(1, 1, HIDDEN)));
        });
        return OnnxModel.of(graph, 17);
    }

    /** Returns {@code frames} of sound one after the other, and whether there is a voice in each, 1 or 0. */
    public static float[][] sound(long seed, int frames) {
        Sound sound = new Sound(seed);
        float[][] made = new float[frames + 1][];
        made[frames] = new float[frames];
        for (int i = 0; i < frames; i++) {
            made[i] = sound.next();
            made[frames][i] = sound.isVoice() ? 1 : 0;
        }
        return made;
    }
}
