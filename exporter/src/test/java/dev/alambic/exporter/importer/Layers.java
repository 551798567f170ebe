package dev.alambic.exporter.importer;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.Random;

/**
 * Small models as text with their constants: {@code w = Weight() dims=[6,2,3,3]} is a random initializer, {@code v =
 * Positive() dims=[6]} one of values from 0.5 to 1.5, {@code s = Constant() value_ints=[1,2]} or
 * {@code value_floats=[1.0,2.0]} one of given values, a list unless it has {@code dims}, {@code n = Number() value=0.5}
 * and {@code c = Count() value=9} a float and an int64 scalar, at every opset.
 */
final class Layers {

    private Layers() {}

    static OnnxModel model(long opset, String text) {
        OnnxModel model = OnnxModel.of(GraphText.graph(text).rewrite(Layers::addTo), opset);
        return text.contains("com.microsoft.") ? model.withOpset("com.microsoft", 1) : model;
    }

    static Conformance conformance(long opset, String text) {
        return Conformance.of(model(opset, text));
    }

    private static void addTo(Graph.Builder graph, Node node) {
        switch (node.opType()) {
            case "Weight" ->
                graph.initializer(
                        node.output(), random(dims(node), node.output().hashCode(), false));
            case "Positive" ->
                graph.initializer(
                        node.output(), random(dims(node), node.output().hashCode(), true));
            case "Constant" -> graph.initializer(node.output(), constant(node));
            case "Number" -> graph.initializer(node.output(), Tensor.scalar(node.floatAttribute("value", 0)));
            case "Count" -> graph.initializer(node.output(), Tensor.scalar(node.intAttribute("value", 0)));
            default -> graph.node(node);
        }
    }

    private static long[] dims(Node node) {
        return node.intsAttribute("dims").orElseThrow();
    }

    private static Tensor constant(Node node) {
        if (node.attributes().get("value_floats") instanceof Attribute.OfFloats floats) {
            float[] values = new float[floats.values().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = floats.values().get(i);
            }
            return Tensor.ofFloats(values, values.length);
        }
        long[] values = node.intsAttribute("value_ints").orElseThrow();
        if (node.intAttribute("int32", 0) == 0) {
            return Tensor.ofLongs(values, node.intsAttribute("dims").orElse(new long[] {values.length}));
        }
        return Tensor.ofInts(Arrays.stream(values).mapToInt(Math::toIntExact).toArray(), values.length);
    }

    static Tensor random(long[] dims, long seed, boolean positive) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = positive ? 0.5f + random.nextFloat() : (float) random.nextGaussian();
        }
        return Tensor.ofFloats(values, dims);
    }
}
