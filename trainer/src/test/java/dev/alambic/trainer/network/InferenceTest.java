package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class InferenceTest {

    private static final float[] SAMPLES = {2, 5, 3, 9, 2, 3, 9, 9};

    @Test
    void theEngineTakesWhatTheRuntimeTakes() {
        ModelInputs bert = ModelInputs.of(GraphText.graph("""
                        input_ids: int64[batch, tokens]
                        attention_mask: int32[batch, tokens]
                        token_type_ids: float[batch, tokens]
                        return input_ids""").inputs(), new InputMeaning.Text(4, 9, "{}"));
        TrainingThread.run(manager -> {
            NDList arrays = Inference.arrays(bert, SAMPLES, 2, manager);

            assertThat(arrays).hasSize(3);
            assertThat(arrays.get(0).toLongArray()).containsExactly(2, 5, 3, 2, 3, 9);
            assertThat(arrays.get(1).toIntArray()).containsExactly(1, 1, 1, 1, 1, 0);
            assertThat(arrays.get(2).toFloatArray()).containsOnly(0);
            assertThat(arrays.get(2).getShape()).isEqualTo(new Shape(2, 3));
            assertThat(arrays.get(2).getDataType()).isEqualTo(DataType.FLOAT32);
        });
    }

    /** The engine needs no filling where ONNX Runtime does. */
    @Test
    void aBatchOfFixedSizeIsNotFilledUp() {
        ModelInputs inputs =
                ModelInputs.of(GraphText.graph("x: float[3, 2]\nreturn x").inputs(), null);
        TrainingThread.run(manager -> assertThat(Inference.arrays(inputs, new float[] {1, 2, 9}, 1, manager)
                        .get(0)
                        .toFloatArray())
                .containsExactly(1, 2));
    }
}
