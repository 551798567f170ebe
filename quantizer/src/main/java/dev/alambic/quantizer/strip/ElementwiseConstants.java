package dev.alambic.quantizer.strip;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.Flow;
import dev.alambic.onnx.structure.ValueAxis;
import dev.alambic.quantizer.pass.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What operators that compute each position by itself make of constant channels: the node is run, in ONNX Runtime, on
 * those constants alone.
 */
final class ElementwiseConstants {
    private static final Trait OPERATORS = Trait.of("Abs Add BatchNormalization Celu Clip Div Dropout Elu Erf Exp Gelu"
            + " HardSigmoid HardSwish LeakyRelu Log Max Min Mish Mul Neg PRelu Pow Reciprocal Relu Selu Sigmoid Softplus"
            + " Softsign Sqrt Sub Sum Swish Tanh ThresholdedRelu");

    private final DependencyGraph dependencies;
    private final Graph graph;
    private final Map<ValueAxis, ChannelConstants> known;

    /** @param known what was found so far; grows as the graph is walked */
    ElementwiseConstants(DependencyGraph dependencies, Map<ValueAxis, ChannelConstants> known) {
        this.dependencies = dependencies;
        this.graph = dependencies.model().graph();
        this.known = known;
    }

    Optional<ChannelConstants> of(Node node) {
        List<ValueAxis> targets = dependencies.flows(node).stream()
                .map(Flow::to)
                .filter(place -> place.value().equals(node.output()))
                .distinct()
                .toList();
        if (!OPERATORS.isOf(node.opType()) || targets.size() != 1) {
            return Optional.empty();
        }
        Frame frame = new Frame(
                targets.get(0),
                dependencies.units(targets.get(0)).orElseThrow().length,
                dependencies.dims(node.output()).orElseThrow().length);
        double[] values = evaluated(node, frame);
        if (node.is("Mul")) {
            erase(node, frame, values);
        }
        return Optional.of(new ChannelConstants(frame.place(), values));
    }

    /** The channels of the output: where they are, how many, and the rank. */
    private record Frame(ValueAxis place, int size, int rank) {
        long[] dims() {
            long[] dims = new long[rank];
            Arrays.fill(dims, 1);
            dims[place.axis()] = size;
            return dims;
        }
    }

    private double[] evaluated(Node node, Frame frame) {
        double[] values = ChannelConstants.unknown(frame.size());
        Map<String, Tensor> feeds = new HashMap<>();
        List<ChannelConstants> inputs = new ArrayList<>();
        boolean erases = node.is("BatchNormalization") && zeros(node, 1, frame.size()).length > 0;
        for (int index = 0; index < node.inputs().size(); index++) {
            String name = node.inputs().get(index);
            Optional<Tensor> parameter = graph.floatingConstant(node, index);
            if (parameter.isPresent()) {
                if (!isOneEach(node, parameter.get(), frame)) {
                    return values;
                }
                feeds.put(name, parameter.get());
            } else if (!name.isEmpty()) {
                ChannelConstants from = known.get(aligned(name, frame));
                if ((from == null && !erases) || !isRow(name, frame)) {
                    return values;
                }
                ChannelConstants found = from == null
                        ? new ChannelConstants(frame.place(), ChannelConstants.unknown(frame.size()))
                        : from;
                inputs.add(found);
                feeds.put(name, row(found, frame));
            }
        }
        if (inputs.isEmpty()) {
            return values;
        }
        float[] results = Objects.requireNonNull(Evaluation.of(dependencies.model(), List.of(node), feeds)
                        .get(node.output()))
                .floats();
        for (int c = 0; c < values.length; c++) {
            int channel = c;
            values[c] = inputs.stream().allMatch(input -> input.isKnown(channel)) ? results[c] : Double.NaN;
        }
        if (erases) {
            Arrays.stream(zeros(node, 1, frame.size())).forEach(c -> values[c] = results[c]);
        }
        return values;
    }

    private ValueAxis aligned(String value, Frame frame) {
        int rank = dependencies.dims(value).map(dims -> dims.length).orElse(0);
        return new ValueAxis(value, frame.place().axis() - (frame.rank() - rank));
    }

    /** Returns whether the channels of {@code value} line up with those of the output, one for each. */
    private boolean isRow(String value, Frame frame) {
        int axis = aligned(value, frame).axis();
        return axis >= 0
                && dependencies
                        .dims(value)
                        .filter(dims -> dims[axis] == frame.size())
                        .isPresent();
    }

    /** Returns whether a constant is one number, or one for each channel along their axis. */
    private static boolean isOneEach(Node node, Tensor parameter, Frame frame) {
        if (parameter.elementCount() == 1) {
            return !node.is("BatchNormalization") || frame.size() == 1;
        }
        int axis = node.is("BatchNormalization") ? 0 : frame.place().axis() - (frame.rank() - parameter.rank());
        return axis >= 0
                && parameter.elementCount() == frame.size()
                && axis < parameter.rank()
                && parameter.dim(axis) == frame.size();
    }

    private static Tensor row(ChannelConstants constants, Frame frame) {
        float[] values = new float[frame.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = constants.isKnown(c) ? (float) constants.at(c) : 1;
        }
        return Tensor.ofFloats(values, frame.dims());
    }

    /** What is multiplied by zero is zero, whatever the other factor. */
    private void erase(Node node, Frame frame, double[] values) {
        for (int index = 0; index < node.inputs().size(); index++) {
            String name = node.inputs().get(index);
            for (int c : zeros(node, index, frame.size())) {
                values[c] = 0;
            }
            ChannelConstants from = known.get(aligned(name, frame));
            for (int c = 0; from != null && from.size() == values.length && c < values.length; c++) {
                values[c] = from.at(c) == 0 ? 0 : values[c];
            }
        }
    }

    /** Returns the channels of which a constant input is zero everywhere. */
    private int[] zeros(Node node, int index, int size) {
        float[] values = graph.floatingConstant(node, index)
                .filter(tensor -> tensor.elementCount() == size || tensor.elementCount() == 1)
                .map(Tensor::floats)
                .orElse(new float[0]);
        int[] zeros = new int[size];
        int count = 0;
        for (int c = 0; c < size && values.length > 0; c++) {
            if (values[values.length == 1 ? 0 : c] == 0) {
                zeros[count++] = c;
            }
        }
        return Arrays.copyOf(zeros, count);
    }
}
