package dev.alambic.quantizer.weightonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizeWeightsTest {
    private static final WeightOnlyOptions OPTIONS = WeightOnlyOptions.defaults()
            .withCodes(new WeightOnlyOptions.CodeFormat(4, 32, true))
            .withChosen(new WeightOnlyOptions.Chosen(List.of(), true, false, 1))
            .withAccuracyLevel(0);

    /** A table of words, a product, and a Gemm with a bias; 72 columns are no multiple of a block. */
    private static OnnxModel model(long opset) {
        Weights weights = new Weights(31);
        OnnxModel model = GraphText.model("""
                ids: int64[batch, 3]
                e = Gather(table, ids)
                m = MatMul(e, w1)
                r = Relu(m)
                f = Reshape(r, flat)
                y = Gemm(f, w2, b2) transB=1
                return y: float[batch, 5]
                """, b -> {
            b.initializer("table", weights.tensor(40, 72));
            b.initializer("w1", weights.tensor(72, 48));
            b.initializer("w2", weights.tensor(5, 144));
            b.initializer("b2", weights.tensor(5));
            b.initializer("flat", Tensor.ofLongs(new long[] {-1, 144}, 2));
        });
        return OnnxModel.of(model.graph(), opset);
    }

    /** Returns {@code model} with every weight replaced by what its codes stand for, computed here. */
    private static OnnxModel decoded(OnnxModel model, WeightOnlyOptions options) {
        return model.mapGraph(graph -> graph.edit(out -> graph.nodes().stream()
                .flatMap(node -> CompressibleWeight.of(graph, node).stream())
                .filter(unit -> unit.kind() != CompressibleWeight.Kind.CONVOLUTION
                        || options.chosen().convolutions())
                .forEach(unit -> out.initializer(unit.weight(), decoded(unit, options)))));
    }

    private static Tensor decoded(CompressibleWeight unit, WeightOnlyOptions options) {
        Carrier carrier = Carrier.of(unit, options);
        Matrix matrix = unit.matrix();
        Codes codes = new Codes(matrix.rows(), matrix.columns(), carrier.block());
        new RoundToNearest(carrier.grid()).round(matrix.rows(0, matrix.rows()), codes);
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                int at = matrix.columnsFirst() ? column * matrix.rows() + row : row * matrix.columns() + column;
                values[at] = codes.decoded(row, column);
            }
        }
        return Tensor.ofFloats(unit.tensor().dataType(), values, unit.tensor().dims());
    }

    /**
     * The runtime may compute with the codes in another order than with floats: some roundings of float32. Level 4
     * would round the input too, so that it is not asked for here.
     */
    @ParameterizedTest
    @CsvSource({
        "RUNTIME, 4, 32, true", "RUNTIME, 4, 16, false", "RUNTIME, 4, 128, true", "RUNTIME, 4, 64, false",
        "RUNTIME, 8, 32, true", "RUNTIME, 8, 64, false", "RUNTIME, 8, 0, true", "RUNTIME, 8, 0, false",
        "STANDARD, 4, 32, true", "STANDARD, 4, 16, false", "STANDARD, 8, 32, true", "STANDARD, 8, 64, false",
        "STANDARD, 8, 0, true", "STANDARD, 8, 0, false", "FOLDED, 4, 32, true", "FOLDED, 4, 16, false",
        "FOLDED, 8, 64, true", "FOLDED, 8, 128, false", "FOLDED, 8, 0, true", "FOLDED, 8, 0, false",
    })
    void theRuntimeReadsTheCodesAsTheyWereMeant(WeightOnlyOptions.Form form, int bits, int block, boolean symmetric) {
        WeightOnlyOptions options = OPTIONS.withMethod(WeightOnlyOptions.Method.RTN)
                .withForm(form)
                .withCodes(new WeightOnlyOptions.CodeFormat(bits, block, symmetric));
        OnnxModel model = model(21);

        OnnxModel made =
                Pipeline.of(List.of(new QuantizeWeights(options))).run(model).model();

        Map<String, Tensor> inputs = RandomInputs.of(model, Map.of(), 5);
        assertThat(Agreement.between(decoded(model, options), made, inputs).relative())
                .isLessThan(1e-5);
    }

    @Test
    void theOperatorsAreThoseOfTheForm() {
        WeightOnlyOptions standard = OPTIONS.withForm(WeightOnlyOptions.Form.STANDARD);

        assertThat(Pipeline.of(List.of(new QuantizeWeights(OPTIONS)))
                        .run(model(17))
                        .model()
                        .graph())
                .hasToString("""
                        e = GatherBlockQuantized(table_q, ids, table_scale)
                        m = MatMulNBits(e, w1_q, w1_scale)
                        r = Relu(m)
                        f = Reshape(r, flat)
                        y_product = MatMulNBits(f, w2_q, w2_scale)
                        y = Add(y_product, b2)""");
        assertThat(Pipeline.of(List.of(new QuantizeWeights(standard)))
                        .run(model(21))
                        .model()
                        .graph())
                .hasToString("""
                        table_q_wide = Cast(table_q)
                        e_q = Gather(table_q_wide, ids)
                        e_q_1 = Gather(table_scale, ids)
                        e = DequantizeLinear(e_q, e_q_1)
                        w1_dq = DequantizeLinear(w1_q, w1_scale)
                        m = MatMul(e, w1_dq)
                        r = Relu(m)
                        f = Reshape(r, flat)
                        w2_dq = DequantizeLinear(w2_q, w2_scale)
                        y = Gemm(f, w2_dq, b2)""");
    }

    @Test
    void fourBitsInBlocksTakeAnEighthAndTheScales() {
        OnnxModel made = Quantizer.weightOnly(model(17), OPTIONS).model();

        long elements = 40 * 72 + 72 * 48 + 5 * 144;
        long scales = (40 * 3 + 48 * 3 + 5 * 5) * Float.BYTES;
        // products fill up their last block: 72 to 96 and 144 to 160
        long filled = (48 * 24 + 5 * 16) / 2;
        assertThat(made.graph().initializers().values().stream()
                        .filter(tensor -> tensor.rank() > 0 && tensor.dataType() != DataType.INT64)
                        .mapToLong(Tensor::byteSize)
                        .sum())
                .isEqualTo(elements / 2 + scales + filled + 5 * Float.BYTES);
    }

    @Test
    void convolutionsAreLeftAloneUnlessAskedFor() {
        Weights weights = new Weights(3);
        OnnxModel model = GraphText.model("""
                x: float[batch, 3, 6, 6]
                y = Conv(x, w)
                return y: float[batch, 8, 4, 4]
                """, b -> b.initializer("w", weights.tensor(8, 3, 3, 3)));
        WeightOnlyOptions options =
                OPTIONS.withMethod(WeightOnlyOptions.Method.RTN).withConvolutions();

        assertThat(new QuantizeWeights(OPTIONS).apply(model).model()).isSameAs(model);
        Result result = Pipeline.of(List.of(new QuantizeWeights(options))).run(model);

        assertThat(result.model().graph()).hasToString("""
                        w_q_cast = Cast(w_q)
                        w_mul = Mul(w_q_cast, w_scale)
                        w_reshape = Reshape(w_mul, w_dims)
                        y = Conv(x, w_reshape)""");
        assertThat(new QuantizeWeights(options.withForm(WeightOnlyOptions.Form.STANDARD)
                                .withChosen(new WeightOnlyOptions.Chosen(List.of(), false, true, 1))
                                .withCodes(new WeightOnlyOptions.CodeFormat(8, 0, true)))
                        .apply(model)
                        .model()
                        .graph())
                .hasToString("""
                        w_dq = DequantizeLinear(w_q, w_scale)
                        y = Conv(x, w_dq)""");
        assertThat(Agreement.between(decoded(model, options), result.model(), RandomInputs.of(model, Map.of(), 5))
                        .relative())
                .isLessThan(1e-5);
    }

    @Test
    void halfWeightsKeepTheirTypeInTheScales() {
        Weights weights = new Weights(3);
        OnnxModel model = GraphText.model(
                """
                x: float16[batch, 64]
                y = MatMul(x, w)
                return y: float16[batch, 8]
                """, b -> b.initializer("w", Tensor.ofFloats(DataType.FLOAT16, weights.normal(64, 8), 64, 8)));

        OnnxModel made =
                Pipeline.of(List.of(new QuantizeWeights(OPTIONS))).run(model).model();

        assertThat(made.graph().initializer("w_scale")).map(Tensor::dataType).contains(DataType.FLOAT16);
    }

    @Test
    void excludedAndSmallAndInfiniteWeightsStay() {
        WeightOnlyOptions options = OPTIONS.withExcluded(List.of("w1", "e"));

        assertThat(new QuantizeWeights(options).apply(model(17)).model().graph().nodes())
                .extracting(Node::opType)
                .containsExactly("Gather", "MatMul", "Relu", "Reshape", "MatMulNBits", "Add");
        assertThat(new QuantizeWeights(
                                OPTIONS.withChosen(new WeightOnlyOptions.Chosen(List.of(), true, false, 100_000)))
                        .apply(model(17))
                        .notes())
                .containsExactly("no MatMul, Gemm or Gather with a large enough constant weight: nothing to do");
        OnnxModel infinite = model(17)
                .mapGraph(graph -> graph.edit(out -> {
                    float[] values = graph.initializer("w1").orElseThrow().floats();
                    values[7] = Float.POSITIVE_INFINITY;
                    out.initializer("w1", Tensor.ofFloats(values, 72, 48));
                }));
        assertThat(new QuantizeWeights(OPTIONS).apply(infinite).notes())
                .containsExactly("MatMul 'm' stays float: not all elements of its weight are finite");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MatMul(f, x)             | MatMul 'y' stays float: the weight is the first factor",
                "MatMul(x, g)             | MatMul 'y' stays float: the caller may feed the weight",
                "MatMul(x, w3)            | MatMul 'y' stays float: the weight has another rank than a matrix, 3",
                "MatMul(d, wd)            | MatMul 'y' stays float: the weight is double",
                "Gather(w3, i)            | Gather 'y' stays float: it does not pick rows of a matrix",
                "Gather(w, i)             | Gather 'y' stays float: it is excluded",
                "PRelu(x, slopes)         | PRelu 'y' stays float: weights of this operator are left as they are in weight-only forms",
                "Conv(x, k)               | Conv 'y' stays float: convolutions are left as they are in this form",
                "ConvTranspose(x, k)      | ConvTranspose 'y' stays float: weights of this operator are left as they are in weight-only forms",
                "MatMul(x, x)             | "
            })
    void theReasonIsNamedForEachWeightThatIsLeft(String call, String note) {
        Weights weights = new Weights(5);
        OnnxModel model = GraphText.model(
                "x: float[batch, 8, 8]\ng: float[8, 3]\nd: double[8, 8]\ni: int64[batch]\ny = " + call + "\nreturn y",
                b -> {
                    b.initializer("w", weights.tensor(8, 3));
                    b.initializer("f", weights.tensor(2, 8));
                    b.initializer("w3", weights.tensor(1, 8, 3));
                    b.initializer("k", weights.tensor(8, 8, 2));
                    b.initializer("slopes", weights.tensor(8, 8));
                    b.initializer("wd", Tensor.ofFloats(DataType.DOUBLE, weights.normal(8, 3), 8, 3));
                    b.initializer("g", weights.tensor(8, 3));
                });

        List<String> notes = new QuantizeWeights(OPTIONS.withExcluded(List.of("w")))
                .apply(model)
                .notes();

        assertThat(notes).hasSize(note == null ? 1 : 2).first().asString().endsWith(": nothing to do");
        if (note != null) {
            assertThat(notes).last().isEqualTo(note);
        }
    }

    @Test
    void oneWeightIsRoundedOnceForAllOfItsReaders() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 16]
                a = MatMul(x, w)
                y = MatMul(a, w)
                return y: float[batch, 16]
                """, b -> b.initializer("w", new Weights(4).tensor(16, 16)));

        assertThat(new QuantizeWeights(OPTIONS).apply(model).model().graph()).hasToString("""
                a = MatMulNBits(x, w_q, w_scale)
                y = MatMulNBits(a, w_q, w_scale)""");
    }

    @ParameterizedTest
    @EnumSource(WeightOnlyOptions.Form.class)
    void runningItAgainChangesNothing(WeightOnlyOptions.Form form) {
        WeightOnlyOptions options = OPTIONS.withForm(form);
        OnnxModel once = Quantizer.weightOnly(model(17), options).model();

        assertThat(Quantizer.weightOnly(once, options).model()).isEqualTo(once);
        assertThat(Quantizer.weightOnly(model(17), options).model()).isEqualTo(once);
    }

    /** The runtime must find the plain product again, or the form would cost speed. */
    @Test
    void theRuntimeFoldsWhatIsToBeFolded(@TempDir Path folder) {
        WeightOnlyOptions options = OPTIONS.withForm(WeightOnlyOptions.Form.FOLDED);
        OnnxModel made = Quantizer.weightOnly(model(17), options).model();
        Path loaded = folder.resolve("loaded.onnx");

        Session.open(made, SessionOptions.defaults().withOptimizedModel(loaded)).close();

        assertThat(OnnxModel.read(loaded).graph().nodes())
                .extracting(Node::opType)
                .containsExactly("Gather", "MatMul", "Relu", "Reshape", "Gemm");
    }

    @Test
    void anOpsetWithoutBlocksIsRefused() {
        assertThatThrownBy(() -> Pipeline.of(
                                List.of(new QuantizeWeights(OPTIONS.withForm(WeightOnlyOptions.Form.STANDARD))))
                        .run(model(17)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model: weights in this form need a later opset (expected 21, was 17)");
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> OPTIONS.codes().withBits(3)).hasMessage("weights have 4 or 8 bits, was 3");
        assertThatThrownBy(() -> OPTIONS.codes().withBlock(48)).hasMessageContaining("power of two");
        assertThatThrownBy(() -> OPTIONS.codes().withBlock(0)).hasMessageContaining("8 bits");
        assertThatThrownBy(() -> OPTIONS.withExcluded(List.of("("))).hasMessageContaining("regular expression");
    }
}
