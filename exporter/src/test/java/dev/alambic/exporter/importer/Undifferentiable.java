package dev.alambic.exporter.importer;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Operators that have no gradient of use, and why: they are left out of the share of differentiable operators that must
 * match. All other operators count, whether the table has them or not.
 */
enum Undifferentiable {
    DISCRETE(
            "the result is an integer or a truth value",
            "And",
            "ArgMax",
            "ArgMin",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "IsInf",
            "IsNaN",
            "Less",
            "LessOrEqual",
            "NonZero",
            "Not",
            "Or",
            "Shape",
            "Size",
            "Xor"),
    STEPS("the gradient is 0 wherever there is one", "Ceil", "Floor", "Hardmax", "Round", "Sign"),
    CONSTANT(
            "no input has a gradient",
            "BitShift",
            "BlackmanWindow",
            "Constant",
            "ConstantOfShape",
            "EyeLike",
            "HammingWindow",
            "HannWindow",
            "MelWeightMatrix",
            "OneHot",
            "Range"),
    RANDOM("the result is random", "Bernoulli", "Multinomial", "RandomNormalLike", "RandomUniformLike"),
    QUANTIZED(
            "integer arithmetic",
            "ConvInteger",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "MatMulInteger",
            "QLinearConv",
            "QLinearMatMul",
            "QuantizeLinear"),
    SELECTION("it selects boxes or elements, and counts them", "NonMaxSuppression", "Unique"),
    TEXT("text", "StringNormalizer", "TfIdfVectorizer"),
    CONTROL("control flow", "If", "Loop", "Scan"),
    SEQUENCES(
            "sequences and optional values, which are no tensors",
            "OptionalGetElement",
            "OptionalHasElement",
            "SequenceInsert",
            "SequenceMap"),
    UPDATES(
            "it is a step of training itself",
            "ai.onnx.preview.training::Adagrad",
            "ai.onnx.preview.training::Adam",
            "ai.onnx.preview.training::Gradient",
            "ai.onnx.preview.training::Momentum");

    private static final Map<String, Undifferentiable> BY_OPERATOR = Arrays.stream(values())
            .flatMap(kind -> kind.operators.stream().map(operator -> Map.entry(operator, kind)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String reason;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> operators;

    Undifferentiable(String reason, String... operators) {
        this.reason = reason;
        this.operators = Set.of(operators);
    }

    static boolean contains(String operator) {
        return BY_OPERATOR.containsKey(operator);
    }

    /** Returns why {@code operator} has no gradient, or an empty text if it has one. */
    static String reason(String operator) {
        Undifferentiable kind = BY_OPERATOR.get(operator);
        return kind == null ? "" : kind.reason;
    }
}
