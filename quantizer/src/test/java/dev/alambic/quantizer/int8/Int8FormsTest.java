package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.calibrate.CalibrationMethod;
import dev.alambic.quantizer.calibrate.Range;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms that integers can take, each run in ONNX Runtime. */
class Int8FormsTest {
    private static final Int8Options DEFAULTS = Int8Options.defaults();
    private static final Int8Options QOPERATORS = DEFAULTS.withForm(Int8Form.QOPERATOR);

    private static OnnxModel made(OnnxModel model, List<Map<String, Tensor>> samples, Int8Options options) {
        return Quantizer.int8Static(model, Calibration.of(samples), options).model();
    }

    private static ActivationScheme activations(IntegerType type, boolean symmetric) {
        return new ActivationScheme(type, symmetric);
    }

    @Test
    void cnnOfQOperatorsHasNoConversionInside() {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 8, 255);

        OnnxModel made = made(model, samples, QOPERATORS);

        assertThat(Fused.operatorsAsWritten(made))
                .containsEntry("QLinearConv", 4L)
                .containsEntry("QLinearAdd", 1L)
                .containsEntry("QLinearGlobalAveragePool", 1L)
                .containsEntry("QGemm", 1L)
                .containsEntry("MaxPool", 1L)
                .containsEntry("QuantizeLinear", 1L)
                .doesNotContainKeys("DequantizeLinear", "Conv", "Relu", "Add", "Gemm");
        // the kernels are those that QDQ is fused into
        assertThat(Fused.error(made(model, samples, DEFAULTS), made, samples)).isZero();
    }

    @Test
    void mlpOfQOperatorsIsThreeGemms() {
        OnnxModel model = Networks.mlp();
        var samples = Networks.samples(model, 8, 1);

        OnnxModel made = made(model, samples, QOPERATORS);

        assertThat(Fused.operatorsAsWritten(made))
                .containsEntry("QGemm", 3L)
                .doesNotContainKeys("DequantizeLinear", "Gemm", "Relu");
        assertThat(Fused.error(made(model, samples, DEFAULTS), made, samples)).isZero();
    }

    static List<Int8Options> eightBits() {
        WeightScheme weights = WeightScheme.defaults();
        return List.of(
                DEFAULTS.withActivations(activations(IntegerType.S8, false)),
                DEFAULTS.withActivations(activations(IntegerType.S8, true)),
                DEFAULTS.withActivations(activations(IntegerType.U8, true)),
                DEFAULTS.withWeights(weights.withType(IntegerType.U8)),
                DEFAULTS.withWeights(weights.withRange(WeightRange.REDUCED)),
                DEFAULTS.withWeights(weights.withPerChannel(false)),
                DEFAULTS.withWeights(new WeightScheme(IntegerType.U8, false, WeightRange.FULL)));
    }

    @ParameterizedTest
    @MethodSource("eightBits")
    void everyEightBitFormIsNearTheModel(Int8Options options) {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 8, 255);

        OnnxModel qdq = made(model, samples, options);
        OnnxModel operators = made(model, samples, options.withForm(Int8Form.QOPERATOR));

        assertThat(Fused.operatorsAsWritten(operators))
                .containsEntry("QLinearConv", 4L)
                .doesNotContainKeys("Conv", "DequantizeLinear");
        // half a step of 255 in each of five layers, the steps of symmetric activations being twice as large
        assertThat(Fused.error(model, qdq, samples)).isLessThan(0.2);
        assertThat(Fused.error(model, operators, samples)).isLessThan(0.2);
    }

    @ParameterizedTest
    @EnumSource(
            value = IntegerType.class,
            names = {"U16", "S16"})
    void sixteenBitsAreNearerThanEight(IntegerType type) {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 8, 255);
        Int8Options wide = DEFAULTS.withActivations(activations(type, false))
                .withWeights(WeightScheme.defaults().withRange(WeightRange.FULL));

        OnnxModel extended = made(model, samples, wide);
        OnnxModel standard = made(model.withOpset("", 21).withIrVersion(10), samples, wide);

        assertThat(extended.graph().nodes())
                .filteredOn(node -> node.opType().equals("QuantizeLinear"))
                .isNotEmpty()
                .allMatch(node -> node.domain().equals("com.microsoft"));
        assertThat(standard.graph().nodes()).allMatch(Node::isStandard);
        double eight = Fused.error(model, made(model, samples, DEFAULTS), samples);
        assertThat(Fused.error(model, extended, samples)).isLessThan(eight);
        assertThat(Fused.error(model, standard, samples)).isLessThan(eight);
    }

    @Test
    void whatIsExcludedStaysFloat() {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 4, 255);

        OnnxModel byName = made(model, samples, DEFAULTS.withExcluded(List.of("c2", "Gemm")));
        OnnxModel byActivation = made(model, samples, DEFAULTS.withExcluded(List.of("a[12]")));

        assertThat(Fused.operators(byName)).containsEntry("QLinearConv", 3L).doesNotContainKey("QGemm");
        assertThat(Fused.operators(byActivation)).containsEntry("QLinearConv", 2L);
    }

    @Test
    void unitsAreListedWithWhatBelongsToThem() {
        OnnxModel model = Quantizer.prepare(Networks.cnn()).model();

        List<Int8Unit> units = Int8Unit.ofStatic(model, DEFAULTS);

        assertThat(units).extracting(Int8Unit::name).containsExactly("c1", "c2", "c3", "c4", "logits");
        assertThat(units.get(2).nodes()).containsExactly("Conv 'c3'", "Add 'r3'", "Relu 'a3'");
        assertThat(units.get(2).weights()).isEqualTo(24 * 24 * 9);
        assertThat(Int8Unit.ofStatic(model, DEFAULTS.excluding(List.of("c3"))))
                .extracting(Int8Unit::name)
                .containsExactly("c1", "c2", "c4", "logits");
        assertThat(Int8Unit.ofDynamic(model, DEFAULTS))
                .extracting(Int8Unit::name)
                .containsExactly("logits");
    }

    @Test
    void rangesServeManyQuantizations() {
        OnnxModel model = Quantizer.prepare(Networks.cnn()).model();
        var samples = Networks.samples(model, 4, 255);
        Map<String, Range> ranges = Quantizer.ranges(model, Calibration.of(samples), DEFAULTS);

        for (Int8Unit unit : Int8Unit.ofStatic(model, DEFAULTS)) {
            Int8Options options = DEFAULTS.excluding(List.of(unit.name()));
            assertThat(Quantizer.int8Static(model, ranges, options).model())
                    .as("without %s", unit.name())
                    .isEqualTo(made(model, samples, options));
        }
    }

    @Test
    void overridesChangeOneValueAndOneWeight() {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 4, 255);
        UnitOverride wide = UnitOverride.of("c3|r3").withRange(new Range(-2, 510));
        UnitOverride single =
                UnitOverride.of("c4").withWeights(WeightScheme.defaults().withPerChannel(false));

        OnnxModel made = made(model, samples, DEFAULTS.withOverrides(List.of(wide, single)));

        assertThat(made.graph().initializers().values())
                .filteredOn(tensor -> tensor.dataType() == DataType.FLOAT && tensor.rank() == 0)
                .extracting(tensor -> tensor.floats()[0])
                .contains(512 / 255f);
        assertThat(made.graph().initializers().values())
                .filteredOn(tensor -> tensor.dataType() == DataType.FLOAT && tensor.rank() == 1)
                .extracting(Tensor::elementCount)
                .doesNotContain(28L);
    }

    static List<CalibrationMethod> methods() {
        return List.of(
                CalibrationMethod.movingAverage(),
                CalibrationMethod.percentile(),
                CalibrationMethod.entropy(),
                CalibrationMethod.meanSquaredError());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodGivesAModelNearby(CalibrationMethod method) {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 8, 255);

        OnnxModel made = Quantizer.int8Static(model, Calibration.of(samples).withMethod(method), DEFAULTS)
                .model();

        // what is cut off at the ends of few values is larger than a step
        assertThat(Fused.error(model, made, samples)).isLessThan(0.3);
    }

    @Test
    void elementwiseOperatorsBecomeIntegersIfAsked() {
        Weights weights = new Weights(8);
        OnnxModel model = GraphText.model("""
                x: float[batch, 4, 8, 8]
                c1 = Conv(x, w1) pads=[1,1,1,1]
                s1 = Sigmoid(c1)
                m1 = Mul(c1, s1)
                c2 = Conv(m1, w2) pads=[1,1,1,1]
                l2 = LeakyRelu(c2) alpha=0.1
                r2 = Resize(l2, , scales) mode='nearest'
                r1 = Resize(m1, , scales) mode='nearest'
                k = Concat(r1, r2) axis=1
                y = Conv(k, w3)
                return y: float[batch, 4, 16, 16]
                """, b -> {
            b.initializer("w1", weights.tensor(8, 4, 3, 3));
            b.initializer("w2", weights.tensor(8, 8, 3, 3));
            b.initializer("w3", weights.tensor(4, 16, 1, 1));
            b.initializer("scales", Tensor.ofFloats(new float[] {1, 1, 2, 2}, 4));
        });
        var samples = Networks.samples(model, 4, 1);
        Int8Options elementwise = DEFAULTS.withExtras(Set.of(Extra.ELEMENTWISE));

        OnnxModel qdq = made(model, samples, elementwise);
        OnnxModel operators = made(model, samples, elementwise.withForm(Int8Form.QOPERATOR));

        assertThat(Fused.operatorsAsWritten(operators))
                .containsEntry("QLinearConv", 3L)
                .containsEntry("QLinearSigmoid", 1L)
                .containsEntry("QLinearMul", 1L)
                .containsEntry("QLinearLeakyRelu", 1L)
                .containsEntry("QLinearConcat", 1L)
                .containsEntry("DequantizeLinear", 1L);
        assertThat(Fused.operators(made(model, samples, DEFAULTS))).containsKey("Sigmoid");
        assertThat(Fused.error(model, qdq, samples)).isLessThan(0.1);
        assertThat(Fused.error(model, operators, samples)).isLessThan(0.1);
    }

    @Test
    void productsOfActivationsBecomeIntegersIfAsked() {
        Weights weights = new Weights(9);
        OnnxModel model = GraphText.model("""
                x: float[batch, 6, 16]
                q = MatMul(x, wq)
                k = MatMul(x, wk)
                t = Transpose(k) perm=[0,2,1]
                y = MatMul(q, t)
                return y: float[batch, 6, 6]
                """, b -> {
            b.initializer("wq", weights.tensor(16, 16));
            b.initializer("wk", weights.tensor(16, 16));
        });
        var samples = Networks.samples(model, 4, 1);

        for (Int8Form form : Int8Form.values()) {
            Int8Options options = DEFAULTS.withForm(form);
            OnnxModel plain = made(model, samples, options);
            OnnxModel floats = made(model, samples, options.withExtras(Set.of(Extra.PRODUCTS)));
            OnnxModel integers = made(model, samples, options.withExtras(Set.of(Extra.PRODUCTS, Extra.RESULTS)));
            assertThat(Fused.operators(plain)).containsEntry("MatMulIntegerToFloat", 2L);
            Map<String, Long> fused = Fused.operators(floats);
            assertThat(fused.getOrDefault("QLinearMatMul", 0L) + fused.getOrDefault("MatMulIntegerToFloat", 0L))
                    .isEqualTo(3);
            assertThat(Fused.operators(integers)).containsEntry("QLinearMatMul", 3L);
            assertThat(Fused.error(model, integers, samples)).isLessThan(0.1);
        }
    }

    @Test
    void tablesAreIntegersInStaticFormToo() {
        Weights weights = new Weights(10);
        OnnxModel model = GraphText.model("""
                ids: int64[batch, 5]
                e = Gather(table, ids)
                y = MatMul(e, w)
                return y: float[batch, 5, 8]
                """, b -> {
            b.initializer("table", weights.tensor(100, 16));
            b.initializer("w", weights.tensor(16, 8));
        });
        List<Map<String, Tensor>> samples = List.of(Map.of("ids", Tensor.ofLongs(new long[] {1, 2, 3, 98, 99}, 1, 5)));

        OnnxModel made = made(model, samples, DEFAULTS);

        assertThat(made.graph().initializers().values())
                .filteredOn(tensor -> tensor.elementCount() == 1600)
                .singleElement()
                .matches(tensor -> tensor.dataType() == DataType.INT8);
        assertThat(Fused.error(model, made, samples)).isLessThan(0.05);
    }
}
