package dev.alambic.quantizer.weightonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.statistics.Gram;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
    private static final int ROWS = 12;
    private static final int COLUMNS = 80;
    private static final int BLOCK = 32;

    private static Grid grid(int bits, boolean symmetric) {
        return new Grid(bits, symmetric, true, DataType.FLOAT);
    }

    private static Codes rounded(CodeSearch rounding, float[] rows) {
        Codes codes = new Codes(rows.length / COLUMNS, COLUMNS, BLOCK);
        rounding.round(rows, codes);
        return codes;
    }

    private static double squaredError(float[] rows, Codes codes) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += Math.pow(rows[i] - (double) codes.decoded(i / COLUMNS, i % COLUMNS), 2);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"4, true", "4, false", "8, true", "8, false"})
    void nearestIsWithinHalfAStep(int bits, boolean symmetric) {
        float[] rows = new Weights(1).normal(ROWS, COLUMNS);

        Codes codes = rounded(new RoundToNearest(grid(bits, symmetric)), rows);

        for (int i = 0; i < rows.length; i++) {
            float scale = Math.abs(codes.scales[i / COLUMNS * codes.blocks() + i % COLUMNS / BLOCK]);
            // symmetric codes reach one step less far on one side, asymmetric ones round their zero point
            assertThat(Math.abs(rows[i] - codes.decoded(i / COLUMNS, i % COLUMNS)))
                    .isLessThanOrEqualTo(1.0001f * scale);
        }
    }

    @ParameterizedTest
    @CsvSource({"4, true", "4, false", "8, true", "8, false"})
    void zeroStaysExact(int bits, boolean symmetric) {
        float[] rows = new Weights(2).normal(ROWS, COLUMNS);
        for (int i = 0; i < rows.length; i += 3) {
            rows[i] = 0;
        }
        for (CodeSearch rounding : List.of(
                new RoundToNearest(grid(bits, symmetric)),
                new HalfQuadratic(grid(bits, symmetric), HalfQuadratic.SQUARES),
                new HalfQuadratic(grid(bits, symmetric), HalfQuadratic.FORGIVING))) {
            Codes codes = rounded(rounding, rows);

            for (int i = 0; i < rows.length; i += 3) {
                assertThat(codes.decoded(i / COLUMNS, i % COLUMNS)).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1e-42", "3e38", "0.7"})
    void constantBlocksAreFinite(float value) {
        float[] rows = new float[COLUMNS];
        Arrays.fill(rows, value);
        for (boolean symmetric : new boolean[] {true, false}) {
            for (CodeSearch rounding : List.of(
                    new RoundToNearest(grid(4, symmetric)),
                    new HalfQuadratic(grid(4, symmetric), HalfQuadratic.SQUARES),
                    new HalfQuadratic(grid(4, symmetric), HalfQuadratic.FORGIVING))) {
                float decoded = rounded(rounding, rows).decoded(0, 0);
                // a denormal has no scale of its own that can be divided by
                assertThat(Math.abs(decoded - value)).isLessThanOrEqualTo(value < 1e-38 ? 1e-38f : 1e-6f * value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void leastSquaresAreNeverWorseThanNearest(boolean symmetric) {
        float[] rows = new Weights(3).normal(ROWS, COLUMNS);

        double nearest = squaredError(rows, rounded(new RoundToNearest(grid(4, symmetric)), rows));
        double squares =
                squaredError(rows, rounded(new HalfQuadratic(grid(4, symmetric), HalfQuadratic.SQUARES), rows));

        assertThat(squares).isLessThan(0.95 * nearest);
    }

    /** Inputs with strong correlations, as activations have. */
    private static List<Map<String, Tensor>> samples() {
        Random random = new Random(9);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int sample = 0; sample < 20; sample++) {
            float[] x = new float[10 * COLUMNS];
            for (int i = 0; i < x.length; i++) {
                float common = i % COLUMNS == 0 ? 0 : x[i - 1];
                x[i] = (float) (0.9 * common + random.nextGaussian() * (1 + i % 7));
            }
            samples.add(Map.of("x", Tensor.ofFloats(x, 10, COLUMNS)));
        }
        return samples;
    }

    private static Gram gram() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 80]
                y = MatMul(x, w)
                return y: float[batch, 12]
                """, b -> b.initializer("w", new Weights(5).tensor(COLUMNS, ROWS)));
        return Objects.requireNonNull(InputMoments.grams(model, ProductView.all(model.graph()), samples())
                .get("y"));
    }

    private static double productError(float[] rows, Codes codes, Gram gram) {
        double error = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < COLUMNS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    error += (rows[row * COLUMNS + i] - codes.decoded(row, i))
                            * (double) (rows[row * COLUMNS + j] - codes.decoded(row, j))
                            * gram.second(0, i, j);
                }
            }
        }
        return error;
    }

    @Test
    void errorFeedbackHalvesTheErrorOfTheProduct() {
        float[] rows = new Weights(6).normal(ROWS, COLUMNS);
        Gram gram = gram();
        Grid grid = grid(4, true);

        double nearest = productError(rows, rounded(new RoundToNearest(grid), rows), gram);
        double feedback = productError(rows, rounded(new ErrorFeedback(grid, Curvature.of(gram)), rows), gram);

        assertThat(feedback).isLessThan(0.5 * nearest);
    }

    @Test
    void curvatureIsTheFactorOfTheInverse() {
        Gram gram = gram();
        Curvature curvature = Curvature.of(gram);
        double[] u = curvature.upper();
        double mean = 0;
        for (int i = 0; i < COLUMNS; i++) {
            mean += gram.second(0, i, i) / COLUMNS;
        }
        // U^T U (H + damping) = 1
        double worst = 0;
        for (int i = 0; i < COLUMNS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double sum = 0;
                for (int m = 0; m < COLUMNS; m++) {
                    double inverse = 0;
                    for (int k = 0; k <= Math.min(i, m); k++) {
                        inverse += u[k * COLUMNS + i] * u[k * COLUMNS + m];
                    }
                    sum += inverse
                            * (gram.second(0, curvature.order()[m], curvature.order()[j]) + (m == j ? 0.01 * mean : 0));
                }
                worst = Math.max(worst, Math.abs(sum - (i == j ? 1 : 0)));
            }
        }
        // double precision, condition number below 1e5
        assertThat(worst).isLessThan(1e-9);
    }

    @Test
    void gptqWithoutSamplesIsRefused() {
        WeightOnlyOptions options = WeightOnlyOptions.defaults().withMethod(WeightOnlyOptions.Method.GPTQ);

        assertThatThrownBy(() -> new QuantizeWeights(options)).hasMessageContaining("GPTQ needs samples");
    }
}
