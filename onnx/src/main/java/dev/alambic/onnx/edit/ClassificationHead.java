package dev.alambic.onnx.edit;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A classifier to put on a value of a model: pooling, dropout, and {@code logits = features * weight^T + bias}. The
 * weight [classes, features] is drawn from a normal distribution of variance 1 / features (LeCun et al., Efficient
 * BackProp, 1998, section 4.6), the bias [classes] is zero.
 *
 * @param classes at least 1; the numbers of a regression where they are no classes
 * @param dropout probability that a feature is dropped while training, 0 to below 1; with 0 the graph has no such node.
 *     Nothing is dropped when the model is run
 * @param seed decides the first weights
 */
@RecordBuilder
public record ClassificationHead(int classes, Pooling pooling, double dropout, long seed)
        implements ClassificationHeadBuilder.With {

    /** Name of the output: float [batch, classes]. */
    public static final String LOGITS = "logits";

    /** Name of the weight [classes, features]. */
    public static final String WEIGHT = "classifier.weight";

    /** Name of the bias [classes]. */
    public static final String BIAS = "classifier.bias";

    public ClassificationHead {
        if (classes < 1) {
            throw new IllegalArgumentException("classes: out of range (expected at least 1, was " + classes + ")");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout: out of range (expected 0 to below 1, was " + dropout + ")");
        }
    }

    /** Returns a head that pools by the rank of its value, without dropout, seed 1. */
    public static ClassificationHead of(int classes) {
        return new ClassificationHead(classes, Pooling.AUTO, 0, 1);
    }

    /**
     * Returns the part of {@code model} up to {@code value} with this head on it; {@link #LOGITS} is its only output.
     *
     * @throws IllegalArgumentException if the model has no such value, or it cannot be pooled so
     * @throws UnsupportedModelException if the number of its features is not known, or it is no float32 tensor
     */
    public OnnxModel applyTo(OnnxModel model, String value) {
        ValueNames.require(model.graph(), value);
        Shape shape = shapeOf(model, value);
        Pooling resolved = pooling.resolve(value, shape.rank());
        int features = features(value, shape, resolved);
        Optional<String> mask = resolved == Pooling.MEAN ? mask(model.graph()) : Optional.empty();
        OnnxModel backbone = Cut.at(model, value);
        return backbone.mapGraph(graph -> graph.edit(builder -> {
            builder.inputs(inputs(model.graph(), graph, mask));
            String pooled = new PoolingNodes(builder, model.opset()).pool(resolved, value, mask);
            String weight = builder.constant(WEIGHT, weight(features));
            String bias = builder.constant(BIAS, Tensor.ofFloats(new float[classes], classes));
            String logits = builder.node(Node.of(
                            "Gemm",
                            List.of(dropped(builder, model.opset(), pooled), weight, bias),
                            builder.fresh(LOGITS))
                    .with("transB", 1));
            Shape answer = new Shape(List.of(shape.dim(0), Dim.of(classes)));
            builder.outputs(List.of(ValueInfo.of(logits, DataType.FLOAT, answer)));
        }));
    }

    /** Returns the inputs of the backbone and the mask, in the order of the whole model. */
    private static List<ValueInfo> inputs(Graph whole, Graph backbone, Optional<String> mask) {
        return whole.inputs().stream()
                .filter(input -> backbone.inputs().contains(input)
                        || mask.filter(input.name()::equals).isPresent())
                .toList();
    }

    private static Shape shapeOf(OnnxModel model, String value) {
        TensorType type = ValueTypes.of(model).infos(List.of(value)).get(0).type();
        if (type == null || type.elementType() != DataType.FLOAT || type.shape() == null) {
            throw new UnsupportedModelException("value '" + value
                    + "': cannot carry a head (expected a float tensor of a known rank, was " + type + ")");
        }
        return type.shape();
    }

    private static int features(String value, Shape shape, Pooling pooling) {
        int axis = pooling == Pooling.IMAGE ? 1 : shape.rank() - 1;
        if (shape.dim(axis) instanceof Dim.Fixed fixed) {
            return Math.toIntExact(fixed.size());
        }
        throw new UnsupportedModelException("value '" + value
                + "': cannot carry a head (expected a known extent of axis " + axis + ", was " + shape + ")");
    }

    /** Returns the input that says which steps are there, by its name: [batch, steps], 1 and 0. */
    private static Optional<String> mask(Graph graph) {
        return graph.requiredInputs().stream()
                .filter(input -> input.name().contains("mask") && isWholeNumbers(input))
                .map(ValueInfo::name)
                .findFirst();
    }

    private static boolean isWholeNumbers(ValueInfo input) {
        TensorType type = input.type();
        return type != null
                && (type.elementType() == DataType.INT64 || type.elementType() == DataType.INT32)
                && type.shape() != null
                && type.shape().rank() == 2;
    }

    private String dropped(Graph.Builder builder, long opset, String features) {
        if (dropout == 0) {
            return features;
        }
        String output = builder.fresh("classifier.dropout");
        if (opset < 12) {
            return builder.node(Node.of("Dropout", List.of(features), output).with("ratio", (float) dropout));
        }
        String ratio = builder.constant("classifier.dropout.ratio", Tensor.scalar((float) dropout));
        return builder.node(Node.of("Dropout", List.of(features, ratio), output));
    }

    private Tensor weight(int features) {
        Random random = new Random(seed);
        double deviation = 1 / Math.sqrt(features);
        float[] values = new float[Math.multiplyExact(classes, features)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return Tensor.ofFloats(values, classes, features);
    }
}
