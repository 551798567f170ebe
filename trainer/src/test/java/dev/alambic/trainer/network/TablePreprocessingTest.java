package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.TrainingThread;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TablePreprocessingTest {
    private static final float NAN = Float.NaN;
    private static final InputMeaning.Table TABLE = InputMeaning.Table.of(List.of(
            new TableColumn.Category("city", List.of("", "Bonn"), null),
            new TableColumn.Numeric("age", TableColumn.Fill.MEDIAN),
            new TableColumn.Numeric("size", null)));

    /** Ages 1, 3 and 8: median 3, mean 4; sizes have mean 2 and deviation 1. */
    private static final Dataset TRAIN = Dataset.table(
            "t", TABLE, List.of("x", "y"), new float[][] {{0, 1, 1}, {1, 3, 3}, {2, NAN, 1}, {1, 8, 3}}, new int[] {
                0, 1, 0, 1
            });

    @Test
    void statisticsLeaveOutWhatIsMissing() {
        Standardization map = Standardization.of(TRAIN);

        assertThat(map.mean()).containsExactly(0f, 4f, 2f);
        assertThat(map.scale().get(0)).isEqualTo(1f);
        assertThat(map.scale().get(2)).isEqualTo(1f);
        assertThat(map.fill()).containsExactly(0f, 3f, 0f);
        assertThat(map.gaps()).containsExactly(1);
    }

    @Test
    void theFillIsTheOneThatTheColumnNames() {
        assertThat(fill(TableColumn.Fill.MEAN, 1, 1, 7)).isEqualTo(3f);
        assertThat(fill(TableColumn.Fill.MOST_FREQUENT, 7, 1, 7)).isEqualTo(7f);
        assertThat(fill(TableColumn.Fill.MEDIAN, 7, 2, 9, 3)).isEqualTo(3f);
    }

    private static float fill(TableColumn.Fill fill, float... values) {
        float[][] rows = new float[values.length + 1][1];
        for (int i = 0; i < values.length; i++) {
            rows[i][0] = values[i];
        }
        rows[values.length][0] = NAN;
        InputMeaning.Table table = InputMeaning.Table.of(List.of(new TableColumn.Numeric("a", fill)));
        Dataset data = Dataset.table("t", table, List.of("x", "y"), rows, new int[rows.length]);
        return Standardization.of(data).fill().get(0);
    }

    @Test
    void aRowBecomesNumbersGapsAndPlaces() {
        Standardization map =
                new Standardization(List.of(0f, 4f, 2f), List.of(1f, 2f, 1f), List.of(0f, 3f, 0f), List.of(1));
        float[] rows = {1, 8, 3, 0, NAN, 2, 2, 4, 2};
        // age, size, age missing, city missing, city Bonn
        float[] expected = {2, 1, 0, 0, 1, -0.5f, 0, 1, 1, 0, 0, 0, 0, 0, 0};

        TrainingThread.run(manager -> {
            Block block = Networks.withPreprocessing(Blocks.identityBlock(), TABLE, map);
            Networks.initialize(block, manager, TABLE);
            assertThat(new Inference(block, ModelInputs.of(TABLE), manager).logits(rows, 3))
                    .containsExactly(expected);

            OnnxModel model = Exporter.export(block, Signature.of("features", DataType.FLOAT, "batch", 3));
            try (Session session = Session.open(model, SessionOptions.defaults())) {
                for (int batch : new int[] {3, 1}) {
                    Tensor in = Tensor.ofFloats(Arrays.copyOf(rows, 3 * batch), batch, 3);
                    Tensor out = Objects.requireNonNull(session.run(Map.of("features", in))
                            .get(model.graph().outputs().get(0).name()));
                    assertThat(out.floats()).containsExactly(Arrays.copyOf(expected, 5 * batch));
                }
            }
        });
    }

    @Test
    void categoriesAloneAreEnough() {
        InputMeaning.Table table =
                InputMeaning.Table.of(List.of(new TableColumn.Category("c", List.of("a", "b", "c"), null)));
        TrainingThread.run(manager -> {
            Block block = Networks.withPreprocessing(
                    Blocks.identityBlock(), table, new Standardization(List.of(0f), List.of(1f)));
            Networks.initialize(block, manager, table);
            NDArray out = block.forward(
                            new ai.djl.training.ParameterStore(manager, false),
                            new ai.djl.ndarray.NDList(manager.create(new float[][] {{2}, {3}})),
                            false)
                    .singletonOrThrow();
            assertThat(out.toFloatArray()).containsExactly(0, 0, 1, 0, 0, 0);
        });
    }
}
