package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * A {@code BatchNormalization} outside training as an affine map of each channel: {@code y = factor * x + shift}.
 *
 * <pre>{@code
 * factor = scale / sqrt(variance + epsilon)
 * shift  = B - mean * factor
 * }</pre>
 *
 * @param factor by channel
 * @param shift by channel
 * @param inputReach by channel, |mean| and three deviations: what inputs hardly exceed
 * @param outputReach by channel, |B| and three times |scale|: what outputs hardly exceed
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one method of a pass and is never compared
record BatchNorm(double[] factor, double[] shift, double[] inputReach, double[] outputReach) {
    private static final double DEVIATIONS = 3;

    /** Returns the view of {@code node} if it is a BatchNormalization with constant statistics and one output. */
    static Optional<BatchNorm> of(Graph graph, Node node) {
        boolean inference = node.is("BatchNormalization")
                && node.intAttribute("training_mode", 0) == 0
                && node.intAttribute("spatial", 1) == 1
                && node.outputs().stream().filter(name -> !name.isEmpty()).count() == 1;
        if (!inference) {
            return Optional.empty();
        }
        float[][] statistics = new float[4][];
        for (int i = 0; i < 4; i++) {
            Optional<Tensor> constant = graph.floatConstant(node, i + 1);
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            statistics[i] = constant.get().floats();
        }
        return Optional.of(affine(statistics, node.floatAttribute("epsilon", 1e-5f)));
    }

    private static BatchNorm affine(float[][] statistics, double epsilon) {
        int channels = statistics[0].length;
        double[] factor = new double[channels];
        double[] shift = new double[channels];
        double[] inputReach = new double[channels];
        double[] outputReach = new double[channels];
        for (int c = 0; c < channels; c++) {
            double deviation = Math.sqrt(statistics[3][c] + epsilon);
            factor[c] = statistics[0][c] / deviation;
            shift[c] = statistics[1][c] - statistics[2][c] * factor[c];
            inputReach[c] = Math.abs(statistics[2][c]) + DEVIATIONS * deviation;
            outputReach[c] = Math.abs(statistics[1][c]) + DEVIATIONS * Math.abs(statistics[0][c]);
        }
        return new BatchNorm(factor, shift, inputReach, outputReach);
    }

    int channels() {
        return factor.length;
    }

    /** Returns what becomes of a bias before this normalization. */
    Tensor folded(double[] bias) {
        float[] folded = new float[channels()];
        for (int c = 0; c < folded.length; c++) {
            folded[c] = (float) ((float) bias[c] * factor[c] + shift[c]);
        }
        return Tensor.ofFloats(folded, folded.length);
    }
}
