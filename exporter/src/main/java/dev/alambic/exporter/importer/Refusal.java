package dev.alambic.exporter.importer;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Why an operator is not in the table, and what to do instead. */
enum Refusal {
    CONTROL_FLOW(
            "a graph without branches and loops: fold constants first, or export the model with fixed sizes",
            "control flow",
            "If Loop Scan"),
    QUANTIZED(
            "float arithmetic: train the float model and quantize it afterwards",
            "integer arithmetic of a quantized model",
            """
            ConvInteger MatMulInteger QLinearConv QLinearMatMul DynamicQuantizeLinear
            com.microsoft::DynamicQuantizeLSTM com.microsoft::DynamicQuantizeMatMul
            com.microsoft::GatherBlockQuantized com.microsoft::MatMulBnb4 com.microsoft::MatMulInteger16
            com.microsoft::MatMulIntegerToFloat com.microsoft::MatMulNBits com.microsoft::QAttention
            com.microsoft::QEmbedLayerNormalization com.microsoft::QGemm com.microsoft::QLinearAdd
            com.microsoft::QLinearAveragePool com.microsoft::QLinearConcat com.microsoft::QLinearConv
            com.microsoft::QLinearGlobalAveragePool com.microsoft::QLinearLeakyRelu com.microsoft::QLinearMul
            com.microsoft::QLinearReduceMean com.microsoft::QLinearSigmoid com.microsoft::QLinearSoftmax
            com.microsoft::QLinearWhere"""),
    RANDOM(
            "results that the inputs decide",
            "random numbers",
            "Bernoulli Multinomial RandomNormal RandomNormalLike RandomUniform RandomUniformLike"),
    SEQUENCE("tensors", "sequences and optional values", """
            ConcatFromSequence Optional OptionalGetElement OptionalHasElement SequenceAt SequenceConstruct
            SequenceEmpty SequenceErase SequenceInsert SequenceLength SequenceMap SplitToSequence"""),
    TEXT(
            "tensors of numbers",
            "text",
            "ImageDecoder RegexFullMatch StringConcat StringNormalizer StringSplit TfIdfVectorizer"),
    BITS("arithmetic with a gradient", "bits of integers", "BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor"),
    SELECTION(
            "outputs before the selection: cut the graph there",
            "a selection whose size depends on values",
            "NonMaxSuppression Unique");

    private static final Map<String, Refusal> BY_OPERATOR = Arrays.stream(values())
            .flatMap(refusal -> refusal.operators.stream().map(operator -> Map.entry(operator, refusal)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String expected;
    private final String actual;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> operators;

    /** @param operators written as in the table, apart by white space */
    Refusal(String expected, String actual, String operators) {
        this.expected = expected;
        this.actual = actual;
        this.operators = Set.of(operators.split("\\s+"));
    }

    /** Returns what is said of an operator, written as in the table, that has no entry. */
    static String of(String operator) {
        Refusal refusal = BY_OPERATOR.get(operator);
        return refusal == null
                ? "cannot be trained (expected an operator of docs/operators.md, was " + operator + ")"
                : "cannot be trained (expected " + refusal.expected + ", was " + refusal.actual + ")";
    }
}
