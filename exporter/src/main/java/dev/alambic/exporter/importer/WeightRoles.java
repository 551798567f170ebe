package dev.alambic.exporter.importer;

import ai.djl.nn.Parameter;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.operator.Trait;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which float constants of a graph are weights. A constant is trained if every node that reads it takes it in
 * the place of a weight. Not trained are scalars, the bounds, sizes and exponents that an operator takes as inputs, the
 * initial states of recurrent layers, masks that are added (huge negative numbers), and the constants that only prepare
 * a graph input (standardization). Statistics of BatchNormalization move in training but have no gradient.
 */
final class WeightRoles {

    /** Inputs that hold no weights, by operator: from this index on. */
    private static final Map<String, Integer> FIXED_FROM = Map.ofEntries(
            Map.entry("Clip", 1),
            Map.entry("Resize", 1),
            Map.entry("Upsample", 1),
            Map.entry("Pad", 1),
            Map.entry("Pow", 1),
            Map.entry("Where", 0),
            Map.entry("Dropout", 1),
            Map.entry("OneHot", 1),
            Map.entry("Range", 0),
            Map.entry("Max", 0),
            Map.entry("Min", 0),
            Map.entry("Mod", 0),
            Map.entry("GridSample", 1),
            Map.entry("CastLike", 1),
            Map.entry("EyeLike", 0),
            Map.entry("NegativeLogLikelihoodLoss", 2),
            Map.entry("SoftmaxCrossEntropyLoss", 2));

    /** What is added to a score to take it out of a softmax is at least this large. */
    private static final float MASKED = 1e4f;

    private final Map<String, Tensor> constants;
    private final boolean learnScales;
    /** Values that depend on an input by preparing arithmetic alone. */
    private final Set<String> prepared = new HashSet<>();

    /** Values that a product with weights gives. */
    private final Set<String> products = new HashSet<>();

    private final Map<String, Parameter.Type> roles = new HashMap<>();

    private WeightRoles(Source source, boolean learnScales) {
        this.constants = source.constants();
        this.learnScales = learnScales;
        source.inputs().stream().map(ValueInfo::name).forEach(prepared::add);
    }

    /** Returns the weights and statistics by name, in the order of the file. */
    static Map<String, Parameter.Type> of(Source source, boolean learnScales) {
        WeightRoles weights = new WeightRoles(source, learnScales);
        source.nodes().forEach(weights::read);
        Map<String, Parameter.Type> ordered = new LinkedHashMap<>();
        for (String name : source.constants().keySet()) {
            Parameter.Type role = weights.roles.getOrDefault(name, Parameter.Type.OTHER);
            if (role != Parameter.Type.OTHER) {
                ordered.put(name, role);
            }
        }
        return ordered;
    }

    private void read(Node node) {
        List<String> inputs = node.inputs();
        boolean preparing =
                Trait.ARITHMETIC.isOf(node.opType()) && inputs.stream().anyMatch(prepared::contains);
        for (int i = 0; i < inputs.size(); i++) {
            Tensor tensor = constants.get(inputs.get(i));
            if (tensor != null && tensor.dataType().isFloating()) {
                Parameter.Type role = preparing ? Parameter.Type.OTHER : role(node, i, tensor);
                roles.merge(inputs.get(i), role, (one, other) -> one == other ? one : Parameter.Type.OTHER);
            }
        }
        if (Trait.PRODUCT.isOf(node.opType())) {
            products.addAll(node.outputs());
        }
        if ((preparing && inputs.stream().allMatch(this::isPreparation))
                || (node.is("Cast") && prepared.contains(inputs.get(0)))) {
            prepared.addAll(node.outputs());
        }
    }

    private boolean isPreparation(String input) {
        return prepared.contains(input) || constants.containsKey(input);
    }

    private Parameter.Type role(Node node, int input, Tensor tensor) {
        if (node.opType().equals("BatchNormalization") && input >= 3) {
            return input == 3 ? Parameter.Type.RUNNING_MEAN : Parameter.Type.RUNNING_VAR;
        }
        if (Trait.ROUNDING.isOf(node.opType()) && input == 1) {
            return learnScales ? Parameter.Type.WEIGHT : Parameter.Type.OTHER;
        }
        boolean fixed =
                Trait.TRUTH.isOf(node.opType()) || input >= FIXED_FROM.getOrDefault(node.opType(), Integer.MAX_VALUE);
        boolean state = Trait.RECURRENT.isOf(node.opType()) && (input == 5 || input == 6);
        return fixed || state || isSingle(node, tensor) || isMask(node, tensor) || tensor.elementCount() == 0
                ? Parameter.Type.OTHER
                : Parameter.Type.WEIGHT;
    }

    /** A single number is a factor or a summand, unless it is the bias of a layer with one output. */
    private boolean isSingle(Node node, Tensor tensor) {
        boolean isBias = node.is("Add") && node.inputs().stream().anyMatch(products::contains);
        return tensor.rank() == 0 || (tensor.elementCount() == 1 && Trait.ARITHMETIC.isOf(node.opType()) && !isBias);
    }

    private static boolean isMask(Node node, Tensor tensor) {
        if (!Trait.ARITHMETIC.isOf(node.opType())) {
            return false;
        }
        for (float value : tensor.floats()) {
            if (!(Math.abs(value) < MASKED)) {
                return true;
            }
        }
        return false;
    }
}
